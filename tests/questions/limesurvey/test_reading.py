"""Whole files: pages, languages, texts, conditions; and hostile files, which are refused in words."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from apiflask import APIFlask

from app.questions.inspecting import inspect_form
from app.questions.limesurvey import opening, read_lss
from app.questions.soundness import faults
from app.questions.xlsform import FormRefused, Read
from tests.questions.limesurvey.files import G, Q, lss, write

YESNO = {"A1": "Ja", "A2": "Nein"}
BEFORE = [
    Q("Q1", "L", "Fährst du Bus?", answers=YESNO),
    Q("Q2", "M", "Wo?", subs={"SQ001": "Park", "SQ002": "Hafen"}),
    Q("Q3", "N", "Wie alt?"),
    Q("Q4", "F", "Wie?", subs={"SQ001": "Tag"}, answers={"1": "gut", "2": "schlecht"}),
    Q("Q5", "L", "Schule?", answers={"Ü": "IGS", "1": "Gym"}),
    Q("Q6", "S", "Wer?"),
]


def read(app: APIFlask, folder: Path, *groups: G, **values: Any) -> Read:
    with app.test_request_context():
        return read_lss(write(folder, lss(groups, **values)))


CONDITIONS: list[tuple[str, Any]] = [
    ("1", None),
    ("", None),
    ('Q1.NAOK == "A1"', ["=", ["answer", "Q1"], "A1"]),
    ("Q1.NAOK == 'A1'", ["=", ["answer", "Q1"], "A1"]),
    ('((Q1.NAOK == "A1"))', ["=", ["answer", "Q1"], "A1"]),
    ('"A1" eq Q1', ["=", ["answer", "Q1"], "A1"]),
    ('Q1 != "A2"', ["!=", ["answer", "Q1"], "A2"]),
    ('Q1.NAOK == ""', ["not", ["answered", ["answer", "Q1"]]]),
    ("is_empty(Q1.NAOK)", ["not", ["answered", ["answer", "Q1"]]]),
    ("!is_empty(Q1.NAOK)", ["not", ["not", ["answered", ["answer", "Q1"]]]]),
    ('Q2_SQ001.NAOK == "Y"', ["selected", ["answer", "Q2"], "SQ001"]),
    ('Q2_SQ002 != "Y"', ["not", ["selected", ["answer", "Q2"], "SQ002"]]),
    ("!is_empty(Q2_SQ002)", ["not", ["not", ["selected", ["answer", "Q2"], "SQ002"]]]),
    ("Q3.NAOK >= 14", [">=", ["answer", "Q3"], 14]),
    ("14 <= Q3", [">=", ["answer", "Q3"], 14]),
    ("Q3 > -1.5", [">", ["answer", "Q3"], -1.5]),
    ('Q4_SQ001.NAOK == "2"', ["=", ["answer", "Q4", "SQ001"], "2"]),
    ("Q4_SQ001 == 2", ["=", ["answer", "Q4", "SQ001"], "2"]),
    ('Q5 == "Ü"', ["=", ["answer", "Q5"], "ue"]),
    ('Q6 == "A1"', ["=", ["answer", "Q6"], "A1"]),
    (
        'Q1 == "A1" and (Q3 > 3 or Q3 < 1)',
        ["and", ["=", ["answer", "Q1"], "A1"], ["or", [">", ["answer", "Q3"], 3], ["<", ["answer", "Q3"], 1]]],
    ),
    (
        'Q1 == "A1" && Q3 == 5 || Q6 == "x"',
        ["or", ["and", ["=", ["answer", "Q1"], "A1"], ["=", ["answer", "Q3"], 5]], ["=", ["answer", "Q6"], "x"]],
    ),
]  # fmt: skip
UNREADABLE = [
    'Q1 == "A9"',
    "count(Q2_SQ001, Q2_SQ002) > 1",
    "Q9 == 1",
    "later == 1",
    "Q1 ==",
    "(Q1 == 'A1'",
    "Q1 == 'A1' xor Q3 == 1",
    "Q3 + 1 == 2",
    "Q2_SQ001 > 1",
    "regexMatch('/a/', Q6)",
    "Q1 == 'A1'; drop",
    "(" * 40 + "Q3 == 1" + ")" * 40,
    "!" * 40 + "Q3",
    "0",
    " or ".join(["Q3 == 1"] * 400),
]


@pytest.mark.parametrize(("text", "expected"), CONDITIONS)
def test_an_equation_becomes_a_condition(app: APIFlask, tmp_path: Path, text: str, expected: Any) -> None:
    found = read(app, tmp_path, G("A", BEFORE), G("B", [Q("late", "S", "Und?", relevance=text)]))
    assert found.questionnaire.sections[1].questions[0].relevant == expected
    assert {one.sheet for one in found.not_taken} == {"Umfrage"}
    with app.test_request_context():
        assert faults(found.questionnaire) == []


@pytest.mark.parametrize("text", UNREADABLE)
def test_an_equation_that_cannot_be_read_is_named(app: APIFlask, tmp_path: Path, text: str) -> None:
    late = Q("late", "S", "Und?", relevance=text)
    found = read(app, tmp_path, G("A", BEFORE), G("B", [late, Q("later", "N", "Zahl?")]))
    assert found.questionnaire.sections[1].questions[0].relevant is None
    [lost] = [one for one in found.not_taken if one.sheet == "late"]
    assert lost.column == "relevance"
    assert text[:20] in lost.what
    assert "erscheint jetzt immer" in lost.what


@pytest.mark.parametrize("is_old", [False, True])
def test_pages_languages_and_texts(app: APIFlask, tmp_path: Path, is_old: bool) -> None:
    words = {
        "surveyls_title": {"de": "Mein Viertel", "en": "My quarter", "xx": "?"},
        "surveyls_welcometext": {"de": "<p>Hallo&nbsp;du!</p><p>Schön, dass du da bist.</p>", "en": "Hello"},
        "surveyls_endtext": {"de": "Danke <b>dir</b> &amp; euch"},
    }
    pages = [
        G(
            {"de": "Über dich", "en": "About you"},
            [
                Q("name", "S", {"de": "Wie heißt du?", "en": "Your name?"}),
                Q("why", "T", {"de": "Warum, {name.shown}?"}),
            ],
        ),
        G("Nur manche", [Q("q", "Y", "Ja?")], relevance='name == "x"', description="Ein Wort dazu."),
    ]
    found = read(app, tmp_path, *pages, languages=("de", "en", "xx"), words=words, is_old=is_old)
    content = found.questionnaire
    assert content.languages == ("de", "en")
    assert content.title == {"de": "Mein Viertel", "en": "My quarter"}
    assert content.intro["de"] == "Hallo du!\n\nSchön, dass du da bist."
    assert content.closing == {"de": "Danke dir & euch"}
    first, second = content.sections
    assert first.title == {"de": "Über dich", "en": "About you"}
    assert first.questions[0].label == {"de": "Wie heißt du?", "en": "Your name?"}
    assert first.questions[1].label["de"] == "Warum, {name}?"
    assert second.relevant == ["=", ["answer", "name"], "x"]
    assert second.text["de"] == "Ein Wort dazu."
    assert [(one.sheet, one.column) for one in found.not_taken if one.column == "xx"] == [("Umfrage", "xx")]


def test_variants_of_german(app: APIFlask, tmp_path: Path) -> None:
    one = Q("q", "S", {"de-informal": "Wie heißt du?", "de-easy": "Dein Name?", "de": "Wie heißen Sie?"})
    found = read(app, tmp_path, G("S", [one]), languages=("de-informal", "de-easy", "de"))
    [question] = found.questionnaire.questions()
    assert question.label == {"de": "Wie heißt du?", "de-simple": "Dein Name?"}
    assert "de" in [lost.column for lost in found.not_taken]


def test_the_rest_of_the_survey_is_named(app: APIFlask, tmp_path: Path) -> None:
    found = read(
        app, tmp_path,
        G("S", [Q("q", "S", "?")], more={"randomization_group": "a"}),
        G("Leer", [Q("x", "*", "?")]),
        settings={"expires": "2026-12-31"},
        tables={"quota": [{"id": "1"}, {"id": "2"}], "conditions": [{"qid": "11"}], "assessments": []},
    )  # fmt: skip
    lost = {(one.sheet, one.column): one.what for one in found.not_taken}
    assert "Quoten (2)" in lost["Umfrage", "quota"]
    assert ("Umfrage", "conditions") in lost
    assert ("Umfrage", "assessments") not in lost
    assert ("Umfrage", "expires") in lost
    assert ("S", "randomization_group") in lost
    assert ("Leer", "") in lost


BOMB = '<!DOCTYPE d [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]><document>&b;</document>'
HOSTILE: dict[str, str] = {
    "bomb": BOMB,
    "outside": '<!DOCTYPE d [<!ENTITY a SYSTEM "file:///etc/passwd">]><document>&a;</document>',
    "type": "<!DOCTYPE d><document><LimeSurveyDocType>Survey</LimeSurveyDocType></document>",
    "no xml": "hallo",
    "empty": "",
    "html": "<html><body>404</body></html>",
    "cut": lss([G("S", [Q("q", "S", "?")])])[:900],
    "group": "<document><LimeSurveyDocType>Group</LimeSurveyDocType></document>",
    "nothing asked": lss([G("S", [Q("q", "*", "?")])]),
    "no survey": "<document><LimeSurveyDocType>Survey</LimeSurveyDocType></document>",
    "foreign": lss([G("S", [Q("q", "S", "?")])], languages=("ja",)),
    "deep": "<document>" + "<a>" * 2000 + "</a>" * 2000 + "</document>",
    "long": lss([G("S", [Q("q", "S", "x" * 30_000)])]),
    "wide": lss([G("S", [Q("q", "S", "?")])], settings={f"c{n}": "x" for n in range(300)}),
    "encoding": '<?xml version="1.0" encoding="klingon"?><document/>',
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_what_is_no_survey_is_refused_in_words(app: APIFlask, tmp_path: Path, text: str) -> None:
    with app.test_request_context(), pytest.raises(FormRefused) as refused:
        read_lss(write(tmp_path, text))
    assert "root:" not in str(refused.value.message)
    assert len(str(refused.value.message)) > 20


def test_too_large_a_file_is_not_even_opened(
    app: APIFlask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opening, "MOST_BYTES", 1000)
    with app.test_request_context(), pytest.raises(FormRefused, match="größer"):
        read_lss(write(tmp_path, lss([G("S", [Q("q", "S", "?" * 2000)])])))
    monkeypatch.undo()
    monkeypatch.setattr(opening, "MOST_ROWS", 3)
    with app.test_request_context(), pytest.raises(FormRefused, match="mehr als 3 Zeilen"):
        read_lss(write(tmp_path, lss([G("S", BEFORE)])))


def test_the_child_reads_it(app: APIFlask, tmp_path: Path) -> None:
    path = write(tmp_path, lss([G("S", [Q("q", "S", "Name?"), Q("x", "*", "?")])]), "wolke")
    (tmp_path / "leer").mkdir()
    with app.test_request_context():
        found = inspect_form(path, name="Meine Umfrage.LSS", folder=tmp_path / "leer")
        assert [one.key for one in found.questionnaire.questions()] == ["q"]
        assert [(one.sheet, one.column) for one in found.not_taken] == [("x", "type"), ("Umfrage", "")]
        with pytest.raises(FormRefused, match="Dokumenttyp"):
            inspect_form(write(tmp_path, BOMB), name="bombe.lss", folder=tmp_path / "leer")
