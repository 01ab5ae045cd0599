"""R35: every route has an access decision, and nobody gets past it by address, by role or by a foreign id."""

from __future__ import annotations

import pytest
from apiflask import APIFlask
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from app.base.access import Access, access_of
from app.processes.roles import ROLES
from tests.house.routes import SENT, address, methods, rules
from tests.house.world import (
    ADMIN,
    ANONYMOUS,
    OUTSIDER,
    PARTICIPANT,
    STAFF,
    World,
    build,
    nothing_stays,
    quiet,
)

pytestmark = pytest.mark.one_database

KINDS = {"public", "participant", "staff", "member", "admin"}


@pytest.fixture
def world(app: APIFlask, monkeypatch: pytest.MonkeyPatch) -> World:
    """A world in which nothing that a request writes stays, so that the order of requests does not matter."""
    built = build(app)
    nothing_stays(monkeypatch)
    return built


def test_every_route_has_an_access_decision(app: APIFlask) -> None:
    decided = {rule.endpoint: access_of(app, rule.endpoint) for rule in rules(app)}
    assert [name for name, access in decided.items() if access is None] == []
    assert [name for name, access in decided.items() if access and access.kind not in KINDS] == []
    unknown = [name for name, access in decided.items() if access and access.roles - set(ROLES)]
    assert unknown == []


def test_routes_of_members_name_the_process(app: APIFlask) -> None:
    lost = [
        rule.endpoint
        for rule in rules(app)
        if (access := access_of(app, rule.endpoint))
        and access.kind == "member"
        and "slug" not in rule.arguments
    ]
    assert lost == []


def test_every_argument_has_an_example(world: World) -> None:
    """A new argument in an address needs an example here, else its route would not be tested."""
    missing = set()
    for rule in rules(world.app):
        try:
            address(world, rule, "own")
        except KeyError as error:
            missing.add(f"{rule.rule}: {error}")
    assert "\n".join(sorted(missing)) == ""


def test_nobody_gets_in_without_the_right(world: World) -> None:
    faults = []
    with quiet(world.app):
        for rule in rules(world.app):
            access = access_of(world.app, rule.endpoint) or Access("nobody")
            for whose in ("own", "foreign", "mixed", "unknown"):
                if (url := _address(world, rule, whose)) is None:
                    continue
                for person in (ANONYMOUS, PARTICIPANT, *STAFF):
                    wanted = _refusal(access, person, whose)
                    if wanted is None or _is_needless(person, whose):
                        continue
                    for method in methods(rule):
                        response = world.send(person, method, url, data=None if method == "GET" else SENT)
                        if not _is_refused(response, wanted, url):
                            found = f"{response.status_code} {response.headers.get('Location', '')}".strip()
                            faults.append(f"{method} {url} ({whose}) as {person}: {found}, not {wanted}")
    assert "\n".join(faults) == ""


def test_those_with_the_right_get_in(world: World) -> None:
    """Let through, whatever the page then says of an empty form; and no page breaks."""
    faults = []
    with quiet(world.app):
        for rule in rules(world.app):
            access = access_of(world.app, rule.endpoint) or Access("nobody")
            url = _address(world, rule, "own")
            for person in (ANONYMOUS, PARTICIPANT, *STAFF):
                if url is None or _refusal(access, person, "own") is not None:
                    continue
                for method in methods(rule):
                    response = world.send(person, method, url)
                    location = response.headers.get("Location", "")
                    if response.status_code in {401, 403} or location.startswith("/anmelden?"):
                        faults.append(f"{method} {url} as {person}: {response.status_code} {location}")
                    if method == "GET" and response.status_code >= 500:
                        faults.append(f"GET {url} as {person}: {response.status_code}")
    assert "\n".join(faults) == ""


def test_a_route_without_a_decision_is_not_served(app: APIFlask) -> None:
    """The guard itself: 403 for what nobody decided about."""
    rule = next(rule for rule in rules(app) if rule.endpoint == "base.imprint")
    view = app.view_functions[rule.endpoint]
    access = view.__dict__.pop("access")
    try:
        assert app.test_client().get("/impressum").status_code == 403
    finally:
        view.__dict__["access"] = access
    assert app.test_client().get("/impressum").status_code == 200


def _address(world: World, rule: Rule, whose: str) -> str | None:
    try:
        return address(world, rule, whose)
    except KeyError:  # reported by test_every_argument_has_an_example
        return None


def _refusal(access: Access, person: str, whose: str) -> str | None:
    """What must happen to this person: `sign in`, `join`, `403`, `404`, `no content`; None when they may go on."""
    if access.kind == "nobody":
        return "403"
    if access.kind == "public":
        return None
    if access.kind == "participant":
        if person != PARTICIPANT:
            return "join"
        return None if whose == "own" else "no content"
    if person in {ANONYMOUS, PARTICIPANT}:
        return "sign in"
    if access.kind == "admin":
        return (
            None if person == ADMIN and whose in {"own", "foreign"} else "404" if person == ADMIN else "403"
        )
    if access.kind == "member":
        if whose == "unknown" or (whose == "foreign" and person != ADMIN):
            return "404"
        if person == OUTSIDER:
            return "404"
        if person != ADMIN and access.roles and person not in access.roles:
            return "403"
        return "404" if whose == "mixed" else None
    return None if whose in {"own", "foreign"} else "no content"


def _is_needless(person: str, whose: str) -> bool:
    """All roles of a non-member look alike from outside; two of them and the administrator are enough."""
    return whose in {"foreign", "unknown"} and person in set(ROLES) - {"coordinator", "viewer"}


def _is_refused(response: TestResponse, wanted: str, url: str) -> bool:
    location = response.headers.get("Location", "")
    is_api = url.startswith("/api/")
    if wanted == "sign in":
        return response.status_code == 401 if is_api else location.split("?")[0] == "/anmelden"
    if wanted == "join":
        return response.status_code == 401 if is_api else location == "/mitmachen"
    if wanted == "no content":
        return not 200 <= response.status_code < 300 and response.status_code < 500
    return response.status_code == int(wanted)
