"""Staff pages about paper: sheets to print, photographs that came back, the desk where marks are confirmed."""

from app.maps.paper.staff_views import boards, desk, files, second, sheets
from app.maps.paper.staff_views.blueprint import blueprint as blueprint

VIEWS = (sheets, desk, files, boards, second)
"""Imported so that their routes are known."""
