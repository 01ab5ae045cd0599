"""The main menu of staff pages: what this person may open in this installation."""

from __future__ import annotations

from typing import Any

from flask import current_app, request, session, url_for
from flask_babel import gettext as _
from flask_login import current_user

from app.base.access import access_of


def staff_menu() -> dict[str, Any]:
    """Context for templates; empty for visitors, whose pages should not ask who they are."""
    if "_user_id" not in session or not current_user.is_authenticated:
        return {}
    entries = (
        ("processes_staff.dashboard", _("Verfahren"), ("processes_staff.",)),
        ("areas_staff.index", _("Räume"), ("areas_staff.",)),
        ("accounts_staff.people", _("Personen"), ("accounts_staff.people", "accounts_staff.person")),
        ("accounts_staff.account", _("Mein Konto"), ("accounts_staff.account", "security.")),
    )
    here = request.endpoint or ""
    return {
        "staff_navigation": [
            {"text": text, "url": url_for(endpoint), "current": here.startswith(prefixes)}
            for endpoint, text, prefixes in entries
            if _may_open(endpoint)
        ]
    }


def _may_open(endpoint: str) -> bool:
    if endpoint not in current_app.view_functions:
        return False
    access = access_of(current_app._get_current_object(), endpoint)  # type: ignore[attr-defined]
    return access is not None and (access.kind != "admin" or current_user.is_admin)
