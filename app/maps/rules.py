"""What an answer on the map must be, by the task of its question: a needle, a felt area with its comment, a way."""

from __future__ import annotations

import math
from collections.abc import Callable
from uuid import UUID

import shapely
from flask_babel import gettext as _

from app.base.errors import DomainError
from app.contributions.drafts import ContributionDraft
from app.contributions.homes import is_coarse, names_a_home, open_ends
from app.contributions.queries import is_own
from app.contributions.vocabulary import BORDER_FIT
from app.maps.asked import MapQuestion
from app.maps.vocabulary import FELT_AREA, NEEDLE, WAY

LONGEST_TEXT = 1000
LONGEST_NAME = 80
MOST_PIECES = 200
"""Far more than a hand draws; so many slivers may be left of a scribble that was mended."""
LEAST_AREA = 2500.0
"""Square metres: what is smaller is a house with its garden, and homes are not shown (E16)."""
COMMENT = "online_comment"
"""Kind of what somebody says about the planning border; `about` names the own felt area it belongs to."""
Extent = tuple[float, float, float, float]
Mine = Callable[..., bool]
"""Whether an id (and a kind, by default a felt area) is of the person who speaks."""


def check_answer(draft: ContributionDraft, rule: MapQuestion, extent: Extent | None, is_mine: Mine) -> None:
    """DomainError with the field when an answer does not fit its question.

    `is_mine` tells whether an id is a felt area of the same person.
    """
    if len(draft.text) > LONGEST_TEXT:
        raise DomainError(_("Bitte höchstens %(limit)s Zeichen.", limit=LONGEST_TEXT), field="text")
    if rule.task == FELT_AREA and draft.kind == COMMENT:
        _check_comment(draft, is_mine)
        return
    if draft.kind != ("felt_area" if rule.task == FELT_AREA else "mark"):
        raise DomainError(_("Diese Frage gibt es auf der Karte nicht mehr."), field="question")
    if rule.task == FELT_AREA:
        _check_felt_area(draft)
    else:
        _check_quality(draft, rule)
    _check_place(draft, rule.task, extent)
    if rule.task == WAY:
        _check_way(draft)


def _check_quality(draft: ContributionDraft, rule: MapQuestion) -> None:
    if draft.quality not in rule.qualities:
        raise DomainError(_("Bitte wähle, was für ein Ort das ist."), field="quality")
    # A mark whose words name a home must come as the middle of its coarse cell (E16): the phone moves it there, so
    # that the exact place never leaves it, and what arrives is stored unchanged.
    if (
        rule.task == NEEDLE
        and draft.geometry is not None
        and names_a_home(_words(draft))
        and not is_coarse(draft.geometry)
    ):
        raise DomainError(
            _("Das klingt nach einem Zuhause. Bitte zeige den Ort nur ungefähr oder ändere den Text."),
            field="text",
        )


def _check_place(draft: ContributionDraft, task: str, extent: Extent | None) -> None:
    if draft.geometry is None:
        if not draft.place_text.strip():
            raise DomainError(_("Bitte zeige oder beschreibe den Ort."), field="place_text")
        return
    dimension = {NEEDLE: 0, WAY: 1, FELT_AREA: 2}[task]
    if shapely.get_dimensions(draft.geometry) != dimension:
        message = {
            NEEDLE: _("Eine Nadel ist ein Punkt."),
            WAY: _("Ein Weg ist eine Linie."),
            FELT_AREA: _("Ein Viertel ist eine Fläche."),
        }[task]
        raise DomainError(message, field="geometry")
    if shapely.get_num_geometries(draft.geometry) > MOST_PIECES:
        raise DomainError(
            _("Die Zeichnung hat zu viele Teile. Bitte zeichne sie einfacher."), field="geometry"
        )
    if extent is not None and not _is_near(draft.geometry, task, extent):
        message = (
            _("Diese Zeichnung ist zu weit weg von der Stadt.")
            if dimension
            else _("Dieser Ort ist zu weit weg von der Stadt.")
        )
        raise DomainError(message, field="geometry")


def _is_near(shape: shapely.Geometry, task: str, extent: Extent) -> bool:
    """A needle lies in the extent; a drawing touches it and goes no farther beyond it than the extent is wide."""
    box = shapely.box(*extent)
    if task == NEEDLE:
        return bool(box.covers(shape))
    west, south, east, north = extent
    around = shapely.box(2 * west - east, 2 * south - north, 2 * east - west, 2 * north - south)
    return bool(box.intersects(shape) and around.covers(shape))


def _check_felt_area(draft: ContributionDraft) -> None:
    if draft.quality is not None:
        raise DomainError(_("Bitte wähle, was für ein Ort das ist."), field="quality")
    if len(draft.title) > LONGEST_NAME:
        raise DomainError(_("Bitte höchstens %(limit)s Zeichen.", limit=LONGEST_NAME), field="title")
    shape = draft.geometry
    if shape is not None and shapely.get_dimensions(shape) == 2 and square_metres(shape) < LEAST_AREA:
        raise DomainError(
            _("Das ist so klein wie ein Haus mit Garten. Bitte zeichne dein Viertel größer."),
            field="geometry",
        )


def _words(draft: ContributionDraft) -> str:
    return " ".join((draft.title, draft.place_text, draft.text))


def square_metres(shape: shapely.Geometry) -> float:
    """The size of a small area in degrees (WGS 84), good to a hundredth: degrees are stretched as in its middle."""
    narrow = math.cos(math.radians(shape.centroid.y))
    return float(shape.area * narrow * 111_195.0**2)


def _check_way(draft: ContributionDraft) -> None:
    """A way that begins or ends at home was cut at the edge of the coarse cell before it was sent (E16)."""
    if draft.geometry is None:
        return
    said = draft.attributes.get("home_end", "")
    home = {"start": {"start"}, "end": {"end"}, "both": {"start", "end"}}.get(said, set())
    if names_a_home(_words(draft)) and not home:
        home = {"start", "end"}
    if home & open_ends(draft.geometry):
        raise DomainError(
            _("Dein Weg zeigt noch, wo du wohnst. Bitte lass das Stück bei deinem Zuhause weg."),
            field="geometry",
        )


def _check_comment(draft: ContributionDraft, is_mine: Mine) -> None:
    if draft.geometry is not None or draft.quality is not None:
        raise DomainError(_("Diese Frage gibt es auf der Karte nicht mehr."), field="question")
    try:
        about = UUID(draft.attributes.get("about", ""))
    except ValueError:
        about = None
    if about is None or not is_mine(about):
        raise DomainError(_("Deine Zeichnung dazu gibt es nicht mehr."), field="attributes.about")
    if not draft.text and not any(draft.attributes.get(key) for key in BORDER_FIT):
        raise DomainError(_("Bitte tippe etwas an oder schreib etwas."), field="text")


def mine_among(drafts: list[ContributionDraft], participant_id: UUID | None) -> Mine:
    """Tells whether an id is of this person, and of this kind: sent together with what is said of it, or stored."""
    together = {(draft.id, draft.kind) for draft in drafts}

    def is_mine(about: UUID, kind: str = FELT_AREA) -> bool:
        if (about, kind) in together or participant_id is None:
            return (about, kind) in together
        return is_own(contribution_id=about, participant_id=participant_id, kind=kind)

    return is_mine
