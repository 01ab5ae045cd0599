"""Each type of LimeSurvey becomes the questions one would expect; what is lost is named with code and attribute."""

from __future__ import annotations

from pathlib import Path

import pytest
from apiflask import APIFlask

from app.questions.content import Question
from app.questions.limesurvey import read_lss
from app.questions.soundness import faults
from app.questions.xlsform import Read
from tests.questions.limesurvey.files import G, Q, lss, write

AB = {"A1": "Ja, oft", "A2": "Nie"}
SUBS = {"SQ001": "Park", "SQ002": "Hafen"}

CASES: list[tuple[Q, list[str]]] = [
    (Q("q", "L", "Wie?", answers=AB), ["q single A1,A2"]),
    (Q("q", "!", "Wie?", answers=AB, other="Y"), ["q single A1,A2,other*"]),
    (Q("q", "O", "Wie?", answers=AB), ["q single A1,A2", "q_comment longtext"]),
    (Q("q", "M", "Wo?", subs=SUBS, other="Y"), ["q multiple SQ001,SQ002,other*"]),
    (Q("q", "P", "Wo?", subs=SUBS), ["q multiple SQ001,SQ002", "q_SQ001comment text", "q_SQ002comment text"]),
    (Q("q", "S", "Name?"), ["q text"]),
    (Q("q", "T", "Warum?"), ["q longtext"]),
    (Q("q", "U", "Warum?", attributes={"maximum_chars": "500"}), ["q longtext ..500"]),
    (Q("q", "Q", "Was?", subs=SUBS), ["q_SQ001 text", "q_SQ002 text"]),
    (
        Q("q", "N", "Wie alt?", attributes={
            "min_num_value_n": "6", "max_num_value_n": "27", "num_value_int_only": "1",
        }),
        ["q number 6..27 step 1"],
    ),
    (Q("q", "K", "Wie viele?", subs=SUBS), ["q_SQ001 number", "q_SQ002 number"]),
    (Q("q", "D", "Wann?"), ["q date"]),
    (Q("q", "D", "Wann?", attributes={"date_format": "HH:MM"}), ["q time"]),
    (Q("q", "Y", "Ja?"), ["q single Y,N"]),
    (Q("q", "G", "Du?"), ["q single F,M"]),
    (Q("q", "5", "Wie gut?"), ["q scale 1,2,3,4,5"]),
    (Q("q", "F", "Wie?", subs=SUBS, answers=AB), ["q matrix A1,A2 / SQ001,SQ002"]),
    (Q("q", "H", "Wie?", subs=SUBS, answers=AB), ["q matrix A1,A2 / SQ001,SQ002"]),
    (Q("q", "A", "Wie?", subs=SUBS), ["q matrix 1,2,3,4,5 / SQ001,SQ002"]),
    (Q("q", "B", "Wie?", subs=SUBS), ["q matrix 1,2,3,4,5,6,7,8,9,10 / SQ001,SQ002"]),
    (Q("q", "C", "Wie?", subs=SUBS), ["q matrix Y,U,N / SQ001,SQ002"]),
    (Q("q", "E", "Wie?", subs=SUBS), ["q matrix I,S,D / SQ001,SQ002"]),
    (Q("q", "R", "Was zuerst?", answers=AB, attributes={"max_answers": "1"}), ["q ranking A1,A2 ..1"]),
    (Q("q", "X", "Hallo!", mandatory="Y"), ["q note"]),
    (
        Q("q", ";", "Was?", subs=SUBS, columns={"X": "früh", "Y": "spät"}),
        ["q_SQ001_X text", "q_SQ001_Y text", "q_SQ002_X text", "q_SQ002_Y text"],
    ),
    (Q("q", ":", "Wie oft?", subs={"SQ001": "Bus"}, columns={"X": "früh"}), ["q_SQ001_X number"]),
    (
        Q("q", "1", "Wie?", subs=SUBS, answers=AB, second={"B1": "gut"}),
        ["q_0 matrix A1,A2 / SQ001,SQ002", "q_1 matrix B1 / SQ001,SQ002"],
    ),
]  # fmt: skip


def shown(question: Question) -> str:
    """`key kind choices / rows least..most`, a star for own words."""
    choices = ",".join(f"{one.key}{'*' * one.takes_words}" for one in question.choices)
    parts = [question.key, question.kind, choices]
    parts += ["/", ",".join(row.key for row in question.rows)] if question.rows else []
    if question.least is not None or question.most is not None:
        low, high = ("" if one is None else f"{one:g}" for one in (question.least, question.most))
        parts.append(f"{low}..{high}")
    parts += [f"step {question.step:g}"] if question.step else []
    return " ".join(part for part in parts if part)


def read(app: APIFlask, folder: Path, *questions: Q, **values: object) -> Read:
    with app.test_request_context():
        return read_lss(write(folder, lss([G("Seite", questions)], **values)))  # type: ignore[arg-type]


@pytest.mark.parametrize("is_old", [False, True], ids=["v6", "v3"])
@pytest.mark.parametrize(
    ("asked", "expected"), CASES, ids=[f"{one.kind}{at}" for at, (one, _e) in enumerate(CASES)]
)
def test_a_type_becomes_these_questions(
    app: APIFlask, tmp_path: Path, asked: Q, expected: list[str], is_old: bool
) -> None:
    found = read(app, tmp_path, asked, is_old=is_old).questionnaire
    assert [shown(one) for one in found.questions()] == expected
    with app.test_request_context():
        assert faults(found) == [] or asked.kind == "X"
    first = next(iter(found.questions()))
    assert first.label["de"].startswith(str(asked.words))
    if asked.kind in "LMF":
        words = first.rows or first.choices
        assert [one.label["de"] for one in words][:2] in (["Ja, oft", "Nie"], ["Park", "Hafen"])


def test_words_of_fields_stand_behind_their_question(app: APIFlask, tmp_path: Path) -> None:
    asked = Q("q", ";", "Was machst du?", subs={"a": "Montag"}, columns={"x": "früh"})
    [found] = read(app, tmp_path, asked).questionnaire.questions()
    assert found.label["de"] == "Was machst du? – Montag – früh"


def test_comments_are_asked_of_those_who_took_the_choice(app: APIFlask, tmp_path: Path) -> None:
    _first, comment, _last = read(app, tmp_path, Q("q", "P", "Wo?", subs=SUBS)).questionnaire.questions()
    assert comment.relevant == ["selected", ["answer", "q"], "SQ001"]
    assert comment.label["de"] == "Park – Kommentar"


def test_mandatory_help_order_and_what_stands_alone(app: APIFlask, tmp_path: Path) -> None:
    attributes = {"random_order": "1", "exclude_all_others": "SQ002", "min_answers": "1", "max_answers": "2"}
    asked = Q("q", "M", "Wo?", subs=SUBS, mandatory="Y", help="Mehrere gehen.", attributes=attributes)
    [found] = read(app, tmp_path, asked).questionnaire.questions()
    assert found.is_required
    assert found.is_shuffled
    assert found.hint == {"de": "Mehrere gehen."}
    assert [one.is_exclusive for one in found.choices] == [False, True]
    assert (found.least, found.most) == (1, 2)


LOST: list[tuple[Q, str, str]] = [
    (Q("q", "*", "{x}"), "type", "Gleichung"),
    (Q("q", "|", "Foto?"), "type", "Datei hochladen"),
    (Q("q", "I", "Sprache?"), "type", "Sprachwechsel"),
    (Q("q", "Ω", "?"), "type", "Ω"),
    (Q("q", "S", "?", attributes={"hidden": "1"}), "hidden", "verborgen"),
    (Q("q", "S", "?", mandatory="S"), "mandatory", "freiwillig"),
    (Q("q", "S", "?", preg="/^[0-9]+$/"), "preg", "Muster"),
    (Q("q", "S", "?", relevance="sum(a,b) > 3"), "relevance", "sum(a,b) > 3"),
    (Q("q", "F", "?", subs=SUBS, answers=AB, other="Y"), "other", "Sonstiges"),
    (Q("q", "L", "?", answers=AB, attributes={"array_filter": "q7"}), "array_filter", "q7"),
    (Q("q", "N", "?", attributes={"max_num_value_n": "{age}"}), "max_num_value_n", "{age}"),
    (Q("q", "L", "?", answers=AB, attributes={"cssclass": "gross"}), "cssclass", "Aussehen"),
    (Q("q", "L", "?", answers=AB, attributes={"max_answers": "3"}), "max_answers", "3"),
    (Q("q", "S", "Du, {TOKEN:FIRSTNAME}?"), "question", "{TOKEN:FIRSTNAME}"),
    (Q("q", "S", 'Sieh <img src="http://x/y.png"> und sag?'), "question", "Bild"),
    (Q("q", "D", "?", attributes={"date_format": "dd.mm.yyyy HH:MM"}), "date_format", "Uhrzeit"),
    (Q("q", ":", "?", subs={f"a{n}": "x" for n in range(20)}, columns=SUBS | AB), "type", "80 Felder"),
    (Q("q", ";", "?", subs=SUBS, columns=AB), "type", "eigene Frage"),
]  # fmt: skip


@pytest.mark.parametrize(("asked", "column", "words"), LOST, ids=[f"{one.kind}-{c}" for one, c, _w in LOST])
def test_what_is_lost_is_named_with_code_and_attribute(
    app: APIFlask, tmp_path: Path, asked: Q, column: str, words: str
) -> None:
    found = read(app, tmp_path, Q("vorher", "S", "Hallo?"), asked)
    mine = [one for one in found.not_taken if one.sheet == "q"]
    assert [one.column for one in mine] == [column]
    assert words in mine[0].what


def test_settings_that_are_as_always_are_not_lost(app: APIFlask, tmp_path: Path) -> None:
    usual = {
        "statistics_showgraph": "1",
        "page_break": "0",
        "cssclass": "",
        "random_order": "0",
        "hidden": "0",
    }
    found = read(app, tmp_path, Q("q", "L", "?", answers=AB, attributes=usual))
    assert {one.sheet for one in found.not_taken} == {"Umfrage"}
