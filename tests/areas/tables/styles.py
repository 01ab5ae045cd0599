"""Tables of residents as offices write them, made with fixed seeds; each knows the counts it was made from."""

from __future__ import annotations

import io
import random
from collections.abc import Callable
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

import pandas as pd
from openpyxl import Workbook

AREAS: list[Any] = [
    SimpleNamespace(code=f"0110{n:04d}", name=name)
    for n, name in enumerate(
        ("Altstadt", "Köln-Nord", "Sankt Pius", "Frankfurt (Main)", "Großdorf", "Mühlenweg", "Am Wall"),
        start=1,
    )
]
BANDS = {
    "a00_05": (0, 6), "a06_09": (6, 10), "a10_11": (10, 12), "a12_13": (12, 14), "a14_15": (14, 16),
    "a16_17": (16, 18), "a18_21": (18, 22), "a22_26": (22, 27), "a27_44": (27, 45), "a45_64": (45, 65),
    "a65_79": (65, 80), "a80p": (80, None),
}  # fmt: skip


@dataclass(frozen=True)
class Style:
    """File name, content and the counts behind it: area, band, sex, count (sex `all` where the table has none)."""

    name: str
    content: bytes
    truth: pd.DataFrame
    confirmed: dict[str, str]


def counts(seed: int, *, sexes: bool = False) -> pd.DataFrame:
    """Counts of 1 to 4,000 people for every area, band and sex."""
    draw = random.Random(seed)
    rows = [
        (area.code, area.name, band, sex, draw.randint(1, 4000))
        for area in AREAS
        for band in BANDS
        for sex in (("f", "m") if sexes else ("all",))
    ]
    return pd.DataFrame(rows, columns=["area", "name", "band", "sex", "count"])


def german(number: int) -> str:
    return f"{number:,}".replace(",", ".")


def _spelled(first: str, middle: str, last: str) -> Callable[[int, int | None], str]:
    """A way to write ages: for the youngest, for those between and for the oldest group."""

    def spell(low: int, high: int | None) -> str:
        words = last if high is None else first if low == 0 else middle
        return words.format(low=low, high=high, end=(high or 0) - 1)

    return spell


LABELS = {
    "unter": _spelled("unter {high}", "{low} bis unter {high}", "{low} u. ä."),
    "u": _spelled("u{high}", "{low}-u{high}", "{low}+"),
    "bis u.": _spelled("0 bis u. {high}", "{low} bis u. {high}", "{low} u. älter"),
    "closed": _spelled("0–{end}", "{low}–{end}", "{low} und mehr"),
    "jahre": _spelled("0 bis {end} Jahre", "{low} bis {end} Jahre", "{low} Jahre und älter"),
    "code": _spelled("a00_{end:02d}", "a{low:02d}_{end:02d}", "a{low:02d}p"),
}


def wide(truth: pd.DataFrame, label: str, *, key: str = "name", total: bool = True) -> list[list[str]]:
    """Head and one row for each area, with a total column."""
    table = truth.pivot_table(index=["area", "name"], columns="band", values="count", aggfunc="sum")[
        list(BANDS)
    ]
    head = ["Stadtteil", *(["Insgesamt"] if total else []), *(LABELS[label](*BANDS[band]) for band in BANDS)]
    rows = []
    for (code, name), values in table.iterrows():
        numbers = [german(int(value)) for value in values]
        rows.append(
            [code if key == "code" else name, *([german(int(values.sum()))] if total else []), *numbers]
        )
    return [head, *rows]


def sum_row(rows: list[list[str]], label: str) -> list[str]:
    columns = zip(*(row[1:] for row in rows[1:]), strict=True)
    return [label, *(german(sum(int(value.replace(".", "")) for value in column)) for column in columns)]


def csv_bytes(rows: list[list[str]], sign: str = ";", encoding: str = "utf-8") -> bytes:
    return "\r\n".join(sign.join(row) for row in rows).encode(encoding)


def xlsx_bytes(rows: list[list[Any]]) -> bytes:
    book = Workbook()
    book.active.title = "Titel"
    book.active.append(["Statistisches Jahrbuch"])
    sheet = book.create_sheet("Tab 1")
    for row in rows:
        sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _plain() -> list[Style]:
    found = []
    for seed, label in enumerate(LABELS):
        truth = counts(seed)
        rows = wide(truth, label)
        found.append(Style(f"wide-{label}.csv", csv_bytes([*rows, sum_row(rows, "Stadt gesamt")]), truth, {}))
    for seed, (sign, encoding) in enumerate(
        ((",", "utf-8-sig"), ("\t", "cp1252"), ("|", "utf-16"), (";", "latin-1")), start=20
    ):
        truth = counts(seed)
        # A comma between cells cannot stand with thousands points as decimal comma, so the codes name the areas here.
        rows = wide(truth, "unter", key="code")
        found.append(Style(f"written-{encoding}.csv", csv_bytes(rows, sign, encoding), truth, {}))
    return found


def _framed() -> list[Style]:
    found = []
    truth = counts(30)
    rows = wide(truth, "unter")
    frame = [["Bevölkerung am Ort der Hauptwohnung nach Altersgruppen"], ["Stand: 31.12.2024"], [""]]
    foot = [[""], ["1) ohne Personen ohne festen Wohnsitz"], ["Quelle: Melderegister"]]
    sums = sum_row(rows, "Insgesamt")
    found.append(Style("title-and-footnotes.csv", csv_bytes([*frame, *rows, sums, *foot]), truth, {}))
    found.append(Style("sum-first.csv", csv_bytes([*frame, rows[0], sums, *rows[1:]]), truth, {}))
    numbers = [str(n) for n in range(1, len(rows[0]) + 1)]
    found.append(Style("numbered-columns.csv", csv_bytes([rows[0], numbers, *rows[1:]]), truth, {}))
    found.append(Style("head-again.csv", csv_bytes([*rows[:4], rows[0], *rows[4:], sums]), truth, {}))
    marked = [rows[0], *([row[0], f"{row[1]}¹⁾", f"({row[2]})", *row[3:]] for row in rows[1:])]
    found.append(Style("marked-numbers.csv", csv_bytes(marked), truth, {}))
    spaced = [rows[0], *([cell.replace(".", "\u00a0") for cell in row] for row in rows[1:])]
    found.append(Style("spaced-thousands.csv", csv_bytes(spaced), truth, {}))
    top = ["Stadtteil", "Insgesamt", "davon im Alter von … bis unter … Jahren", *[""] * 11]
    second = ["", "", *rows[0][2:]]
    found.append(Style("two-line-head.csv", csv_bytes([*frame, top, second, *rows[1:], sums]), truth, {}))
    cells = [
        [int(c.replace(".", "")) if c.replace(".", "").isdigit() else c for c in row] for row in rows[1:]
    ]
    found.append(Style("merged-head.xlsx", xlsx_bytes([*frame, top, second, *cells]), truth, {}))
    across = [list(row) for row in zip(*rows, strict=True)]
    found.append(Style("areas-across.csv", csv_bytes(across), truth, {}))
    return found


def _sexes() -> list[Style]:
    truth = counts(40, sexes=True)
    words = {"f": "weiblich", "m": "männlich"}
    long = [["Stadtteil", "Altersgruppe", "Geschlecht", "Anzahl", "Stichtag"]]
    for row in truth.itertuples():
        long.append(
            [row.name, LABELS["unter"](*BANDS[row.band]), words[row.sex], german(row.count), "31.12.2024"]
        )
    by_sex = [["Stadtteil", "Altersgruppe", "weiblich", "männlich"]]
    for (name, band), group in truth.groupby(["name", "band"], sort=False):
        both = dict(zip(group["sex"], group["count"], strict=True))
        by_sex.append([name, LABELS["jahre"](*BANDS[band]), german(both["f"]), german(both["m"])])
    table = truth.pivot_table(index="name", columns=["band", "sex"], values="count", sort=False)
    top = ["Stadtteil", *(cell for band in BANDS for cell in (LABELS["closed"](*BANDS[band]), ""))]
    second = ["", *(["w", "m"] * len(BANDS))]
    rows = [
        [name, *(german(int(values[band, sex])) for band in BANDS for sex in ("f", "m"))]
        for name, values in table.iterrows()
    ]
    ditto = [long[0]] + [
        [row[0] if i == 0 or row[0] != long[i][0] else "", *row[1:]] for i, row in enumerate(long[1:])
    ]
    return [
        Style("long.csv", csv_bytes(long), truth, {}),
        Style("long-area-once.csv", csv_bytes(ditto), truth, {}),
        Style("long-sexes-across.csv", csv_bytes(by_sex), truth, {}),
        Style("ages-over-sexes.csv", csv_bytes([top, second, *rows]), truth, {}),
    ]


def _names() -> list[Style]:
    truth = counts(50)
    strange = {
        "Köln-Nord": "Koeln_Nord", "Sankt Pius": "St. Pius", "Frankfurt (Main)": "Frankfurt am Main",
        "Großdorf": "Grossdorf 05", "Mühlenweg": "Muhlenweg",
    }  # fmt: skip
    codes = {area.name: area.code for area in AREAS}
    rows = wide(truth, "unter")
    written = [rows[0], *([strange.get(row[0], row[0]), *row[1:]] for row in rows[1:])]
    short = wide(truth, "unter", key="code")
    eaten = [short[0], *([row[0].lstrip("0"), *row[1:]] for row in short[1:])]
    return [
        Style(
            "folded-names.csv", csv_bytes(written), truth, {new: codes[old] for old, new in strange.items()}
        ),
        Style(
            "eaten-zeros.csv", csv_bytes(eaten), truth, {code.lstrip("0"): code for code in codes.values()}
        ),
    ]


STYLES = [*_plain(), *_framed(), *_sexes(), *_names()]
