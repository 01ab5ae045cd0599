"""The routes of the real application, and an address for each of them in the world of the access tests."""

from __future__ import annotations

from typing import Any

from apiflask import APIFlask
from werkzeug.routing import Rule

from tests.house.world import UNKNOWN_ID, World

READING = {"GET", "HEAD", "OPTIONS"}
EXAMPLES: dict[str, Any] = {
    "filename": "dist/manifest.json",
    "format": "csv",
    "format_name": "csv",
    "z": 10,
    "x": 540,
    "y": 330,
    "layer": "streets",
    "path": "dist/manifest.json",
    "name": "Sozialräume",
    "language": "en",
    "action": "release",
    "size": "whole",
    "change_id": UNKNOWN_ID,
}
"""Arguments that name no thing of a process. Those that do stand in `tests.house.world` among the ids of a Place."""

SENT = {"version": "1", "decision": "hand_over", "recipient": "youth_office"}
"""Form values without which a write is refused before it looks for its thing."""

NO_THINGS_OF_A_PROCESS = {*EXAMPLES, "area_set_id", "alias_id"}
"""Arguments that mean the same in every process; only the others can be foreign."""


def rules(app: APIFlask) -> list[Rule]:
    """Every rule of the application, by address."""
    return sorted(app.url_map.iter_rules(), key=lambda rule: (rule.rule, rule.endpoint))


def methods(rule: Rule) -> list[str]:
    """GET and all that writes."""
    return sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})


def writes(rule: Rule) -> list[str]:
    return sorted((rule.methods or set()) - READING)


def address(world: World, rule: Rule, whose: str) -> str | None:
    """The rule with `own`, `foreign` or `unknown` things; `mixed` is our process with foreign things in it.

    None when there is nothing of that kind in the rule. KeyError for an argument without an example.
    """
    things = {name for name in rule.arguments if name not in NO_THINGS_OF_A_PROCESS}
    if whose != "own" and not things:
        return None
    if whose == "mixed" and ("slug" not in things or things == {"slug"}):
        return None
    values = {}
    for name in rule.arguments:
        if name not in things:
            values[name] = world.own.ids.get(name, EXAMPLES.get(name))
        elif whose == "unknown":
            values[name] = _unknown(world.own.ids[name])
        else:
            place = (
                world.foreign if whose == "foreign" or (whose == "mixed" and name != "slug") else world.own
            )
            values[name] = _example(place.ids[name], rule)
    with world.app.test_request_context():
        return world.app.url_for(rule.endpoint, **values) if values else rule.rule


def _example(value: Any, rule: Rule) -> Any:
    """Tokens mean something else in each package."""
    return value.get(rule.endpoint.split(".")[0], "no-such-token") if isinstance(value, dict) else value


def _unknown(like: Any) -> Any:
    if isinstance(like, int):
        return 999_999
    return "gibt-es-nicht" if isinstance(like, str | dict) else UNKNOWN_ID
