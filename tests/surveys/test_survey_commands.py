"""`flask surveys`: a form comes in with a list of what it loses, goes out again, and refusals say why."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from apiflask import APIFlask
from openpyxl import Workbook, load_workbook

from app.base.database import transaction
from app.processes.queries import process_by_slug
from app.questions.queries import content_of, versions_of
from app.questions.services import publish
from app.surveys.queries import survey_by_slug
from tests.staff import make_process


@pytest.fixture
def process(app: APIFlask) -> str:
    with app.app_context():
        make_process("mein-viertel")
    return "mein-viertel"


@pytest.fixture
def form(tmp_path: Path) -> Path:
    """Three questions, one of them of a kind that is asked in another way here."""
    book = Workbook()
    survey = book.active
    assert survey is not None
    survey.title = "survey"
    for row in (
        ("type", "name", "label"),
        ("text", "why", "Warum bist du gern hier?"),
        ("select_one yes_no", "again", "Kommst du wieder?"),
        ("barcode", "code", "Scanne den Code"),
    ):
        survey.append(row)
    choices = book.create_sheet("choices")
    for row in (("list_name", "name", "label"), ("yes_no", "yes", "Ja"), ("yes_no", "no", "Nein")):
        choices.append(row)
    settings = book.create_sheet("settings")
    for row in (("form_title", "default_language"), ("Unser Park", "de")):
        settings.append(row)
    path = tmp_path / "park.xlsx"
    book.save(path)
    return path


def run(app: APIFlask, *arguments: object) -> Any:
    return app.test_cli_runner().invoke(args=["surveys", *map(str, arguments)])


def test_a_form_becomes_a_survey_and_what_is_lost_is_told(app: APIFlask, process: str, form: Path) -> None:
    told = run(app, "import", form, "--process", process)
    assert told.exit_code == 0, told.output
    assert "unser-park, Fassung 1: 3 Fragen übernommen." in told.output
    assert "Nicht übernommen:" in told.output
    assert "survey, Zeile 4" in told.output
    with app.app_context():
        from_file = survey_by_slug(_id(process), "unser-park")
        content = content_of(versions_of(from_file.questionnaire_id)[0])
        assert [question.key for question in content.questions()] == ["why", "again", "code"]
        assert from_file.version_id is None


def test_the_draft_of_a_survey_is_replaced_and_published(app: APIFlask, process: str, form: Path) -> None:
    run(app, "import", form, "--process", process, "--publish")
    again = run(app, "import", form, "--process", process, "--survey", "unser-park")
    assert "Fassung 2" in again.output
    with app.app_context():
        survey = survey_by_slug(_id(process), "unser-park")
        assert survey.answered is not None
        assert survey.answered.number == 1
        with transaction():
            publish(questionnaire_id=survey.questionnaire_id)


def test_a_survey_goes_out_and_comes_in_again(
    app: APIFlask, process: str, form: Path, tmp_path: Path
) -> None:
    run(app, "import", form, "--process", process)
    out = tmp_path / "out.xlsx"
    told = run(app, "export", "unser-park", "--xlsform", out)
    assert (told.exit_code, told.output) == (0, f"Fassung 1 steht in {out}.\n")
    assert {"survey", "choices", "settings"} <= set(load_workbook(out).sheetnames)
    assert run(app, "import", out, "--process", process, "--slug", "zweite").exit_code == 0
    with app.app_context():
        first, second = (survey_by_slug(_id(process), slug) for slug in ("unser-park", "zweite"))
        fingerprints = [versions_of(one.questionnaire_id)[0].fingerprint for one in (first, second)]
        assert fingerprints[0] == fingerprints[1]


def test_refusals_are_one_line_and_exit_code_1(
    app: APIFlask, process: str, form: Path, tmp_path: Path
) -> None:
    broken = tmp_path / "kaputt.xlsx"
    broken.write_bytes(b"PK\x03\x04 no workbook")
    run(app, "import", form, "--process", process)
    for arguments in (
        ("import", tmp_path / "fehlt.xlsx", "--process", process),
        ("import", broken, "--process", process),
        ("import", form, "--process", "gibt-es-nicht"),
        ("import", form, "--process", process),
        ("export", "gibt-es-nicht", "--xlsform", tmp_path / "x.xlsx"),
        ("export", "unser-park", "--xlsform", tmp_path / "kein-ordner" / "x.xlsx"),
        ("export", "unser-park", "--number", 9, "--xlsform", tmp_path / "x.xlsx"),
    ):
        refused = run(app, *arguments)
        assert refused.exit_code == 1, (arguments, refused.output)
        assert refused.output.startswith("Fehler: "), refused.output
        assert len(refused.output.strip().splitlines()) == 1


def test_two_processes_may_have_surveys_of_one_name(
    app: APIFlask, process: str, form: Path, tmp_path: Path
) -> None:
    with app.app_context():
        make_process("zweites")
    for slug in (process, "zweites"):
        assert run(app, "import", form, "--process", slug).exit_code == 0
    assert run(app, "export", "unser-park", "--xlsform", tmp_path / "x.xlsx").exit_code == 1
    assert (
        run(app, "export", "unser-park", "--process", "zweites", "--xlsform", tmp_path / "x.xlsx").exit_code
        == 0
    )


def _id(slug: str) -> Any:
    return process_by_slug(slug).id
