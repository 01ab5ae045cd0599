"""The small memory of a process: asked once a key, and never larger than it may be."""

from __future__ import annotations

import pytest

from app.base.kept import Kept


def test_an_answer_is_worked_out_once_a_key() -> None:
    asked: list[str] = []
    kept: Kept[str] = Kept(2)

    def answer(key: str) -> str:
        return kept.get(key, lambda: asked.append(key) or key.upper())  # type: ignore[func-returns-value]

    assert [answer("a"), answer("a"), answer("b")] == ["A", "A", "B"]
    assert asked == ["a", "b"]


def test_what_was_asked_for_longest_ago_goes_first() -> None:
    kept: Kept[int] = Kept(2)
    for key in ("a", "b", "a", "c"):
        kept.get(key, lambda: 1)
    assert kept.get("a", lambda: 2) == 1
    assert kept.get("b", lambda: 2) == 2


def test_an_error_is_not_kept() -> None:
    kept: Kept[int] = Kept(2)
    with pytest.raises(ZeroDivisionError):
        kept.get("a", lambda: 1 // 0)
    assert kept.get("a", lambda: 2) == 2
