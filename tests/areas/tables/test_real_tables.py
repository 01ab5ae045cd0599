"""Every table of the shared data, taken over or refused as docs/guides/real-data.md says; sums added up by pandas."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from flask_babel import format_decimal

from app.areas import queries
from app.areas.counting import count_residents
from app.areas.errors import ImportRefused
from app.areas.folding import BandsCross
from app.areas.grid_tables import lines_of
from app.areas.matching import MatchesNeeded
from app.areas.models import AreaSet
from app.areas.services import import_area_set
from app.areas.sheets import read_sheet
from app.areas.splitting import Method
from app.base.database import transaction
from app.indicators.values import read_values
from tests.areas.test_real_files import prepared
from tests.shared_data import ROOT, shared_file

DAY, YEAR = date(2022, 6, 30), (date(2021, 1, 1), date(2021, 12, 31))
GUIDE = ROOT / "docs/guides/real-data.md"
ROW = re.compile(r"\| `(?P<file>[^`]+)` \| (?P<set>[^|]+) \| (?P<kind>[^|]+) \| (?P<result>[^|]+) \|")
SETS = {
    "Planungsräume 2021": ("berlin_hand/plr_2021_bez01-06.gpkg", "PLR_ID", "PLR_NAME", date(2021, 1, 1)),
    "Planungsräume bis 2020": ("berlin_hand/plr_bis2020_bez01-06.shp", "broker Dow", "PLANUNGSRA", date(2006, 1, 1)),
    "Ortsteile Bonn": ("bonn/ortsteile_offiziell_utf8_repariert.geojson", "ortsteil", "ortsteil_bez", date(2017, 1, 1)),
}  # fmt: skip
METHODS = {"nur Gesamtzahl": "total", "gleichmäßig verteilt": "even"}

pytestmark = [pytest.mark.shared_data, pytest.mark.usefixtures("db_session")]


def table_path(name: str) -> Path:
    return shared_file(f"indicators/{name}")


def rows_of_the_guide() -> list[dict[str, str]]:
    return [
        {key: value.strip() for key, value in found.groupdict().items()}
        for found in ROW.finditer(GUIDE.read_text("utf-8").partition("### Tabellen mit Zahlen")[2])
    ]


def stored(name: str) -> AreaSet:
    file, code, title, day = SETS[name]
    dissolve = {"dissolve": True} if "bis2020" in file else {}
    areas = prepared(file, code, title, **dissolve).checked()
    with transaction():
        return import_area_set(name=name, valid_from=day, areas=areas).area_set


def outcome(row: dict[str, str], area_set: AreaSet) -> str:
    """The words of the guide for what happens now."""
    areas = queries.areas_of(area_set.id)
    try:
        sheet = lines_of(read_sheet(table_path(row["file"])), area_set)
        kind, _sign, column = row["kind"].partition(": ")
        if kind.startswith("Einwohner"):
            method = METHODS.get(kind.partition(", ")[2])
            found = count_residents(
                sheet, areas, reference_date=DAY, method=Method(method) if method else None
            )
            return _residents(found)
        unit = "persons" if kind == "Anzahl" else "%"
        values = read_values(sheet, areas, period=YEAR, columns={"value": column.strip("»«")}, unit=unit)
        figures = next(iter(values.figures.values()))
        given = sum(row["value"] is not None for row in figures.values())
        marks = "".join(sorted({row["obs_status"] for row in figures.values()}))
        return f"übernommen: {given} von {len(areas)} Räumen mit Wert, Zeichen {marks}"
    except BandsCross:
        return "gefragt: Altersgruppen passen nicht"
    except MatchesNeeded as needed:
        return f"gefragt: {', '.join(found.text for found in needed.proposals)} unbekannt"
    except ImportRefused as error:
        return f"abgelehnt: {error.problems[0].partition('.')[0].partition(':')[0].partition(' (')[0]}"


def _residents(found: Any) -> str:
    people = format_decimal(sum(row.count for row in found.rows))
    marks = "".join(sorted({row.obs_status for row in found.rows}))
    return f"übernommen: {people} Personen in {len({row.area_code for row in found.rows})} Räumen, Zeichen {marks}"


def test_the_guide_says_what_happens() -> None:
    rows = rows_of_the_guide()
    sets = {name: stored(name) for name in SETS}
    told = [row["result"] for row in rows]
    assert [outcome(row, sets[row["set"]]) for row in rows] == told
    folder = table_path("")
    files = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.suffix != ".md"}
    assert {row["file"] for row in rows if path_is_there(row["file"])} == {
        file for file in files if "." in file
    }


def path_is_there(name: str) -> bool:
    return table_path(name).is_file()


@pytest.mark.parametrize("kind", ["total", "even"])
def test_sums_of_berlin_are_those_of_pandas(kind: str) -> None:
    path = table_path("berlin_hand/einwohnerbestand_06-2022_plr.csv")
    area_set = stored("Planungsräume 2021")
    found = count_residents(
        read_sheet(path), queries.areas_of(area_set.id), reference_date=DAY, method=Method(kind)
    )
    table = pd.read_csv(path, sep=";", dtype={"PLR-ID": str}, na_values=["–"])
    mine = pd.DataFrame([vars(row) for row in found.rows])
    whole = mine.groupby("area_code")["count"].sum()
    assert whole.to_dict() == table.set_index("PLR-ID")["Gesamt"].fillna(0).astype(int).to_dict()
    if kind == "even":
        bands = mine.groupby("age_band")["count"].sum()
        assert bands["a00_05"] == table["unter6"].sum()
        assert bands[["a18_21", "a22_26"]].sum() == table["18-27"].sum()
        assert bands["a27_44"] == table["27-45"].sum()
        split = mine[mine["age_band"] == "a06_09"]
        assert set(split["obs_status"]) == {"E"}
        assert split["quality_note"].str.contains("gleichmäßig").all()
        # Four of the nine years from 6 to 14.
        assert abs(split["count"].sum() - table["6-15"].sum() * 4 / 9) < len(table)


def sum_within(
    path: Path, area_set: AreaSet, column: str, cell: Callable[[Any], tuple[float, float]]
) -> dict[str, float]:
    """Sums by a spatial join of GeoPandas."""
    geopandas = pytest.importorskip("geopandas")
    areas = queries.areas_of(area_set.id)
    frame = geopandas.GeoDataFrame(
        {"code": [area.code for area in areas]}, geometry=[area.geometry for area in areas], crs=4326
    )
    table = pd.read_csv(path, sep=";", decimal=",")
    table = table[table[column] >= 0]
    points = geopandas.GeoDataFrame(table, geometry=geopandas.points_from_xy(*cell(table)), crs=3035).to_crs(
        4326
    )
    joined = points.sjoin(frame, predicate="within")
    return joined.groupby("code")[column].sum().to_dict()


def test_sums_of_grid_cells_are_those_of_geopandas() -> None:
    area_set = stored("Ortsteile Bonn")
    path = table_path("zensus/bonn_100m_unter10.csv")
    areas = queries.areas_of(area_set.id)
    values = read_values(
        lines_of(read_sheet(path), area_set),
        areas,
        period=YEAR,
        columns={"value": "ALTER_10JG_1_Anzahl"},
        unit="persons",
    )
    mine = {code: row["value"] for code, row in next(iter(values.figures.values())).items() if row["value"]}
    theirs = sum_within(
        path, area_set, "ALTER_10JG_1_Anzahl", lambda table: (table["x_mp_100m"], table["y_mp_100m"])
    )
    assert mine == {code: value for code, value in theirs.items() if value}
    assert any("Gittertabelle" in note for note in values.notes)
