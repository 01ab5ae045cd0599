"""Every page of a filled installation in the eyes of each role; the administrator saw it on all screens elsewhere."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from app.processes.roles import ROLES
from tests.browser.conftest import ContextMaker
from tests.browser.pages_walk import installation, walk
from tests.browser.served import ServedApp


@pytest.fixture(scope="module")
def live_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedApp]:
    with installation(tmp_path_factory.mktemp("all"), "filled") as served:
        yield served


@pytest.mark.parametrize("person", ROLES)
def test_pages(new_context: ContextMaker, live_server: ServedApp, person: str) -> None:
    walk(new_context, live_server, person, first=False)
