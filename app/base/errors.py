"""The root of all named errors that a service may raise and a page shows to a person."""

from __future__ import annotations

from collections.abc import Mapping


class DomainError(Exception):
    """Something a person asked for is not possible; `message` is a translated sentence for that person.

    `status` is the HTTP status a view answers with when it does not handle the error itself.
    """

    status = 422

    def __init__(self, message: object, *, field: str | None = None) -> None:
        super().__init__(str(message))
        self.message = message
        self.field = field


class Problems(DomainError):
    """Several things do not fit; `problems` maps the path of each to a translated sentence, `field` is the first."""

    def __init__(self, message: object, problems: Mapping[str, object]) -> None:
        self.problems = {path: str(said) for path, said in problems.items()}
        super().__init__(message, field=next(iter(self.problems), None))


class NotFound(DomainError):
    """The thing does not exist for this person (it may exist for others)."""

    status = 404


class Conflict(DomainError):
    """Somebody else was faster, or the same id came with other content."""

    status = 409


class NotAllowed(DomainError):
    """The person is known and may not do this."""

    status = 403
