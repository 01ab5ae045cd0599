"""WTForms fields for places: each mark has a shape or words, a kind where it is asked for, and follow-ups."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from flask_babel import gettext as _

from app.base.database import new_id
from app.questions.conditions import is_empty
from app.questions.content import Question
from app.questions.fields import META, Parts, PickField, QuestionField, TextField
from app.questions.marking import CHOICE
from app.questions.saying import Saying
from app.questions.vocabulary import CODED, MOST_MARKS


class ShapeField(TextField):
    """A shape of the map as GeoJSON; what cannot be read stays as it was sent."""

    def process_formdata(self, valuelist: Sequence[Any]) -> None:
        sent = valuelist[0] if valuelist else ""
        try:
            self.data = json.loads(sent) if sent else None
        except (ValueError, RecursionError):
            self.data = sent

    @property
    def text(self) -> str:
        return "" if is_empty(self.data) else json.dumps(self.data)


class MarkField(TextField):
    """One mark: `parts` are its id, shape, words and kind, `followups` the form of what is asked about it."""

    def __init__(
        self, question: Question, saying: Saying, number: int | str, asking: type[Any], **kwargs: Any
    ) -> None:
        super().__init__(label=_("Ort %(number)s", number=number), **kwargs)
        self.question = question
        self.saying = saying
        self.number = number
        self.asking = asking

    def process(self, formdata: Any, data: Any = None, extra_filters: Any = None) -> None:
        given = data if isinstance(data, dict) else {}
        fields: dict[str, Any] = {
            "id": TextField(), "geometry": ShapeField(), "place_text": TextField(label=_("Ort beschreiben")),
        }  # fmt: skip
        if self.question.look == CODED:
            label = _("Was für ein Ort ist das?")
            fields[CHOICE] = PickField(self.saying.choices(self.question), label=label)
        self.parts = Parts(fields, prefix=f"{self.name}.", meta=META)
        self.parts.process(formdata, data=given)
        answers = given.get("answers")
        self.followups = self.asking(
            formdata, answers if isinstance(answers, dict) else {}, prefix=f"{self.name}."
        )
        self.data = self._raw()

    def _raw(self) -> dict[str, Any] | None:
        """The raw answer; None when nothing is said of this place."""
        said = {"geometry": self.parts["geometry"].data, "place_text": self.parts["place_text"].text}
        said["answers"] = self.followups.raw
        choice = self.choice.data if self.choice else ""
        if said["geometry"] is None and not said["place_text"].strip() and not said["answers"] and not choice:
            return None
        return {"id": self.parts["id"].text, **said, **({CHOICE: choice} if choice else {})}

    @property
    def choice(self) -> PickField | None:
        found: PickField | None = self.parts._fields.get(CHOICE)
        return found

    def inner(self) -> Iterator[Any]:
        yield from self.parts
        yield from self.followups.every()


class MarksField(QuestionField):
    """A question that is answered on the map. `asking` is the class of the form of its follow-ups."""

    marks: list[MarkField]

    def __init__(self, question: Question, saying: Saying, asking: type[Any], **kwargs: Any) -> None:
        super().__init__(question, saying, **kwargs)
        self.asking = asking

    @property
    def most(self) -> int:
        """How many marks can be given."""
        return int(min(self.question.most or MOST_MARKS, MOST_MARKS))

    def process(self, formdata: Any, data: Any = None, extra_filters: Any = None) -> None:
        given = data if isinstance(data, list) else []
        count = len(given) if formdata is None else highest(formdata, f"{self.name}.", MOST_MARKS)
        self.marks = [
            self._mark(at, formdata, given[at - 1] if at <= len(given) else None)
            for at in range(1, count + 1)
        ]
        self.data = [mark.data for mark in self.marks if mark.data is not None]

    def _mark(self, number: int | str, formdata: Any = None, data: Any = None) -> MarkField:
        field: MarkField = MarkField(self.question, self.saying, number, self.asking).bind(
            form=self._form, name=f"{self.name}.{number}", id=f"{self.id}.{number}"
        )
        field.process(formdata, data)
        return field

    def add(self) -> None:
        """One more mark to fill, with an id of its own."""
        self.marks.append(self._mark(len(self.marks) + 1, data={"id": str(new_id())}))

    def card(self, sign: str) -> MarkField:
        """An empty mark for a script to copy; `sign` stands where its number goes."""
        return self._mark(sign)

    def inner(self) -> Iterator[Any]:
        for mark in self.marks:
            yield mark
            yield from mark.inner()


def highest(formdata: Any, start: str, most: int) -> int:
    """The highest number that follows `start` in the names of sent fields."""
    found = (name[len(start) :].partition(".")[0] for name in formdata if name.startswith(start))
    return max((min(int(one), most) for one in found if one.isdecimal() and len(one) < 4), default=0)
