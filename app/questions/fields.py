"""WTForms fields that ask questions: a field's name is the path of its question, its data the raw answer.

The macros in `templates/questions/fields.html` show them; what a raw answer looks like stands in docs/questions.md.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from wtforms import Field
from wtforms.form import BaseForm
from wtforms.meta import DefaultMeta

from app.questions.content import Choice, Question, Row
from app.questions.saying import Saying
from app.questions.vocabulary import LONGEST_LISTED, MOST_FILES

NOTHING: tuple[Any, ...] = (None, "", [], {}, False)


class Meta(DefaultMeta):
    """Fields have the id `q-<path>`, so that a page may have other fields of the same name."""

    def bind_field(self, form: Any, unbound_field: Any, options: dict[str, Any]) -> Any:
        return unbound_field.bind(form=form, id=f"q-{options.get('prefix', '')}{options['name']}", **options)


META = Meta()


class Option(NamedTuple):
    """One choice on the page."""

    choice: Choice
    id: str
    is_taken: bool


class TextField(Field):
    """One line that is sent as it stands; the base of all that is one value."""

    def process_formdata(self, valuelist: Sequence[Any]) -> None:
        self.data = valuelist[0] if valuelist else ""

    def inner(self) -> Iterator[Any]:
        """Fields within this one, which can have errors of their own."""
        return iter(())

    @property
    def error(self) -> str:
        return " ".join(self.errors)

    @property
    def text(self) -> str:
        """What stands in the input."""
        return "" if self.data is None or self.data is False else str(self.data)


class PickField(TextField):
    """One of several choices."""

    def __init__(self, choices: Sequence[Choice], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.choices = choices

    @property
    def options(self) -> list[Option]:
        taken = self.data if isinstance(self.data, list) else [self.data]
        return [
            Option(choice, f"{self.id}-{at}", choice.key in taken)
            for at, choice in enumerate(self.choices, 1)
        ]


class QuestionField(PickField):
    """A question that is answered by one value: words, a number, a day, a choice. A note is answered by nothing."""

    def __init__(self, question: Question, saying: Saying, **kwargs: Any) -> None:
        super().__init__(
            saying.choices(question),
            label=saying.text(question.label) or question.key,
            description=saying.text(question.hint),
            **kwargs,
        )
        self.question = question
        self.saying = saying

    @property
    def other(self) -> TextField | None:
        """The field for own words to a choice, where the question has one."""
        found: TextField | None = self._form.other_of(self.question.key)
        return found

    @property
    def is_listed(self) -> bool:
        """So many choices that they are chosen from a list that folds."""
        return self.question.kind == "single" and len(self.choices) > LONGEST_LISTED


class NoteField(QuestionField):
    """Words to read."""

    def process_formdata(self, valuelist: Sequence[Any]) -> None:
        self.data = None


class YesField(QuestionField):
    """A tick."""

    def process_formdata(self, valuelist: Sequence[Any]) -> None:
        self.data = "yes" in valuelist[:1]


class SeveralField(QuestionField):
    """Any of several choices."""

    def process_formdata(self, valuelist: Sequence[Any]) -> None:
        self.data = [one for one in valuelist if one]


class FilesField(SeveralField):
    """Photos or a recording by their ids. `upload` is how a page without a script takes them; None where it does not.

    Whoever asks sets it: an object with what `still_files` of the macros shows.
    """

    upload: Any = None

    @property
    def most(self) -> int:
        """How many files can be given."""
        limit = MOST_FILES[self.question.kind]
        return int(min(self.question.most or limit, limit))

    @property
    def ids(self) -> list[str]:
        return self.data if isinstance(self.data, list) else []


class Parts(BaseForm):
    """The fields of a question that has several, below its path."""

    def other_of(self, key: str) -> TextField | None:
        return None


class RowsField(QuestionField):
    """A table: one choice for each row."""

    rows: list[PickField]

    def process(self, formdata: Any, data: Any = None, extra_filters: Any = None) -> None:
        given = data if isinstance(data, dict) else {}
        rows: tuple[Row, ...] = self.saying.rows(self.question)
        parts = Parts(
            {row.key: PickField(self.choices, label=self.saying.text(row.label) or row.key) for row in rows},
            prefix=f"{self.name}.", meta=META,
        )  # fmt: skip
        parts.process(formdata, data=given)
        self.rows = list(parts)
        self.data = {field.short_name: field.data for field in parts if field.data}

    def inner(self) -> Iterator[Any]:
        return iter(self.rows)


class RanksField(QuestionField):
    """A ranking: a place for each choice that gets one."""

    ranks: list[tuple[Choice, TextField]]

    def process(self, formdata: Any, data: Any = None, extra_filters: Any = None) -> None:
        order = data if isinstance(data, list) else []
        # Not `q.<choice>`: a choice that takes own words may be called `other`, and they are `q.other`.
        parts = Parts(
            {choice.key: TextField(label=self.saying.text(choice.label) or choice.key) for choice in self.choices},
            prefix=f"{self.name}.place.", meta=META,
        )  # fmt: skip
        parts.process(formdata, data={key: str(place) for place, key in enumerate(order, 1)})
        self.ranks = list(zip(self.choices, parts, strict=True))
        # In the order of the questionnaire: of two on one place the earlier comes first.
        places = {choice.key: parts[choice.key].text for choice in self.question.choices}
        ranked = [key for key, place in places.items() if place.isdecimal()]
        self.data = sorted(ranked, key=lambda key: int(places[key][:4]))

    def inner(self) -> Iterator[Any]:
        return (field for _choice, field in self.ranks)
