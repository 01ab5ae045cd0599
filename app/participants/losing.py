"""Who wants to know that a yes is gone: packages above hide what rests on it in the same transaction (E06)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from flask import Flask, current_app

Listener = Callable[[Sequence[UUID]], Any]
_KEY = "streifzug_consent_lost"


def on_consent_lost(app: Flask, listener: Listener) -> None:
    """Call `listener` with the ids of participants who lost a consent, inside the transaction that took it back."""
    app.extensions.setdefault(_KEY, []).append(listener)


def consent_lost(participant_ids: Sequence[UUID]) -> None:
    """Tell everybody who asked."""
    for listener in current_app.extensions.get(_KEY, []):
        listener(participant_ids)
