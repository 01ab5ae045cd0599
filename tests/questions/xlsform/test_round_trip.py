"""What we write, pyxform opens and we read again; what XLSForm cannot say is named (R69)."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import load_workbook
from pyxform.xls2xform import convert

from app.questions.content import Question, Questionnaire, Section
from app.questions.shipped import SHIPPED
from app.questions.xlsform import read_xlsform, write_xlsform
from tests.questions.xlsform.forms import EVERYTHING, LANGUAGES, said, small_forms

FORMS = {
    "everything": EVERYTHING,
    **{code: load() for code, load in SHIPPED.items()},
    **{form.title["de"]: form for form in small_forms()},
}


def test_there_are_thirty_forms() -> None:
    assert len(FORMS) >= 30


@pytest.mark.parametrize("name", FORMS)
def test_reading_what_was_written_gives_the_same(tmp_path: Path, name: str) -> None:
    write_xlsform(FORMS[name], tmp_path / "form.xlsx")

    read = read_xlsform(tmp_path / "form.xlsx", tmp_path)

    assert read.questionnaire == FORMS[name]
    assert read.not_taken == []


@pytest.mark.parametrize("name", FORMS)
def test_pyxform_opens_what_was_written(tmp_path: Path, name: str) -> None:
    write_xlsform(FORMS[name], tmp_path / "form.xlsx")

    form = convert(str(tmp_path / "form.xlsx"), validate=False).xform

    for question in FORMS[name].questions():
        assert f"/{question.key}" in form


def test_pyxform_refuses_what_is_no_form(tmp_path: Path) -> None:
    """The control of the test above: it would say so."""
    path = tmp_path / "form.xlsx"
    write_xlsform(EVERYTHING, path)
    book = load_workbook(path)
    book["survey"]["F4"] = "${nobody} = 1"
    book.save(path)

    with pytest.raises(Exception, match="nobody"):
        convert(str(path), validate=False)


def written(tmp_path: Path, *questions: Question, **changes: object) -> list[str]:
    """What is named when a form with these questions is written."""
    section = replace(Section("page", said("Seite"), questions=questions), **changes)  # type: ignore[arg-type]
    form = Questionnaire(title={"de": "Titel"}, languages=LANGUAGES, sections=(section,))
    return [one.what for one in write_xlsform(form, tmp_path / "form.xlsx")]


def test_what_xlsform_cannot_say_is_named(tmp_path: Path) -> None:
    named = " ".join(one.what for one in write_xlsform(EVERYTHING, tmp_path / "form.xlsx"))

    for word in (
        "Smileys", "Piktogramme", "keine Angabe", "Folgefragen", "Wie viele Orte", "Finger", "eine Datei",
        "Schrittweite", "mindestens und höchstens", "gemischt", "nur einen Titel", "Kürzel",
    ):  # fmt: skip
        assert word in named


def test_a_plain_form_loses_nothing(tmp_path: Path) -> None:
    assert (
        written(tmp_path, Question("name", "text", said("Name")), Question("n", "number", said("N"), step=1))
        == []
    )


def test_conditions_without_words_in_xpath_are_named(tmp_path: Path) -> None:
    both_quotes = ["=", ["answer", "a"], "'\""]
    named = written(
        tmp_path,
        Question("a", "text", said("A")),
        Question("b", "text", said("B"), relevant=both_quotes, constraint=["=", ["answer", "nobody"], 1]),
        relevant=["answered", ["answer", "nobody"]],
    )

    assert sum("Bedingung fehlt" in one for one in named) == 2
    assert sum("Prüfung fehlt" in one for one in named) == 1


def test_texts_in_languages_nobody_claims_come_along(tmp_path: Path) -> None:
    assert written(tmp_path, Question("a", "text", {**said("A"), "pl": "A", "zh": "A"})) == []

    read = read_xlsform(tmp_path / "form.xlsx", tmp_path)
    assert read.questionnaire.languages == LANGUAGES
    assert set(next(read.questionnaire.questions()).label) == {*LANGUAGES, "pl", "zh"}


def test_words_stay_words(tmp_path: Path) -> None:
    """No text becomes a formula, whatever it begins with (CWE-1236)."""
    evil = '=HYPERLINK("http://example.org","klick")'
    written(
        tmp_path,
        Question("a", "text", {"de": evil}, hint={"de": "+1"}),
        Question("b", "note", {"de": "@x\x00"}),
    )

    book = load_workbook(tmp_path / "form.xlsx")
    kinds = {
        cell.data_type
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None
    }
    assert kinds == {"s"}
    assert evil in [cell.value for cell in book["survey"][3]]
