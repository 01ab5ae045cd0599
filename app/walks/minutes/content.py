"""What stands in minutes that leave as a file: title, sections as blocks, released photos, the sketch."""

from __future__ import annotations

from dataclasses import dataclass, field

from flask_babel import force_locale, format_date
from flask_babel import gettext as _

from app.contributions.media.store import store
from app.processes.models import Process
from app.walks.minutes.photos import Beside, photos_beside
from app.walks.minutes.queries import draft_now, existing_minutes, told
from app.walks.minutes.rendering import Block, blocks_of
from app.walks.minutes.sketch import sketch
from app.walks.minutes.vocabulary import STATES
from app.walks.models import Walk

MOST_PHOTOS = 6
"""Of a section; more make a book of minutes."""


@dataclass(frozen=True)
class PrintedSection:
    """A section; `confirmed` tells in words how many find it right, `photos` are JPEGs with what stands below them."""

    title: str
    blocks: list[Block]
    confirmed: str
    photos: list[tuple[bytes, str]] = field(default_factory=list)


@dataclass(frozen=True)
class Printed:
    """Everything in German words; `picture` is SVG, empty without a place."""

    title: str
    process: str
    state: str
    picture: str
    picture_label: str
    sections: list[PrintedSection]


def content_of(process: Process, walk: Walk) -> Printed:
    """The minutes of a walk; NotFound before they are drafted. Of photos only those that everybody may see."""
    found = existing_minutes(walk)
    said = told(found)
    _parts, noted = draft_now(walk)
    photos = photos_beside(noted, is_released=True)
    with force_locale("de"):
        label = _("Skizze des Wegs mit den Halten und Notizen")
        state = str(STATES[found.state])
        if found.confirmed_at:
            state = f"{state}, {format_date(found.confirmed_at, 'long')}"
        sections = [
            PrintedSection(
                title=one.title,
                blocks=blocks_of(one.text),
                confirmed=_("Von %(number)s Teilnehmenden bestätigt", number=said[one.id].right)
                if said[one.id].right
                else "",
                photos=_files(photos.get(one.key, [])),
            )
            for one in found.sections
            if one.text or one.key in photos
        ]
        return Printed(
            title=_("Protokoll: %(title)s", title=walk.activity.title),
            process=process.title,
            state=_("Stand: %(state)s", state=state),
            picture=str(sketch(walk, noted, label)),
            picture_label=label,
            sections=sections,
        )


def _files(photos: list[Beside]) -> list[tuple[bytes, str]]:
    found = []
    for beside in photos[:MOST_PHOTOS]:
        try:
            with store().open(beside.photo.digest) as file:
                found.append((file.read(), beside.text or _("Foto von einem Ort")))
        except FileNotFoundError:
            continue
    return found
