"""A survey made for tests: a questionnaire of every counted kind, and people who answer it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pandas as pd

from app.indicators.frames import CONTRIBUTION_COLUMNS, Frames
from app.indicators.surveys.sheet import VERSION, WAY, Survey
from app.questions.content import Choice, Question, Questionnaire, Row, Section

SET, VINTAGE = "viertel", "2024-01-01"
HANDLE = "umfrage-0000aa"


def choices(*keys: str) -> tuple[Choice, ...]:
    """`-x` declines."""
    return tuple(
        Choice(key.removeprefix("-"), {"de": key.removeprefix("-").title()}, is_declined=key.startswith("-"))
        for key in keys
    )


BUS = Question(
    "bus",
    "single",
    {"de": "Fährst du Bus?", "en": "Do you take the bus?"},
    choices=choices("ja", "nein", "-ka"),
)
LINE = Question(
    "linie", "single", {"de": "Welche Linie?"}, choices=choices("l1", "l2"),
    relevant=["=", ["answer", "bus"], "ja"],
)  # fmt: skip
PLACES = Question("orte", "multiple", {"de": "Wo bist du oft?"}, choices=choices("park", "hafen", "platz"))
SAFE = Question("sicher", "scale", {"de": "Wie sicher?"}, choices=choices("s1", "s2", "s3"))
TIMES = Question(
    "zeiten", "matrix", {"de": "Wann?"}, choices=choices("oft", "nie"),
    rows=(Row("tag", {"de": "Am Tag"}), Row("nacht", {"de": "In der Nacht"})),
)  # fmt: skip
WISH = Question("wunsch", "ranking", {"de": "Was zuerst?"}, choices=choices("bank", "licht"))
MINUTES = Question("minuten", "number", {"de": "Wie viele Minuten?"})
AGREES = Question("ok", "consent", {"de": "Einverstanden"})
WORDS = Question("worte", "longtext", {"de": "Noch etwas?"})

QUESTIONNAIRE = Questionnaire(
    title={"de": "Mein Viertel"},
    languages=("de", "en"),
    sections=(
        Section("a", questions=(BUS, LINE, PLACES, SAFE)),
        Section("b", questions=(TIMES, WISH, MINUTES, AGREES, WORDS)),
    ),
)


def person(number: int, answers: Mapping[str, Any], **about: Any) -> list[dict[str, Any]]:
    """The rows of one sitting, as contributions.sittings.sitting_answers gives them."""
    line = {
        "submission_id": UUID(int=number),
        "person_key": f"p{number}",
        "received_at": datetime(2026, 3, 5, 10, tzinfo=UTC) + timedelta(minutes=number),
        "source": "online",
        "language": "de",
        "age_band": "a14_15",
        "gender": "na",
        "home_area_set": SET,
        "home_area_code": "A1",
        **about,
    }
    given = {VERSION: 1, **answers}
    return [
        {
            **line,
            "key": key,
            "value_text": value if isinstance(value, str) else None,
            "value_number": float("nan") if isinstance(value, str) else float(value),
        }
        for key, value in given.items()
    ]


def survey(
    people: Iterable[list[dict[str, Any]]],
    versions: Mapping[int, Questionnaire] | None = None,
    said: Mapping[tuple[UUID, str], int] | None = None,
    way: str = "",
) -> Survey:
    """All of them came by the same way, if one is given."""
    lines = [line for one in people for line in one]
    if way:
        lines += [{**one, "key": WAY, "value_text": way} for one in lines if one["key"] == VERSION]
    return Survey(
        HANDLE, "Mein Viertel", versions or {1: QUESTIONNAIRE}, pd.DataFrame(lines, dtype=object), said or {},
        slug="umfrage",
    )  # fmt: skip


def frames(*surveys: Survey, register: pd.DataFrame | None = None, areas: str = "ABCD") -> Frames:
    """A town of areas A1, B1 … with 100 residents of each band and sex."""
    codes = [f"{letter}1" for letter in areas]
    if register is None:
        register = pd.DataFrame(
            [
                (code, band, sex, 100)
                for code in codes
                for band in ("a14_15", "a16_17", "a27_44")
                for sex in "fm"
            ],
            columns=["area_code", "age_band", "sex", "count"],
        ).assign(reference_date=date(2025, 12, 31))
    return replace(
        Frames(
            contributions=pd.DataFrame(columns=list(CONTRIBUTION_COLUMNS)),
            placements=pd.DataFrame(columns=["contribution_id", "area_code"]),
            population=register,
            areas=pd.DataFrame({"code": codes, "name": codes}),
            imported=pd.DataFrame(columns=["indicator_id", "area_set", "area_vintage"]),
            period_start=date(2026, 3, 1),
            period_end=date(2026, 3, 31),
            area_set=SET,
            area_vintage=VINTAGE,
            home_area_set=SET,
        ),
        surveys=surveys,
    )
