"""`flask contributions`: what the commands print, and that they stop with one clear message."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from apiflask import APIFlask
from click.testing import Result

from app.base import commands
from app.base.database import db, transaction
from app.contributions.models import Contribution, Placement, ReviewDecision
from tests.contributions.conftest import Town
from tests.contributions.desk import THIRD_PARTY, look, put
from tests.staff import make_user


@pytest.fixture
def run(app: APIFlask, town: Town, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setattr(commands, "ensure_database", lambda: None)

    def call(*arguments: str) -> Result:
        return app.test_cli_runner().invoke(args=["contributions", *arguments])

    return call


@pytest.fixture
def file(tmp_path: Path) -> str:
    path = tmp_path / "raddialog.csv"
    path.write_text("id;Text;Ost;Nord\n1;Eins;9,01;52,01\n2;Zwei;10,0;53,0\n3;Drei;;\n")
    return str(path)


MAP = ("--process", "stadt", "--map", "text=Text", "--map", "lon=Ost", "--map", "lat=Nord", "--map", "id=id")


def test_import_tells_what_it_did_and_the_second_time_nothing(run: Any, file: str) -> None:
    dry = run("import", file, *MAP, "--dry-run")
    assert dry.exit_code == 0
    assert "3 neu, 0 unverändert" in dry.output
    assert "nichts wurde übernommen" in dry.output
    first = run("import", file, *MAP)
    for words in (
        "3 Zeilen: 3 neu",
        "zählt jede Zeile als eine Person",
        "Ohne Ort: 1",
        "Zeilen: 3",
        "1 außerhalb",
    ):
        assert words in first.output
    assert "3 Zeilen: 0 neu, 3 unverändert." in run("import", file, *MAP).output


def test_faults_end_with_a_message_and_code_one(run: Any, file: str) -> None:
    unknown = run("import", file, "--process", "gibtsnicht", *MAP[2:])
    assert (unknown.exit_code, "gibt es nicht" in unknown.output) == (1, True)
    wrong = run("import", file, "--process", "stadt", "--map", "text=Nirgends")
    assert (wrong.exit_code, "Vorhanden sind: id, Text, Ost, Nord" in wrong.output) == (1, True)
    crs = run("import", file, *MAP, "--crs", "99999999")
    assert crs.exit_code == 1
    assert "Traceback" not in crs.output
    missing = run("import", "/gibt/es/nicht.csv", *MAP)
    assert (missing.exit_code, "Die Datei »nicht.csv« gibt es nicht." in missing.output) == (1, True)


def test_a_collective_name_and_a_wrong_system_are_noticed(run: Any, tmp_path: Path) -> None:
    path = tmp_path / "gast.csv"
    lines = [f"{n};Text;Gast;370000;5620000" if n % 2 else f"{n};Text;p{n};370000;5620000" for n in range(30)]
    path.write_text("id;Text;Wer;x;y\n" + "\n".join(lines))
    mapping = [
        word for pair in ("text=Text", "id=id", "person=Wer", "lon=x", "lat=y") for word in ("--map", pair)
    ]
    result = run("import", str(path), "--process", "stadt", *mapping, "--crs", "25833", "--dry-run")
    assert result.exit_code == 0, result.output
    assert "16 Personen." in result.output
    assert "15 Zeilen gehören derselben Person" in result.output
    assert "Kein Ort liegt in einem Raum" in result.output


def test_a_map_file_without_objects_is_refused(run: Any, tmp_path: Path) -> None:
    path = tmp_path / "punkte.geojson"
    path.write_text('{"type": "FeatureCollection", "features": []}')
    result = run("import", str(path), "--process", "stadt", "--map", "text=Text")
    assert (result.exit_code, "keine Objekte" in result.output) == (1, True)


def test_skip_invalid_takes_the_rest_and_lists_what_it_left_out(run: Any, tmp_path: Path) -> None:
    path, listed = tmp_path / "beitraege.csv", tmp_path / "ausgelassen.csv"
    path.write_text("Text;Ost;Nord\nA;9,01;52,01\nB;x;52,01\nC;52,01;9,01\n")
    base = [
        "import",
        str(path),
        "--process",
        "stadt",
        "--map",
        "text=Text",
        "--map",
        "lon=Ost",
        "--map",
        "lat=Nord",
    ]
    assert run(*base).exit_code == 1
    result = run(*base, "--skip-invalid")
    assert (result.exit_code, "3 Zeilen: 1 neu, 0 unverändert." in result.output) == (0, True)
    assert "Zeile 3, Spalte »Ost«: »x« ist keine Zahl." in result.output
    again = run(*base, "--skip-invalid", "--skipped-to", str(listed))
    assert "2 Zeilen ausgelassen" in again.output
    rows = listed.read_text("utf-8-sig").splitlines()
    assert rows[0] == "Zeile;Spalte;Grund"
    assert [row.split(";")[:2] for row in rows[1:]] == [["3", "Ost"], ["4", "Ost"]]


def test_release_takes_what_has_no_hint_and_no_secret(app: APIFlask, town: Town, run: Any) -> None:
    plain, hinted = put(app, town, "Schön", THIRD_PARTY)
    [secret] = put(app, town, "Bude", is_secret=True)
    with app.app_context():
        make_user("fremd@example.org")
        admin = make_user("admin@example.org", is_admin=True)
    base = ("release", "--process", "stadt", "--unflagged")
    assert run("release", "--process", "stadt").exit_code == 2
    assert "darf in diesem Verfahren nicht sichten" in run(*base, "--by", "fremd@example.org").output
    assert "Ein Beitrag freigegeben." in run(*base, "--by", "Admin@example.org").output
    assert "0 Beiträge freigegeben." in run(*base).output
    states = [look(app, one).state for one in (plain, hinted, secret)]
    assert states == ["released", "submitted", "submitted"]
    with app.app_context():
        assert db.session.query(ReviewDecision).one().user_id == admin


def test_place_fills_in_what_is_missing(app: APIFlask, town: Town, run: Any) -> None:
    put(app, town, "Eins", "Zwei")
    with app.app_context(), transaction():
        db.session.query(Placement).delete()
    assert "2 Verortungen ergänzt." in run("place").output
    assert "0 Verortungen ergänzt." in run("place").output
    with app.app_context():
        assert db.session.query(Contribution).count() == db.session.query(Placement).count() == 2
