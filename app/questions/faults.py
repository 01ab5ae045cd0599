"""One thing that is wrong with a questionnaire: where, and a sentence for staff."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Fault:
    """`path` is that of the JSON, such as `sections.0.questions.2.kind`."""

    path: str
    message: str
