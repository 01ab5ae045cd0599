"""What the script that asks questions needs to know, as JSON in the page: logic, words, the map (assets/walking.js)."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from app.base.map_words import hand_words, map_words
from app.base.tiles import tile_source
from app.processes.extent import extent_around, outline_around, start_view
from app.processes.models import Process
from app.processes.queries import area_sets_of
from app.questions.answers import town_date
from app.questions.content import Questionnaire
from app.questions.reading import to_json
from app.questions.texts import said

NEAREST = 15
"""From this zoom on a place is meant exactly."""
_TEXTS = ("label", "hint", "title", "text", "intro", "closing")
_PARTS = {"sections", "questions", "choices", "rows", "followups"}


def walk_data(process: Process, content: Questionnaire, language: str) -> dict[str, Any]:
    """JSON-ready settings of one questionnaire; `map` is None where nothing is asked on a map."""
    return {
        "language": language,
        "today": town_date().isoformat(),
        "questionnaire": lean(content, language),
        "map": _map(process) if has_map(content) else None,
        "urls": {"places": url_for("tiles.places")},
        "words": {**rule_words(), **walk_words(), **(_map_words() if has_map(content) else {})},
    }


def has_map(content: Questionnaire) -> bool:
    """Whether anything is asked on a map."""
    return any(question.of_kind.geometry for question in content.questions())


def lean(content: Questionnaire, language: str) -> dict[str, Any]:
    """The questionnaire without its words, which stand in the page: keys, kinds, limits, conditions."""
    first = content.languages[0]

    def cut(value: Any) -> Any:
        if isinstance(value, list):
            return [cut(one) if isinstance(one, dict) else one for one in value]
        kept = {
            name: cut(one) if name in _PARTS else one for name, one in value.items() if name not in _TEXTS
        }
        if message := kept.get("constraint_message"):
            kept["constraint_message"] = said(message, language, first)
        return kept

    made: dict[str, Any] = cut(to_json(content))
    return made


def _map(process: Process) -> dict[str, Any]:
    lon, lat, zoom = start_view(process)
    area_sets = area_sets_of(process)
    return {
        "center": [lat, lon],
        "zoom": zoom,
        "minPinZoom": NEAREST,
        "extent": extent_around(area_sets),
        "outline": outline_around(area_sets),
        "tiles": asdict(tile_source()),
    }


def rule_words() -> dict[str, str]:
    """Sentences of assets/rules.js, errors.js and words.js; %1 and %2 are filled in by the script."""
    return {
        "error": _("Fehler:"),
        "required": _("Bitte beantworte diese Frage."),
        "tick": _("Bitte hak das noch an."),
        "row": _("Bitte beantworte auch diese Zeile."),
        "number": _("Bitte gib eine Zahl ein."),
        "whole": _("Bitte gib eine ganze Zahl ein."),
        "step": _("Bitte gib die Zahl in Schritten von %(step)s ein.", step="%1"),
        "least": _("Bitte gib eine Zahl ab %(least)s ein.", least="%1"),
        "most": _("Bitte gib eine Zahl bis %(most)s ein.", most="%1"),
        "tooShort": _(
            "Der Text ist zu kurz: %(length)s Zeichen, mindestens %(limit)s.", length="%1", limit="%2"
        ),
        "tooLong": _(
            "Der Text ist zu lang: %(length)s Zeichen, höchstens %(limit)s.", length="%1", limit="%2"
        ),
        "chooseLess": _("Bitte wähle höchstens %(limit)s aus.", limit="%1"),
        "chooseMore": _("Bitte wähle mindestens %(limit)s aus.", limit="%1"),
        "marksLess": _("Möglich sind hier höchstens %(limit)s.", limit="%1"),
        "marksMore": _("Nötig sind hier mindestens %(limit)s.", limit="%1"),
        "noPlace": _("Bitte zeig den Ort auf der Karte oder beschreib ihn."),
        "noKind": _("Bitte wähle, was für ein Ort das ist."),
        "constraint": _("Diese Antwort passt hier nicht. Bitte prüf sie noch einmal."),
        "yes": _("Ja"),
        "place": _("Ort %(number)s", number="%1"),
    }


def walk_words() -> dict[str, str]:
    """Words of assets/walking.js and review.js."""
    return {
        "progress": _("Seite %(number)s von %(all)s", number="%1", all="%2"),
        "review": _("Alles noch einmal ansehen"),
        "next": _("Weiter"),
        "toReview": _("Zum Ansehen"),
        "nothing": _("Es ist noch nichts eingetragen."),
        "change": _("Ändern"),
        "unanswered": _("ohne Antwort"),
        "removed": _("Gelöscht."),
    }


def _map_words() -> dict[str, str]:
    return {
        **map_words(),
        **hand_words(),
        "drawFelt": _("Zeichne mit dem Finger um die Fläche herum."),
        "drawWay": _("Zeichne die Linie mit dem Finger."),
        "nearHome": _(
            "Das klingt nach einem Zuhause. Zu deinem Schutz merken wir uns den Ort nur ungefähr, auf etwa 500 Meter."
        ),
        "placed": _("Ort gesetzt. Du kannst noch einen setzen oder fertig sein."),
        "drawnOne": _("Gezeichnet. Du kannst noch etwas zeichnen oder fertig sein."),
        "fullHere": _("Hier hast du alles gezeigt, was geht."),
        "noPlaces": _("Noch nichts gezeigt."),
    }
