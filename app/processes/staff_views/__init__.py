"""Pages of staff about processes: dashboard, description, activities, team."""

from app.processes.staff_views import activities as activities
from app.processes.staff_views import languages as languages
from app.processes.staff_views import processes as processes
from app.processes.staff_views import returns as returns
from app.processes.staff_views import team as team
from app.processes.staff_views.blueprint import blueprint as blueprint
