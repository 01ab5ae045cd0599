"""The invented town of Ellerbrück: places, people and their words as data, loaded through the services users call."""

from flask import Flask

from app.demo.commands import group


def init_app(app: Flask) -> None:
    """Offer `flask demo load`; it refuses to run unless DEMO is set."""
    app.cli.add_command(group)
