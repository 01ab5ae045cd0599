"""Page, file, map and command of the crosswalk."""

from __future__ import annotations

import csv
import io
from datetime import date
from pathlib import Path

import pytest
from apiflask import APIFlask

from app.areas.services import import_area_set
from app.base.database import transaction
from tests.areas.crosswalk.test_linking import NEWS, OLDS
from tests.page_client import PageClient
from tests.staff import make_user, sign_in


@pytest.fixture
def vintages(app: APIFlask) -> tuple[str, str]:
    with app.app_context(), transaction():
        make_user("plan@example.org")
        old = import_area_set(name="Ortsteile", valid_from=date(2015, 1, 1), areas=OLDS).area_set.id
        new = import_area_set(name="Ortsteile", valid_from=date(2024, 1, 1), areas=NEWS).area_set.id
        return str(old), str(new)


def test_the_page_names_changes_and_the_file_holds_every_pair(
    app: APIFlask, vintages: tuple[str, str]
) -> None:
    client: PageClient = sign_in(app, "plan@example.org")
    old, new = vintages
    page = client.get(f"/verwaltung/raeume/{new}/umsteigen").page  # type: ignore[attr-defined]
    assert "Raum 2, Raum 3 sind zusammengelegt zu Raum 23." in page.text
    assert "Raum 5 gibt es nicht mehr." in page.text
    assert "keine Einwohnerzahlen vorhanden" in page.text
    rows = list(csv.DictReader(io.StringIO(client.get(f"/verwaltung/raeume/{new}/umsteigen.csv").text)))
    assert {(row["from_id"], row["to_id"]) for row in rows} == {
        ("1", "1a"), ("1", "1b"), ("2", "23"), ("3", "23"), ("4", "4"), ("4", "6"),
    }  # fmt: skip
    assert float(rows[0]["share_area"]) == pytest.approx(0.25, abs=1e-4)
    shapes = client.get(f"/verwaltung/raeume/{new}/umsteigen.geojson").json
    kinds = {one["properties"]["code"]: one["properties"]["kind"] for one in shapes["features"]}
    assert kinds["23"] == "merged"
    backwards = client.get(f"/verwaltung/raeume/{old}/umsteigen?von={new}").page  # type: ignore[attr-defined]
    assert "Raum 23 ist aufgeteilt in Raum 2, Raum 3." in backwards.text
    assert client.get(f"/verwaltung/raeume/{new}/umsteigen.csv?von={new}").status_code == 404


def test_the_command_says_the_same(app: APIFlask, vintages: tuple[str, str], tmp_path: Path) -> None:
    out = tmp_path / "links.csv"
    arguments = [
        "areas",
        "crosswalk",
        "Ortsteile",
        "--from",
        "2015-01-01",
        "--to",
        "01.01.2024",
        "--csv",
        str(out),
    ]
    result = app.test_cli_runner().invoke(args=arguments)
    assert result.exit_code == 0, result.output
    assert "zusammengelegt: Raum 2, Raum 3 sind zusammengelegt zu Raum 23." in result.output
    assert len(out.read_text("utf-8").splitlines()) == 7
    unknown = app.test_cli_runner().invoke(args=["areas", "crosswalk", "Ortsteile", "--from", "2001-01-01"])
    assert unknown.exit_code == 1
