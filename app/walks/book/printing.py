"""Makes the book of a walk as a tagged PDF (PDF/UA-1) in the child: cover, map, stops, questionnaire, sheets."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import segno
import typst
from flask_babel import force_locale, format_datetime

from app.base import child
from app.base.i18n import locale_of
from app.base.printed_map.drawing import base_map, draw, map_svg, rings_of
from app.base.printed_map.ground import Ground
from app.base.printed_map.labels import FONTS
from app.participants.vocabulary import ROLES
from app.processes.extent import outline_of
from app.questions.queries import content_of
from app.walks.book import route_map
from app.walks.book.asked import asked
from app.walks.book.models import ObservationSheet
from app.walks.book.words import book_words, rules, sheet_choices, sheet_words
from app.walks.calendar.words import when
from app.walks.local_time import local
from app.walks.models import Walk
from app.walks.planning.materials import things
from app.walks.queries import stops_of
from app.walks.route import times_of
from app.walks.vocabulary import FUNCTIONS, NOTES

PDF = "book.pdf"
LANGUAGE = "de"
SIZE, LARGE_SIZE = 11.0, 16.0
"""Points; large print for people who see less begins at 16 (DIN 1450, DBSV)."""
ENTRIES = 4
"""So many entries have room on an observation sheet, in large print half as many."""
_TEMPLATE = Path(__file__).with_name("book.typ")


def book_pdf(
    walk: Walk, sheets: Sequence[ObservationSheet], *, is_large: bool, with_book: bool = True
) -> bytes:
    """The book with these sheets behind it, or the sheets alone."""
    with force_locale(locale_of(LANGUAGE)):
        arguments = book_data(walk, sheets, is_large=is_large, with_book=with_book)
    reads: list[Path] = []
    if arguments["ground"]:
        given, reads = base_map(Ground(**arguments["ground"]), route_map.layout())
        outline = outline_of(walk.activity.process)
        given["outline"] = rings_of(outline["geometry"]) if outline else []
        arguments["map"] = given
    with TemporaryDirectory(prefix="streifzug-") as name:
        folder = Path(name)
        child.run(
            "app.walks.book.printing:make", arguments, folder=folder, reads=reads, seconds=120, memory_mb=3072
        )
        return (folder / PDF).read_bytes()


def book_data(
    walk: Walk, sheets: Sequence[ObservationSheet], *, is_large: bool, with_book: bool
) -> dict[str, Any]:
    """Everything the template and the map need."""
    trail, stops = walk.trail, stops_of(walk.trail)
    notes = [note for note in trail.notes if note.point is not None or note.text]
    ground = None
    if with_book:
        lying = [trail.route, *(stop.point for stop in stops), *(note.point for note in notes)]
        ground = route_map.ground_of([shape for shape in lying if shape is not None])
    times, rain = times_of(trail, walk.group_role), local(walk.rain_starts_at)
    return {
        "language": LANGUAGE,
        "size": LARGE_SIZE if is_large else SIZE,
        "entries": ENTRIES // 2 if is_large else ENTRIES,
        "with_book": with_book,
        "title": walk.activity.title,
        "process": walk.activity.process.title,
        "focus": walk.focus,
        "when": when(walk),
        "rain": format_datetime(rain, "short", rebase=False) if rain else "",
        "meeting_point": walk.meeting_point,
        "group": walk.group_label or str(ROLES[walk.group_role]),
        "metres": round(times.metres),
        "total": times.total,
        "slope_hint": trail.slope_hint,
        "accessibility": walk.accessibility,
        "crew": [[str(FUNCTIONS[one.function]), one.who] for one in walk.crew],
        "materials": [thing.text for thing in things(walk.materials)],
        "rules": rules(),
        "stops": [
            {
                "sign": number,
                "name": stop.name,
                "place": stop.place_text,
                "minutes": stop.minutes,
                "prompts": [line.strip() for line in stop.prompts.splitlines() if line.strip()],
                "lonlat": [stop.point.x, stop.point.y] if stop.point is not None else None,
            }
            for number, stop in enumerate(stops, start=1)
        ],
        "notes": [
            {
                "sign": _letter(at),
                "kind": str(NOTES[note.kind]),
                "text": note.text,
                "lonlat": [note.point.x, note.point.y] if note.point is not None else None,
            }
            for at, note in enumerate(notes)
        ],
        "route": [list(place) for place in trail.route.coords] if trail.route is not None else None,
        "ground": asdict(ground) if ground else None,
        "asked": asked(content_of(walk.asked), LANGUAGE) if walk.asked else [],
        "words": book_words(),
        "sheet_words": sheet_words(),
        "choices": sheet_choices(),
        "sheets": [
            {
                "number": sheet.number,
                "text": sheet.code,
                "given_to": sheet.given_to,
                "code": f"SZW1:{walk.activity.slug}:{sheet.number}:{sheet.code}",
            }
            for sheet in sheets
        ],
    }


def make(arguments: dict[str, Any], folder: Path, report: Callable[..., None]) -> dict[str, Any]:
    """Write book.pdf; `arguments` is what `book_pdf` put together. Runs in the child."""
    for sheet in arguments["sheets"]:
        code = segno.make_qr(sheet["code"], error="m")
        code.save(str(folder / f"code-{sheet['number']}.svg"), scale=1, border=2, xmldecl=False)
    arguments["map_file"] = ""
    if arguments["ground"]:
        ground, layout = Ground(**arguments["ground"]), route_map.layout()
        arguments["map_file"] = draw(arguments["map"], ground, layout, folder)
        lying = [[one for one in arguments[name] if one["lonlat"]] for name in ("stops", "notes")]
        inner = route_map.over(ground, arguments["route"], *lying)
        (folder / "over.svg").write_text(map_svg(layout, inner), "utf-8")
        arguments["scale"] = f"1 : {ground.scale:,}".replace(",", ".")
    shutil.copy(_TEMPLATE, folder / "book.typ")
    (folder / "data.json").write_text(json.dumps(arguments), "utf-8")
    pages = typst.compile(
        str(folder / "book.typ"),
        format="pdf",
        pdf_standards=["ua-1"],
        font_paths=[str(FONTS)],
        ignore_system_fonts=True,
        root=str(folder),
    )
    (folder / PDF).write_bytes(pages)
    return {}


def _letter(at: int) -> str:
    """a, b, … z, then aa and so on."""
    return chr(ord("a") + at) if at < 26 else _letter(at // 26 - 1) + _letter(at % 26)
