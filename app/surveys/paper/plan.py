"""What stands on a sheet, in order: one walk that the printed page and the page for typing share.

So the numbers of choices, the rounds and the places are the same on both.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from flask_babel import gettext as _

from app.areas.age_bands import AGE_BANDS
from app.participants.forms import ASKED_AGE_BANDS
from app.participants.vocabulary import GENDERS
from app.questions.content import Condition, Question, Questionnaire, Section
from app.questions.editor.plain import told
from app.questions.texts import Texts, said
from app.questions.vocabulary import CODED
from app.surveys.paper.words import not_on_paper, only_if

MOST_ROUNDS = 3
MOST_PLACES = 3
"""So often a sheet asks a section that repeats, and for so many places; who needs more takes another sheet."""
AGE, GENDER = "_age", "_gender"
"""Keys of what a phone asks while joining; no question begins with such a sign."""


@dataclass(frozen=True)
class Option:
    """A box to tick: its number on the sheet, the key it stands for, its words."""

    number: int
    key: str
    label: str
    takes_words: bool = False


@dataclass(frozen=True)
class Item:
    """One question on paper. `shape` is that of its raw answer (`Kind.value`), with `ranking` and `longtext`
    told apart; `path` names the answer; `places` holds the follow-ups of each place.
    """

    path: str
    key: str
    shape: str
    label: str
    hint: str = ""
    condition: str = ""
    options: tuple[Option, ...] = ()
    rows: tuple[tuple[str, str], ...] = ()
    places: tuple[tuple[Item, ...], ...] = ()


@dataclass(frozen=True)
class Part:
    """A section, or one round of it (`number` from 1, else 0)."""

    key: str
    title: str
    text: str = ""
    condition: str = ""
    number: int = 0
    items: tuple[Item, ...] = field(default_factory=tuple)


def plan(content: Questionnaire, language: str) -> list[Part]:
    """All parts of a sheet in this language; of photos and recordings it says that they do not go on paper."""
    walk = _Walk(content, language)
    return [walk.person(), *(part for section in content.sections for part in walk.section(section))]


class _Walk:
    def __init__(self, content: Questionnaire, language: str) -> None:
        self.content = content
        self.language = language
        self.first = (*content.languages, "de")[0]

    def words(self, texts: Texts) -> str:
        return said(texts, self.language, self.first)

    def when(self, condition: Condition | None) -> str:
        """When a question is to be answered, in words of this language."""
        return "" if condition is None else only_if(told(condition, self.content, self.language))

    def person(self) -> Part:
        """What phones ask while joining."""
        ages = tuple(
            Option(number, band, str(AGE_BANDS[band])) for number, band in enumerate(ASKED_AGE_BANDS, 1)
        )
        genders = tuple(
            Option(number, code, str(GENDERS[code])) for number, code in enumerate(("f", "m", "d"), 1)
        )
        return Part(
            "_person",
            _("Über dich"),
            items=(
                Item(AGE, AGE, "key", _("Wie alt bist du?"), options=ages),
                Item(GENDER, GENDER, "key", _("Du bist …"), options=genders),
            ),
        )

    def section(self, section: Section) -> list[Part]:
        title, text = self.words(section.title), self.words(section.text)
        condition = self.when(section.relevant)
        if not section.is_repeated:
            return [Part(section.key, title, text, condition, items=self.items(section.questions, ""))]
        rounds = min(section.most_repeats, max(section.least_repeats, MOST_ROUNDS))
        return [
            Part(
                section.key,
                title,
                text,
                condition,
                number,
                self.items(section.questions, f"{section.key}.{number}."),
            )
            for number in range(1, rounds + 1)
        ]

    def items(self, questions: tuple[Question, ...], prefix: str) -> tuple[Item, ...]:
        return tuple(self.item(question, f"{prefix}{question.key}") for question in questions)

    def item(self, question: Question, path: str) -> Item:
        if question.of_kind.value == "files":
            # Like a note: words to read, nothing to fill in.
            label, hint = self.words(question.label) or question.key, not_on_paper(question.kind)
            return Item(path, question.key, "", label, hint, self.when(question.relevant))
        shape = question.kind if question.kind in {"ranking", "longtext"} else question.of_kind.value
        is_place = shape == "marks"
        options = question.choices if not is_place or question.look == CODED else ()
        number = min(int(question.most or MOST_PLACES), MOST_PLACES) if is_place else 0
        return Item(
            path,
            question.key,
            shape,
            self.words(question.label) or question.key,
            self.words(question.hint),
            self.when(question.relevant),
            tuple(
                Option(at, choice.key, self.words(choice.label) or choice.key, choice.takes_words)
                for at, choice in enumerate(options, 1)
            ),
            tuple((row.key, self.words(row.label) or row.key) for row in question.rows),
            tuple(self.items(question.followups, f"{path}.{place}.") for place in range(1, number + 1)),
        )
