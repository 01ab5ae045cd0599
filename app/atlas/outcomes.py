"""What became of one's own contributions: who can tell hands in lines, this file puts them beside each story.

Atlas stands below what may come later (measures, answers); the factory names who tells, in the order of the page.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol
from uuid import UUID

from flask import Flask, current_app

from app.contributions.own import OwnContribution, own
from app.contributions.stories import Step, stories
from app.participants.models import Participant
from app.processes.models import Process

_NAME = "atlas_outcomes"


@dataclass(frozen=True)
class Line:
    """One sentence about what came of a contribution, with the page that shows it (empty when there is none).

    `about` says where it stands: `counted` in a figure, `proposed` to those who decide, `reported` on a page.
    """

    text: str
    url: str = ""
    about: str = "counted"


class Teller(Protocol):
    """A module or object that knows what came of contributions."""

    def lines_of(self, process: Process, mine: Sequence[OwnContribution]) -> dict[UUID, list[Line]]:
        """Lines by contribution, only of these; only what everybody may know."""
        ...


@dataclass(frozen=True)
class Outcome:
    """One own contribution with its steps and with what came of it."""

    one: OwnContribution
    steps: list[Step]
    lines: list[Line] = field(default_factory=list)


def init_outcomes(app: Flask, *tellers: Teller) -> None:
    app.extensions[_NAME] = tellers


def outcomes_of(participant: Participant, process: Process) -> list[Outcome]:
    """Everything this person said and did not take back, newest first."""
    mine = [one for one in own(participant.id) if one.state != "withdrawn"]
    steps = stories(mine)
    found = {one.id: Outcome(one, steps[one.id]) for one in mine}
    tellers: tuple[Teller, ...] = current_app.extensions[_NAME]
    for teller in tellers:
        for key, lines in teller.lines_of(process, mine).items():
            found[key].lines.extend(lines)
    return list(found.values())
