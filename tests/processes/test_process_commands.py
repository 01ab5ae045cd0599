"""The commands of processes."""

from __future__ import annotations

from typing import Any

from apiflask import APIFlask

from app.processes import queries
from tests.staff import give_back, make_area_set, make_user


def test_the_commands_own_words_are_german(app: APIFlask) -> None:
    assert "Den Befehl 'crate' gibt es nicht." in _run(app, "crate").output
    helped = _run(app, "grant", "--help").output
    assert helped.startswith("Aufruf: ")
    for word in ("Optionen:", "Diese Hilfe zeigen."):
        assert word in helped
    missing = _run(app, "grant").output
    assert "Fehler: Es fehlt die Angabe" in missing
    wrong = _run(app, "grant", "hafen", "kim@example.org", "king").output
    assert "'king' ist keines von" in wrong


def _run(app: APIFlask, *arguments: str) -> Any:
    return app.test_cli_runner().invoke(args=["processes", *arguments])


def test_commands_create_open_list_grant_and_close(app: APIFlask) -> None:
    with app.app_context():
        make_area_set()
        user_id = make_user("kim@example.org")
    result = _run(app, "create", "lindenhof", "--title", "Lindenhof", "--set", "Sozialräume")
    assert result.exit_code == 0, result.output
    refused = _run(app, "open", "lindenhof")
    assert refused.exit_code == 1
    assert "Es fehlt: Ziel, Entscheidungsspielraum, Beteiligungsstufe, Zielgruppen, Was mit" in refused.output
    texts = [
        "--aim",
        "Z",
        "--decision-scope",
        "S",
        "--level",
        "consult",
        "--target-groups",
        "G",
        "--results-use",
        "E",
    ]
    opened = _run(app, "create", "hafen", "--title", "Hafen", "--set", "Sozialräume", *texts, "--open")
    assert opened.exit_code == 0, opened.output
    assert _run(app, "list").output.splitlines() == [
        "hafen\topen\tHafen\tSozialräume",
        "lindenhof\tdraft\tLindenhof\tSozialräume",
    ]
    assert _run(app, "grant", "hafen", "kim@example.org", "planner").exit_code == 0
    refused = _run(app, "close", "hafen")
    assert refused.exit_code == 1
    assert "noch nicht zurückgemeldet" in refused.output
    with app.app_context():
        give_back(queries.process_by_slug("hafen").id)
    assert _run(app, "close", "hafen").exit_code == 0
    with app.app_context():
        process = queries.process_by_slug("hafen")
        assert process.status == "closed"
        assert queries.roles_of(user_id, process.id) == {"planner"}


def test_commands_say_which_area_sets_exist(app: APIFlask) -> None:
    with app.app_context():
        make_area_set()
    result = _run(app, "create", "x", "--title", "X", "--set", "Bezirke")
    assert result.exit_code == 1
    assert "Bezirke. Vorhanden sind: Sozialräume." in result.output
    assert _run(app, "grant", "x", "kim@example.org", "planner").exit_code == 1
    assert _run(app, "open", "gibt-es-nicht").exit_code == 1
