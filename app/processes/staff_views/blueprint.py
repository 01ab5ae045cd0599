"""The blueprint that the staff pages of processes share."""

from flask import Blueprint

blueprint = Blueprint("processes_staff", __name__, template_folder="../templates", url_prefix="/verwaltung")
