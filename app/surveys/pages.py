"""The pages of a survey, for people who answer it and for staff who try a version of it."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import render_template, request, url_for

from app.base.i18n import current_language
from app.contributions.forms import QUOTE
from app.processes.models import Process
from app.questions.content import Questionnaire, has_files
from app.questions.fields import FilesField
from app.questions.forms import asking
from app.questions.mark_fields import MarksField
from app.questions.minutes import estimated_minutes
from app.questions.page_data import has_map
from app.questions.saying import Saying
from app.surveys.models import Survey
from app.surveys.page_data import page_data
from app.surveys.sheets import Sheets
from app.surveys.turning import Turn
from app.surveys.uploads import NoOffer

REVIEW = "pruefen"


@dataclass(frozen=True)
class Place:
    """Where a survey is shown. `trial` is the number of the version that staff try; 0 where answers count."""

    process: Process
    survey: Survey
    trial: int = 0

    def url(self, page: int | str | None = None, **more: Any) -> str:
        """The address of a page: a number, REVIEW, or None for the one with a script."""
        here: dict[str, Any] = {"slug": self.process.slug, "survey": self.survey.activity.slug, "seite": page}
        if self.trial:
            return url_for("surveys_staff.try_version", number=self.trial, **here, **more)
        return url_for("surveys.show", **here, **more)

    @property
    def send_url(self) -> str:
        """Where the look over everything leads."""
        if self.trial:
            return self.url("fertig")
        return url_for("surveys.send", slug=self.process.slug, survey=self.survey.activity.slug)

    def carried(self, pages: Sheets) -> str:
        """On trial the answers travel from page to page and lie nowhere else."""
        return json.dumps(pages.raw) if self.trial else ""


def whole_page(place: Place, content: Questionnaire, *, seed: str, **more: Any) -> str:
    """The page of the script: every section, hidden until it is asked. `more` goes into its data."""
    saying = Saying(content, current_language(), seed=seed)
    return render_template(
        "surveys/answer.html",
        place=place,
        process=place.process,
        survey=place.survey,
        content=content,
        say=saying,
        asking=asking(saying),
        has_map=has_map(content),
        has_files=has_files(content),
        count=sum(1 for question in content.questions() if question.of_kind.value),
        minutes=estimated_minutes(content, current_language()),
        quote=QUOTE,
        data=page_data(place.process, place.survey, content, **more),
    )


def sheet_page(place: Place, now_at: Turn, offer: Callable[[FilesField], Any] | None = None) -> str:
    """One page without a script; `offer` says how it takes files for a question, without it none are taken."""
    pages = now_at.pages
    step = pages.steps[now_at.page - 1]
    form = pages.form(step)
    form.attach(now_at.problems)
    for field in form.asked:
        if isinstance(field, MarksField) and (not field.marks or now_at.more == field.name):
            field.add()
    for field in form.every():
        if isinstance(field, FilesField):
            field.upload = offer(field) if offer else NoOffer()
    return render_template(
        "surveys/step.html",
        place=place,
        process=place.process,
        survey=place.survey,
        step=step,
        number=now_at.page,
        all=len(pages.steps),
        form=form,
        problems=now_at.problems,
        say=pages.saying,
        carried=place.carried(pages),
        is_longer=now_at.is_longer,
        has_files=has_files(pages.content),
        can_repeat=pages.can_repeat(step),
    )


def review_page(place: Place, pages: Sheets, message: str = "") -> str:
    """The look over everything, without a script."""
    return render_template(
        "surveys/review.html",
        place=place,
        process=place.process,
        survey=place.survey,
        pages=pages,
        say=pages.saying,
        carried=place.carried(pages),
        first_problem=pages.first_problem() if request.method == "POST" else 0,
        message=message,
        quote=QUOTE,
    )


def page_number(wanted: str, pages: Sheets) -> int:
    """A number of one of the pages, whatever the address says."""
    number = int(wanted) if wanted.isdecimal() and len(wanted) < 6 else 1
    return min(max(number, 1), max(len(pages.steps), 1))
