"""Channels are parts one can leave out: the app starts and serves its pages with none and with each single one."""

from __future__ import annotations

import pytest

from app import CHANNELS, create_app
from app.base.database import db
from app.config import Settings
from app.processes.channels import Channel


@pytest.mark.parametrize(
    "channels",
    [(), *((channel,) for channel in CHANNELS)],
    ids=lambda chosen: "-".join(c.name for c in chosen) or "none",
)
def test_the_app_stands_with_any_choice_of_channels(
    built_app: object, settings: Settings, channels: tuple[Channel, ...]
) -> None:
    app = create_app(settings, channels)

    client = app.test_client()
    for page in ("/", "/mitmachen", "/anmelden", "/datenschutz"):
        assert client.get(page).status_code == 200, page
    offered = {rule.endpoint.split(".")[0] for rule in app.url_map.iter_rules()}
    for channel in CHANNELS:
        names = {blueprint.name for blueprint in channel.blueprints}
        assert names
        assert (names <= offered) is (channel in channels)
    with app.app_context():
        db.engine.dispose()
