"""Maps and public results pages, made from releases only."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Register the results pages and the map frames."""
