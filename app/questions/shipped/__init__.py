"""The questionnaires that come with the platform, in German, Leichte Sprache and English; a town changes copies."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

from app.questions.content import Questionnaire
from app.questions.reading import from_json

_FOLDER = Path(__file__).parent


def _load(code: str) -> Questionnaire:
    return from_json(json.loads((_FOLDER / f"{code}.json").read_text("utf-8")))


SHIPPED: Mapping[str, Callable[[], Questionnaire]] = {
    code: partial(_load, code)
    for code in (
        "youth_quarter",
        "parents_transition",
        "event_feedback",
        "dkbm_self_assessment",
        "walk_stop_youth",
        "walk_stop_seniors",
    )
}
"""Code to a function that reads the questionnaire anew. In `event_feedback` the answers 4 and 5 to
`perceived_effect` make indicator D35."""
