"""What is wrong with a questionnaire is found and named by its place; sound ones have no fault."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from apiflask import APIFlask

from app.questions.content import Choice, Question, Questionnaire, Section
from app.questions.minutes import estimated_minutes
from app.questions.soundness import all_texts, faults, gaps
from app.questions.vocabulary import PICTOGRAMS
from tests.questions.tables import cases, form


@pytest.fixture(autouse=True)
def _spoken(built_app: APIFlask) -> Iterator[None]:
    with built_app.app_context():
        yield


ROOT = Path(__file__).resolve().parents[2]
WRONG = {
    "the same key twice": ("text | a\ntext | A", "sections.0.questions.0.key", "mehrmals"),
    "a section named like a question": (
        "text | a\nsection | a\ntext | b",
        "sections.0.questions.0.key",
        "mehrmals",
    ),
    "a follow-up named like a question": (
        "text | a\npoint | b\n-text | a",
        "sections.0.questions.0.key",
        "mehrmals",
    ),
    "a key with spaces": ("text | wo bist", "sections.0.questions.0.key", "passt nicht"),
    "a key with an umlaut": ("text | größe", "sections.0.questions.0.key", "passt nicht"),
    "a key that is too long": (f"text | {'a' * 41}", "sections.0.questions.0.key", "passt nicht"),
    "an unknown kind": ("slider | a", "sections.0.questions.0.kind", "slider"),
    "no choices": ("single | a", "sections.0.questions.0.choices", "fehlen"),
    "only a declined choice": ("single | a | none-", "sections.0.questions.0.choices", "fehlen"),
    "choices of a text": ("text | a | x y", "sections.0.questions.0.choices", "keine Antworten"),
    "the same choice twice": ("single | a | x x", "sections.0.questions.0.choices.0.key", "mehrmals"),
    "a choice with a dot": ("single | a | x.y z", "sections.0.questions.0.choices.0.key", "passt nicht"),
    "a matrix without rows": ("matrix | a | x y", "sections.0.questions.0.rows", "keine Zeilen"),
    "rows of a choice": ("single | a | x y / r", "sections.0.questions.0.rows", "Nur Tabellen"),
    "own words in a scale": (
        "scale | a | x y+",
        "sections.0.questions.0.choices.1.takes_words",
        "keine eigenen",
    ),
    "the least above the most": ("number | a | | 5..3", "sections.0.questions.0.most", "größer"),
    "bounds of a date": ("date | a | | 1..3", "sections.0.questions.0.most", "keine Grenzen"),
    "more choices than there are": ("multiple | a | x y | ..3", "sections.0.questions.0.most", "bis 2"),
    "half a choice": ("multiple | a | x y | ..1.5", "sections.0.questions.0.most", "ganze Zahlen"),
    "steps of a text": ("text | a | | step 1", "sections.0.questions.0.step", "Schritte"),
    "no step at all": ("number | a | | step 0", "sections.0.questions.0.step", "Schritte"),
    "smileys of a choice": ("single | a | x y | look smileys", "sections.0.questions.0.look", "Aussehen"),
    "an unknown look": ("scale | a | x y | look stars", "sections.0.questions.0.look", "Aussehen"),
    "coded without choices": ("point | a | | look coded", "sections.0.questions.0.choices", "fehlen"),
    "choices of a map that are not coded": (
        "point | a | x y",
        "sections.0.questions.0.choices",
        "keine Antworten",
    ),
    "a shuffled scale": ("scale | a | x y | shuffled", "sections.0.questions.0.is_shuffled", "gemischt"),
    "a required note": ("note | a | | required\ntext | b", "sections.0.questions.0.is_required", "Hinweis"),
    "nothing to answer": ("note | a", "sections", "noch keine Frage"),
    "follow-ups of a text": ("text | a\n-text | b", "sections.0.questions.0.followups", "Karte"),
    "a map as follow-up": ("point | a\n-line | b", "sections.0.questions.0.followups.0.kind", "Nachfrage"),
    "rounds the wrong way round": (
        "section | s2 | | 3..2\ntext | a",
        "sections.0.most_repeats",
        "Wiederholungen",
    ),
    "too many rounds": ("section | s2 | | 0..31\ntext | a", "sections.0.most_repeats", "Wiederholungen"),
}
CONDITIONS = {
    "an unknown question": ('["answered", ["answer", "nobody"]]', "das gibt es nicht"),
    "a later question": ('["answered", ["answer", "later"]]', "noch nicht beantwortet"),
    "itself": ('["answered", ["answer", "here"]]', "noch nicht beantwortet"),
    "a follow-up from outside": ('["answered", ["answer", "why"]]', "noch nicht beantwortet"),
    "an unknown row": ('["=", ["answer", "table", "roof"], "good"]', "Zeile"),
    "a row of a text": ('["=", ["answer", "name", "roof"], "good"]', "Zeile"),
    "an unknown choice": ('["selected", ["answer", "way"], "boat"]', "boat"),
    "an unknown operator": ('["contains", ["answer", "name"], "a"]', "contains"),
    "a wrong number of arguments": ('["=", ["answer", "name"]]', "Zahl der Angaben"),
    "no arguments": ('["and"]', "Zahl der Angaben"),
    "this outside of a constraint": ('["answered", ["this"]]', "this"),
    "a pattern that keeps busy": ('["matches", ["answer", "name"], "(a+)+"]', "Muster"),
    "something without an operator": ('["and", [5, 6]]', "Rechenzeichen"),
    "nothing": ("[]", "leer"),
    "an answer of nothing": ('["answer"]', "Kurzname"),
    "a tower": ('["not", ' * 30 + "true" + "]" * 30, "verschachtelt"),
}
AROUND = """
text   | name |
single | way | foot bus |
matrix | table | good bad / wall floor |
point  | spots |
-text  | why |
text   | here | | relevant {}
text   | later |
"""


@pytest.mark.parametrize("name", WRONG)
def test_a_fault_is_named_where_it_is(name: str) -> None:
    table, path, part = WRONG[name]
    found = {fault.path: fault.message for fault in faults(form(table))}
    assert part in found[path], found


@pytest.mark.parametrize("name", CONDITIONS)
def test_a_condition_that_makes_no_sense(name: str) -> None:
    condition, part = CONDITIONS[name]
    found = faults(form(AROUND.format(condition)))
    assert [fault.path for fault in found] == ["sections.0.questions.4.relevant"]
    assert part in found[0].message


def test_the_questionnaires_of_the_cases_are_sound() -> None:
    assert [(case.name, faults(case.questionnaire)) for case in cases() if faults(case.questionnaire)] == []


def test_a_repeated_section_can_be_counted_but_not_looked_into() -> None:
    table = "section | kids | | 0..3\nnumber | age |\nsection | more |\ntext | help | | relevant {}"
    assert faults(form(table.format('[">", ["count", ["answer", "kids"]], 1]'))) == []
    assert len(faults(form(table.format('[">", ["answer", "age"], 1]')))) == 1


def test_questions_that_are_mixed_cannot_ask_for_each_other() -> None:
    table = 'section | mixed | | {}\ntext | a |\ntext | b | | relevant ["answered", ["answer", "a"]]'
    assert faults(form(table.format(""))) == []
    assert "gemischt" in faults(form(table.format("shuffled")))[0].message


def test_languages_are_those_of_the_platform() -> None:
    good = form("text | a")
    assert faults(replace(good, languages=("de", "de-simple", "ar"))) == []
    for wrong in ((), ("de", "de"), ("de", "xx")):
        assert [fault.path for fault in faults(replace(good, languages=wrong))] == ["languages"]


def test_pictograms_are_symbols_of_the_house() -> None:
    svg = (ROOT / "app/base/assets/icons/symbols.svg").read_text(encoding="utf-8")
    assert [name for name in PICTOGRAMS if f'id="{name}"' not in svg] == []
    choices = (Choice("x", pictogram="q-fav"), Choice("y", pictogram="../y"))
    wrong = Questionnaire(sections=(Section("s", questions=(Question("a", "single", choices=choices),)),))
    assert [fault.path for fault in faults(wrong)] == ["sections.0.questions.0.choices.1.pictogram"]


def test_photos_are_voluntary() -> None:
    found = faults(form("text | a\nphoto | b | | required"))
    assert [fault.path for fault in found] == ["sections.0.questions.1.is_required"]


def test_gaps_are_what_a_language_does_not_say() -> None:
    questionnaire = Questionnaire(
        title={"de": "Umfrage", "en": "Survey"},
        intro={"en": "Hello"},
        languages=("de", "en", "tr"),
        sections=(
            Section("s", questions=(
                Question("a", "single", {"de": "Wo?"}, choices=(Choice("x", {"de": "X", "en": " "}),)),
            )),
        ),
    )  # fmt: skip
    assert gaps(questionnaire) == {
        "de": ["intro"],
        "en": ["sections.0.questions.0.label", "sections.0.questions.0.choices.0.label"],
        "tr": ["title", "intro", "sections.0.questions.0.label", "sections.0.questions.0.choices.0.label"],
    }
    assert len(all_texts(questionnaire)) == 9


def test_minutes_grow_with_what_is_asked() -> None:
    short, longer = form("single | a | x y"), form("longtext | a\n" * 4 + "point | b\n-text | c")
    hidden = replace(
        longer, sections=tuple(replace(one, relevant=["answer", "q"]) for one in longer.sections)
    )
    assert estimated_minutes(short) == 1
    # Four long texts and a mark with a follow-up: 220 seconds to answer, 7 words to read.
    assert estimated_minutes(longer) == 4
    assert estimated_minutes(hidden) == 2
    assert estimated_minutes(replace(short, intro={"de": "Wort " * 300})) == 3
