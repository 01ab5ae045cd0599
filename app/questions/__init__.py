"""The questionnaire engine: content, conditions, answers and forms; it knows no contribution."""

from __future__ import annotations

from flask import Blueprint, Flask

from app.questions.editor.staff_views import blueprint as editor_blueprint

templates = Blueprint("questions", __name__, template_folder="templates")
"""The macros for fields that channels show."""


def init_app(app: Flask) -> None:
    app.register_blueprint(templates)
    app.register_blueprint(editor_blueprint)
