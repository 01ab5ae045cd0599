"""Every real file of earlier participation and of points through the wizard; the guide's table says the same."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any

import pytest

from app.base.errors import DomainError
from app.contributions.importing import staging, wizard
from tests.contributions.conftest import Town
from tests.shared_data import shared_file

FULL = os.environ.get("STREIFZUG_FULL") == "1"
SLOW = ("participation/cimt/CDB_hand.tsv", "participation/bonn_raddialog/link_cimt_document_id.csv")
GUIDE = Path(__file__).resolve().parents[2] / "docs/guides/real-data.md"
FILES = (
    "participation/bonn_raddialog/beitraege_hand.csv",
    "participation/bonn_raddialog/beitraege_hand.geojson",
    "participation/bonn_raddialog/link_cimt_document_id.csv",
    "participation/bonn_raddialog/README_source.md",
    "participation/cimt/CDB_hand.tsv",
    "participation/cimt/CDM.tsv",
    "participation/cimt/CQB.tsv",
    "participation/cimt/CDM.TERMS.txt",
    "participation/cimt/concreteness_CDM.csv",
    "participation/cimt/concreteness_CQB.csv",
    "indicators/berlin/jugendfreizeiteinrichtungen.geojson",
    "validators/pygeoapi/dutch_addresses_4326.gpkg",
    "validators/pygeoapi/obs.csv",
    "validators/pygeoapi/obs_malformatted.csv",
    "validators/umap/test_upload_data.csv",
    "validators/umap/test_upload_data.kml",
    "validators/umap/test_upload_data.gpx",
    "validators/umap/test_upload_empty_coordinates.json",
    "validators/umap/test_upload_missing_name.json",
    "validators/umap/test_upload_non_linear_ring.json",
    "gpx/graphhopper/no_trk.gpx",
    "codebooks/cimt_concreteness.docx",
)


@pytest.fixture(autouse=True)
def _session(db_session: Any) -> Any:
    return db_session


def outcome(name: str, process_id: Any) -> str:
    """What the wizard says when a person only clicks on: what would be taken over, or why not."""
    with shared_file(name).open("rb") as file:
        staged = staging.keep(file, name=Path(name).name, process_id=process_id)
    try:
        choices = wizard.Choices()
        table = wizard.table(staged, choices)
        guesses, _remembered = wizard.suggested(table)
        choices.fields = {str(guess.index): guess.field for guess in guesses if guess.field}
        if not wizard.is_enough(table, choices):
            return "abgelehnt: keine Spalte mit Text oder Ort"
        wizard.make_preview(staged, choices, process_id)
        found = wizard.preview(staged, choices)
        assert found is not None
        report = found[0]
        places = report.new - report.without_place
        said = f"{report.new} Beiträge, {places} mit Ort"
        return f"{said}, {report.refused} Zeilen fehlerhaft" if report.refused else said
    except DomainError as error:
        problems = getattr(error, "problems", [])
        return "abgelehnt: " + " ".join([str(error.message).split("\n")[0], *map(str, problems[:1])])
    finally:
        staging.remove(staged)


def told() -> dict[str, str]:
    """File and outcome of each row in the guide's table."""
    rows = re.findall(r"^\| `([^`]+)` \| (.+?) \|$", GUIDE.read_text("utf-8"), re.MULTILINE)
    return {name: said for name, said in rows if name in FILES}


def test_the_guide_tells_what_the_wizard_does(town: Town) -> None:
    said = told()
    assert set(said) == set(FILES)
    tried = [name for name in FILES if FULL or name not in SLOW]
    assert {name: outcome(name, town.process_id) for name in tried} == {name: said[name] for name in tried}
