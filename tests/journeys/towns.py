"""Files of towns for a walk from boundaries to a release: Bonn as published, and an invented town made on the spot."""

from __future__ import annotations

import random
import zipfile
from dataclasses import dataclass
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from tests.shared_data import shared_file

BANDS = (
    "0-5", "6-9", "10-11", "12-13", "14-15", "16-17", "18-21", "22-26", "27-44", "45-64", "65-79", "80 und älter",
)  # fmt: skip
QUALITY_OF = {
    "Hindernisse": "avoid",
    "Beleuchtung": "uneasy",
    "Ampeln": "Hier komme ich schlecht durch",
    "Fahrradparken": "missing",
    "Sonstiges": "",
}
"""Pin kinds given to the categories of the Raddialog so that shares and moods can be compared; the rest is `fav`."""


@dataclass(frozen=True)
class Boundaries:
    """A file and how `flask areas import` is told to read it."""

    path: Path
    code: str
    name: str

    def frame(self) -> gpd.GeoDataFrame:
        """Code and shape in WGS 84, read by GeoPandas alone."""
        found = gpd.read_file(self.path).to_crs(4326)
        return gpd.GeoDataFrame({"area_id": found[self.code].astype(str)}, geometry=found.geometry, crs=4326)


@dataclass(frozen=True)
class Town:
    """What a town's people have on their disk; `rows` are the contributions as pandas reads them, in WGS 84."""

    quarters: Boundaries
    districts: Boundaries
    contributions: Path
    mapping: tuple[str, ...]
    rows: pd.DataFrame
    residents: Path
    strays: Path
    voices: Path


def bonn(folder: Path) -> Town:
    """51 Ortsteile, 4 Stadtbezirke and the 2,023 contributions of 2017; the residents are invented."""
    quarters = Boundaries(
        shared_file("boundaries/bonn/ortsteile_offiziell_utf8_repariert.geojson"), "ortsteil", "ortsteil_bez"
    )
    districts = Boundaries(shared_file("boundaries/bonn/stadtbezirke.geojson"), "bezirk", "bezirk_bez")
    path = shared_file("participation/bonn_raddialog/beitraege_hand.csv")
    rows = pd.read_csv(path, dtype=str, keep_default_na=False)
    rows["person"] = rows["verfasser"].replace("Gast", "")
    mapping = ("text=text", "title=titel", "lon=lon", "lat=lat", "code=kategorie", "created=datum", "id=id")
    return _town(folder, quarters, districts, path, mapping, rows)


def invented(folder: Path) -> Town:
    """Twelve quarters in two districts, written the way offices write them: Shapefile, x and y, comma, Windows."""
    seed = random.Random(7)
    cells = [(column, row) for column in range(4) for row in range(3)]
    shapes = [shapely.box(500_000 + 900 * c, 5_800_000 + 900 * r, 500_900 + 900 * c, 5_800_900 + 900 * r)
              for c, r in cells]  # fmt: skip
    quarters = gpd.GeoDataFrame(
        {"nr": [f"{n:03}" for n in range(1, 13)], "name": [f"Grünviertel {n}" for n in range(1, 13)],
         "bezirk": ["Öst" if column > 1 else "West" for column, _row in cells]},
        geometry=shapes, crs=25832,
    )  # fmt: skip
    quarters.to_crs(25833).to_file(folder / "viertel.shp", encoding="utf-8")
    with zipfile.ZipFile(folder / "viertel.zip", "w") as archive:
        for part in folder.glob("viertel.[sdpc]*"):
            archive.write(part, part.name)
    quarters.dissolve("bezirk").reset_index()[["bezirk", "geometry"]].to_file(
        folder / "bezirke.gpkg", layer="bezirke"
    )
    names = [*QUALITY_OF, "Radverkehr"]
    lines = []
    for number, (column, row) in enumerate(cells):
        for _ in range((0, 1, 3, 4, 6, 9, 20, 35, 60, 80, 2, 120)[number]):
            x = 500_000 + 900 * column + seed.uniform(1, 899)
            y = 5_800_000 + 900 * row + seed.uniform(1, 899)
            lines.append((x, y, seed.choice(names), f"p{seed.randrange(90)}" if seed.random() < 0.6 else ""))
    table = pd.DataFrame(lines, columns=["x", "y", "kategorie", "person"])
    table["id"] = [f"B{n}" for n in range(len(table))]
    table["datum"] = [f"{n % 28 + 1:02}.03.2026" for n in range(len(table))]
    table["text"] = 'Für die Straße;\r\n"mehr" Bäume'
    table.to_csv(
        folder / "beitraege.csv", sep=";", decimal=",", index=False, encoding="cp1252", lineterminator="\r\n"
    )
    points = gpd.GeoSeries(gpd.points_from_xy(table["x"], table["y"]), crs=25832).to_crs(4326)
    rows = table.assign(lon=points.x.map(repr), lat=points.y.map(repr))
    mapping = ("text=text", "lon=x", "lat=y", "code=kategorie", "created=datum", "id=id", "--crs", "25832")
    return _town(
        folder,
        Boundaries(folder / "viertel.zip", "nr", "name"),
        Boundaries(folder / "bezirke.gpkg", "bezirk", "bezirk"),
        folder / "beitraege.csv",
        mapping,
        rows,
    )


def _town(
    folder: Path,
    quarters: Boundaries,
    districts: Boundaries,
    path: Path,
    mapping: tuple[str, ...],
    rows: pd.DataFrame,
) -> Town:
    """Add what no town publishes: residents by age, contributions from elsewhere, and pin kinds."""
    codes = sorted(quarters.frame()["area_id"])
    counts = np.random.default_rng(11).integers(0, 900, size=(len(codes), len(BANDS)))
    counts[0, :] = 3
    residents = pd.DataFrame(counts, columns=list(BANDS))
    residents.insert(0, "Kennung", codes)
    residents.to_csv(
        folder / "einwohner.csv", sep=";", index=False, encoding="utf-8-sig", lineterminator="\r\n"
    )

    strays = [(f"fern{n}", "Von weit her", "6.95", "50.94") for n in range(7)]
    strays += [(f"ohne{n}", "Überall", "", "") for n in range(6)]
    pd.DataFrame(strays, columns=["id", "text", "lon", "lat"]).to_csv(folder / "fern.csv", index=False)

    voices = rows.assign(art=rows["kategorie"].map(lambda name: QUALITY_OF.get(name, "Lieblingsort")))
    columns = ["id", "text", "lon", "lat", "kategorie", "art", "person", "datum"]
    voices[columns].to_csv(folder / "stimmen.csv", index=False)
    return Town(
        quarters,
        districts,
        path,
        mapping,
        rows,
        folder / "einwohner.csv",
        folder / "fern.csv",
        folder / "stimmen.csv",
    )
