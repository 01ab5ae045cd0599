"""What the editor may offer for one questionnaire, when the activity that asks it can hold less than all."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from uuid import UUID

from app.processes.channels import channels
from app.questions.content import Question, Questionnaire
from app.questions.faults import Fault
from app.questions.vocabulary import KINDS, MAP_KINDS


@dataclass(frozen=True)
class Room:
    """Kinds of questions and of follow-ups, whether there are pages, and what else is wrong.

    `made(kind, key)` is a new question as it begins. `back` is the address where staff publish the draft, `back_to`
    what stands there.
    """

    kinds: tuple[str, ...] = tuple(KINDS)
    followup_kinds: tuple[str, ...] = tuple(kind for kind in KINDS if kind not in MAP_KINDS)
    has_pages: bool = True
    made: Callable[[str, str], Question] = lambda kind, key: Question(key, kind)
    unfit: Callable[[Questionnaire], Iterable[Fault]] = lambda content: ()
    back: str = ""
    back_to: str = ""


ALL = Room()


def room_of(questionnaire_id: UUID) -> Room:
    """What the channels say about it; everything when none of them does."""
    for channel in channels().values():
        found: Room | None = channel.editor_room(questionnaire_id)
        if found is not None:
            return found
    return ALL
