"""From a town's own files to a release by the commands of the guide: Bonn as published, and an invented town."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
from apiflask import APIFlask

from tests.conftest import empty_database
from tests.journeys import independent
from tests.journeys.independent import CELL, FIGURES
from tests.journeys.towns import BANDS, bonn, invented
from tests.journeys.walk import Walk, walk

TOWNS = {"bonn": bonn, "invented": invented}


@pytest.fixture(
    scope="module",
    params=[pytest.param("bonn", marks=pytest.mark.shared_data), "invented"],
)
def done(
    request: pytest.FixtureRequest, built_app: APIFlask, tmp_path_factory: pytest.TempPathFactory
) -> Walk:
    """The whole walk, once for all tests here; they read what it said and wrote."""
    folder = tmp_path_factory.mktemp(request.param)
    town = TOWNS[request.param](folder)
    with built_app.app_context():
        empty_database()
    found = walk(built_app, town, folder)
    with built_app.app_context():
        empty_database()
    return found


def codes_of(done: Walk) -> list[str]:
    return sorted(done.town.quarters.frame()["area_id"])


def truth_of(done: Walk) -> pd.DataFrame:
    """The unprotected figures of both Raumgliederungen."""
    return pd.concat(
        [done.table("intern-Ortsteile.csv"), done.table("intern-Stadtbezirke.csv")], ignore_index=True
    )


def test_every_step_says_in_german_what_it_did(done: Walk) -> None:
    rows, quarters = len(done.town.rows), len(codes_of(done))
    assert f"Übernommen: Ortsteile, Stand 01.01.2017, {quarters} Räume" in done.said["Ortsteile"]
    assert done.said["Ortsteile geprüft"] == "Vollständig: keine Lücken, keine Überlappungen.\n"
    assert "Verfahren angelegt: raddialog (Entwurf)" in done.said["Verfahren"]
    for step in ("Probe", "Import"):
        assert f"{rows} Zeilen: {rows} neu, 0 unverändert." in done.said[step]
        assert "Ohne Spalte person zählt jede Zeile als eine Person." in done.said[step]
        assert f"Ortsteile (ab 2017-01-01): {rows} in Räumen, 0 außerhalb." in done.said[step]
    assert "nichts wurde übernommen" in done.said["Probe"]
    assert f"{rows} Zeilen: 0 neu, {rows} unverändert." in done.said["noch einmal"]
    assert "Ohne Ort: 6." in done.said["fern"]
    assert "0 in Räumen, 7 außerhalb. Zeilen: 2, 3, 4, 5, 6, 7, 8" in done.said["fern"]
    assert "nicht geschützt" in done.said["intern Ortsteile"]
    assert "Raumgliederung: Ortsteile, Stadtbezirke" in done.said["Freigabe"]


@pytest.mark.parametrize("name", ["Ortsteile", "Stadtbezirke"])
def test_counts_are_those_of_an_independent_join(done: Walk, name: str) -> None:
    boundaries = done.town.quarters if name == "Ortsteile" else done.town.districts
    table, rows = done.table(f"intern-{name}.csv"), done.town.rows
    where = independent.located(rows, boundaries)
    codes = sorted(boundaries.frame()["area_id"])
    assert where.notna().sum() == len(rows)
    for indicator in ("N01", "N02"):
        assert independent.values(table, indicator) == independent.counts(where, codes)
        for category, part in rows.groupby("kategorie"):
            expected = independent.counts(where[part.index], codes)
            assert independent.values(table, f"{indicator}:code={category}") == expected
    [total] = table[(table["indicator_id"] == "N01") & (table["area_id"] == "all")].to_dict("records")
    assert total["quality_note"] == "intern; 7 außerhalb, 6 ohne Ort; jede Zeile als eine Person gezählt"


def test_persons_shares_and_moods_are_those_of_pandas(done: Walk) -> None:
    table, codes = done.table("intern-stimmen.csv"), codes_of(done)
    voices = pd.read_csv(done.town.voices, dtype=str, keep_default_na=False)
    voices["person"] = voices["person"].where(voices["person"] != "", "row " + voices["id"])
    words = {"Lieblingsort": "fav", "Hier komme ich schlecht durch": "barrier"}
    voices["art"] = voices["art"].replace(words)
    where = independent.located(voices, done.town.quarters)
    assert f"{voices['person'].nunique()} Personen." in done.said["mit Person"]
    persons = independent.counts(where, codes, voices["person"])
    assert independent.values(table, "N02") == persons
    assert independent.values(table, "N01") == independent.counts(where, codes)
    for quality in ("fav", "avoid", "missing"):
        chosen = voices["art"] == quality
        expected = independent.counts(where[chosen], codes, voices.loc[chosen, "person"])
        assert independent.values(table, f"N02:quality={quality}") == expected
    for indicator, expected in independent.shares(voices, where, codes).items():
        assert independent.values(table, indicator) == pytest.approx(expected, abs=1e-5, nan_ok=True)
    reached = sum(persons[code] >= 5 for code in codes)
    assert independent.values(table, "D04") == {"all": pytest.approx(100 * reached / len(codes))}


def test_residents_are_those_of_pandas(done: Walk) -> None:
    table = done.table("intern-Ortsteile.csv")
    file = pd.read_csv(done.town.residents, sep=";", encoding="utf-8-sig", dtype={"Kennung": str}).set_index(
        "Kennung"
    )
    everybody, young = file.sum(axis=1), file[list(BANDS[1:7])].sum(axis=1)
    assert independent.values(table, "K01") == {**everybody, "all": everybody.sum()}
    assert independent.values(table, "K01", "r06_21") == {**young, "all": young.sum()}
    assert independent.values(table, "K01", "a80p") == {**file[BANDS[-1]], "all": file[BANDS[-1]].sum()}
    share = {**(100 * young / everybody), "all": 100 * young.sum() / everybody.sum()}
    assert independent.values(table, "K02") == pytest.approx(share, abs=1e-5)


@pytest.mark.parametrize("name", ["", "stimmen/"])
def test_a_release_shows_the_true_value_or_nothing_and_never_few_people(done: Walk, name: str) -> None:
    published = done.table(f"{name}indicator_values.csv")
    truth = truth_of(done) if name == "" else done.table("intern-stimmen.csv")
    both = published.merge(truth, on=CELL, suffixes=("", "_true"), validate="one_to_one")
    assert len(both) == len(published) == len(truth)
    hidden = both["obs_status"] == "Q"
    assert 0 < hidden.sum() < len(both) / 2
    assert both.loc[hidden, FIGURES].isna().all(axis=None)
    for figure in FIGURES:
        pd.testing.assert_series_equal(
            both.loc[~hidden, figure],
            both.loc[~hidden, f"{figure}_true"],
            check_names=False,
            check_dtype=False,
        )
    small = independent.too_small(both[CELL].merge(truth, on=CELL))
    assert small.any()
    assert hidden[small.to_numpy()].all()
    people = both.loc[~hidden, "n_persons"].dropna()
    assert ((people == 0) | (people >= 5)).all()


def test_nothing_hidden_is_found_by_subtraction(done: Walk) -> None:
    quarters, districts = done.town.quarters.frame(), done.town.districts.frame()
    middles = quarters.assign(geometry=quarters.representative_point())
    inside = gpd.sjoin(middles, districts, predicate="within")
    published, truth = done.table("indicator_values.csv"), truth_of(done)
    found = list(
        independent.by_subtraction(
            published, truth, dict(zip(inside["area_id_left"], inside["area_id_right"], strict=True))
        )
    )
    assert found == []


def test_without_protection_the_subtraction_would_work(done: Walk) -> None:
    truth = truth_of(done)
    few = truth["n_persons"].between(1, 4) & (truth["area_id"] != "all")
    naive = truth.assign(value=truth["value"].mask(few), obs_status=truth["obs_status"].mask(few, "Q"))
    naive = naive.assign(conf_status=naive["conf_status"].mask(few, "A"))
    assert list(independent.by_subtraction(naive, truth, {}))


def test_all_formats_carry_the_same_values_and_the_same_gaps(done: Walk) -> None:
    columns = [*CELL, "value", "n_persons", "obs_status", "conf_status", "quality_note"]
    text = dict.fromkeys(("area_id", "quality_note"), str)
    base = done.out / "indicator_values"

    def tidy(found: pd.DataFrame) -> pd.DataFrame:
        found = found[columns].sort_values(CELL).reset_index(drop=True)
        for name in ("value", "n_persons"):
            found[name] = pd.to_numeric(found[name]).astype("float64")
        for name in set(columns) - {"value", "n_persons"}:
            found[name] = found[name].fillna("").astype(object)
        return found

    expected = tidy(pd.read_csv(f"{base}.csv", dtype=text))
    german = pd.read_csv(f"{base}.de.csv", dtype=text, sep=";", decimal=",", encoding="utf-8-sig")
    sheets = pd.read_excel(f"{base}.xlsx", sheet_name=None, dtype=text)
    with sqlite3.connect(f"{base}.gpkg") as connection:
        package = pd.read_sql("select * from indicator_values", connection)
    for found in (german, sheets["indicator_values"], package, pd.read_parquet(f"{base}.parquet")):
        pd.testing.assert_frame_equal(tidy(found), expected, check_dtype=False)

    areas = sheets["Räume"]
    explained = sheets["Spalten"].set_index("column")
    cells = expected.set_index(CELL)
    for wide in (areas, gpd.read_file(f"{base}.geojson"), gpd.read_file(f"{base}.gpkg", layer="areas")):
        # The workbook has the town's line of each Raumgliederung besides its areas.
        lines = wide[wide["area_id"] != "all"]
        assert len(lines) == len(codes_of(done)) + len(done.town.districts.frame())
        for name, figure in explained.iterrows():
            for area in wide.to_dict("records"):
                key = (figure["indicator_id"], area["area_set"], str(area["area_id"]), figure["age_group"])
                if key in cells.index:
                    found = float("nan") if area[name] is None else area[name]
                    assert found == pytest.approx(cells.loc[key, "value"], nan_ok=True), key
                    assert area[f"{name}_status"] == cells.loc[key, "obs_status"]
    # What there is for the town only would be an empty column here.
    assert "D04" not in explained.index
    assert explained.loc["N01", "label_de"] == "Beiträge"
    geographic = gpd.read_file(f"{base}.gpkg", layer="areas")
    assert geographic.crs.to_epsg() == 25832
    assert Path(f"{base}.de.csv").read_bytes().count(b"\r\n") == len(expected) + 1
