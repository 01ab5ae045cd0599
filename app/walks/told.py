"""What one person's device has entered on a walk, as docs/walks.md says, read back from the record."""

from __future__ import annotations

from collections import defaultdict
from typing import Any
from uuid import UUID

import shapely

from app.contributions.own import OwnContribution, own
from app.contributions.sittings import own_sittings
from app.walks.asked import QUESTIONS, VERSION
from app.walks.entries import WORDLESS
from app.walks.vocabulary import RATINGS, TOPS

_SITTING = ("what", "stop", "rating", "weather", "light", "persons")
_AROUND = ("weather", "light")


def own_entries(participant_id: UUID, activity_id: UUID) -> list[dict[str, Any]]:
    """JSON-ready, by the time of the device: {id, device_time, answers}; `answers` are what a device would send.

    An entry whose words were taken back on another page is left out.
    """
    said: dict[UUID, list[OwnContribution]] = defaultdict(list)
    for one in own(participant_id, activity_id):
        said[one.contribution.submission_id].append(one)
    found = []
    for sitting in own_sittings(participant_id):
        what = sitting.answers.get("what")
        if sitting.activity_id != activity_id or (what not in WORDLESS and not said[sitting.id]):
            continue
        time = sitting.device_time or sitting.received_at
        answers = _of_sitting(sitting.answers) | _of_words(str(what), said[sitting.id])
        found.append({"id": str(sitting.id), "device_time": time.isoformat(), "answers": answers})
    return sorted(found, key=lambda entry: (entry["device_time"], entry["id"]))


def _of_sitting(answers: dict[str, str | float]) -> dict[str, Any]:
    kept: dict[str, Any] = {key: answers[key] for key in _SITTING if key in answers}
    if answers.get("what") == QUESTIONS:
        # Answers are taken back and given anew, never shown as raw ones.
        return kept | {"version": int(answers.get(VERSION, 0))}
    hands = {rating: int(answers.get(f"hands.{rating}", 0)) for rating in RATINGS}
    return kept | ({"hands": hands} if any(hands.values()) else {})


def _of_words(what: str, said: list[OwnContribution]) -> dict[str, Any]:
    if what == "end_round":
        return {name: [one.text for one in said if one.attributes.get("observed") == name] for name in TOPS}
    if not said or what == QUESTIONS:
        return {}
    (one, *_others) = said
    geometry = one.contribution.geometry
    words = {
        "text": one.text,
        "title": one.title,
        "place_text": one.place_text,
        "precision": one.contribution.precision if geometry is not None else "",
        "valence": one.contribution.valence or "",
        "quote": one.quote,
    }
    around = {name: one.attributes.get(name, "") for name in _AROUND}
    return {
        **{name: value for name, value in {**words, **around}.items() if value},
        **({"geometry": shapely.geometry.mapping(geometry)} if geometry is not None else {}),
        **({"present": one.attributes["present"].split()} if "present" in one.attributes else {}),
        **({"is_secret": True} if one.is_secret else {}),
    }
