"""Photos beside the sections of minutes: those for the team, and those that everybody may see."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.contributions.noted import Noted, NotedPhoto


@dataclass(frozen=True)
class Beside:
    """A photo with the words that came with it."""

    photo: NotedPhoto
    text: str


def photos_beside(noted: Sequence[Noted], *, is_released: bool) -> dict[str, list[Beside]]:
    """Photos by the key of their section, in the order they were taken; secret places have none."""
    found: dict[str, list[Beside]] = {}
    for one in noted:
        for said in one.said:
            stop = said.attributes.get("stop", "")
            for photo in () if said.is_secret else said.photos:
                if photo.digest or not is_released:
                    text = said.released_text if is_released else said.text
                    found.setdefault(f"stop:{stop}" if stop else "way", []).append(Beside(photo, text))
    return found
