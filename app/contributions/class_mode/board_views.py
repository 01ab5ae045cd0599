"""The teacher's board: opened by a secret link, without an account; big on a beamer, a remote control on a phone."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.base.access import public
from app.base.answers import made_for_one_visit
from app.base.database import transaction
from app.base.errors import DomainError
from app.contributions.class_mode.access import board_required, board_token, remember_board
from app.contributions.class_mode.board_data import invitation, is_by_card, script_data, state_of
from app.contributions.class_mode.forms import StepForm
from app.contributions.class_mode.models import ClassSession
from app.contributions.class_mode.queries import has_questionnaire, lesson_by_board
from app.contributions.class_mode.reveal import cells_of, picture
from app.contributions.class_mode.services import press as press_button
from app.contributions.class_mode.vocabulary import PHASES
from app.processes.channels import questions_of
from app.processes.queries import activity_by_id, process_by_id

blueprint = Blueprint("class_board", __name__, url_prefix="/klasse", template_folder="../templates")


@blueprint.get("/<token>")
@public
def enter(token: str) -> str:
    """The page behind the link changes nothing; its button takes the token out of the address."""
    return render_template("contributions/class_mode/enter.html", lesson=lesson_by_board(token), token=token)


@blueprint.post("/<token>")
@public
def open_board(token: str) -> Response:
    lesson_by_board(token)
    return remember_board(redirect(url_for(".board")), token)


@blueprint.get("")
@board_required
def board(lesson: ClassSession) -> str:
    made_for_one_visit()  # the clock goes on
    return render_template(
        "contributions/class_mode/board.html",
        lesson=lesson,
        process=process_by_id(lesson.process_id),
        state=state_of(lesson),
        phases=[(PHASES[key].label, minutes) for key, minutes in lesson.phases],
        questions=_questions(lesson),
        has_questionnaire=has_questionnaire(lesson),
        invitation=invitation(lesson),
        is_by_card=is_by_card(lesson),
        cells=cells_of(lesson),
        data=script_data(),
    )


@blueprint.post("")
@board_required
def press(lesson: ClassSession) -> Any:
    """A button, from the form or from the script, which gets the new state."""
    form = StepForm()
    if form.validate():
        try:
            with transaction():
                press_button(board_token=board_token(), step=form.step.data, phase=form.phase.data)
        except DomainError as error:
            if request.is_json:
                return jsonify(message=str(error.message)), error.status
            flash(str(error.message), "warning")
    if request.is_json:
        return jsonify(state_of(lesson_by_board(board_token())))
    return redirect(url_for(".board"))


@blueprint.get("/stand.json")
@board_required
def state(lesson: ClassSession) -> Response:
    """Asked every few seconds while the board is open."""
    return jsonify(state_of(lesson))


@blueprint.get("/karte.json")
@board_required
def revealed(lesson: ClassSession) -> Response:
    """What the class sees together; nothing before the reveal."""
    return jsonify(picture(lesson))


@blueprint.get("/mappe")
@board_required
def kit(lesson: ClassSession) -> str:
    """The printable kit, for the teacher who has only the link."""
    return kit_page(lesson, url_for(".board"), _("Zurück zur Tafel"))


def kit_page(lesson: ClassSession, way_back: str, way_back_text: str) -> str:
    """Lesson plan, cards, poster, letter to guardians, rules for photos and the plan without network, to print."""
    return render_template(
        "contributions/class_mode/kit.html",
        lesson=lesson,
        process=process_by_id(lesson.process_id),
        phases=[(key, PHASES[key].label, minutes) for key, minutes in lesson.phases],
        questions=_questions(lesson),
        has_questionnaire=has_questionnaire(lesson),
        invitation=invitation(lesson),
        is_by_card=is_by_card(lesson),
        way_back=way_back,
        way_back_text=way_back_text,
    )


def _questions(lesson: ClassSession) -> list[str]:
    """What the class is asked, when each question counts for itself."""
    if has_questionnaire(lesson):
        return []
    return [text for _key, text in questions_of(activity_by_id(lesson.activity_id))]
