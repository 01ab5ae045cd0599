"""What the house may know of the needle map channel."""

from __future__ import annotations

from flask import url_for
from flask_babel import lazy_gettext as _l

from app.maps import models
from app.processes.channels import Channel
from app.processes.models import Activity


def entry(activity: Activity) -> str:
    return url_for("maps.needle", slug=activity.process.slug, campaign=activity.slug)


def manage(activity: Activity) -> str:
    return url_for("maps_staff.edit", slug=activity.process.slug, campaign=activity.slug)


channel = Channel(name=models.CHANNEL, label=_l("Nadelkarte"), blueprints=(), entry=entry, manage=manage)
