"""What a child tells comes back as it was, and as nothing else."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import date

import pytest

from app.base.plain import from_plain, to_plain


@dataclass
class Told:
    """Something with everything in it."""

    name: str
    days: dict[date, tuple[int, ...]] = field(default_factory=dict)
    parts: list[Told] = field(default_factory=list)


def test_there_and_back() -> None:
    told = Told("a", {date(2024, 12, 31): (1, 2)}, [Told("=", {})])
    assert from_plain(json.loads(json.dumps(to_plain(told))), [Told]) == told


@pytest.mark.parametrize(
    "strange",
    [{"=": "Path", "of": ["/"]}, {"=": "Told", "of": []}, {"of": 1}, {"=": "date", "of": "morgen"}],
)
def test_nothing_else_is_made(strange: object) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - whichever sentence it says
        from_plain(strange, [Told])


def test_what_has_no_plain_form_is_refused() -> None:
    with pytest.raises(TypeError, match="object cannot be told"):
        to_plain([object()])
