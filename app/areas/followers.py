"""What follows a change of shapes in the same transaction: areas say that it happened, the factory names who acts.

Areas stand below those who place things in them and may not import them; the factory knows both.
"""

from __future__ import annotations

from typing import Protocol
from uuid import UUID

import shapely
from flask import Flask, current_app

_NAME = "area_followers"


class Follower(Protocol):
    """A module or object that keeps its places true to the shapes."""

    def follow_change(self, area_set_id: UUID, *, region: shapely.Geometry) -> int:
        """Shapes of a vintage that stays have changed, nothing outside `region` (WGS 84); answers places moved."""
        ...

    def follow_vintage(self, area_set_id: UUID, *, actor: UUID | str) -> None:
        """A vintage with new areas is stored, by `actor`."""
        ...


def init_followers(app: Flask, *followers: Follower) -> None:
    app.extensions[_NAME] = followers


def tell_change(area_set_id: UUID, *, region: shapely.Geometry) -> int:
    """Let everybody follow; the number of places that were moved."""
    return sum(follower.follow_change(area_set_id, region=region) for follower in _followers())


def tell_vintage(area_set_id: UUID, *, actor: UUID | str) -> None:
    for follower in _followers():
        follower.follow_vintage(area_set_id, actor=actor)


def _followers() -> tuple[Follower, ...]:
    followers: tuple[Follower, ...] = current_app.extensions[_NAME]
    return followers
