"""Staff pages for photos and tracks of a walk: bring in, find the places, confirm."""

from app.walks.bringing.staff_views import places, upload
from app.walks.bringing.staff_views.blueprint import blueprint as blueprint

VIEWS = (upload, places)
"""Imported so that their routes are known."""
