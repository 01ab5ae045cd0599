"""Minutes of a walk: drafted from the record, written on by staff, confirmed or corrected by those who walked."""

from app.base.i18n import for_participants
from app.walks.minutes.public_views import blueprint as public_blueprint
from app.walks.minutes.services import forget as forget
from app.walks.minutes.staff_views import blueprint as staff_blueprint

blueprints = (for_participants(public_blueprint), staff_blueprint)
