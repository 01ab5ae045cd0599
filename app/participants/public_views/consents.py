"""My consents: what I said yes to, taken back with one tap; what else I may say yes to, asked one by one (E06)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from app.base.database import transaction
from app.base.errors import DomainError, NotFound
from app.participants.access import participant_required
from app.participants.consents import allowed, log_of
from app.participants.public_views.blueprint import blueprint
from app.participants.public_views.this_phone import participant
from app.participants.services import record_consent, withdraw_consent
from app.participants.vocabulary import AGE_16, CONSENT_TEXTS, PURPOSES

AT_LARGE = ("audio_public", "quote", "drawing")
"""Asked here for everything one sends; the others are asked where the photo or the recording is made."""


@blueprint.get("/mein/einwilligungen")
@participant_required
def consents() -> Any:
    return _page()


@blueprint.post("/mein/einwilligungen")
@participant_required
def say_yes() -> Any:
    """One yes to one purpose, in the wording that was shown."""
    purpose = request.form.get("purpose", "")
    try:
        with transaction():
            record_consent(
                participant_id=participant().id,
                purpose=purpose,
                text_version=request.form.get("version", ""),
            )
    except NotFound:
        raise
    except DomainError as error:
        return _page(str(error.message)), 422
    flash(_("Gespeichert. Du kannst es jederzeit zurücknehmen."), "success")
    return redirect(url_for("participants.consents"))


@blueprint.post("/mein/einwilligungen/<uuid:consent_id>/zuruecknehmen")
@participant_required
def take_consent_back(consent_id: UUID) -> Any:
    """One tap: the yes is gone, and what rests on it is hidden at once."""
    with transaction():
        withdraw_consent(participant_id=participant().id, consent_id=consent_id)
    flash(_("Zurückgenommen. Was dazu gehört, sieht ab jetzt niemand mehr."), "success")
    return redirect(url_for("participants.consents"))


def _page(problem: str = "") -> str:
    person = participant()
    said = log_of(person.id)
    standing = {
        line.consent.purpose
        for line in said
        if line.consent.withdrawn_at is None and line.consent.subject_id is None
    }
    asked = [purpose for purpose in AT_LARGE if purpose not in standing]
    asks_age = person.age_band == "na" and AGE_16 not in standing
    return render_template(
        "participants/consents.html",
        said=said,
        missing={
            line.consent.id: allowed(person, line.consent.purpose).reason
            for line in said
            if line.consent.purpose in PURPOSES and line.consent.withdrawn_at is None
        },
        asked=[(purpose, CONSENT_TEXTS[purpose], allowed(person, purpose)) for purpose in asked],
        age=(AGE_16, CONSENT_TEXTS[AGE_16]) if asks_age else None,
        problem=problem,
    )
