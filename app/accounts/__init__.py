"""Staff: sign-in, second factor, invitations."""

from flask import Flask

from app.accounts import job_views as job_views
from app.accounts.public_views import blueprint as public_blueprint
from app.accounts.security import init_security_extension
from app.accounts.staff_views import blueprint as staff_blueprint


def init_app(app: Flask) -> None:
    """Register sign-in and the staff pages about people."""
    init_security_extension(app)
    app.register_blueprint(public_blueprint)
    app.register_blueprint(staff_blueprint)
