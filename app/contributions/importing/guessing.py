"""What each column probably means: by its heading and by its cells, with how sure that is; a person decides."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from app.contributions.importing.answers import age_band_of, gender_of, quality_of, time_of_day_of
from app.contributions.importing.reading import Row
from app.contributions.importing.values import coordinate, is_missing, moment, written_place

SURE, LIKELY, UNSURE = "sure", "likely", "unsure"
EXAMPLES = 3
_SAMPLE = 300
_LEAST = 50
_SURE, _LIKELY = 85, 65
_COLLECTIVE = 0.2
_UTC = ZoneInfo("UTC")

_NAMES = {
    "text": r"text|beschreib|beitrag|kommentar|description|inhalt|anmerkung|bemerkung|content|nachricht|wortlaut|"
    r"meinung|aussage|comment|rückmeldung|hinweis|antwort|message|gesagt|idee",
    "title": r"^titel|^title|überschrift|betreff|^name$|bezeichnung|^e_name|schlagzeile|subject",
    "lon": r"^(geo_?)?lon|^lng|longitude|länge|laenge|^x$|^x_|_x$|^ost|rechtswert|easting|^e$",
    "lat": r"^(geo_?)?lat|latitude|breite|^y$|^y_|_y$|^nord|hochwert|northing|^n$",
    "geometry": r"wkt|geom|koordinat|coordinat|geo_?point|latlng|lat_?lon|position|^punkt|^gps",
    "place_text": r"^ort$|^ort |adresse|straße|strasse|^lage|standort|^place|ortsangabe|wo\b|location",
    "quality": r"^art|qualit|ortsart|bewertung|pin|gefühl|stimmung|markierung",
    "code": r"kategorie|category|thema|^code|rubrik|^typ|^type|schlagwort|bereich|handlungsfeld|topic",
    "created": r"datum|date|created|erstellt|zeitpunkt|zeitstempel|timestamp|eingang|wann|^tag$|^zeit$|submitted",
    "person": r"verfasser|autor|author|^user|benutzer|teilnehm|^person|nickname|pseudonym|^wer$",
    "id": r"^id$|^nr\.?$|nummer|kennung|uuid|_id$|^fid$|lfd|^gid$|objectid|^#$",
    "age_band": r"alter|^age|jahrgang",
    "gender": r"geschlecht|gender|^sex",
    "time_of_day": r"tageszeit|uhrzeit|time_of_day",
}
_NAME_PATTERNS = {field: re.compile(pattern, re.IGNORECASE) for field, pattern in _NAMES.items()}


@dataclass(frozen=True)
class Guess:
    """One column with its first values and the field it probably is (empty: none); `sureness` is one of three words."""

    index: int
    field: str
    sureness: str
    examples: tuple[str, ...]
    filled: int


def guesses(header: Sequence[str], rows: Sequence[Row], *, has_shapes: bool) -> list[Guess]:
    """One guess for each column, no field twice."""
    sample = rows[:_SAMPLE]
    columns = [[row.cells[index].strip() for row in sample] for index in range(len(header))]
    filled = [[cell for cell in cells if not is_missing(cell)] for cells in columns]
    scores = sorted(
        (
            (_score(field, name, filled[index], len(sample)), -position, -index)
            for index, name in enumerate(header)
            for position, field in enumerate(_NAMES)
            if not (has_shapes and field in ("lon", "lat", "geometry"))
        ),
        reverse=True,
    )
    fields = list(_NAMES)
    found: dict[int, tuple[str, int]] = {}
    for score, position, index in scores:
        field = fields[-position]
        if (
            score >= _LEAST
            and -index not in found
            and field not in {taken for taken, _score in found.values()}
        ):
            found[-index] = (field, score)
    _complete(found, filled, has_shapes)
    return [
        Guess(index, *_told(found.get(index)), _examples(cells), len(cells))
        for index, cells in enumerate(filled)
    ]


def _told(found: tuple[str, int] | None) -> tuple[str, str]:
    if found is None:
        return "", UNSURE
    return found[0], SURE if found[1] >= _SURE else LIKELY if found[1] >= _LIKELY else UNSURE


def _complete(found: dict[int, tuple[str, int]], filled: list[list[str]], has_shapes: bool) -> None:
    """Coordinates only in pairs; without a text the longest words are it."""
    taken = {field: index for index, (field, _score) in found.items()}
    if ("lon" in taken) != ("lat" in taken):
        found.pop(taken.get("lon", taken.get("lat", -1)), None)
    elif "lon" in taken and "geometry" in taken:
        del found[taken["geometry"]]
    if "text" not in taken:
        most = 0.6 * max((len(cells) for cells in filled), default=0)
        lengths = {
            i: _length(cells)
            for i, cells in enumerate(filled)
            if i not in found and cells and len(cells) >= most and _wordy(cells)
        }
        if lengths:
            found[max(lengths, key=lambda index: lengths[index])] = ("text", 0)


def _examples(cells: Sequence[str]) -> tuple[str, ...]:
    different = list(dict.fromkeys(cells))[:EXAMPLES]
    return tuple(cell if len(cell) <= 60 else f"{cell[:59]}…" for cell in different)


def _score(field: str, name: str, cells: Sequence[str], rows: int) -> int:
    """0 to 100: half of it the heading, half of it the cells; below 0 when the cells cannot be it."""
    if not cells:
        return -1
    words = re.sub(r"([a-zäöü])([A-ZÄÖÜ])", r"\1_\2", name).lower()
    match = _NAME_PATTERNS[field].search(words)
    named = 0 if not match else 55 if match.end() - match.start() >= 0.6 * len(words) else 45
    return named + _LOOKS[field](cells, rows, bool(named))


def _share(cells: Sequence[str], test: Callable[[str], object]) -> float:
    good = 0
    for cell in cells:
        try:
            good += test(cell) not in (None, False)
        except (ValueError, OverflowError):
            continue
    return good / len(cells)


def _length(cells: Sequence[str]) -> float:
    return sum(map(len, cells)) / len(cells)


def _wordy(cells: Sequence[str]) -> bool:
    return (
        _share(cells, lambda cell: " " in cell and any(map(str.isalpha, cell)) and "://" not in cell) >= 0.5
    )


def _known(test: Callable[[str], object], value: int = 45) -> Callable[[Sequence[str], int, bool], int]:
    """A look for columns whose words must be known."""

    def look(cells: Sequence[str], rows: int, named: bool) -> int:
        share = _share(cells, test)
        return round(value * share) if share >= 0.6 else -100

    return look


def _numeric(cells: Sequence[str], rows: int, named: bool) -> int:
    return 45 if named and _share(cells, lambda cell: coordinate(cell) is not None) >= 0.7 else -100


def _text(cells: Sequence[str], rows: int, named: bool) -> int:
    """Long words in most rows are the text whatever their heading says; a remark here and there is not."""
    often = len(cells) >= 0.6 * rows
    if _wordy(cells) and _length(cells) > 30:
        return (45 if named else 60) if often else 10
    return -100 if not named or not often else 30 if _wordy(cells) else 5 if _length(cells) > 8 else -100


def _title(cells: Sequence[str], rows: int, named: bool) -> int:
    return 35 if named and 3 <= _length(cells) <= 120 and len(set(cells)) > 0.3 * len(cells) else -60


def _category(cells: Sequence[str], rows: int, named: bool) -> int:
    few = len(set(cells)) <= max(3, 0.4 * len(cells))
    return (40 if few else 5) if named and _length(cells) <= 60 else -100


def _id(cells: Sequence[str], rows: int, named: bool) -> int:
    unique = len(cells) == rows and len(set(cells)) == len(cells) and max(map(len, cells)) <= 60
    return 45 if named and unique else -100


def _person(cells: Sequence[str], rows: int, named: bool) -> int:
    """Not when a collective name fills much of it: that would be one person."""
    most = max(cells.count(cell) for cell in set(cells))
    return 30 if named and (most <= max(2, _COLLECTIVE * len(cells))) else -100


def _place(cells: Sequence[str], rows: int, named: bool) -> int:
    return 45 if _share(cells, lambda cell: len(cell) > 6 and written_place(cell)) >= 0.7 else -100


def _day(cells: Sequence[str], rows: int, named: bool) -> int:
    share = _share(cells, lambda cell: moment(cell, _UTC))
    return round(45 * share) if share >= 0.6 and (named or _length(cells) >= 8) else -100


_LOOKS: dict[str, Callable[[Sequence[str], int, bool], int]] = {
    "text": _text,
    "title": _title,
    "lon": _numeric,
    "lat": _numeric,
    "geometry": _place,
    "place_text": lambda cells, rows, named: 20 if named and _share(cells, str.isdecimal) < 0.5 else -100,
    "quality": _known(quality_of, 50),
    "code": _category,
    "created": _day,
    "person": _person,
    "id": _id,
    "age_band": lambda cells, rows, named: _known(age_band_of)(cells, rows, named) if named else -100,
    "gender": _known(gender_of, 50),
    "time_of_day": _known(time_of_day_of),
}
