"""Staff pages of a sample: stacks of letters with what was used, the codes shown once, who to remind."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any

from flask import Blueprint, Response, current_app, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user

from app.base.answers import made_for_one_visit
from app.base.database import transaction
from app.base.errors import DomainError
from app.participants.pictures import qr_svg
from app.processes.access import member_required
from app.processes.models import Process
from app.processes.roles import MANAGE
from app.surveys.models import SAMPLE, Survey
from app.surveys.queries import survey_by_slug
from app.surveys.sample.forms import LettersForm, ReturnedForm, StackForm
from app.surveys.sample.queries import grouped, hash_of, not_used, serials_of, stacks_of
from app.surveys.sample.services import Letter, make_letters, mark_returned

blueprint = Blueprint(
    "surveys_sample_staff",
    __name__,
    url_prefix="/verwaltung/verfahren/<slug>/umfrage/<survey>/stichprobe",
    template_folder="../templates",
)


@blueprint.route("", methods=["GET", "POST"])
@member_required(*MANAGE)
def index(process: Process, survey: str) -> Any:
    """Stacks with targets and what was used; a new stack answers with its codes, this one time."""
    found, form = survey_by_slug(process.id, survey), StackForm()
    if form.validate_on_submit():
        try:
            with transaction():
                _batch, letters = make_letters(
                    survey=survey_by_slug(process.id, survey),
                    number=form.number.data,
                    label=form.label.data or "",
                    target=form.target.data,
                    actor=current_user.id,
                )
        except DomainError as error:
            field = form[error.field] if error.field in form._fields else form.number
            field.errors = [*field.errors, str(error.message)]
        else:
            return _letters_page(process, survey_by_slug(process.id, survey), letters, form.label.data or "")
        found = survey_by_slug(process.id, survey)
    return _index(process, found, form, ReturnedForm(formdata=None))


@blueprint.post("/zurueck")
@member_required(*MANAGE)
def returned(process: Process, survey: str) -> Any:
    """Letters answered on paper are marked by their own numbers; nothing leads to the sheets."""
    form = ReturnedForm()
    if form.validate_on_submit():
        try:
            with transaction():
                mark_returned(
                    survey=survey_by_slug(process.id, survey), serials=form.serials(), actor=current_user.id
                )
        except DomainError as error:
            form.numbers.errors = [*form.numbers.errors, str(error.message)]
        else:
            flash(_("Vermerkt. Diese Nummern werden nicht mehr erinnert."), "success")
            return redirect(url_for(".index", slug=process.slug, survey=survey))
    return _index(process, survey_by_slug(process.id, survey), StackForm(formdata=None), form)


def _index(process: Process, survey: Survey, form: StackForm, back: ReturnedForm) -> Any:
    page = render_template(
        "surveys/sample/index.html",
        process=process,
        survey=survey,
        form=form,
        back=back,
        stacks=stacks_of(survey.activity_id),
        has_sample=SAMPLE in survey.modes,
        address=_address(process, survey),
    )
    return page, 422 if form.errors or back.errors else 200


@blueprint.post("/codes.csv")
@member_required(*MANAGE)
def codes_file(process: Process, survey: str) -> Any:
    """The codes of the page that shows them as a file for a mail merge; only codes of this survey go in."""
    found, form = survey_by_slug(process.id, survey), LettersForm()
    typed = (form.codes.data or "").split() if form.validate_on_submit() else []
    hashes = [hash_of(code) for code in typed]
    serials = serials_of(found.activity_id, hashes)
    if not typed or len(serials) != len(typed):
        flash(_("Diese Codes gehören nicht zu dieser Umfrage. Sie werden nur einmal gezeigt."), "warning")
        return redirect(url_for(".index", slug=process.slug, survey=survey))
    address = _address(process, found)
    rows = [(str(serials[code_hash]), code, address) for code, code_hash in zip(typed, hashes, strict=True)]
    return _csv([_("Nummer"), _("Code"), _("Adresse der Umfrage")], rows, f"briefe-{survey}.csv")


@blueprint.get("/erinnerung.csv")
@member_required(*MANAGE)
def reminder(process: Process, survey: str) -> Response:
    """The serial numbers whose code nobody used yet; whose they are, only the town's own list says."""
    found = survey_by_slug(process.id, survey)
    rows = [(str(serial), label) for serial, label in not_used(found.activity_id)]
    return _csv([_("Nummer"), _("Gruppe")], rows, f"erinnerung-{survey}.csv")


def _letters_page(process: Process, survey: Survey, letters: Sequence[Letter], label: str) -> str:
    made_for_one_visit()
    address = _address(process, survey)
    shown = [(letter.serial, grouped(letter.code)) for letter in letters]
    return render_template(
        "surveys/sample/letters.html",
        process=process,
        survey=survey,
        label=label,
        letters=shown,
        codes="\n".join(code for _serial, code in shown),
        address=address,
        picture=qr_svg(address),
    )


def _address(process: Process, survey: Survey) -> str:
    path = url_for("surveys_sample.letter", slug=process.slug, survey=survey.activity.slug)
    return f"{current_app.config['BASE_URL']}{path}"


def _csv(head: Sequence[str], rows: Iterable[Sequence[str]], name: str) -> Response:
    """A table as German spreadsheets and mail merges open it: UTF-8 with a mark, semicolons, CRLF."""
    file = io.StringIO()
    writer = csv.writer(file, delimiter=";", lineterminator="\r\n")
    writer.writerow(head)
    writer.writerows([_harmless(cell) for cell in row] for row in rows)
    return Response(
        file.getvalue().encode("utf-8-sig"),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"},
    )


def _harmless(cell: str) -> str:
    """A cell that a spreadsheet could take for a formula begins with an apostrophe."""
    return f"'{cell}" if cell[:1] in {"=", "+", "-", "@", "\t", "\r"} else cell
