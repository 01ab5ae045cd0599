"""Every page of an installation that nobody has filled yet, for everybody who may open it, on three screens."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from app.processes.roles import ROLES
from tests.browser.all_pages import ADMIN, PARTICIPANT, VISITOR
from tests.browser.conftest import ContextMaker
from tests.browser.pages_walk import installation, walk, walk_the_way_in
from tests.browser.served import ServedApp


@pytest.fixture(scope="module")
def live_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedApp]:
    with installation(tmp_path_factory.mktemp("all"), "empty") as served:
        yield served


@pytest.mark.parametrize("person", [VISITOR, PARTICIPANT, ADMIN, *ROLES])
def test_pages(new_context: ContextMaker, live_server: ServedApp, person: str) -> None:
    walk(new_context, live_server, person)


def test_pages_on_the_way_in(new_context: ContextMaker, live_server: ServedApp) -> None:
    walk_the_way_in(new_context, live_server)
