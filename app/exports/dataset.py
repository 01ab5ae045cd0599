"""Everything that belongs to one release, read once, so that each format writes the same facts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import geopandas as gpd
import pandas as pd
from flask_babel import force_locale

from app.areas.frames import areas_frame
from app.areas.queries import set_at
from app.contributions.importing import origins
from app.indicators import queries, releases
from app.indicators.catalogue import base_id, definition_of
from app.indicators.models import Release


@dataclass(frozen=True)
class ReleaseDataset:
    """`rows` is the tidy table (D4); `areas` has area_set, area_vintage, area_id, name, area_m2, geometry (WGS 84)."""

    release: Release
    rows: pd.DataFrame
    indicators: pd.DataFrame
    sources: pd.DataFrame
    licences: pd.DataFrame
    areas: gpd.GeoDataFrame


def dataset(number: int) -> ReleaseDataset:
    """The release with this number; NotFound when there is none. Its words are German in every language."""
    release = queries.release_by_number(number)
    rows = releases.rows(release.id)
    sources = queries.sources_frame(rows["source_id"].unique())
    with force_locale("de"):
        indicators = _indicators(rows)
    return ReleaseDataset(
        release=release,
        rows=rows,
        indicators=indicators,
        sources=sources,
        licences=_licences(rows, origins(release.process_id, release.frozen_at)),
        areas=_areas(rows),
    )


def _indicators(rows: pd.DataFrame) -> pd.DataFrame:
    """`indicators.csv` of D4: what each indicator in the table means and where its limits are."""
    ids = sorted({base_id(found) for found in rows["indicator_id"]})
    definitions = [definition_of(found) for found in ids]
    return pd.DataFrame(
        [
            {
                "id": entry.id,
                "version": entry.version,
                "label_de": str(entry.label),
                "formula": str(entry.formula),
                "unit": entry.unit,
                "ref": entry.ref,
                "direction": entry.direction,
                "min_persons": entry.minimum.persons,
                "min_marks": entry.minimum.marks,
                "min_population": entry.minimum.population,
                "interpretation": str(entry.interpretation),
                "pitfalls": str(entry.pitfalls),
                "fields_of_action": "; ".join(entry.fields_of_action),
            }
            for entry in definitions
        ]
    )


_LICENCES = {
    "dl-de/by-2-0": (
        "Datenlizenz Deutschland – Namensnennung – Version 2.0",
        "https://www.govdata.de/dl-de/by-2-0",
    ),
    "dl-de/zero-2-0": (
        "Datenlizenz Deutschland – Zero – Version 2.0",
        "https://www.govdata.de/dl-de/zero-2-0",
    ),
    "CC-BY-4.0": (
        "Creative Commons Namensnennung 4.0 International",
        "https://creativecommons.org/licenses/by/4.0/",
    ),
    "CC0-1.0": (
        "Creative Commons CC0 1.0 Universell",
        "https://creativecommons.org/publicdomain/zero/1.0/",
    ),
    "intern": ("nur für den Dienstgebrauch", ""),
    "": ("nicht angegeben, bitte bei der Quelle erfragen", ""),
}


def _licences(rows: pd.DataFrame, imported: list[tuple[str, str]]) -> pd.DataFrame:
    """Each licence of the table with its name, its text and the sources it belongs to; one that is missing is said.

    `imported` are licences and sources of contributions that were brought in from files.
    """
    names = ["licence_id", "source_id"]
    used = pd.concat([rows[names], pd.DataFrame(imported, columns=names)]).drop_duplicates()
    return pd.DataFrame(
        [
            {
                "id": found,
                "name": _LICENCES.get(found, (found, ""))[0],
                "url": _LICENCES.get(found, ("", ""))[1],
                "sources": "; ".join(sorted(used.loc[used["licence_id"] == found, "source_id"])),
            }
            for found in sorted(used["licence_id"].unique())
        ],
        columns=["id", "name", "url", "sources"],
    )


def _areas(rows: pd.DataFrame) -> gpd.GeoDataFrame:
    """The areas of every vintage in the table."""
    vintages = sorted(set(zip(rows["area_set"], rows["area_vintage"], strict=True)))
    frames = [areas_frame(set_at(name, date.fromisoformat(vintage))) for name, vintage in vintages]
    return gpd.GeoDataFrame(pd.concat(frames, ignore_index=True), geometry="geometry", crs=4326)
