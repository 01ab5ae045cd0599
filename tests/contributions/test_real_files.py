"""Every real file of earlier participation is imported, and counts by area agree with an independent computation."""

from __future__ import annotations

from datetime import date
from typing import Any

import geopandas as gpd
import pandas as pd
import pytest
from sqlalchemy import func, select

from app.areas.models import Area
from app.areas.preparing import prepare
from app.areas.reading import read_layer
from app.areas.services import import_area_set
from app.base.database import db, transaction
from app.contributions import queries
from app.contributions.importing import FileRefused, ImportReport, import_file
from app.contributions.models import Contribution
from app.processes.services import create
from tests.shared_data import shared_file

pytestmark = [pytest.mark.shared_data, pytest.mark.usefixtures("db_session")]
BORDERS = "boundaries/bonn/ortsteile_offiziell_4326.geojson"
POINTS = "participation/bonn_raddialog/beitraege_hand.csv"
POINT_MAP = ("text=text", "title=titel", "lon=lon", "lat=lat", "code=kategorie", "created=datum", "id=id")
SENTENCE_MAP = ("text=content", "code=code", "person=document_id", "id=id")
RATING_MAP = ("text=unit_id", "code=code", "person=unit_id", "id=unit_id")


@pytest.fixture
def process_id() -> Any:
    """A process counted in Bonn's 51 Ortsteile."""
    areas = prepare(read_layer(shared_file(BORDERS)), code_field="ortsteil", name_field="ortsteil").checked()
    with transaction():
        import_area_set(name="Ortsteile", valid_from=date(2017, 1, 1), areas=areas)
        return create(slug="rad", title="Raddialog", area_set_names=["Ortsteile"]).id


def load(process_id: Any, name: str, *mapping: str, **options: Any) -> ImportReport:
    with transaction():
        return import_file(process_id=process_id, path=shared_file(name), mapping=mapping, **options)


def test_2023_contributions_count_as_geopandas_counts_them(process_id: Any) -> None:
    report = load(process_id, POINTS, *POINT_MAP)
    assert (report.rows, report.new, report.without_place) == (2023, 2023, 0)
    assert (report.delimiter, report.counts_rows_as_persons) == (",", True)
    again = load(process_id, POINTS, *POINT_MAP)
    assert (again.new, again.unchanged) == (0, 2023)

    rows = pd.read_csv(shared_file(POINTS))
    points = gpd.GeoDataFrame(rows, geometry=gpd.points_from_xy(rows["lon"], rows["lat"]), crs=4326)
    borders = gpd.read_file(shared_file(BORDERS))
    expected = gpd.sjoin(points, borders, predicate="within").groupby(["ortsteil", "kategorie"]).size()

    area_set_id = db.session.scalars(select(Area.area_set_id).distinct()).one()
    found = queries.frame(process_id).merge(queries.placements(process_id, area_set_id), on="contribution_id")
    counted = found.groupby(["area_code", "code"]).size()
    assert counted.to_dict() == {(str(area), code): n for (area, code), n in expected.items()}
    assert counted.sum() == 2023
    assert report.placed[0].inside == 2023
    assert found["person_key"].nunique() == 2023


@pytest.mark.parametrize(
    ("name", "mapping", "rows", "persons"),
    [
        ("cimt/CDB_hand.tsv", SENTENCE_MAP, 9033, None),
        ("cimt/CDM.tsv", SENTENCE_MAP, 2193, 459),
        ("cimt/CQB.tsv", SENTENCE_MAP, 1505, 1386),
        ("cimt/concreteness_CDM.csv", RATING_MAP, 110, 110),
        ("cimt/concreteness_CQB.csv", RATING_MAP, 55, 55),
    ],
)
def test_texts_without_places_are_kept_word_for_word(
    process_id: Any, name: str, mapping: tuple[str, ...], rows: int, persons: int | None
) -> None:
    report = load(process_id, f"participation/{name}", *mapping)
    assert (report.new, report.without_place) == (rows, rows)
    assert persons is None or report.persons == persons
    sign = "\t" if name.endswith(".tsv") else ","
    table = pd.read_csv(shared_file(f"participation/{name}"), sep=sign, dtype=str, engine="python")
    assert report.persons == table[mapping[2].split("=")[1]].nunique()
    column = mapping[0].split("=")[1]
    stored = db.session.scalars(select(Contribution.text)).all()
    assert sorted(stored) == sorted(table[column].str.strip())
    assert load(process_id, f"participation/{name}", *mapping).unchanged == rows


def test_the_list_of_links_has_ids_that_stand_twice_and_is_placed_without_them(process_id: Any) -> None:
    name = "participation/bonn_raddialog/link_cimt_document_id.csv"
    columns = ("text=slug", "lon=lon", "lat=lat", "code=kategorie")
    with pytest.raises(FileRefused, match="Zeile 53, Spalte »document_id«") as caught:
        load(process_id, name, *columns, "id=document_id")
    assert len(caught.value.problems) == 31
    report = load(process_id, name, *columns)
    assert (report.new, report.placed[0].inside) == (1852, 1852)


def test_exchanged_columns_of_the_real_file_are_noticed(process_id: Any) -> None:
    with pytest.raises(FileRefused, match="vertauscht") as caught:
        load(process_id, POINTS, "text=text", "title=titel", "lon=lat", "lat=lon")
    assert str(caught.value).startswith("2023 Fehler")
    assert db.session.scalar(select(func.count()).select_from(Contribution)) == 0
