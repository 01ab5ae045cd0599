"""Sends photos and tracks as a recorder's browser does, and reads what became of them."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

from apiflask import APIFlask

from app.base.database import db
from app.walks.bringing.models import BroughtPhoto
from app.walks.bringing.queries import photos_of
from app.walks.models import Walk
from tests.page_client import PageClient
from tests.walks.brought import straight

HERE = "/verwaltung/verfahren/zeig-dein-viertel/spaziergang/hafenrunde/einbringen"
SENT = {"accept": "application/json"}
AT_START, LATER = "2026:05:03 14:00:00", "2026:05:03 14:10:00"


def send(client: PageClient, content: bytes, name: str = "IMG_1.jpg", **headers: str) -> Any:
    page = client.get(HERE).page  # type: ignore[attr-defined]
    token = page.form(f"{HERE}/fotos").find(".//input[@name='csrf_token']").get("value")
    data = {"csrf_token": token, "files": [(io.BytesIO(content), name, "image/jpeg")]}
    return client.post(f"{HERE}/fotos", data=data, headers=headers or SENT)


def send_track(client: PageClient, content: bytes = b"", name: str = "weg.gpx") -> Any:
    return client.submit(HERE, {"track": (io.BytesIO(content or straight()), name)}, action=f"{HERE}/spur")


def desk(client: PageClient, values: dict[str, Any] | None = None, action: str = "save") -> Any:
    db.session.rollback()
    return client.submit(f"{HERE}/orte", {**(values or {}), "action": action}, action=f"{HERE}/orte")


def photos() -> list[BroughtPhoto]:
    db.session.rollback()
    return list(photos_of(the_walk().activity_id))


def the_walk() -> Walk:
    return db.session.query(Walk).one()


def folder(app: APIFlask, one: BroughtPhoto) -> Path:
    return Path(app.config["SETTINGS"].data) / "walk_photos" / str(one.id)


def yes() -> dict[str, str]:
    return {"consent": "2026-11-30"}
