"""One entry of a walk: from what a device sends to a sitting that can be recorded (docs/walks.md, Entries).

An entry is a sitting of its own, so that several devices merge without loss: nothing two devices write is one thing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

import shapely
from flask_babel import gettext as _

from app.base.errors import DomainError
from app.contributions import geojson
from app.contributions.drafts import PRECISIONS, ContributionDraft, SubmissionDraft
from app.walks.asked import QUESTIONS, answered
from app.walks.identity import part_id as part_id
from app.walks.vocabulary import LIGHTS, PRESENT, RATINGS, SAID, TOPS, VALENCES, WEATHERS

OBSERVATION, MARK, PHOTO, VOICE = "walk_observation", "mark", "photo", "narration"
MOST_HANDS = 500
MOST_TOPS = 3
Fields = Mapping[str, Any]


def entered(
    sitting: SubmissionDraft, raw: Fields, device: str, questionnaire_id: UUID | None = None
) -> SubmissionDraft:
    """The sitting filled with one entry as docs/walks.md says; DomainError names the field that does not fit.

    `questionnaire_id` is what the walk asks at its stops.
    """
    what = _word(raw, "what")
    make = _MAKERS.get(what)
    if make is None and what != QUESTIONS:
        raise DomainError(_("Diese Art von Eintrag gibt es nicht."), field="what")
    facts: dict[str, str | float] = {"what": what, "device": device}
    if stop := _stop(raw):
        facts["stop"] = stop
    begun = replace(sitting, attributes=facts, contributions=[])
    return make(begun, raw) if make else answered(begun, raw, questionnaire_id)


def _said(sitting: SubmissionDraft, raw: Fields) -> SubmissionDraft:
    draft = _draft(sitting, raw, OBSERVATION, observed=str(sitting.attributes["what"]))
    if not draft.text:
        raise DomainError(_("Hier fehlen noch die Worte."), field="text")
    return replace(sitting, contributions=[draft])


def _dot(sitting: SubmissionDraft, raw: Fields) -> SubmissionDraft:
    draft = _draft(sitting, raw, MARK)
    if draft.valence is None:
        raise DomainError(_("Bitte wählen: gut, weder noch oder stört."), field="valence")
    return replace(sitting, contributions=[draft])


def _medium(kind: str) -> Callable[[SubmissionDraft, Fields], SubmissionDraft]:
    return lambda sitting, raw: replace(sitting, contributions=[_draft(sitting, raw, kind)])


def _rating(sitting: SubmissionDraft, raw: Fields) -> SubmissionDraft:
    rating = _choice(raw, "rating", RATINGS)
    if not rating or "stop" not in sitting.attributes:
        raise DomainError(_("Bitte wählen: gut, weder noch oder nicht gut."), field="rating")
    return replace(sitting, attributes={**sitting.attributes, "rating": rating})


def _hands(sitting: SubmissionDraft, raw: Fields) -> SubmissionDraft:
    hands = raw.get("hands")
    if not isinstance(hands, dict) or "stop" not in sitting.attributes:
        raise DomainError(_("Hier fehlen die gezählten Hände."), field="hands")
    counts = {f"hands.{rating}": _number(hands.get(rating, 0), f"hands.{rating}") for rating in RATINGS}
    if not sum(counts.values()):
        raise DomainError(_("Hier fehlen die gezählten Hände."), field="hands")
    return replace(sitting, attributes={**sitting.attributes, **counts})


def _end_round(sitting: SubmissionDraft, raw: Fields) -> SubmissionDraft:
    found = []
    for name in TOPS:
        lines = raw.get(name) or []
        if not isinstance(lines, list) or len(lines) > MOST_TOPS:
            raise DomainError(_("Bitte höchstens %(num)s nennen.", num=MOST_TOPS), field=name)
        for number, line in enumerate(lines, start=1):
            if isinstance(line, str) and line.strip():
                found.append(
                    ContributionDraft(
                        id=part_id(sitting.id, f"{name}.{number}"),
                        kind=OBSERVATION,
                        text=line.strip(),
                        valence="pos" if name == "top_good" else "neg",
                        attributes={"observed": name},
                    )
                )
    if not found:
        raise DomainError(_("Hier fehlen noch die Worte."), field="top_good")
    return replace(sitting, contributions=found)


def _arrived(sitting: SubmissionDraft, raw: Fields) -> SubmissionDraft:
    if "stop" not in sitting.attributes:
        raise DomainError(_("Sag zuerst, an welchem Halt ihr seid."), field="stop")
    return sitting


def _frame(sitting: SubmissionDraft, raw: Fields) -> SubmissionDraft:
    """How it is now: weather, light, how many walk along."""
    facts: dict[str, str | float] = {}
    for name, words in (("weather", WEATHERS), ("light", LIGHTS)):
        if value := _choice(raw, name, words):
            facts[name] = value
    if raw.get("persons") not in (None, ""):
        facts["persons"] = _number(raw["persons"], "persons")
    if not facts:
        raise DomainError(_("Es ist noch nichts eingetragen."), field="weather")
    return replace(sitting, attributes={**sitting.attributes, **facts})


def _route(sitting: SubmissionDraft, raw: Fields) -> SubmissionDraft:
    draft = _draft(sitting, raw, OBSERVATION, observed="route")
    if draft.geometry is None and not draft.text:
        raise DomainError(_("Hier fehlt der neue Weg: als Linie oder in Worten."), field="geometry")
    return replace(sitting, contributions=[draft])


def _stop_new(sitting: SubmissionDraft, raw: Fields) -> SubmissionDraft:
    draft = _draft(sitting, raw, OBSERVATION, observed="stop_new")
    if not draft.title:
        raise DomainError(_("Wie heißt der neue Halt?"), field="title")
    return replace(sitting, contributions=[draft])


def _stop_left_out(sitting: SubmissionDraft, raw: Fields) -> SubmissionDraft:
    draft = _draft(sitting, raw, OBSERVATION, observed="stop_left_out")
    if "stop" not in sitting.attributes or not draft.text:
        raise DomainError(_("Welcher Halt, und warum?"), field="text")
    return replace(sitting, contributions=[draft])


_MAKERS: dict[str, Callable[[SubmissionDraft, Fields], SubmissionDraft]] = {
    **dict.fromkeys(SAID, _said),
    "dot": _dot,
    "photo": _medium(PHOTO),
    "voice": _medium(VOICE),
    "rating": _rating,
    "hands": _hands,
    "end_round": _end_round,
    "arrived": _arrived,
    "frame": _frame,
    "route": _route,
    "stop_new": _stop_new,
    "stop_left_out": _stop_left_out,
}
WHATS = (*_MAKERS, QUESTIONS)
WORDLESS = ("rating", "hands", "arrived", "frame", QUESTIONS)
"""Entries that may be answers of their sitting alone, and on which no file hangs."""


def _draft(sitting: SubmissionDraft, raw: Fields, kind: str, observed: str = "") -> ContributionDraft:
    """The one contribution of an entry, with what was noted around it as its attributes."""
    precision = _word(raw, "precision") or "exact"
    if precision not in PRECISIONS:
        raise DomainError(_("Diese Angabe steht nicht zur Auswahl."), field="precision")
    attributes = {key: str(sitting.attributes[key]) for key in ("stop",) if key in sitting.attributes}
    if observed:
        attributes["observed"] = observed
    for name, words in (("weather", WEATHERS), ("light", LIGHTS)):
        if value := _choice(raw, name, words):
            attributes[name] = value
    if present := _present(raw):
        attributes["present"] = present
    return ContributionDraft(
        id=part_id(sitting.id, "said"),
        kind=kind,
        title=_word(raw, "title"),
        text=_word(raw, "text"),
        valence=_choice(raw, "valence", VALENCES) or None,
        geometry=_geometry(raw),
        place_text=_word(raw, "place_text"),
        precision=precision,
        is_secret=raw.get("is_secret") is True,
        quote=_word(raw, "quote")[:20],
        attributes=attributes,
    )


def _geometry(raw: Fields) -> shapely.Geometry | None:
    return geojson.parse(raw.get("geometry"))


def _present(raw: Fields) -> str:
    """Codes of PRESENT in their order, joined by spaces."""
    given = raw.get("present") or []
    if not isinstance(given, list) or any(one not in PRESENT for one in given):
        raise DomainError(_("Diese Angabe steht nicht zur Auswahl."), field="present")
    return " ".join(code for code in PRESENT if code in given)


def _stop(raw: Fields) -> str:
    """Id of a stop of the trail, or of the entry with which a device made a new one; empty in between."""
    given = _word(raw, "stop")
    if not given:
        return ""
    try:
        return str(UUID(given))
    except ValueError as error:
        raise DomainError(_("Diesen Halt gibt es nicht."), field="stop") from error


def _choice(raw: Fields, name: str, words: Mapping[str, object]) -> str:
    given = _word(raw, name)
    if given and given not in words:
        raise DomainError(_("Diese Angabe steht nicht zur Auswahl."), field=name)
    return given


def _word(raw: Fields, name: str) -> str:
    given = raw.get(name)
    if given is not None and not isinstance(given, str):
        raise DomainError(_("Diese Angabe steht nicht zur Auswahl."), field=name)
    return (given or "").strip()


def _number(given: Any, name: str) -> float:
    if isinstance(given, str) and given.strip().isascii() and given.strip().isdigit():
        given = int(given)
    if not isinstance(given, int) or isinstance(given, bool) or not 0 <= given <= MOST_HANDS:
        raise DomainError(_("Bitte eine ganze Zahl von 0 bis %(max)s.", max=MOST_HANDS), field=name)
    return float(given)
