"""Fields of a page without script: which WTForms fields ask one question, and how their data becomes a raw answer."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from flask_babel import gettext as _
from markupsafe import Markup
from uuid6 import uuid7
from wtforms import (
    BooleanField,
    Form,
    HiddenField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields import SelectChoice
from wtforms.widgets import CheckboxInput, DateInput, ListWidget, TimeInput

from app.questions.conditions import AnswerOf, is_empty, text_of
from app.questions.content import Question, Questionnaire
from app.questions.marking import CHOICE
from app.questions.order import choices_in_order, rows_in_order
from app.questions.paging import possible
from app.questions.piping import piped
from app.questions.texts import Texts, said_in
from app.questions.vocabulary import CODED, LONGEST_SHORT_TEXT, LONGEST_TEXT, MOST_MARKS, OTHER

LONG_LIST = 12
"""From this many choices on one of them is chosen from a list that folds."""
MARKS_AT_ONCE = 3
"""Places to describe when a question does not say how many it takes."""


class Needed:
    """Marks a field as required for the reader; whether it is answered says `checked`, which knows the conditions."""

    field_flags = {"required": True}

    def __call__(self, form: Form, field: Any) -> None:
        return None


@dataclass(frozen=True)
class AskedMark:
    """The fields of one described place."""

    number: int
    id: str
    place: str
    choice: str = ""
    followups: tuple[Asked, ...] = ()


@dataclass(frozen=True)
class Asked:
    """One question on the page: its path, and the names of its fields by the part of the answer they hold.

    `other` is the field for own words to a choice.
    """

    question: Question
    path: str
    label: str
    hint: str = ""
    names: dict[str, str] = field(default_factory=dict)
    marks: tuple[AskedMark, ...] = ()
    other: str = ""


class FieldMaker:
    """Makes the fields of one page; `fields` grows in the order they are asked."""

    def __init__(
        self, questionnaire: Questionnaire, language: str, answers: dict[str, Any], seed: str, today: str
    ) -> None:
        self.questionnaire = questionnaire
        self.language = language
        self.answers = answers
        self.seed = seed
        self.today = today
        self.fields: dict[str, Any] = {}
        self._first = (*questionnaire.languages, "de")[0]

    def words(self, texts: Texts) -> str:
        """A text for the reader; in another language than theirs it says which."""
        code = said_in(texts, self.language, self._first)[1]
        text = self._plain(texts)
        if not text or code == self.language:
            return text
        return Markup('<span lang="{}" dir="auto">{}</span>').format(code, text)

    def _plain(self, texts: Texts) -> str:
        """A text where no mark-up can stand."""
        text = said_in(texts, self.language, self._first)[0]
        return piped(text, self.questionnaire, self.answers, self.language)

    def ask(
        self, question: Question, name: str, path: str, given: dict[str, Any], open_keys: set[str]
    ) -> Asked:
        """Add the fields of one question. `given` holds the answers it stands in, by its key."""
        asked = Asked(question, path, self.words(question.label) or question.key, self.words(question.hint))
        value = given.get(question.key)
        shape = question.of_kind.value
        if shape == "rows":
            self._rows(asked, name, value)
        elif question.kind == "ranking":
            self._places(asked, name, value)
        elif shape == "marks":
            return replace(asked, marks=self._marks(asked, name, value, open_keys))
        elif shape not in {"", "files"}:
            self._add(asked, "", name, self._single(asked, value))
        if shape in {"key", "keys"} and any(choice.takes_words for choice in question.choices):
            choice = next(choice for choice in question.choices if choice.takes_words)
            label = _("Eigene Worte zu »%(choice)s«", choice=self._plain(choice.label))
            words = given.get(f"{question.key}.{OTHER}")
            asked = replace(asked, other=f"{name}--{OTHER}")
            self.fields[asked.other] = _line(label, words, "", LONGEST_SHORT_TEXT)
        return asked

    def _add(self, asked: Asked, part: str, name: str, unbound: Any) -> None:
        asked.names[part] = name
        self.fields[name] = unbound

    def _single(self, asked: Asked, value: Any) -> Any:
        """The field of a question that has one."""
        question = asked.question
        common: dict[str, Any] = {
            "description": asked.hint,
            "validators": [Needed()] if question.is_required else [],
        }
        kind = question.kind
        if kind == "consent":
            return BooleanField(asked.label, default=value is True, **common)
        if kind == "multiple":
            return SelectMultipleField(
                asked.label, choices=self._choices(question), validate_choice=False, default=value or [],
                widget=ListWidget(prefix_label=False), option_widget=CheckboxInput(), **common,
            )  # fmt: skip
        if question.of_kind.value == "key":
            return self._one_of(asked.label, question, value, common)
        if kind == "longtext":
            most = int(min(question.most or LONGEST_TEXT, LONGEST_TEXT))
            return TextAreaField(asked.label, default=value or "", render_kw={"maxlength": most}, **common)
        if kind == "number":
            text = text_of(value) if self.language == "en" else text_of(value).replace(".", ",")
            kw = {"inputmode": "numeric" if question.step == 1 else "decimal", "autocomplete": "off"}
            return StringField(asked.label, default=text, render_kw=kw, **common)
        if kind in {"date", "time"}:
            widget = DateInput() if kind == "date" else TimeInput()
            return StringField(asked.label, default=value or "", widget=widget, **common)
        limit = int(min(question.most or LONGEST_SHORT_TEXT, LONGEST_SHORT_TEXT))
        return _line(asked.label, value, asked.hint, limit, is_needed=question.is_required)

    def _choices(self, question: Question, is_plain: bool = False) -> list[SelectChoice]:
        words = self._plain if is_plain else self.words
        return [
            SelectChoice(choice.key, words(choice.label) or choice.key)
            for choice in choices_in_order(question, self.seed)
        ]

    def _one_of(self, label: str, question: Question, value: Any, common: dict[str, Any]) -> Any:
        """Radio buttons or a list; who need not answer can take an answer back."""
        is_long = len(question.choices) > LONG_LIST
        choices = self._choices(question, is_plain=is_long)
        if is_long:
            choices = [SelectChoice("", _("bitte wählen")), *choices]
        elif not question.is_required and not any(choice.is_declined for choice in question.choices):
            choices = [*choices, SelectChoice("", _("keine Angabe"))]
        return (SelectField if is_long else RadioField)(
            label, choices=choices, default=value or "", validate_choice=False, **common
        )

    def _rows(self, asked: Asked, name: str, value: Any) -> None:
        given = value if isinstance(value, dict) else {}
        validators = [Needed()] if asked.question.is_required else []
        for row in rows_in_order(asked.question, self.seed):
            label = self.words(row.label) or row.key
            unbound = self._one_of(label, asked.question, given.get(row.key), {"validators": validators})
            self._add(asked, row.key, f"{name}-{row.key}", unbound)

    def _places(self, asked: Asked, name: str, value: Any) -> None:
        """One list of places for each choice of a ranking."""
        given = value if isinstance(value, list) else []
        choices = choices_in_order(asked.question, self.seed)
        most = int(asked.question.most or len(choices))
        places = [
            SelectChoice("", "–"),
            *(SelectChoice(str(place), str(place)) for place in range(1, most + 1)),
        ]
        for choice in choices:
            place = str(given.index(choice.key) + 1) if choice.key in given else ""
            label = self.words(choice.label) or choice.key
            unbound = SelectField(label, choices=places, default=place, validate_choice=False)
            self._add(asked, choice.key, f"{name}-{choice.key}", unbound)

    def _marks(self, asked: Asked, name: str, value: Any, open_keys: set[str]) -> tuple[AskedMark, ...]:
        question = asked.question
        given = [mark for mark in value if isinstance(mark, dict)] if isinstance(value, list) else []
        number = min(MOST_MARKS, max(int(question.most or MARKS_AT_ONCE), len(given)))
        return tuple(
            self._mark(asked, f"{name}-{at}", at, given[at - 1] if at <= len(given) else {}, open_keys)
            for at in range(1, number + 1)
        )

    def _mark(
        self, asked: Asked, name: str, number: int, given: dict[str, Any], open_keys: set[str]
    ) -> AskedMark:
        question = asked.question
        self.fields[f"{name}-id"] = HiddenField(default=given.get("id") or str(uuid7()))
        hint = _("Auf der Karte gezeigt. Du kannst dazu schreiben.") if given.get("geometry") else ""
        is_needed = question.is_required and number == 1 and not hint
        place = _line(
            _("Ort beschreiben"), given.get("place_text"), hint, LONGEST_SHORT_TEXT, is_needed=is_needed
        )
        self._add(asked, str(number), f"{name}-place", place)
        choice = ""
        if question.look == CODED:
            choice = f"{name}-choice"
            label = _("Was für ein Ort ist das?")
            self._add(
                asked, f"{number}.{CHOICE}", choice, self._one_of(label, question, given.get(CHOICE), {})
            )
        answers = given.get("answers") if isinstance(given.get("answers"), dict) else {}
        keys = open_keys | {followup.key for followup in question.followups}
        answer_of: AnswerOf = self.answers.get
        followups = possible(question.followups, answer_of, keys, self.today)
        return AskedMark(number, f"{name}-id", f"{name}-place", choice, tuple(
            self.ask(one, f"{name}-f-{one.key}", f"{asked.path}.{number}.{one.key}", answers or {}, keys)
            for one in followups
        ))  # fmt: skip


def _line(label: str, value: Any, hint: str, limit: int, *, is_needed: bool = False) -> Any:
    """One line of words."""
    return StringField(
        label, default=value or "", description=hint, render_kw={"maxlength": limit},
        validators=[Needed()] if is_needed else [],
    )  # fmt: skip


def raw_answer(asked: Asked, form: Form, before: Any) -> dict[str, Any]:
    """The raw answer of one question under its key. `before` is the answer so far: shapes and files stay with it."""
    question = asked.question
    shape = question.of_kind.value
    raw: dict[str, Any] = {}
    if shape == "rows":
        raw[question.key] = {row: form[name].data for row, name in asked.names.items() if form[name].data}
    elif question.kind == "ranking":
        given = [(form[name].data or "", key) for key, name in asked.names.items()]
        raw[question.key] = [
            key for _place, key in sorted((int(place), key) for place, key in given if place.isdecimal())
        ]
    elif shape == "marks":
        known = {mark.get("id"): mark for mark in before or [] if isinstance(mark, dict)}
        marks = [_raw_mark(mark, form, known) for mark in asked.marks]
        # Empty ones in between stay, so that the numbers of marks and fields are the same.
        while marks and all(is_empty(value) for name, value in marks[-1].items() if name != "id"):
            marks.pop()
        raw[question.key] = marks
    elif shape == "files":
        raw[question.key] = before or []
    elif "" in asked.names:
        raw[question.key] = form[asked.names[""]].data
    if asked.other:
        raw[f"{question.key}.{OTHER}"] = form[asked.other].data or ""
    return raw


def _ranked(places: dict[str, str]) -> list[str]:
    """The choices that have a place, the first place first."""
    numbers = {key: int(place) for key, place in places.items() if place.isdecimal() and len(place) < 4}
    return sorted(numbers, key=lambda key: numbers[key])


def _raw_mark(mark: AskedMark, form: Form, known: dict[Any, Any]) -> dict[str, Any]:
    before = known.get(form[mark.id].data, {})
    answers_before = before.get("answers") if isinstance(before.get("answers"), dict) else {}
    answers: dict[str, Any] = {}
    for asked in mark.followups:
        given = raw_answer(asked, form, (answers_before or {}).get(asked.question.key))
        answers |= {key: value for key, value in given.items() if not is_empty(value)}
    raw = {
        "id": form[mark.id].data,
        "geometry": before.get("geometry"),
        "place_text": form[mark.place].data or "",
        "answers": answers,
    }
    return raw | ({CHOICE: form[mark.choice].data or ""} if mark.choice else {})
