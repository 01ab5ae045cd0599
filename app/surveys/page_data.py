"""What the script of the survey page needs to know, as JSON in the page: logic, words, addresses, the map."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any
from uuid import UUID

from flask import url_for
from flask_babel import gettext as _

from app.base.i18n import current_language
from app.base.map_words import hand_words, map_words
from app.base.tiles import tile_source
from app.contributions.forms import QUOTE
from app.contributions.homes import HOME, STEP_LAT, STEP_LON
from app.processes.extent import extent_around, outline_around, start_view
from app.processes.models import Process
from app.processes.queries import area_sets_of
from app.questions.answers import town_date
from app.questions.content import Questionnaire
from app.questions.reading import to_json
from app.questions.texts import said
from app.surveys.models import Survey, SurveyDraft

NEAREST = 15
"""From this zoom on a place is meant exactly."""
_TEXTS = ("label", "hint", "title", "text", "intro", "closing")


def page_data(
    process: Process,
    survey: Survey,
    content: Questionnaire,
    *,
    number: int,
    rendering: UUID,
    owner: str = "",
    unsent: SurveyDraft | None = None,
    is_trial: bool = False,
) -> dict[str, Any]:
    """JSON-ready settings; `rendering` names this page, so that a phone which keeps it can tell it from a fresh one.

    `number` is the version that is answered, `owner` who answers. On trial nothing is kept and nothing sent.
    """
    here: dict[str, Any] = {"slug": process.slug, "survey": survey.activity.slug}
    has_map = any(question.of_kind.geometry for question in content.questions())
    return {
        "page": str(rendering),
        "activity": str(survey.activity_id),
        "owner": owner,
        "isTrial": is_trial,
        "language": current_language(),
        "version": number,
        "today": town_date().isoformat(),
        "questionnaire": lean(content),
        # What was answered on pages without a script, for a phone that has nothing newer.
        "unsent": {"id": str(unsent.submission_id), "raw": unsent.raw} if unsent else None,
        "quote": QUOTE.version,
        "map": _map(process) if has_map else None,
        "urls": {
            "done": url_for("surveys.done", **here),
            "places": url_for("tiles.places"),
            "resume": url_for("participants.resume_form"),
        },
        "words": {**words(), **(_map_words() if has_map else {})},
    }


def lean(content: Questionnaire) -> dict[str, Any]:
    """The questionnaire without its words, which stand in the page: keys, kinds, limits, conditions."""
    language, first = current_language(), content.languages[0]

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


_PARTS = {"sections", "questions", "choices", "rows", "followups"}


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
        "home": {"words": HOME.pattern, "stepLon": STEP_LON, "stepLat": STEP_LAT},
    }


def words() -> dict[str, str]:
    """Everything the script says; %1 and %2 are filled in by the script."""
    return {
        "progress": _("Seite %(number)s von %(all)s", number="%1", all="%2"),
        "review": _("Alles noch einmal ansehen"),
        "next": _("Weiter"),
        "toReview": _("Zum Ansehen"),
        "kept": _("Entwurf auf diesem Handy"),
        "notKept": _("Dein Browser kann nichts speichern. Lass die Seite offen, bis alles angekommen ist."),
        "restored": _("Hier hast du aufgehört. Deine Antworten sind noch da."),
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
        "nothing": _("Es ist noch nichts eingetragen."),
        "change": _("Ändern"),
        "unanswered": _("ohne Antwort"),
        "yes": _("Ja"),
        "local": _("Noch auf dem Handy. Wird gesendet, sobald Netz da ist."),
        "sending": _("Wird gesendet …"),
        "arrived": _("Angekommen! Danke für deine Antworten."),
        "signedOut": _(
            "Du bist auf diesem Handy nicht mehr dabei. Gib deinen Beleg ein, dann wird alles gesendet."
        ),
        "resume": _("Mit deinem Beleg weitermachen"),
        "place": _("Ort %(number)s", number="%1"),
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
