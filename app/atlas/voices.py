"""Released points with their words, for the needle map and the table beside it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from app.contributions import public
from app.contributions.vocabulary import QUALITIES

PAGE = 25


def published_voices(process_id: UUID) -> list[dict[str, Any]]:
    """Every public point with the fixed word of its kind; `lon`, `lat` are already rounded (E18)."""
    found = []
    for point in public.points(process_id):
        quality = QUALITIES.get(point["quality"])
        if quality is not None:
            found.append({**point, "label": str(quality.label), "valence": quality.valence})
    return found


@dataclass(frozen=True)
class VoicesPage:
    """One page of the voices that have words; `page` counts from 1, `pages` is at least 1."""

    voices: list[dict[str, Any]]
    page: int
    pages: int


def voices_page(voices: list[dict[str, Any]], page: int) -> VoicesPage:
    """The page asked for, or the nearest one there is."""
    worded = [voice for voice in voices if voice["text"]]
    pages = max(1, -(-len(worded) // PAGE))
    page = min(max(page, 1), pages)
    return VoicesPage(worded[(page - 1) * PAGE : page * PAGE], page, pages)
