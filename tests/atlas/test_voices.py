"""Voices kept between requests: what is withdrawn or decided anew is gone with the next look."""

from __future__ import annotations

import pytest
from apiflask import APIFlask

from app.atlas import voices
from app.contributions import public
from tests.contributions.conftest import Town
from tests.contributions.conftest import quiet_channel as quiet_channel
from tests.contributions.conftest import town as town
from tests.contributions.desk import put
from tests.contributions.test_points import decide


def _shown(app: APIFlask, town: Town) -> list[str]:
    with app.app_context():
        found = voices.published_voices(town.process_id, public.layer(town.process_id))
        return [voice["text"] for voice in found]


def test_voices_follow_every_decision(app: APIFlask, town: Town) -> None:
    first, second = put(app, town, "Schön") + put(app, town, "Ruhig")
    assert _shown(app, town) == []
    decide(app, town, "release", first, second)
    assert sorted(_shown(app, town)) == ["Ruhig", "Schön"]
    decide(app, town, "keep_internal", first)
    assert _shown(app, town) == ["Ruhig"]


def test_voices_are_read_once_a_stamp(app: APIFlask, town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    decide(app, town, "release", *put(app, town, "Schön"))
    assert _shown(app, town) == ["Schön"]
    monkeypatch.setattr(public, "points", lambda _process_id: pytest.fail("read again"))
    assert _shown(app, town) == ["Schön"]
