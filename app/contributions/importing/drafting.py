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
from flask_babel import lazy_gettext as _l

from app.base.errors import DomainError
from app.base.tokens import token_hash
from app.contributions.checks import LONGEST_VALUE, checked
from app.contributions.drafts import ContributionDraft, SubmissionDraft
from app.contributions.importing.answers import age_band_of, gender_of, quality_of, time_of_day_of
from app.contributions.importing.columns import Columns
from app.contributions.importing.problems import Problem
from app.contributions.importing.reading import Row
from app.contributions.importing.values import is_missing, moment

CHANNEL = SOURCE = "import"
LONGEST_ID = 60
_ANSWERS = (
    (
        "age_band",
        age_band_of,
        _l("»%(cell)s« passt in keine Altersgruppe (0–5, 6–9, 10–11, 12–13, 14–15, 16–17, …)."),
    ),
    ("gender", gender_of, _l("»%(cell)s« ist kein Geschlecht, das wir kennen (weiblich, männlich, divers).")),
    (
        "time_of_day",
        time_of_day_of,
        _l("»%(cell)s« ist keine Tageszeit, die wir kennen (nachmittags, nachts …)."),
    ),
)


@dataclass(frozen=True)
class Line:
    """A row that became a submission."""

    number: int
    draft: SubmissionDraft


class Drafter:
    """Makes checked submissions of rows, one contribution each; remembers the ids of earlier batches of the file."""

    def __init__(self, process_id: UUID, columns: Columns) -> None:
        self._process_id = process_id
        self._columns = columns
        self._zone = ZoneInfo(current_app.config["BABEL_DEFAULT_TIMEZONE"])
        self._seen: Counter[bytes] = Counter()
        self._first: dict[str, int] = {}

    def lines(
        self, rows: Sequence[Row], shapes: Sequence[shapely.Geometry | None]
    ) -> tuple[list[Line], list[Problem]]:
        """The submissions of a batch; the problems of rows that cannot be one."""
        lines, problems = [], []
        for row, shape in zip(rows, shapes, strict=True):
            faults: list[Problem] = []
            key = self._key(row, faults)
            draft, more = self.draft(row, key, shape)
            problems += [*faults, *more]
            if draft is not None and not faults:
                lines.append(Line(row.line, draft))
        return lines, problems

    def _key(self, row: Row, problems: list[Problem]) -> str:
        """What tells rows apart: the id column, else the content and how often it stood above."""
        if "id" not in self._columns:
            shape = "" if row.shape is None else shapely.to_wkb(row.shape, hex=True)
            content = "\x1f".join([*row.cells, shape] if shape else row.cells)
            digest = hashlib.sha256(content.encode()).hexdigest()[:40]
            self._seen[bytes.fromhex(digest)] += 1
            return f"row:{digest}:{self._seen[bytes.fromhex(digest)]}"
        value = self._columns.value(row, "id")
        if not value or len(value) > LONGEST_ID:
            message = _("Die Kennung fehlt oder hat mehr als %(n)s Zeichen.", n=LONGEST_ID)
            problems.append(self._problem(row, "id", message))
        elif value in self._first:
            message = _(
                "Die Kennung »%(id)s« steht schon in Zeile %(line)s.", id=value, line=self._first[value]
            )
            problems.append(self._problem(row, "id", message))
        else:
            self._first[value] = row.line
        return f"id:{value}"

    def draft(
        self, row: Row, key: str, point: shapely.Geometry | None
    ) -> tuple[SubmissionDraft | None, list[Problem]]:
        """The checked submission of a row, or None and what is wrong with it."""
        problems: list[Problem] = []
        submission_id = uuid5(self._process_id, f"import {key}")
        attributes = self._attributes(row, problems)
        quality = self._quality(row, problems)
        said = ContributionDraft(
            id=uuid5(submission_id, "contribution"),
            kind="online_comment" if point is None and quality is None else "mark",
            quality=quality,
            text=self._columns.value(row, "text"),
            title=self._columns.value(row, "title"),
            place_text=self._columns.value(row, "place_text"),
            geometry=point,
            attributes={} if problems else attributes,
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

    def _attributes(self, row: Row, problems: list[Problem]) -> dict[str, str]:
        """Closed answers of the row: its category, and what is known about the person and the time."""
        given = {}
        code = self._columns.value(row, "code")
        if len(code) > LONGEST_VALUE:
            problems.append(self._problem(row, "code", _("Höchstens %(n)s Zeichen.", n=LONGEST_VALUE)))
        elif code:
            given["code"] = code
        for field, known, message in _ANSWERS:
            cell = self._columns.value(row, field)
            if is_missing(cell):
                continue
            found = known(cell)
            if found is None:
                problems.append(self._problem(row, field, str(message) % {"cell": cell[:40]}))
            elif found != "na":
                given[field] = found
        return given

    def _quality(self, row: Row, problems: list[Problem]) -> str | None:
        cell = self._columns.value(row, "quality")
        if is_missing(cell):
            return None
        found = quality_of(cell)
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
