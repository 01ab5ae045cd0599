"""What the script of the survey page needs to know besides the questions: whose draft, which version, where it goes."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import url_for
from flask_babel import gettext as _

from app.base.i18n import current_language
from app.contributions.forms import QUOTE
from app.contributions.homes import HOME, STEP_LAT, STEP_LON
from app.processes.models import Process
from app.questions.content import Questionnaire
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
) -> dict[str, Any]:
    """JSON-ready settings; `rendering` names this page, so that a phone which keeps it can tell it from a fresh one.

    `number` is the version that is answered, `owner` who answers, `known` what is known of them.
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
        "unsent": {"id": str(unsent.submission_id), "raw": unsent.raw} if unsent else None,
        "known": known or {},
        "quote": QUOTE.version,
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
    }
