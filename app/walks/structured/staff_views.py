"""Staff pages of a structured walk: the grid, one note on a phone, the comparison of a field."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from flask_wtf import FlaskForm

from app.base.database import transaction
from app.base.errors import DomainError
from app.processes.access import member_required
from app.processes.models import Process
from app.walks.queries import walk_by_slug
from app.walks.structured.forms import GridForm, JointForm, NoteForm
from app.walks.structured.queries import Field, field_of, fields_of, segments_of, slots_of
from app.walks.structured.services import agree, lay_grid, noted, save_note
from app.walks.structured.vocabulary import ITEMS, LEAST_VISITS, NOTERS

NOTE = ("coordinator", "facilitator", "recorder", "planner")
"""Who walks and notes."""
blueprint = Blueprint(
    "walks_structured",
    __name__,
    url_prefix="/verwaltung/verfahren/<slug>/spaziergang/<walk>/raster",
    template_folder="../templates",
)


@blueprint.route("", methods=["GET", "POST"])
@member_required(*NOTE)
def grid(process: Process, walk: str) -> Any:
    """Segments by times, how far each field is; laid here until somebody notes something."""
    found = walk_by_slug(process.id, walk)
    segments, slots = segments_of(found.activity_id), slots_of(found.activity_id)
    form = GridForm(data={"slots": "\n".join(slot.label for slot in slots)})
    if form.validate_on_submit():
        try:
            with transaction():
                lay_grid(
                    walk=found,
                    names=(form.names.data or "").splitlines(),
                    metres=form.metres.data,
                    slots=(form.slots.data or "").splitlines(),
                    actor=current_user.id,
                )
        except DomainError as error:
            _show(form, error, "names")
        else:
            flash(_("Das Raster ist angelegt."), "success")
            return redirect(url_for(".grid", slug=process.slug, walk=walk))
    page = render_template(
        "walks/structured/grid.html",
        process=process,
        walk=found,
        form=form,
        segments=segments,
        slots=slots,
        fields=fields_of(found.activity_id, current_user.id),
        is_noted=noted(found.activity_id),
        noters=NOTERS,
        least_visits=LEAST_VISITS,
    )
    return page, 422 if form.is_submitted() else 200


@blueprint.route("/<int:segment>/<int:slot>", methods=["GET", "POST"])
@member_required(*NOTE)
def note(process: Process, walk: str, segment: int, slot: int) -> Any:
    """One's own note of a field; once two have handed in, both side by side."""
    found = walk_by_slug(process.id, walk)
    field = field_of(found.activity_id, segment, slot, current_user.id)
    mine = field.mine
    form = NoteForm(data={**mine.answers, "text": mine.text, "version": mine.version} if mine else None)
    if form.validate_on_submit():
        hand_in = request.form.get("go") == "hand_in"
        try:
            with transaction():
                save_note(
                    field=field,
                    user_id=current_user.id,
                    answers={key: form[key].data for key in ITEMS},
                    text=form.text.data or "",
                    hand_in=hand_in,
                    version=_version(form.version.data),
                )
        except DomainError as error:
            _show(form, error, "text")
            return _page(process, walk, field, form), error.status
        flash(_("Abgegeben.") if hand_in else _("Gespeichert. Noch sieht es niemand sonst."), "success")
        return redirect(url_for(".note", slug=process.slug, walk=walk, segment=segment, slot=slot))
    return _page(process, walk, field, form), 422 if form.is_submitted() else 200


@blueprint.post("/<int:segment>/<int:slot>/gemeinsam")
@member_required(*NOTE)
def join_notes(process: Process, walk: str, segment: int, slot: int) -> Any:
    """What two agreed on after comparing."""
    found = walk_by_slug(process.id, walk)
    field = field_of(found.activity_id, segment, slot, current_user.id)
    form = JointForm()
    try:
        with transaction():
            agree(
                field=field,
                user_id=current_user.id,
                text=form.joint.data or "",
                version=_version(form.version.data),
            )
    except DomainError as error:
        _show(form, error, "joint")
        return _page(process, walk, field, NoteForm(formdata=None), form), error.status
    flash(_("Gespeichert."), "success")
    return redirect(url_for(".note", slug=process.slug, walk=walk, segment=segment, slot=slot))


def _page(process: Process, walk: str, field: Field, form: FlaskForm, joint: JointForm | None = None) -> str:
    if joint is None:
        known = field.joint
        joint = JointForm(
            formdata=None, data={"joint": known.text, "version": known.version} if known else None
        )
    return render_template(
        "walks/structured/note.html",
        process=process,
        walk=walk_by_slug(process.id, walk),
        field_=field,
        form=form,
        joint=joint,
        items=ITEMS,
        noters=NOTERS,
    )


def _show(form: FlaskForm, error: DomainError, otherwise: str) -> None:
    """The message at its field."""
    name = error.field if error.field in form._fields else otherwise
    form[name].errors = [str(error.message)]


def _version(text: str | None) -> int | None:
    return int(text) if text and text.isdecimal() else None
