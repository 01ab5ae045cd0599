"""What the script of the survey page needs to know besides the questions: whose draft, which version, where it goes."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import url_for
from flask_babel import gettext as _

from app.base.i18n import current_language
from app.contributions.forms import QUOTE
from app.contributions.homes import HOME, STEP_LAT, STEP_LON
from app.contributions.media.phone import phone_media
from app.contributions.media.queries import kept_files
from app.participants.consents import for_page
from app.participants.models import Participant
from app.processes.models import Process
from app.questions.content import Questionnaire, has_files
from app.questions.page_data import walk_data
from app.surveys.models import Survey, SurveyDraft


def page_data(
    process: Process,
    survey: Survey,
    content: Questionnaire,
    *,
    number: int,
    rendering: UUID,
    owner: str = "",
    known: dict[str, Any] | None = None,
    unsent: SurveyDraft | None = None,
    media: dict[str, Any] | None = None,
) -> dict[str, Any]:
    """JSON-ready settings; `rendering` names this page, so that a phone which keeps it can tell it from a fresh one.

    `number` is the version that is answered, `owner` who answers, `known` what is known of them, `media` what
    `media_of` says about them.
    """
    data = walk_data(process, content, current_language())
    here: dict[str, Any] = {"slug": process.slug, "survey": survey.activity.slug}
    if data["map"]:
        data["map"]["home"] = {"words": HOME.pattern, "stepLon": STEP_LON, "stepLat": STEP_LAT}
    data["words"] |= _words()
    data["urls"] |= {"done": url_for("surveys.done", **here), "resume": url_for("participants.resume_form")}
    return data | {
        "page": str(rendering),
        "activity": str(survey.activity_id),
        "owner": owner,
        "version": number,
        # What was answered on pages without a script, for a phone that has nothing newer.
        "unsent": _unsent(unsent) if unsent else None,
        "media": media,
        "known": known or {},
        "quote": QUOTE.version,
    }


def media_of(content: Questionnaire, person: Participant) -> dict[str, Any] | None:
    """What the script must know to take photos and recordings; None where nothing asks for any."""
    if not has_files(content):
        return None
    found = phone_media(for_page(person), [])
    return {**found, "words": {**found["words"], **_file_words()}}


def _unsent(draft: SurveyDraft) -> dict[str, Any]:
    files = [
        {"id": str(one.id), "kind": one.kind, "text": one.text}
        for one in kept_files(submission_id=draft.submission_id)
    ]
    return {"id": str(draft.submission_id), "raw": draft.raw, "files": files}


def _file_words() -> dict[str, str]:
    return {
        "unsaved": _("wird mit deinen Antworten gesendet"),
        "kept": _("liegt schon bei uns"),
        "moved": _("Der Punkt steht jetzt dort, wo das Foto gemacht wurde."),
    }


def _words() -> dict[str, str]:
    return {
        "kept": _("Entwurf auf diesem Handy"),
        "notKept": _("Dein Browser kann nichts speichern. Lass die Seite offen, bis alles angekommen ist."),
        "restored": _("Hier hast du aufgehört. Deine Antworten sind noch da."),
        "local": _("Noch auf dem Handy. Wird gesendet, sobald Netz da ist."),
        "sending": _("Wird gesendet …"),
        "arrived": _("Angekommen! Danke für deine Antworten."),
        "signedOut": _(
            "Du bist auf diesem Handy nicht mehr dabei. Gib deinen Beleg ein, dann wird alles gesendet."
        ),
        "resume": _("Mit deinem Beleg weitermachen"),
        "filesLost": _(
            "Hier hast du aufgehört. Ein Foto oder eine Aufnahme ist nicht mehr auf diesem Handy."
        ),
        "filesLeft": _("Deine Antworten sind angekommen. Fotos und Aufnahmen sind noch unterwegs."),
    }
