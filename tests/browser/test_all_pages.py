"""Every page of a filled installation for visitors, participants, the administrator and each role, on three screens."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from app.processes.roles import ROLES
from tests.browser.all_pages import ADMIN, ELSEWHERE, FILES, PAGES, PARTICIPANT, STEPS, VISITOR, rules
from tests.browser.conftest import ContextMaker
from tests.browser.pages_walk import installation, walk, walk_the_way_in
from tests.browser.served import ServedApp


@pytest.fixture(scope="module")
def live_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedApp]:
    with installation(tmp_path_factory.mktemp("all"), "filled") as served:
        yield served


def test_every_address_is_in_the_list(live_server: ServedApp) -> None:
    """A new page without an entry fails here, and so does an entry whose page is gone."""
    listed = {**PAGES, **STEPS, **ELSEWHERE, **FILES}
    assert len(listed) == len(PAGES) + len(STEPS) + len(ELSEWHERE) + len(FILES)
    assert sorted(listed) == sorted({rule.endpoint for rule in rules(live_server.app)})


@pytest.mark.parametrize("person", [VISITOR, PARTICIPANT, ADMIN, *ROLES])
def test_pages(new_context: ContextMaker, live_server: ServedApp, person: str) -> None:
    walk(new_context, live_server, person)


def test_pages_on_the_way_in(new_context: ContextMaker, live_server: ServedApp) -> None:
    walk_the_way_in(new_context, live_server)
