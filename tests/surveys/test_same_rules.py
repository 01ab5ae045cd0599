"""What the browser accepts the server accepts: random questionnaires, answers as the fields of a form give them."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from apiflask import APIFlask
from flask_babel import force_locale
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from app.questions.answers import checked
from app.questions.conditions import mentioned
from app.questions.content import Question, Questionnaire
from app.questions.page_data import rule_words
from app.questions.reading import to_json
from app.questions.vocabulary import KINDS
from tests.questions.in_node import ROOT, in_node
from tests.questions.strategies import ROWS, questionnaires

DAY = date(2026, 11, 30)
FULL = os.environ.get("STREIFZUG_FULL") == "1"
TEXTS = st.sampled_from(["", "a", "Halle", "Zwei Worte", "x" * 301, "x" * 5001, "🚲🚲"])
IDS = [f"0b6f7f62-6a0e-4f0e-9b1c-0d6d6f1f0a{number:02d}" for number in range(10)]

BROWSER = f"""
  const {{ shown }} = await import("@/shown.js");
  const {{ problemsOf }} = await import("{(ROOT / "app/questions/assets/rules.js").as_uri()}");
  const {{ cleaned, isRepeated }} = await import("{(ROOT / "app/questions/assets/fields.js").as_uri()}");
  return data.cases.map(([questionnaire, raw]) => {{
    const found = shown(questionnaire, raw, data.today);
    const asked = new Set(found.paths);
    const problems = [];
    for (const section of questionnaire.sections) {{
      const rounds = isRepeated(section) ? raw[section.key] ?? [] : [raw];
      rounds.forEach((scope, at) => {{
        const blank = {{ sections: [{{ ...section, least_repeats: 0 }}] }};
        const isSpare = isRepeated(section) && at >= (section.least_repeats ?? 1);
        if (isSpare && !Object.keys(cleaned({{ [section.key]: [scope] }}, blank)).length) return;
        const prefix = isRepeated(section) ? `${{section.key}}.${{at + 1}}.` : "";
        const own = new Set((section.questions ?? []).map(({{ key }}) => key));
        const answerOf = (key) => (prefix && own.has(key) ? scope[key] : found.answers[key]) ?? null;
        for (const question of section.questions ?? []) {{
          const path = prefix + question.key;
          const known = {{ words: data.words, asked, answerOf, today: data.today, written: String }};
          if (asked.has(path)) problems.push(...problemsOf(question, path, scope, known));
        }}
      }});
    }}
    return [problems, cleaned(raw, questionnaire)];
  }});
"""


@st.composite
def filled(draw: st.DrawFn, questions: tuple[Question, ...], ids: list[str]) -> dict[str, Any]:
    """Answers as the fields of the form give them."""
    raw: dict[str, Any] = {}
    for question in questions:
        value = draw(_value(question, ids))
        if value not in (None, "", [], {}, False):
            raw[question.key] = value
        other = draw(TEXTS) if any(choice.takes_words for choice in question.choices) else ""
        if other and value and question.kind in ("single", "multiple", "ranking"):
            raw[f"{question.key}.other"] = other
    return raw


def _value(question: Question, ids: list[str]) -> st.SearchStrategy[Any]:
    keys = [choice.key for choice in question.choices]
    several = st.lists(st.sampled_from(keys), unique=True) if keys else st.just([])
    shape = KINDS[question.kind].value
    if shape == "text":
        return TEXTS
    if shape == "key":
        return st.sampled_from(["", *keys])
    if question.kind == "multiple":
        return several.map(
            lambda taken: [one for one in keys if one in taken and ("none" not in taken or one == "none")]
        )
    if shape == "keys":
        return several
    if shape == "rows":
        return st.dictionaries(st.sampled_from(ROWS), st.sampled_from(keys))
    if shape == "number":
        return (
            st.sampled_from(["", "viele"])
            | st.integers(-30, 30)
            | st.floats(-30, 30).map(lambda one: round(one, 2))
        )
    if shape == "date":
        return st.sampled_from(["", "2026-11-30", "1999-01-01"])
    if shape == "time":
        return st.sampled_from(["", "18:30", "00:00"])
    if shape == "yes":
        return st.booleans()
    if shape == "marks":
        return st.lists(_mark(question, ids), max_size=3)
    return st.just(None)


@st.composite
def _mark(draw: st.DrawFn, question: Question, ids: list[str]) -> dict[str, Any]:
    mark = {
        "id": ids.pop() if ids else IDS[0],
        "geometry": None,
        "place_text": draw(st.sampled_from(["", "Am Teich", "Hof"])),
        "answers": draw(filled(question.followups, ids)),
    }
    choice = draw(st.sampled_from(["", *(one.key for one in question.choices)]))
    return mark | ({"choice": choice} if choice and question.look == "coded" else {})


def _asking_back(questionnaire: Questionnaire) -> Questionnaire:
    """Without constraints that ask for other questions: those that come later are refused at publishing."""
    sections = tuple(
        replace(section, questions=tuple(_alone(question) for question in section.questions))
        for section in questionnaire.sections
    )
    return replace(questionnaire, sections=sections)


def _alone(question: Question) -> Question:
    constraint = None if mentioned(question.constraint) else question.constraint
    return replace(question, constraint=constraint, followups=tuple(map(_alone, question.followups)))


@st.composite
def cases(draw: st.DrawFn) -> tuple[Questionnaire, dict[str, Any]]:
    questionnaire = _asking_back(draw(questionnaires()))
    raw: dict[str, Any] = {}
    ids = list(IDS)
    for section in questionnaire.sections:
        if section.is_repeated:
            number = draw(st.integers(max(1, section.least_repeats), section.most_repeats))
            rounds = [draw(filled(section.questions, ids)) for _ in range(number)]
            raw[section.key] = [one for at, one in enumerate(rounds) if one or at < section.least_repeats]
        else:
            raw |= draw(filled(section.questions, ids))
    return questionnaire, raw


@pytest.mark.filterwarnings("ignore:Generating overly large repr")
def test_what_the_browser_accepts_the_server_accepts(app: APIFlask) -> None:
    with app.test_request_context(), force_locale("de"):
        said = rule_words()
        accepted: set[bool] = set()

        @settings(
            max_examples=200 if FULL else 12,
            deadline=None,
            phases=[Phase.generate],
            suppress_health_check=[
                HealthCheck.too_slow,
                HealthCheck.data_too_large,
                HealthCheck.large_base_example,
            ],
        )
        @given(st.lists(cases(), min_size=1, max_size=20))
        def compare(given_cases: list[tuple[Questionnaire, dict[str, Any]]]) -> None:
            sent = [[to_json(questionnaire), raw] for questionnaire, raw in given_cases]
            answers = in_node(BROWSER, {"cases": sent, "words": said, "today": DAY.isoformat()})
            for (questionnaire, _raw), (problems, cleaned) in zip(given_cases, answers, strict=True):
                found = checked(questionnaire, cleaned, "de", DAY)
                # Not the other way round: of a place only begun the browser asks where it is, the server forgets it.
                assert problems or not found.problems, (found.problems, cleaned)
                accepted.add(not problems)

        compare()
        assert accepted == {True, False}
