"""What a questionnaire is made of: sections, questions, choices; plain frozen values without a database.

Keys are unique in the whole questionnaire (questions and sections together) and name the answers for ever: table, form,
export column. `reading.py` makes these values from JSON and back, `soundness.py` says what is wrong with them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from app.questions.texts import Texts
from app.questions.vocabulary import KINDS, Kind

Condition = list[Any]
"""A condition as nested lists, the operator first; see `conditions.py`."""


@dataclass(frozen=True)
class Choice:
    """One answer to choose. `takes_words` opens a line for own words; `is_declined` is "keine Angabe".

    `is_exclusive` stands alone as well, but is an answer that counts, such as "nothing of this".
    """

    key: str
    label: Texts = field(default_factory=dict)
    pictogram: str = ""
    takes_words: bool = False
    is_declined: bool = False
    is_exclusive: bool = False

    @property
    def stands_alone(self) -> bool:
        return self.is_declined or self.is_exclusive


@dataclass(frozen=True)
class Row:
    """One line of a matrix; it is answered by one of the question's choices."""

    key: str
    label: Texts = field(default_factory=dict)


@dataclass(frozen=True)
class Question:
    """One question.

    `least` and `most` bound the number itself, the characters of a text, the choices taken, the places ranked, the
    files or the marks. `step` is the grid of a number (1 for whole numbers, None for any). `look` is `smileys` for a
    scale, `coded` for places that take a C2 pin kind. `relevant` shows the question only when true; `constraint` must
    be true of an answer (`["this"]`), else `constraint_message` is shown. `followups` are asked of each mark.
    """

    key: str
    kind: str
    label: Texts = field(default_factory=dict)
    hint: Texts = field(default_factory=dict)
    pictogram: str = ""
    look: str = ""
    is_required: bool = False
    is_shuffled: bool = False
    choices: tuple[Choice, ...] = ()
    rows: tuple[Row, ...] = ()
    least: float | None = None
    most: float | None = None
    step: float | None = None
    relevant: Condition | None = None
    constraint: Condition | None = None
    constraint_message: Texts = field(default_factory=dict)
    followups: tuple[Question, ...] = ()

    @property
    def of_kind(self) -> Kind:
        return KINDS[self.kind]

    def choice(self, key: str) -> Choice | None:
        return next((choice for choice in self.choices if choice.key == key), None)


@dataclass(frozen=True)
class Section:
    """One page of questions. With `most_repeats` above 1 it is asked again for each thing, such as each child."""

    key: str
    title: Texts = field(default_factory=dict)
    text: Texts = field(default_factory=dict)
    relevant: Condition | None = None
    is_shuffled: bool = False
    least_repeats: int = 1
    most_repeats: int = 1
    questions: tuple[Question, ...] = ()

    @property
    def is_repeated(self) -> bool:
        return self.most_repeats > 1 or self.least_repeats != 1


@dataclass(frozen=True)
class Questionnaire:
    """All of it. `languages` are those it claims to speak, the first is the one staff write in."""

    title: Texts = field(default_factory=dict)
    intro: Texts = field(default_factory=dict)
    closing: Texts = field(default_factory=dict)
    languages: tuple[str, ...] = ("de",)
    sections: tuple[Section, ...] = ()

    def questions(self) -> Iterator[Question]:
        """All questions in order, without the follow-ups of marks."""
        for section in self.sections:
            yield from section.questions

    def question(self, key: str) -> Question | None:
        return next((question for question in self.questions() if question.key == key), None)

    def section(self, key: str) -> Section | None:
        return next((section for section in self.sections if section.key == key), None)


def has_files(questionnaire: Questionnaire) -> bool:
    """Whether anything asks for photos or recordings, follow-ups of marks included."""
    return any(
        one.of_kind.value == "files"
        for question in questionnaire.questions()
        for one in (question, *question.followups)
    )
