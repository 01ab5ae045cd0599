"""The questionnaire engine: content, conditions, answers and forms; it knows no contribution."""

from __future__ import annotations

from flask import Blueprint, Flask

templates = Blueprint("questions", __name__, template_folder="templates")
"""No pages of its own: the macros for fields that channels show."""


def init_app(app: Flask) -> None:
    app.register_blueprint(templates)
