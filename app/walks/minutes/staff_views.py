"""Minutes for staff: drafted in one click, edited section by section, sent, answered, confirmed, taken away."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from app.base.database import transaction
from app.base.errors import Conflict, DomainError, NotFound
from app.participants.pictures import qr_svg
from app.processes.access import member_required
from app.processes.models import Process
from app.processes.returning import is_return_planned
from app.processes.roles import MINUTES
from app.walks.minutes import queries, services
from app.walks.minutes.content import content_of
from app.walks.minutes.forms import AnswerVoiceForm, ConfirmForm, SectionForm
from app.walks.minutes.photos import photos_beside
from app.walks.minutes.printing import minutes_pdf
from app.walks.minutes.rendering import blocks_of
from app.walks.minutes.sketch import sketch
from app.walks.minutes.vocabulary import STATES
from app.walks.minutes.word import minutes_docx
from app.walks.models import Walk
from app.walks.queries import walk_by_slug

blueprint = Blueprint(
    "walks_minutes_staff",
    __name__,
    url_prefix="/verwaltung/verfahren/<slug>/spaziergang/<walk>/protokoll",
    template_folder="../templates",
)
_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@blueprint.get("")
@member_required(*MINUTES)
def show(process: Process, walk: str) -> str:
    """The minutes as they are now, with what was said to them and what came since."""
    return _page(process, walk_by_slug(process.id, walk), ConfirmForm(formdata=None))


@blueprint.post("/entwerfen")
@member_required(*MINUTES)
def draft(process: Process, walk: str) -> Any:
    """From the record to minutes, in one click."""
    with transaction():
        services.draft_minutes(walk=walk_by_slug(process.id, walk), actor=current_user.id)
        slug = process.slug
    flash(_("Der Entwurf ist da. Bitte lesen Sie ihn, bevor Sie ihn zeigen."), "success")
    return redirect(url_for(".show", slug=slug, walk=walk))


@blueprint.route("/abschnitt/<uuid:section_id>", methods=["GET", "POST"])
@member_required(*MINUTES)
def section(process: Process, walk: str, section_id: UUID) -> Any:
    """Edit one section; of two who write at once the second sees both texts and loses nothing."""
    found = walk_by_slug(process.id, walk)
    form = SectionForm(obj=queries.section_of(found, section_id))
    theirs = None
    if form.validate_on_submit():
        try:
            with transaction():
                services.save_section(
                    walk=walk_by_slug(process.id, walk),
                    section_id=section_id,
                    text=form.text.data or "",
                    version=_version(form),
                    actor=current_user.id,
                )
                slug = process.slug
        except Conflict as error:
            form.form_errors = [*form.form_errors, str(error.message)]
            theirs = queries.section_of(walk_by_slug(process.id, walk), section_id)
            form.version.data, form.version.raw_data = str(theirs.version), None
        except NotFound:
            raise
        except DomainError as error:
            form.text.errors = [*form.text.errors, str(error.message)]
        else:
            flash(_("Der Abschnitt ist gespeichert."), "success")
            return redirect(url_for(".show", slug=slug, walk=walk, _anchor=f"abschnitt-{section_id}"))
    found = walk_by_slug(process.id, walk)
    current = queries.section_of(found, section_id)
    page = render_template(
        "walks/minutes_section.html",
        process=process,
        walk=found,
        section=current,
        form=form,
        theirs=theirs,
        earlier=queries.earlier_texts(current),
        told=queries.told(current.minutes)[current.id],
    )
    return page, 409 if theirs is not None else 422 if form.errors else 200


@blueprint.post("/abschnitt/<uuid:section_id>/fassung/<uuid:revision_id>")
@member_required(*MINUTES)
def restore(process: Process, walk: str, section_id: UUID, revision_id: UUID) -> Any:
    """Bring an earlier text back."""
    sent = request.form.get("version", "")
    with transaction():
        services.restore_section(
            walk=walk_by_slug(process.id, walk),
            section_id=section_id,
            revision_id=revision_id,
            version=int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 10 else -1,
            actor=current_user.id,
        )
        slug = process.slug
    flash(_("Die frühere Fassung steht wieder da."), "success")
    return redirect(url_for(".section", slug=slug, walk=walk, section_id=section_id))


@blueprint.post("/neues")
@member_required(*MINUTES)
def take_news(process: Process, walk: str) -> Any:
    """Add what came since the draft."""
    with transaction():
        services.take_news(walk=walk_by_slug(process.id, walk), actor=current_user.id)
        slug = process.slug
    flash(_("Die neuen Einträge stehen jetzt im Protokoll."), "success")
    return redirect(url_for(".show", slug=slug, walk=walk))


@blueprint.post("/zeigen")
@member_required(*MINUTES)
def send(process: Process, walk: str) -> Any:
    """Show the minutes to those who walked."""
    return _step(
        process, walk, services.send_minutes, _("Wer mitgegangen ist, kann das Protokoll jetzt lesen.")
    )


@blueprint.post("/zurueckholen")
@member_required(*MINUTES)
def call_back(process: Process, walk: str) -> Any:
    """Back to a draft."""
    return _step(process, walk, services.call_back, _("Das Protokoll ist wieder ein Entwurf."))


@blueprint.post("/link")
@member_required(*MINUTES)
def renew_link(process: Process, walk: str) -> Any:
    """Another link for those who walked."""
    return _step(process, walk, services.renew_link, _("Der alte Link gilt nicht mehr."))


@blueprint.post("/bestaetigt")
@member_required(*MINUTES)
def confirm(process: Process, walk: str) -> Any:
    """Those who walked find it right."""
    form = ConfirmForm()
    try:
        with transaction():
            services.confirm_minutes(
                walk=walk_by_slug(process.id, walk), is_spoken=form.is_spoken.data, actor=current_user.id
            )
            slug = process.slug
    except NotFound:
        raise
    except DomainError as error:
        form.is_spoken.errors = [str(error.message)]
        return _page(process, walk_by_slug(process.id, walk), form), error.status
    flash(_("Das Protokoll ist bestätigt."), "success")
    return redirect(url_for(".show", slug=slug, walk=walk))


@blueprint.route("/rueckmeldung/<uuid:voice_id>", methods=["GET", "POST"])
@member_required(*MINUTES)
def voice(process: Process, walk: str, voice_id: UUID) -> Any:
    """Answer one correction."""
    found = queries.voice_of(walk_by_slug(process.id, walk), voice_id)
    form = AnswerVoiceForm(obj=found)
    if form.validate_on_submit():
        with transaction():
            told = services.answer_voice(
                walk=walk_by_slug(process.id, walk),
                voice_id=voice_id,
                answer=form.answer.data or "",
                is_taken=form.is_taken.data,
                actor=current_user.id,
            )
            slug, section_id = process.slug, told.section_id
        flash(_("Die Antwort ist gespeichert."), "success")
        return redirect(url_for(".show", slug=slug, walk=walk, _anchor=f"abschnitt-{section_id}"))
    there = walk_by_slug(process.id, walk)
    page = render_template(
        "walks/minutes_voice.html",
        process=process,
        walk=there,
        voice=found,
        section=queries.section_of(there, found.section_id),
        form=form,
        blocks_of=blocks_of,
    )
    return page, 422 if form.errors else 200


@blueprint.get("/protokoll.pdf")
@member_required(*MINUTES)
def pdf(process: Process, walk: str) -> Response:
    """The minutes as a tagged PDF."""
    return _file(
        minutes_pdf(content_of(process, walk_by_slug(process.id, walk))), walk, "pdf", "application/pdf"
    )


@blueprint.get("/protokoll.docx")
@member_required(*MINUTES)
def docx(process: Process, walk: str) -> Response:
    """The minutes for those who work on with them."""
    return _file(minutes_docx(content_of(process, walk_by_slug(process.id, walk))), walk, "docx", _DOCX)


def _file(data: bytes, walk: str, ending: str, mimetype: str) -> Response:
    response = Response(data, mimetype=mimetype)
    response.headers["Content-Disposition"] = f'attachment; filename="protokoll-{walk}.{ending}"'
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _step(process: Process, walk: str, act: Any, text: str) -> Any:
    with transaction():
        act(walk=walk_by_slug(process.id, walk), actor=current_user.id)
        slug = process.slug
    flash(text, "success")
    return redirect(url_for(".show", slug=slug, walk=walk))


def _page(process: Process, walk: Walk, form: ConfirmForm) -> str:
    found = queries.minutes_of(walk.activity_id)
    if found is None:
        return render_template("walks/minutes_none.html", process=process, walk=walk)
    parts, noted = queries.draft_now(walk)
    fresh = queries.news(found, parts)
    link = url_for("walks_minutes.by_link", token=queries.link_token(found), _external=True)
    return render_template(
        "walks/minutes.html",
        process=process,
        walk=walk,
        minutes=found,
        form=form,
        state=STATES[found.state],
        told=queries.told(found),
        speakers=queries.speakers(found),
        news=fresh,
        news_count=queries.count_news(found, fresh),
        secrets=sum(1 for one in noted if any(said.is_secret for said in one.said)),
        picture=sketch(walk, noted, _("Skizze des Wegs mit den Halten und Notizen")),
        photos=photos_beside(noted, is_released=False),
        link=link,
        qr=qr_svg(link),
        blocks_of=blocks_of,
        is_return_planned=is_return_planned(process.id, walk.activity_id),
    )


def _version(form: SectionForm) -> int:
    sent = (form.version.raw_data or [""])[0]
    return int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 10 else -1
