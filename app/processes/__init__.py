"""Beteiligungsverfahren: what it is about, who may do what, which activities it offers."""

from flask import Flask

from app.base.i18n import for_participants
from app.processes.access import may_open
from app.processes.menu import staff_menu
from app.processes.public_views import blueprint as public_blueprint
from app.processes.staff_views import blueprint as staff_blueprint
from app.processes.wordings import lang_of, paragraphs_of, spoken


def init_app(app: Flask) -> None:
    """Register the public and staff pages of processes, and the menu of staff pages."""
    app.register_blueprint(for_participants(public_blueprint))
    app.register_blueprint(staff_blueprint)
    app.jinja_env.globals.update(
        may_open=may_open, lang_of=lang_of, spoken=spoken, paragraphs_of=paragraphs_of
    )
    app.context_processor(staff_menu)
