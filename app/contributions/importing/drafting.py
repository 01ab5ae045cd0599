"""Rows of a table to checked submissions with ids that stay the same when the same row comes again."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

import shapely
from flask import current_app
from flask_babel import gettext as _

from app.base.errors import DomainError
from app.base.tokens import token_hash
from app.contributions.checks import LONGEST_VALUE, checked
from app.contributions.drafts import ContributionDraft, SubmissionDraft
from app.contributions.importing.columns import Columns
from app.contributions.importing.problems import Problem
from app.contributions.importing.reading import Row
from app.contributions.importing.values import is_missing, moment, quality_names

CHANNEL = SOURCE = "import"
LONGEST_ID = 60


@dataclass(frozen=True)
class Line:
    """A row that became a submission."""

    number: int
    draft: SubmissionDraft


def drafts_of(
    process_id: UUID, rows: Sequence[Row], columns: Columns, points: Sequence[shapely.Point | None]
) -> tuple[list[Line], list[Problem]]:
    """A checked submission for each row, one contribution each; the problems of rows that cannot be one."""
    keys, problems = _keys(rows, columns)
    maker = _Maker(process_id, columns)
    lines = []
    for row, key, point in zip(rows, keys, points, strict=True):
        draft, faults = maker.draft(row, key, point)
        problems += faults
        if draft is not None:
            lines.append(Line(row.line, draft))
    return lines, problems


def _keys(rows: Sequence[Row], columns: Columns) -> tuple[list[str], list[Problem]]:
    """What tells rows apart: the id column, else the content and how often it stood above."""
    if "id" not in columns:
        seen: Counter[str] = Counter()
        keys = []
        for row in rows:
            digest = hashlib.sha256("\x1f".join(row.cells).encode()).hexdigest()[:40]
            seen[digest] += 1
            keys.append(f"row:{digest}:{seen[digest]}")
        return keys, []
    first: dict[str, int] = {}
    problems = []
    for row in rows:
        value = columns.value(row, "id")
        if not value or len(value) > LONGEST_ID:
            message = _("Die Kennung fehlt oder hat mehr als %(n)s Zeichen.", n=LONGEST_ID)
            problems.append(Problem(row.line, columns.name("id"), message))
        elif value in first:
            message = _("Die Kennung »%(id)s« steht schon in Zeile %(line)s.", id=value, line=first[value])
            problems.append(Problem(row.line, columns.name("id"), message))
        else:
            first[value] = row.line
    return [f"id:{columns.value(row, 'id')}" for row in rows], problems


class _Maker:
    """Makes drafts of rows; knows what is the same for all of them."""

    def __init__(self, process_id: UUID, columns: Columns) -> None:
        self._process_id = process_id
        self._columns = columns
        self._qualities = quality_names()
        self._zone = ZoneInfo(current_app.config["BABEL_DEFAULT_TIMEZONE"])

    def draft(
        self, row: Row, key: str, point: shapely.Point | None
    ) -> tuple[SubmissionDraft | None, list[Problem]]:
        """The checked submission of a row, or None and what is wrong with it."""
        problems: list[Problem] = []
        submission_id = uuid5(self._process_id, f"import {key}")
        code = self._columns.value(row, "code")
        if len(code) > LONGEST_VALUE:
            problems.append(self._problem(row, "code", _("Höchstens %(n)s Zeichen.", n=LONGEST_VALUE)))
        quality = self._quality(row, problems)
        said = ContributionDraft(
            id=uuid5(submission_id, "contribution"),
            kind="online_comment" if point is None and quality is None else "mark",
            quality=quality,
            text=self._columns.value(row, "text"),
            title=self._columns.value(row, "title"),
            geometry=point,
            attributes={} if problems or not code else {"code": code},
            state="in_review",
        )
        self._set_moment(row, said, problems)
        if problems:
            return None, problems
        draft = SubmissionDraft(
            id=submission_id,
            process_id=self._process_id,
            person_key=self._person(row, submission_id),
            channel=CHANNEL,
            source=SOURCE,
            import_key=key[:80],
            contributions=[said],
        )
        try:
            return checked(draft), []
        except DomainError as error:
            return None, [self._problem(row, (error.field or "").split(".")[-1], str(error.message))]

    def _problem(self, row: Row, field: str, message: str) -> Problem:
        return Problem(row.line, self._columns.name(field), message)

    def _quality(self, row: Row, problems: list[Problem]) -> str | None:
        cell = self._columns.value(row, "quality")
        if is_missing(cell):
            return None
        found = self._qualities.get(cell.casefold())
        if found is None:
            message = _(
                "Die Art »%(cell)s« gibt es nicht. Freie Kategorien gehören nach code.", cell=cell[:40]
            )
            problems.append(self._problem(row, "quality", message))
        return found

    def _set_moment(self, row: Row, said: ContributionDraft, problems: list[Problem]) -> None:
        cell = self._columns.value(row, "created")
        if is_missing(cell):
            return
        try:
            said.said_at = moment(cell, self._zone)
        except ValueError:
            message = _("»%(cell)s« ist kein Datum. Möglich sind 18.10.2017 und 2017-10-18.", cell=cell[:40])
            problems.append(self._problem(row, "created", message))

    def _person(self, row: Row, submission_id: UUID) -> str:
        """A keyed hash of the person's name in the file, so that the name itself is not stored."""
        cell = self._columns.value(row, "person")
        return str(submission_id) if is_missing(cell) else token_hash(f"person {self._process_id} {cell}")
