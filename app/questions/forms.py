"""WTForms classes made of questions: one form for all who ask, on the phone, on pages without script, on trial.

    Asking = form_of(questions, Saying(questionnaire, language))
    form = Asking(answers=stored)  # {% for field in form.asked %}{{ question(field) }}{% endfor %}
    raw = Asking(request.form, prefix="kids.2.").raw  # what was sent
    form.attach(checked(questionnaire, raw, language).problems)

Whether an answer is right says `checked`, which knows the conditions; a form only carries it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, ClassVar

from flask_babel import gettext as _
from wtforms.fields.core import UnboundField
from wtforms.form import BaseForm

from app.questions.content import Question, Section
from app.questions.fields import (
    META,
    NOTHING,
    FilesField,
    NoteField,
    QuestionField,
    RanksField,
    RowsField,
    SeveralField,
    TextField,
    YesField,
)
from app.questions.mark_fields import MarksField
from app.questions.saying import Saying
from app.questions.vocabulary import OTHER

_FIELDS: dict[str, type[QuestionField]] = {
    "": NoteField, "text": QuestionField, "number": QuestionField, "date": QuestionField, "time": QuestionField,
    "key": QuestionField, "yes": YesField, "keys": SeveralField, "files": FilesField, "rows": RowsField,
}  # fmt: skip
"""By the shape of the raw answer."""


class QuestionsForm(BaseForm):
    """Questions that are asked together. Names of its fields are paths: `prefix` and the key of the question."""

    made_of: ClassVar[Mapping[str, UnboundField]] = {}

    def __init__(
        self, formdata: Any = None, answers: Mapping[str, Any] | None = None, *, prefix: str = ""
    ) -> None:
        """`answers` are those among which the questions stand, by key; with `formdata` what was sent counts."""
        super().__init__(self.made_of, prefix=prefix, meta=META)
        self.process(formdata, data=dict(answers or {}))

    @property
    def asked(self) -> list[QuestionField]:
        """The fields of the questions in their order."""
        return [field for field in self if isinstance(field, QuestionField)]

    def other_of(self, key: str) -> TextField | None:
        found: TextField | None = self._fields.get(f"{key}.{OTHER}")
        return found

    @property
    def raw(self) -> dict[str, Any]:
        """The raw answers by key; what is not answered is left out."""
        return {key: field.data for key, field in self._fields.items() if field.data not in NOTHING}

    def every(self) -> Iterator[Any]:
        """All fields at which something can be wrong."""
        for field in self:
            yield field
            yield from field.inner()

    def attach(self, problems: Mapping[str, str]) -> bool:
        """Put each sentence at the field of its path, or at the nearest around it; whether any belongs here."""
        has_any = False
        for path, message in problems.items():
            if field := self.place(path):
                has_any = True
                field.errors = [*field.errors, message]
        return has_any

    def place(self, path: str) -> Any:
        """The field at which a problem of this path is told: its own, or the nearest around it; None elsewhere."""
        fields = {field.name: field for field in self.every()}
        while path and path not in fields:
            path = path.rpartition(".")[0]
        return fields.get(path)


def form_of(questions: Sequence[Question], saying: Saying) -> type[QuestionsForm]:
    """The form class of questions, in this order and in the words of `saying`."""
    made: dict[str, UnboundField] = {}
    for question in questions:
        made[question.key] = _field(question, saying)
        wordy = next((choice for choice in question.choices if choice.takes_words), None)
        if wordy is not None and question.of_kind.value in {"key", "keys"}:
            label = _("Eigene Worte zu »%(choice)s«", choice=saying.plain(wordy.label))
            made[f"{question.key}.{OTHER}"] = TextField(label=label)
    return type("AskingForm", (QuestionsForm,), {"made_of": made})


def asking(saying: Saying) -> Callable[[Section, str], QuestionsForm]:
    """For templates: the empty form of a section, with its paths below a prefix."""
    return lambda section, prefix: form_of(saying.questions(section), saying)(prefix=prefix)


def _field(question: Question, saying: Saying) -> Any:
    if question.of_kind.geometry:
        return MarksField(question, saying, form_of(question.followups, saying))
    if question.kind == "ranking":
        return RanksField(question, saying)
    return _FIELDS[question.of_kind.value](question, saying)
