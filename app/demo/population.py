"""Spreads the invented register counts of Ellerbrück over age bands and sex so that all given sums hold exactly."""

from __future__ import annotations

from dataclasses import dataclass

REFERENCE_DATE = "2025-12-31"

#: Area id: name, residents, of them 6–21, of them 65 and older.
TOTALS = {
    "SR01": ("Altstadt", 4900, 560, 1080),
    "SR02": ("Bahnhofsviertel", 5600, 900, 830),
    "SR03": ("Hafen", 2700, 380, 410),
    "SR04": ("Nordstadt", 6300, 1150, 1010),
    "SR05": ("Wallgärten", 3600, 520, 960),
    "SR06": ("Mühlenkamp", 4700, 760, 1020),
    "SR07": ("Lindenhof", 5900, 1240, 900),
    "SR08": ("Am Stadtpark", 4100, 560, 1190),
    "SR09": ("Südkamp", 5200, 1130, 520),
    "SR10": ("Osterfeld", 4400, 700, 1020),
    "SR11": ("Heideweg", 3300, 510, 820),
    "SR12": ("Deichhausen", 2400, 350, 610),
    "SR13": ("Groß Ahlen", 3700, 560, 900),
    "SR14": ("Moorwiek", 3500, 540, 830),
}  # fmt: skip

#: K06 (children in households with basic income support, percent) per area; none is given for the town.
K06 = {
    "SR01": 14.2, "SR02": 31.5, "SR03": 12.8, "SR04": 22.6, "SR05": 9.4, "SR06": 18.9, "SR07": 34.1,
    "SR08": 5.2, "SR09": 8.7, "SR10": 15.3, "SR11": 11.0, "SR12": 4.9, "SR13": 6.8, "SR14": 7.7,
}  # fmt: skip

YOUNG_BANDS = ("a06_09", "a10_11", "a12_13", "a14_15", "a16_17", "a18_21")
OLD_BANDS = ("a65_79", "a80p")
#: Years of age in each band, as first weights; ages 0–5 stand before the bands of the participation methods.
_YOUNG_WEIGHTS = (4.1, 2.0, 2.0, 2.05, 2.05, 3.9)
_OLD_WEIGHTS = (68, 32)
_OTHER_BANDS = ("a22_26", "a27_44", "a45_64")
_INNER = ("SR01", "SR02", "SR04", "SR07")


@dataclass(frozen=True)
class PopulationRow:
    """Residents of one area, age band and sex (f, m) on the reference date."""

    area_id: str
    area_name: str
    age_band: str
    sex: str
    count: int


def spread(total: int, weights: tuple[float, ...]) -> list[int]:
    """Split a whole number by weights with the largest remainder method; the parts add up to the total."""
    exact = [total * weight / sum(weights) for weight in weights]
    parts = [int(value) for value in exact]
    by_remainder = sorted(range(len(weights)), key=lambda i: (parts[i] - exact[i], i))
    for index in by_remainder[: total - sum(parts)]:
        parts[index] += 1
    return parts


def _bands(area_id: str) -> dict[str, int]:
    _, residents, young, old = TOTALS[area_id]
    small = round(young * (0.46 if area_id == "SR09" else 0.36))
    rest = residents - young - old - small
    # The inner quarters have more people between 22 and 44, the others more of their parents' age.
    weights = (0.17, 0.8, 0.7) if area_id in _INNER else (0.11, 0.72, 0.88)
    return {
        "a00_05": small,
        **dict(zip(YOUNG_BANDS, spread(young, _YOUNG_WEIGHTS), strict=True)),
        **dict(zip(OLD_BANDS, spread(old, _OLD_WEIGHTS), strict=True)),
        **dict(zip(_OTHER_BANDS, spread(rest, weights), strict=True)),
    }


def population_rows() -> list[PopulationRow]:
    """Return all rows by area, age band and sex; slightly more boys among the young, more women among the old."""
    rows = []
    for area_id, (name, *_) in TOTALS.items():
        for band, count in sorted(_bands(area_id).items()):
            women = (
                0.485
                if band in YOUNG_BANDS or band == "a00_05"
                else {"a65_79": 0.53, "a80p": 0.62}.get(band, 0.5)
            )
            female = round(count * women)
            rows.append(PopulationRow(area_id, name, band, "f", female))
            rows.append(PopulationRow(area_id, name, band, "m", count - female))
    return rows
