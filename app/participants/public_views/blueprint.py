"""The blueprint of the pages that young people see before and between their activities."""

from flask import Blueprint

blueprint = Blueprint("participants", __name__, template_folder="../templates")
