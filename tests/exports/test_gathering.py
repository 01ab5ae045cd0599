"""Whole columns as the database strings them together: every value comes back, also null, empty and with any sign."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest
from sqlalchemy import String, literal, select, union_all
from sqlalchemy.orm import Session

from app.base.database import db
from app.contributions.extracts import arrow
from app.contributions.extracts.gathering import gathered, unpacked
from app.exports.streams import cells

TEXTS = ["a,b", "", None, "zwei\nZeilen\r\n", "\x1f\x1e;\t", "🙂é\u2028", '"', "x" * 5000, None, "-1,0"]


def read_back(texts: list[str | None]) -> dict[str, pa.Array]:
    rows = [
        select(literal(f"{number:02}", String).label("id"), literal(text, String).label("text"))
        for number, text in enumerate(texts)
    ]
    given = union_all(*rows).subquery()
    inner = select(given.c.id, given.c.text).order_by(given.c.id).limit(100).subquery()
    postgres = db.engine.dialect.name == "postgresql"
    with db.engine.connect() as connection:
        result = connection.execute(gathered(inner, ["id"], ["text"], postgres=postgres))
        row = dict(zip(result.keys(), result.cursor.fetchone() or (), strict=True))  # type: ignore[union-attr]
    found = unpacked(row, ["id"], ["text"])
    assert found is not None
    return found


def test_words_of_any_kind_come_back_as_they_were(db_session: Session) -> None:
    found = read_back(TEXTS)

    assert found["id"].to_pylist() == [f"{number:02}" for number in range(len(TEXTS))]
    assert arrow.texts(found["text"], np.zeros(len(TEXTS), dtype=bool)).to_pylist() == TEXTS


@pytest.mark.parametrize("word", [None, "", "b", "gleich lang"])
def test_a_column_of_the_same_word(db_session: Session, word: str | None) -> None:
    hidden = np.array([False, True, False])

    assert arrow.texts(read_back([word] * 3)["text"], hidden).to_pylist() == [word, None, word]


def test_a_code_with_a_line_break_is_noticed() -> None:
    with pytest.raises(ValueError, match="line break"):
        unpacked({"count": 2, "code": b"a\nb\nc"}, ["code"], [])
    assert unpacked({"count": 0, "code": None}, ["code"], []) is None


@pytest.mark.parametrize(
    ("given", "machine", "german"),
    [
        ("2026-03-29 00:59:59.999999", "2026-03-29T00:59:59Z", "29.03.2026 01:59"),
        ("2026-03-29 01:00:00.000000", "2026-03-29T01:00:00Z", "29.03.2026 03:00"),
        ("2024-02-29 23:30:00.000001", "2024-02-29T23:30:00Z", "01.03.2024 00:30"),
        ("1969-12-31 22:15:09.000000", "1969-12-31T22:15:09Z", "31.12.1969 23:15"),
    ],
)
def test_times_in_both_spellings(given: str, machine: str, german: str) -> None:
    told = arrow.times(pa.array([given, None], pa.string()))

    assert cells.moments(told).to_pylist() == [machine, None]
    assert cells.moments(told, "Europe/Berlin").to_pylist() == [german, None]
