"""`flask contributions export`: one file, a trace in the protocol, and a warning when words leave unreleased."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from apiflask import APIFlask
from click.testing import Result
from sqlalchemy import select

from app.base import commands
from app.base.audit import AuditEvent
from app.base.database import db
from tests.contributions.conftest import Town


@pytest.fixture
def run(app: APIFlask, full_town: Town, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setattr(commands, "ensure_database", lambda: None)

    def call(*arguments: str) -> Result:
        return app.test_cli_runner().invoke(
            args=["contributions", "export", "--process", "stadt", *map(str, arguments)]
        )

    return call


def actions(app: APIFlask) -> list[str]:
    with app.app_context():
        return list(db.session.scalars(select(AuditEvent.action).order_by(AuditEvent.created_at)))


def test_the_inner_door_leaves_a_trace(app: APIFlask, run: Any, tmp_path: Path) -> None:
    before = actions(app)
    result = run(
        "--format", "csv", "--out", tmp_path / "b.csv", "--internal", "--area", "B", "--set", "Viertel"
    )

    assert result.exit_code == 1  # the newest vintage has no area B
    result = run("--format", "csv", "--out", tmp_path / "b.csv", "--internal", "--quality", "way")
    assert result.exit_code == 0, result.output
    assert "Ein Beitrag: " in result.stderr
    assert "Nur für den Dienstgebrauch" in result.stderr
    assert result.stdout == ""
    assert actions(app) == [*before, "export.internal"]
    assert "Schulweg" in (tmp_path / "b.csv").read_text()


def test_without_it_only_what_is_released_leaves(app: APIFlask, run: Any, tmp_path: Path) -> None:
    result = run("--format", "csv", "--out", tmp_path / "b.csv")

    assert result.exit_code == 0, result.output
    assert len((tmp_path / "b.csv").read_text().splitlines()) == 1


def test_an_area_needs_its_raumgliederung(run: Any, tmp_path: Path) -> None:
    result = run("--format", "csv", "--out", tmp_path / "b.csv", "--area", "A")

    assert result.exit_code == 1
    assert "--set zusammen" in result.output
