"""What column heads and cells of population tables mean: ages, sexes, totals, dates, numbers in German writing."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from flask_babel import lazy_gettext as _l

from app.areas.age_bands import AGE_BANDS

ALL = "all"
SEX_LABELS = {
    "f": _l("weiblich"),
    "m": _l("männlich"),
    "d": _l("divers"),
    "na": _l("keine Angabe"),
    ALL: _l("alle"),
}
OLDEST = 130
_SEX_WORDS = {
    "f": {"f", "w", "weibl", "weiblich", "frauen", "mädchen", "female"},
    "m": {"m", "männl", "männlich", "maennlich", "männer", "jungen", "male"},
    "d": {"d", "div", "divers"},
    "na": {"na", "unbekannt", "ohne angabe", "o.a.", "keine angabe"},
    ALL: {"i", "insg", "zusammen", "beide"},
}
_TOTAL_WORDS = {
    "all", "alle", "gesamt", "insgesamt", "summe", "total", "einwohner", "einwohnerzahl", "bevölkerung",
    "bevoelkerung", "ew", "anzahl", "count", "personen", "einwohner gesamt", "einwohner insgesamt",
    "bevölkerung insgesamt", "population", "wert", "value", "zahl", "resident count", "residents", "einwohner/innen",
    "einwohnerinnen und einwohner", "bevölkerungszahl", "bestand",
}  # fmt: skip
AREA_HEADS = {
    "area_id", "area_code", "area", "code", "raum", "raum-nr", "kennung", "schlüssel", "nr", "nummer", "gebiet", "nr.",
    "ortsteil", "stadtteil", "stadtbezirk", "bezirk", "plr_id", "plr-id", "plr", "planungsraum", "sozialraum",
    "kennziffer", "statistischer bezirk", "raumeinheit", "gebietsname", "stadtteilname", "stadtviertel", "viertel",
}  # fmt: skip
AGE_HEADS = {"age_band", "age", "alter", "altersgruppe", "altersgruppen", "altersklasse", "age_group"}
SEX_HEADS = {"sex", "geschlecht", "gender"}
DATE_HEADS = {"reference_date", "stichtag", "datum", "stand", "date", "jahr", "year", "berichtsjahr", "zeit"}
COUNT_HEADS = {"count", "anzahl", "einwohner", "personen", "bevölkerung", "wert", "value", "zahl"}
PERSON_HEADS = {
    "vorname", "nachname", "familienname", "rufname", "geburtsname", "geburtsdatum", "geburtstag", "geb", "gebdatum",
    "birthdate", "birthday", "dateofbirth", "firstname", "lastname", "surname", "straße", "strasse", "hausnummer",
    "anschrift", "telefon", "telefonnummer", "handy", "email", "emailadresse", "iban", "steuerid", "personalausweis",
}  # fmt: skip
_NO_AGE_WORDS = re.compile(
    r"im alter von|altersgruppen?|alters?jahre?|"
    r"jahren?|jährigen?|jährige?|jahr|alter|\balt\b|j\.|(?<=\d) ?j\b|[¹²³⁾]"
)
_AND_OLDER = re.compile(
    r"(\d) ?(?:(?:und|u\.?|o\.?|oder|&) ?(?:älter|ält\.?|ä\.?|aelter|mehr|m\.|darüber)|\+|plus|p$)"
)
_UNDER = re.compile(r"(?:unter|u\.?)[ -]*(?=\d)|< ?")
_SUM = re.compile(r"\b(?:insgesamt|gesamt|gesamtstadt|gesamtergebnis|summe|zusammen|total|stadtgebiet)\b")
_DATE = re.compile(r"\b(\d{4}-\d{2}-\d{2}|\d{1,2}\.\s?\d{1,2}\.\s?\d{4})\b")
_MONTHS = ("januar", "februar", "märz", "april", "mai", "juni", "juli", "august", "september", "oktober", "november",
           "dezember")  # fmt: skip
_SPELLED = re.compile(rf"\b(\d{{1,2}})\.\s?({'|'.join(_MONTHS)})\s(\d{{4}})\b")
_YEAR = re.compile(r"(?<![\d.,])((?:19|20)\d{2})(?![\d,])")
_WORDS = re.compile(r"[^\W\d_]+", re.UNICODE)


@dataclass(frozen=True)
class Ages:
    """Years of age from `low` to below `high` (None = open end); `loose` when "6-10" may mean 6 to 9 or 6 to 10."""

    low: int
    high: int | None
    loose: bool = False


def ages(label: str) -> Ages | None:
    """The ages a label means: `6–9`, `6 bis unter 10 Jahre`, `6-u10`, `unter 6`, `85 u. ä.`, `65+`, `a06_09`, `17`."""
    text = _NO_AGE_WORDS.sub(" ", label.casefold().replace("≥", ">="))
    text = text.replace("–", "-").replace("—", "-").replace("_", "-").replace("≤", "bis ")
    text = _AND_OLDER.sub(r"\1+", " ".join(text.split()).strip(" -"))
    text = _UNDER.sub("<", re.sub(r"^(?:von|age|a)\s?(?=\d)", "", text))
    if match := re.fullmatch(r"(?:bis )?< ?(\d{1,3})", text):
        return Ages(0, int(match[1]))
    if match := re.fullmatch(r"bis (?:zu )?(\d{1,3})", text):
        return Ages(0, int(match[1]) + 1, loose=True)
    if match := re.fullmatch(r"(\d{1,3}) ?(?:-|bis)? ?< ?(\d{1,3})", text):
        return _range(int(match[1]), int(match[2]))
    if match := re.fullmatch(r"(\d{1,3}) ?(?:-|bis) ?(\d{1,3})", text):
        return _range(int(match[1]), int(match[2]) + 1, loose=True)
    if match := re.fullmatch(r"(?:ab|>=) ?(\d{1,3})|(\d{1,3}) ?\+", text):
        return Ages(int(match[1] or match[2]), None)
    if match := re.fullmatch(r"(?:über|>) ?(\d{1,3})", text):
        return Ages(int(match[1]) + 1, None)
    if re.fullmatch(r"\d{1,3}", text) and int(text) < OLDEST:
        return Ages(int(text), int(text) + 1)
    return None


def _range(low: int, high: int, *, loose: bool = False) -> Ages | None:
    return Ages(low, high, loose) if low < high <= OLDEST + 1 else None


def settle(found: Iterable[Ages]) -> dict[Ages, Ages]:
    """Decide what loose ranges mean: where one ends on the number the next begins with, the end is not included."""
    ranges = list(found)
    starts = {entry.low for entry in ranges}
    half_open = any(
        entry.loose and entry.high is not None and entry.high - 1 in starts - {entry.low} for entry in ranges
    )
    return {
        entry: Ages(entry.low, entry.high - 1 if entry.loose and half_open and entry.high else entry.high)
        for entry in ranges
    }


def band_ages(code: str) -> Ages:
    """The ages of an age band (C2) by its code, `a06_09` or `a80p`."""
    low, _sign, high = code[1:].partition("_")
    return Ages(int(low.rstrip("p")), int(high) + 1 if high else None)


def band_of(found: Ages) -> str | None:
    """The age band (C2) that holds these ages whole, None when they lie in several."""
    for code in AGE_BANDS:
        if code == "na":
            continue
        band = band_ages(code)
        if band.low <= found.low and (
            band.high is None or (found.high is not None and found.high <= band.high)
        ):
            return code
    return None


def sex(label: str) -> str | None:
    """Code of a sex (`all` for both together), None when the word is none."""
    text = label.casefold().strip()
    if text in _TOTAL_WORDS:
        return ALL
    return next((code for code, words in _SEX_WORDS.items() if text in words), None)


def is_total(label: str) -> bool:
    return " ".join(label.casefold().replace("_", " ").replace("-", " ").split()) in _TOTAL_WORDS


def is_sum(label: str) -> bool:
    """True for the label of a row of sums: `Insgesamt`, `Stadt gesamt`, `Gesamtstadt`, `Bezirk Mitte zusammen`."""
    text = " ".join(label.casefold().replace("-", " ").split())
    return text in {"all", "stadt", "alle"} or is_total(label) or bool(_SUM.search(text))


def split_sex(head: str) -> tuple[str, str]:
    """A column head without the sex at its beginning or end, and that sex: `6-9 w` → `6-9`, `f`."""
    for pattern in (r"^(.+?)[\s_/,(]+([^\s_/,()]+)\)?$", r"^([^\s_/,()]+)[\s_/,(]+(.+?)\)?$"):
        match = re.match(pattern, head.strip())
        if match is None:
            continue
        rest, word = match.groups() if pattern.startswith("^(.+") else match.groups()[::-1]
        code = sex(word)
        if code is not None and (code != ALL or rest in AGE_BANDS or ages(rest) is not None):
            return rest, code
    return head, ALL


def whole_number(text: str) -> int | None:
    """A count in German or plain writing: `1.234`, `1 234`, `1234,0`, `-` for none; None when it is no count."""
    plain = text.replace("\u00a0", "").replace("\u202f", "").replace(" ", "").replace("'", "")
    if plain in {"-", "–"}:
        return 0
    if re.fullmatch(r"\d{1,3}(\.\d{3})+(,0+)?|\d{1,3}(,\d{3})+(\.0+)?", plain):
        return int(
            re.sub(r"[.,]0+$" if re.search(r"[.,]\d{3}[.,]0+$", plain) else r"$^", "", plain)
            .replace(".", "")
            .replace(",", "")
        )
    match = re.fullmatch(r"(\d+)(?:[.,]0+)?", plain)
    return int(match[1]) if match else None


@lru_cache(4096)
def day(text: str) -> date | None:
    """A date as `2025-12-31` or `31.12.2025`."""
    for form in ("%Y-%m-%d", "%d.%m.%Y", "%d.%m.%y"):
        try:
            return datetime.strptime(text.strip(), form).date()  # noqa: DTZ007 - a calendar day has no zone
        except ValueError:
            continue
    return None


def day_within(text: str) -> date | None:
    """The first date in a sentence: `Stand: 31.12.2024`, `am 31. Dezember 2024`."""
    if match := _DATE.search(text):
        return day(match[1].replace(" ", ""))
    if match := _SPELLED.search(text.casefold()):
        return day(f"{match[1]}.{_MONTHS.index(match[2]) + 1}.{match[3]}")
    return None


def year_within(text: str) -> int | None:
    """The first year in a text: `2024`, `Einwohner 2024`."""
    match = _YEAR.search(text)
    return int(match[1]) if match else None


def without_time(text: str) -> str:
    """A text without dates and years."""
    plain = _YEAR.sub(" ", _SPELLED.sub(" ", _DATE.sub(" ", text.casefold())))
    return " ".join(plain.split()).strip(" :,;-–()")


def is_person_head(head: str) -> bool:
    """True when a column of this name would hold persons and not counts."""
    joined = "".join(_WORDS.findall(head.casefold()))
    return joined in PERSON_HEADS
