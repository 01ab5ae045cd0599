"""Minutes for those who walked: read them, say for each section that it is right or what is wrong; without script."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, session, url_for
from flask_babel import gettext as _

from app.base.access import public
from app.base.database import transaction
from app.base.errors import DomainError, NotFound
from app.base.tokens import new_token, token_hash
from app.contributions.own import own
from app.participants.access import current_participant, participant_required
from app.participants.models import Participant
from app.processes.models import Process
from app.walks.access import at_the_walk
from app.walks.minutes.forms import SayForm
from app.walks.minutes.models import Minutes, MinutesSection, MinutesVoice
from app.walks.minutes.photos import photos_beside
from app.walks.minutes.queries import (
    draft_now,
    minutes_by_token,
    minutes_of,
    told,
    voices_by,
    walked_along,
)
from app.walks.minutes.rendering import blocks_of
from app.walks.minutes.sketch import sketch
from app.walks.minutes.vocabulary import DRAFT, LONGEST_CORRECTION, SENT, STATES
from app.walks.minutes.voices import Said, Speaker, say
from app.walks.models import Walk

blueprint = Blueprint("walks_minutes", __name__, template_folder="../templates")
_NAME = "minutes_voice"


@blueprint.route("/verfahren/<slug>/spaziergang/<walk>/protokoll", methods=["GET", "POST"])
@participant_required
def show(slug: str, walk: str) -> Any:
    """The minutes for whoever walked along, on their own page."""
    process, found, person = at_the_walk(slug, walk)
    minutes = minutes_of(found.activity_id)
    if minutes is None or minutes.state == DRAFT or not _was_there(found, person):
        raise NotFound(_("Dieses Protokoll gibt es noch nicht."))
    back = url_for(".show", slug=slug, walk=walk)
    return _answered(process, found, minutes, Speaker(str(person.id), person.id), back)


@blueprint.route("/protokoll/<token>", methods=["GET", "POST"])
@public
def by_link(token: str) -> Any:
    """The same by the link of the walk, without an account; it shows these minutes and nothing else."""
    found = minutes_by_token(token)
    if found is None:
        raise NotFound(_("Diesen Link gibt es nicht mehr. Frag die Leute, mit denen du gegangen bist."))
    process, walk, minutes = found
    person = current_participant()
    if person is not None and person.process_id == process.id and _was_there(walk, person):
        speaker = Speaker(str(person.id), person.id)
    else:
        speaker = Speaker(token_hash(_browser())[:64])
    return _answered(process, walk, minutes, speaker, url_for(".by_link", token=token))


def _browser() -> str:
    """What tells this browser from others, made when it first says something; nothing else is kept of it."""
    if _NAME not in session:
        if request.method != "POST":
            return ""
        session[_NAME] = new_token()
    return str(session[_NAME])


def _was_there(walk: Walk, person: Participant) -> bool:
    return walked_along(walk, person) or bool(own(person.id, walk.activity_id))


def _answered(process: Process, walk: Walk, minutes: Minutes, speaker: Speaker, back: str) -> Any:
    form = SayForm()
    error: DomainError | None = None
    if form.validate_on_submit():
        try:
            with transaction():
                found = minutes_of(minutes.activity_id)
                assert found is not None
                is_danger = say(walk=walk, minutes=found, speaker=speaker, said=_sent(found.sections))
        except DomainError as refused:
            error = refused
        else:
            if is_danger:
                return render_template("walks/minutes_help.html", back=back)
            flash(_("Danke! Deine Rückmeldung ist angekommen."), "success")
            return redirect(back)
    _parts, noted = draft_now(walk)
    page = render_template(
        "walks/minutes_read.html",
        process=process,
        walk=walk,
        minutes=minutes,
        sections=[one for one in minutes.sections if one.text],
        form=form,
        error=error,
        mine=_shown(minutes, speaker),
        said=told(minutes),
        state=STATES[minutes.state],
        may_say=minutes.state == SENT,
        longest=LONGEST_CORRECTION,
        photos=photos_beside(noted, is_released=True),
        picture=sketch(walk, noted, _("Skizze von eurem Weg mit den Halten")),
        blocks_of=blocks_of,
        back=back,
    )
    return page, error.status if error else 200


def _sent(sections: list[MinutesSection]) -> list[Said]:
    """What the form says; sections nothing was chosen for are left alone."""
    found = []
    for section in sections:
        choice = request.form.get(f"right-{section.id}", "")
        if choice in ("yes", "no"):
            text = request.form.get(f"text-{section.id}", "")
            found.append(Said(section.id, choice == "yes", text))
    if not found:
        raise DomainError(_("Bitte sag bei mindestens einem Abschnitt, ob er stimmt."))
    return found


def _shown(minutes: Minutes, speaker: Speaker) -> dict[UUID, dict[str, Any]]:
    """What stands in the form: what was sent just now, else what was said before."""
    known = voices_by(minutes, speaker.key)
    found = {}
    for section in minutes.sections:
        before: MinutesVoice | None = known.get(section.id)
        choice = "" if before is None else "yes" if before.is_right else "no"
        found[section.id] = {
            "choice": request.form.get(f"right-{section.id}", choice),
            "text": request.form.get(f"text-{section.id}", before.text if before else ""),
            "voice": before,
        }
    return found
