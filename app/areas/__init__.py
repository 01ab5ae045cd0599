"""Raumgliederungen: area sets with vintages, import, locating, INSPIRE grid, population."""

from flask import Flask

from app.areas import crosswalk_views as crosswalk_views
from app.areas import hierarchy_views as hierarchy_views
from app.areas import import_jobs as import_jobs
from app.areas import import_views as import_views
from app.areas import models as models
from app.areas import partition_views as partition_views
from app.areas import population_commands as population_commands
from app.areas import population_views as population_views
from app.areas import shape_commands as shape_commands
from app.areas.staff_views import blueprint


def init_app(app: Flask) -> None:
    """Register the pages about areas; the imported modules add their views to the same blueprint."""
    app.register_blueprint(blueprint)
