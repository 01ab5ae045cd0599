"""A new print job: which question, which piece of ground, which legend."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

import numpy as np
import shapely
from flask_babel import gettext as _

from app.base.audit import note
from app.base.database import db
from app.base.errors import DomainError
from app.base.printed_map.ground import SCALES, Ground, fitting_scale, metres_of
from app.base.printed_map.layout import PAPERS, Layout, layout_of
from app.contributions.vocabulary import QUALITIES
from app.maps.asked import MapQuestion
from app.maps.models import NeedleCampaign
from app.maps.paper.legend import INKS, Entry
from app.maps.paper.models import PaperSheet
from app.maps.paper.words import TICKS, group_label, printed_words

MOST_COPIES = 60
_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
"""Without those that are taken for another when read aloud or typed."""


@dataclass(frozen=True)
class SheetDraft:
    """What staff chose. `question` is "" for the whole campaign; `scale` 0 takes the largest one that shows `area`.

    `groups` are age band and gender of each colour, in the order of `legend.INKS`; they are asked for when `colours`
    is `group`.
    """

    question: str
    colours: str
    paper: str
    landscape: bool
    lon: float
    lat: float
    scale: int
    copies: int = 1
    groups: tuple[tuple[str, str], ...] = ()
    area: shapely.Geometry | None = None
    cut_off: bool = False


def make_sheet(
    *, campaign: NeedleCampaign, draft: SheetDraft, attribution: str, actor: UUID | str
) -> PaperSheet:
    """A row with everything that is needed to print it, today or in a year; DomainError names the field."""
    if draft.paper not in PAPERS:
        raise DomainError(_("Diese Papiergröße gibt es nicht."), field="paper")
    if not 1 <= draft.copies <= MOST_COPIES:
        raise DomainError(_("1 bis %(limit)s Blätter.", limit=MOST_COPIES), field="copies")
    questions = _questions(campaign, draft)
    if draft.colours == "group" and len(questions) != 1:
        raise DomainError(
            _("Wenn Farben Gruppen bedeuten, braucht jedes Blatt genau eine Frage."), field="question"
        )
    legend = group_legend(draft.groups) if draft.colours == "group" else _kinds(questions)
    layout = layout_of(draft.paper, draft.landscape, () if draft.colours == "group" else TICKS)
    ground = _ground(draft, layout)
    title = questions[0].text if len(questions) == 1 else campaign.activity.title
    process = campaign.activity.process
    words = printed_words(
        title=title,
        above=process.title if len(questions) > 1 else f"{campaign.activity.title} · {process.title}",
        maker=process.title,
        scale=ground.scale,
        most_pins=questions[0].max_pins if len(questions) == 1 else 0,
        colours=draft.colours,
        attribution=attribution,
    )
    sheet = PaperSheet(
        process_id=process.id,
        activity_id=campaign.activity_id,
        code="".join(secrets.choice(_LETTERS) for _letter in range(12)),
        title=title,
        questions=[question.key for question in questions],
        colours=draft.colours,
        legend=[entry.as_json() for entry in legend],
        crs=ground.crs,
        center_x=ground.x,
        center_y=ground.y,
        scale=ground.scale,
        paper=draft.paper,
        landscape=draft.landscape,
        copies=draft.copies,
        layout=layout.as_json(),
        words=words,
        made_by=actor if isinstance(actor, UUID) else None,
    )
    db.session.add(sheet)
    db.session.flush()
    note(actor=actor, action="paper.print", object_kind="paper_sheet", object_id=sheet.id)
    return sheet


def group_legend(groups: Sequence[tuple[str, str]]) -> list[Entry]:
    """One colour for each group of people; the same group twice is once too often."""
    if not groups:
        raise DomainError(_("Bitte geben Sie mindestens eine Gruppe an."), field="colours")
    if len(set(groups)) < len(groups):
        raise DomainError(_("Zwei Farben stehen für dieselbe Gruppe."), field="colours")
    return [
        Entry(ink, group_label(age_band, gender), age_band=age_band, gender=gender)
        for ink, (age_band, gender) in zip(INKS, groups, strict=False)
    ]


def _questions(campaign: NeedleCampaign, draft: SheetDraft) -> list[MapQuestion]:
    needles = [question for question in campaign.questions if question.task == "needle"]
    if not draft.question:
        if not needles:
            raise DomainError(_("Diese Karte hat keine Frage für Nadeln."), field="question")
        return needles
    chosen = [question for question in needles if question.key == draft.question]
    if not chosen:
        raise DomainError(_("Diese Frage gibt es nicht."), field="question")
    return chosen


def _kinds(questions: Sequence[MapQuestion]) -> list[Entry]:
    """A colour for each kind of place, or for each question where the sheet asks several."""
    if len(questions) == 1:
        question = questions[0]
        lines = [(str(QUALITIES[code].label), question.key, code) for code in question.qualities]
    else:
        lines = [
            (
                question.text,
                question.key,
                question.qualities[0] if len(question.qualities) == 1 else "",
            )
            for question in questions
        ]
    if len(lines) > len(INKS):
        raise DomainError(
            _(
                "Mehr als %(limit)s Farben kann niemand auseinanderhalten. Bitte wählen Sie eine einzelne Frage oder "
                "lassen Sie die Farben Gruppen bedeuten.",
                limit=len(INKS),
            ),
            field="question",
        )
    return [
        Entry(ink, label, question=question, quality=quality)
        for ink, (label, question, quality) in zip(INKS, lines, strict=False)
    ]


def _ground(draft: SheetDraft, layout: Layout) -> Ground:
    """The piece of ground; refused when the chosen area does not fit and nobody said that it may be cut off."""
    if draft.scale and draft.scale not in SCALES:
        raise DomainError(_("Diesen Maßstab gibt es nicht."), field="scale")
    if draft.area is None:
        if not draft.scale:
            raise DomainError(_("Bitte wählen Sie einen Maßstab."), field="scale")
        return Ground.around(draft.lon, draft.lat, draft.scale)
    west, south, east, north = draft.area.bounds
    ground = Ground.around((west + east) / 2, (south + north) / 2, draft.scale or SCALES[-1])
    points = metres_of(ground.crs, shapely.get_coordinates(draft.area))
    low, high = points.min(axis=0), points.max(axis=0)
    width, height = (float(side) for side in (high - low) / (ground.per_mm / (ground.scale / 1000)))
    fitting = fitting_scale(width, height, layout)
    scale = draft.scale or fitting or 0
    fits = fitting is not None and scale >= fitting
    if not fits and not draft.cut_off:
        raise DomainError(_no_room(fitting, draft.paper), field="scale")
    middle = np.round((low + high) / 2, 2)
    return Ground(ground.crs, float(middle[0]), float(middle[1]), scale or SCALES[-1])


def _no_room(fitting: int | None, paper: str) -> str:
    if fitting is None:
        return _(
            "Das Gebiet passt in keinem Maßstab auf %(paper)s. Bitte nehmen Sie größeres Papier.", paper=paper
        )
    shown = f"{fitting:,}".replace(",", ".")
    return _(
        "In diesem Maßstab passt das Gebiet nicht auf %(paper)s. Es passt in 1:%(scale)s, oder auf größeres Papier.",
        paper=paper,
        scale=shown,
    )
