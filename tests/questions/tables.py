"""Reads questionnaire cases: a form as a table, what is sent, and the record that must come of it.

A case begins with `# its name`. Then come rows of the form, `kind | key | choices / rows | rules`:

- choices are keys; `other+` takes own words, `none-` is a declined choice, `none!` an exclusive one; rows of a matrix
  follow after ` / `
- rules are `required`, `0..10`, `step 1`, `look coded`, `shuffled`, `relevant [condition]`, `constraint [condition]`,
  separated by `;`
- `section | key | | 1..3; relevant …` begins a section, with the number of its rounds
- a row that begins with `-` is a follow-up of the map question before it

After that, one line each:

- `> {"bus": "yes"}` what is sent (JSON)
- `= bus: "yes"` a closed answer of the record, the value in JSON
- `~ why: Wegen der Halle` words
- `@ spots.1 {"geometry": "Point", "closed": {"often": "daily"}}` a mark, with what it has
- `! bus: beantworte` a problem, by its path and a part of its sentence

Everything the record holds must be named, and nothing else.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from app.questions.content import Choice, Question, Questionnaire, Row, Section

CASES = Path(__file__).parent / "cases"
_BOUNDS = re.compile(r"(-?[\d.]*?)\.\.(-?[\d.]*)")


@dataclass
class Case:
    """One case of a file; `marks` and `problems` by their path."""

    name: str
    form: list[str] = field(default_factory=list)
    raw: Any = None
    closed: list[tuple[str, Any]] = field(default_factory=list)
    words: list[tuple[str, str]] = field(default_factory=list)
    marks: dict[str, Any] = field(default_factory=dict)
    problems: dict[str, str] = field(default_factory=dict)

    @property
    def questionnaire(self) -> Questionnaire:
        return form("\n".join(self.form))


def cases() -> list[Case]:
    """All cases of all files."""
    found: list[Case] = []
    for path in sorted(CASES.glob("*.txt")):
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.startswith("# "):
                found.append(Case(f"{path.stem}: {line[2:]}"))
            elif line.strip():
                _take(found[-1], line)
    return found


def _take(case: Case, line: str) -> None:
    sign, rest = line[0], line[2:]
    key, _, value = rest.partition(": ")
    if sign == ">":
        case.raw = json.loads(rest)
    elif sign == "=":
        case.closed.append((key, json.loads(value)))
    elif sign == "~":
        case.words.append((key, value))
    elif sign == "@":
        key, _, value = rest.partition(" ")
        case.marks[key] = json.loads(value)
    elif sign == "!":
        case.problems[key] = value
    else:
        case.form.append(line)


def form(table: str) -> Questionnaire:
    """The questionnaire of a table; questions before the first section stand in one called `s`."""
    sections: list[Section] = []
    questions: list[Question] = []
    section = Section("s")
    for line in table.strip().splitlines():
        kind, key, options, rules = [*(cell.strip() for cell in line.split("|")), "", "", ""][:4]
        if kind == "section":
            sections.append(replace(section, questions=tuple(questions)))
            section, questions = _section(key, rules), []
        elif kind.startswith("-"):
            asked = _question(kind[1:].strip(), key, options, rules)
            questions[-1] = replace(questions[-1], followups=(*questions[-1].followups, asked))
        else:
            questions.append(_question(kind, key, options, rules))
    sections.append(replace(section, questions=tuple(questions)))
    return Questionnaire(
        title={"de": "Umfrage"}, sections=tuple(one for one in sections if one.questions or one.key != "s")
    )


def _section(key: str, rules: str) -> Section:
    found = _rules(rules)
    return Section(
        key,
        title={"de": key.title()},
        relevant=found.get("relevant"),
        is_shuffled="shuffled" in found,
        least_repeats=int(found.get("least", 1)),
        most_repeats=int(found.get("most", 1)),
    )


def _question(kind: str, key: str, options: str, rules: str) -> Question:
    found = _rules(rules)
    choices, _, rows = options.partition(" / ")
    return Question(
        key,
        kind,
        label={"de": f"{key.title()}?"},
        look=found.get("look", ""),
        is_required="required" in found,
        is_shuffled="shuffled" in found,
        choices=tuple(_choice(word) for word in choices.split()),
        rows=tuple(Row(word, {"de": word.title()}) for word in rows.split()),
        least=found.get("least"),
        most=found.get("most"),
        step=float(found["step"]) if "step" in found else None,
        relevant=found.get("relevant"),
        constraint=found.get("constraint"),
    )


def _choice(word: str) -> Choice:
    key, sign = word.rstrip("+-!"), word[-1]
    return Choice(key, {"de": key.title()}, "", sign == "+", sign == "-", sign == "!")


def _rules(text: str) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for rule in filter(None, (part.strip() for part in text.split(";"))):
        name, _, value = rule.partition(" ")
        bounds = _BOUNDS.fullmatch(rule)
        if bounds:
            found |= {
                end: float(number)
                for end, number in zip(("least", "most"), bounds.groups(), strict=True)
                if number
            }
        else:
            found[name] = json.loads(value) if name in {"relevant", "constraint"} else value or True
    return found
