"""No page issues more queries because there is more to show: every GET route, counted at two sizes of the world."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from apiflask import APIFlask
from sqlalchemy import event

from app.base.access import access_of
from app.base.database import db
from tests.house.routes import address, rules
from tests.house.world import ADMIN, ANONYMOUS, BOARD, PARTICIPANT, World, build, quiet
from tests.speed.growth import grow

SMALL, LARGE = 30, 300
PERSON = {"public": ANONYMOUS, "participant": PARTICIPANT}
_UPLOAD = "shows a file on its way in, which has its own size"
_STEP = "a step that only signing in or joining leads to"
_JOB = "belongs to one person; shows one job"
_TILE = "one tile, read by its key"
NOT_COUNTED = {
    "accounts_staff.job": _JOB,
    "accounts_staff.job_file": _JOB,
    "accounts_staff.job_status": _JOB,
    "areas_staff.population_table": _UPLOAD,
    "areas_staff.preview": _UPLOAD,
    "areas_staff.uploaded_shapes": _UPLOAD,
    "contributions_import.faults": _UPLOAD,
    "contributions_import.map_columns": _UPLOAD,
    "contributions_import.preview": _UPLOAD,
    "contributions_import.uploaded_places": _UPLOAD,
    "indicators_staff.values_table": _UPLOAD,
    "participants.about": _STEP,
    "participants.receipt": _STEP,
    "security.mf_recovery": _STEP,
    "security.tf_select": _STEP,
    "security.two_factor_rescue": _STEP,
    "security.two_factor_token_validation": _STEP,
    "surveys_paper.second": "needs a sheet that was typed in; none of this world's was",
    "surveys_sample.about": _STEP,
    "walks.counts": "for a recorder's device; this world's participant has none",
    "tiles.image": _TILE,
    "tiles.pmtiles": _TILE,
}
"""Routes that show nothing in this world, and why; everything else is counted."""

LEADS_ON = {"media_review.next_one": 302, "maps_paper.second_entry": 303, "surveys.show": 302}
"""Routes that answer by leading to another page, and look something up for it (no sheet of the world is drawn, and its
participant has answered the survey)."""

ASKED = {"indicators_staff.compare": "?von={number}&bis={number}"}
"""What follows an address that alone shows nothing."""

OFTEN = {"BEGIN", "SAVEPOINT", "RELEASE", "COMMIT", "PRAGMA"}


@contextmanager
def counted() -> Iterator[list[str]]:
    """Statements that reach the database meanwhile."""
    statements: list[str] = []

    def note(_c: object, _cursor: object, statement: str, *_rest: object) -> None:
        if statement.split(maxsplit=1)[0] not in OFTEN:
            statements.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(db.engine, "before_cursor_execute", note)


def count_all(world: World) -> tuple[dict[str, list[str]], dict[str, int]]:
    """The statements of each route that answers as it should, and the status of those that do not."""
    found: dict[str, list[str]] = {}
    others: dict[str, int] = {}
    for rule in rules(world.app):
        access = access_of(world.app, rule.endpoint)
        if "GET" not in (rule.methods or set()) or access is None:
            continue
        try:
            url = address(world, rule, "own") or rule.rule
        except KeyError:
            others[rule.endpoint] = 0
            continue
        url += ASKED.get(rule.endpoint, "").format_map(world.own.ids)
        person = BOARD if rule.endpoint.startswith("class_board.") else PERSON.get(access.kind, ADMIN)
        # What is made once and kept (outlines, locators) is not what a page costs.
        world.send(person, "GET", url)
        with world.app.app_context(), counted() as statements:
            status = world.send(person, "GET", url).status_code
        if status == LEADS_ON.get(rule.endpoint, 200):
            found[rule.endpoint] = statements
        else:
            others[rule.endpoint] = status
    return found, others


@pytest.fixture
def world(app: APIFlask) -> World:
    return build(app)


def test_no_page_asks_more_because_there_is_more(world: World) -> None:
    with quiet(world.app):
        grow(world, SMALL)
        small, nothing = count_all(world)
        grow(world, LARGE)
        large, _ = count_all(world)
    worse = {
        name: f"{len(small[name])} -> {len(large.get(name, []))}, most often: {_most(large.get(name, []))}"
        for name in small
        if name not in large or len(large[name]) > len(small[name])
    }
    uncounted = {name: status for name, status in nothing.items() if name not in NOT_COUNTED}
    assert worse == {}
    # A new route needs an example in tests/house/routes.py or tests/house/world.py, or a reason above.
    assert uncounted == {}
    # What answers by now is counted; its reason goes. A base map may lie in the folder of data or not.
    assert {name for name, why in NOT_COUNTED.items() if why != _TILE} - set(nothing) == set()


def _most(statements: list[str]) -> str:
    if not statements:
        return "-"
    top = max(set(statements), key=statements.count)
    return f"{statements.count(top)} x {' '.join(top.split())[:160]}"
