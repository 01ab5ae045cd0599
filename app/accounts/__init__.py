"""Staff: sign-in, second factor, invitations."""

from flask import Flask

from app.accounts import models as models


def init_app(app: Flask) -> None:
    """Register sign-in and the staff pages about people."""
