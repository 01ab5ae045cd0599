"""Named errors of the imports in this package, each with sentences a planner understands."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from flask_babel import gettext as _

from app.base.errors import Conflict, DomainError

_SHOWN = 10


class ImportRefused(DomainError):
    """A file was not taken over, nothing was changed; `problems` holds one sentence for each reason.

    `choices` are what a person can choose from when that is the reason (the layers of a file); `candidates` are the
    coordinate systems it could be in, each with `crs`, `label`, `lon`, `lat` and `place` in words.
    """

    def __init__(
        self,
        problems: Sequence[str] | str,
        *,
        field: str | None = None,
        choices: Sequence[str] = (),
        candidates: Sequence[dict[str, Any]] = (),
    ) -> None:
        self.candidates = list(candidates)
        self.problems = [problems] if isinstance(problems, str) else list(problems)
        self.choices = tuple(choices)
        super().__init__("\n".join(self.problems), field=field)


class VintageExists(Conflict):
    """The same set with the same first day of validity is there already, with other content."""


def listed(names: Iterable[object], shown: int = _SHOWN) -> str:
    """Names in one sentence: the first ones, then how many more there are."""
    texts = [str(name) for name in names]
    if len(texts) <= shown:
        return ", ".join(texts)
    return str(_("%(names)s und %(more)s weitere", names=", ".join(texts[:shown]), more=len(texts) - shown))
