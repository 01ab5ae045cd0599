"""What every contribution must be, from whichever channel: clean words, known codes, valid shapes."""

from __future__ import annotations

import math
import re
from dataclasses import replace
from typing import Any

from flask_babel import gettext as _

from app.base.errors import DomainError
from app.contributions.drafts import PRECISIONS, ContributionDraft, SubmissionDraft
from app.contributions.models import LONGEST_SITTING_KEY
from app.contributions.shapes import checked_shape
from app.contributions.vocabulary import CLOSED_ANSWERS, KINDS, QUALITIES, STATES
from app.contributions.words import clean, clean_line

LONGEST_TEXT = 5000
LONGEST_LINE = 300
LONGEST_VALUE = 200
MOST_CONTRIBUTIONS = 200
MOST_ATTRIBUTES = 60
LONGEST_ATTRIBUTE_KEY = 60
MOST_SITTING_ATTRIBUTES = 1000
VALENCES = ("pos", "neg", "zero", "idea")
_KEY = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*(\.[A-Za-z0-9_-]+)*")
_LANGUAGE = re.compile(r"[a-zA-Z]{2,3}(-[a-zA-Z0-9]{2,8})?")


def checked(draft: SubmissionDraft) -> SubmissionDraft:
    """The draft as it is stored; DomainError with the field when something cannot be stored."""
    if not draft.contributions and not draft.attributes:
        raise DomainError(_("Es ist noch nichts eingetragen."), field="contributions")
    if len(draft.contributions) > MOST_CONTRIBUTIONS:
        message = _("Höchstens %(limit)s Beiträge auf einmal.", limit=MOST_CONTRIBUTIONS)
        raise DomainError(message, field="contributions")
    if len({contribution.id for contribution in draft.contributions}) < len(draft.contributions):
        raise DomainError(_("Jeder Beitrag braucht seine eigene Kennung."), field="contributions")
    return replace(
        draft,
        language=checked_language(draft.language),
        contributions=[checked_contribution(c) for c in draft.contributions],
        attributes=_checked_sitting(draft.attributes),
    )


def checked_language(language: str) -> str:
    """A language code as it is stored; German when it is none."""
    return language if _LANGUAGE.fullmatch(language) else "de"


def checked_contribution(draft: ContributionDraft) -> ContributionDraft:
    """One contribution as it is stored: words clean, shape valid, valence set; DomainError names the field."""
    _check_codes(draft)
    words: dict[str, Any] = {
        "text": _limited("text", clean(draft.text), LONGEST_TEXT),
        "title": _limited("title", clean_line(draft.title), LONGEST_LINE),
        "place_text": _limited("place_text", clean_line(draft.place_text), LONGEST_LINE),
    }
    geometry = None if draft.geometry is None else checked_shape(draft.geometry)
    if geometry is None and not any(words.values()):
        raise DomainError(_("Es fehlt ein Ort oder ein Text."), field="text")
    precision = draft.precision if geometry is not None else "described"
    if precision not in PRECISIONS:
        raise DomainError(_("Unbekannte Genauigkeit."), field="precision")
    quality = QUALITIES.get(draft.quality or "")
    return replace(
        draft,
        **words,
        geometry=geometry,
        precision=precision,
        valence=draft.valence or (quality.valence if quality else None),
        attributes=_checked_attributes(draft.attributes),
    )


def _check_codes(draft: ContributionDraft) -> None:
    if draft.kind not in KINDS:
        raise DomainError(_("Diese Art von Beitrag gibt es nicht."), field="kind")
    if draft.quality is not None and draft.quality not in QUALITIES:
        raise DomainError(_("Diese Art von Ort gibt es nicht."), field="quality")
    if draft.valence is not None and draft.valence not in VALENCES:
        raise DomainError(_("Diese Wertung gibt es nicht."), field="valence")
    if draft.state is not None and draft.state not in STATES:
        raise DomainError(_("Diesen Stand gibt es nicht."), field="state")


def _checked_attributes(attributes: dict[str, str]) -> dict[str, str]:
    given = {key: clean_line(value) for key, value in attributes.items()}
    if len(given) > MOST_ATTRIBUTES or not all(_is_key(key, LONGEST_ATTRIBUTE_KEY) for key in given):
        raise DomainError(_("Diese Angaben kennen wir nicht."), field="attributes")
    for key, value in given.items():
        _limited(f"attributes.{key}", value, LONGEST_VALUE)
        if value and key in CLOSED_ANSWERS and value not in CLOSED_ANSWERS[key]:
            raise DomainError(_("Diese Antwort steht nicht zur Auswahl."), field=f"attributes.{key}")
    return {key: value for key, value in given.items() if value}


def _checked_sitting(attributes: dict[str, str | float]) -> dict[str, str | float]:
    """Answers of a whole sitting: sound keys, short clean texts, finite numbers; empty texts are left out."""
    if len(attributes) > MOST_SITTING_ATTRIBUTES:
        message = _("Höchstens %(limit)s Antworten auf einmal.", limit=MOST_SITTING_ATTRIBUTES)
        raise DomainError(message, field="attributes")
    given: dict[str, str | float] = {}
    for key, value in attributes.items():
        if not _is_key(key, LONGEST_SITTING_KEY):
            raise DomainError(_("Diese Angaben kennen wir nicht."), field="attributes")
        if isinstance(value, str):
            given[key] = _limited(f"attributes.{key}", clean_line(value), LONGEST_VALUE)
        elif math.isfinite(value):
            # Always a float, so that 3 and 3.0 are one content.
            given[key] = float(value)
        else:
            raise DomainError(_("Diese Antwort steht nicht zur Auswahl."), field=f"attributes.{key}")
    return {key: value for key, value in given.items() if value != ""}


def _is_key(key: str, most: int) -> bool:
    return len(key) <= most and _KEY.fullmatch(key) is not None


def _limited(field: str, text: str, limit: int) -> str:
    if len(text) > limit:
        message = _(
            "Der Text ist zu lang: %(length)s Zeichen, höchstens %(limit)s.", length=len(text), limit=limit
        )
        raise DomainError(message, field=field)
    return text
