"""The public report of a walk: what was released, in plain words, for everybody and for those who walked."""

from app.base.i18n import for_participants
from app.walks.report.public_views import blueprint as public_blueprint
from app.walks.report.staff_views import blueprint as staff_blueprint

blueprints = (for_participants(public_blueprint), staff_blueprint)
