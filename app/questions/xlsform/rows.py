"""The rows of the sheets `survey` and `choices` while a form is written."""

from __future__ import annotations

import re
from collections.abc import Mapping

from flask_babel import gettext as _

from app.questions.content import Choice, Condition, Question, Questionnaire
from app.questions.texts import Texts
from app.questions.xlsform.heads import OWN
from app.questions.xlsform.losses import Losses
from app.questions.xlsform.own import DECLINED, EXCLUSIVE, WORDS, own_cell
from app.questions.xlsform.saying import xpath_of

_BRACES = re.compile(r"\{([A-Za-z0-9_-]+)\}")


class Rows:
    """Rows as they are added; row numbers are those of the file (the heads are row 1)."""

    def __init__(self, questionnaire: Questionnaire, losses: Losses) -> None:
        self.survey: list[dict[str, object]] = []
        self.choices: list[dict[str, object]] = []
        self.losses = losses
        self._questions: dict[str, Question] = {}
        self._names: dict[tuple[str, str], str] = {}
        self._lists: dict[tuple[Choice, ...] | str, str] = {}
        self._taken = {section.key for section in questionnaire.sections}
        for question in questionnaire.questions():
            for one in (question, *question.followups):
                self._questions[one.key] = one
                self._names[one.key, ""] = one.key
                self._taken.add(one.key)
        for question in list(self._questions.values()):
            for row in question.rows:
                self._names[question.key, row.key] = self.free(f"{question.key}_{row.key}")

    def free(self, name: str) -> str:
        """A name nobody has yet; from now on it is taken."""
        found, number = name, 2
        while found in self._taken:
            found, number = f"{name}_{number}", number + 1
        self._taken.add(found)
        return found

    def name_of(self, key: str, row: str = "") -> str | None:
        question = self._questions.get(key)
        if question is None or (question.rows and not row):
            return None
        return self._names.get((key, row))

    def expression(self, condition: Condition | None) -> str:
        """XPath of a condition; Unsupported when there is none."""
        return "" if condition is None else xpath_of(condition, self.name_of, self._is_counted)

    def _is_counted(self, key: str) -> bool:
        question = self._questions.get(key)
        return question is not None and question.of_kind.value == "marks"

    def add(self, type_: str, name: str, *, own: Mapping[str, object] | None = None, **cells: object) -> None:
        row: dict[str, object] = {"type": type_, "name": name, OWN: own_cell(own or {})}
        for column, value in cells.items():
            row[column] = self._piped(value) if isinstance(value, Mapping) else value
        self.survey.append(row)

    def lost(self, column: str, what: object, *, ahead: int = 0) -> None:
        """Name something about the row added last, or about the next one (`ahead=1`)."""
        self.losses.note("survey", len(self.survey) + 1 + ahead, column, what)

    def _piped(self, texts: Texts) -> dict[str, str]:
        """`{q}` becomes `${q}`; a choice appears there with its key, which is said."""

        def pipe(found: re.Match[str]) -> str:
            question = self._questions.get(found[1])
            if question is None or question.rows:
                return found[0]
            if question.choices:
                what = _(
                    "Statt der Auswahl von »%(key)s« steht in anderen Programmen ihr Kürzel.", key=found[1]
                )
                self.lost("label", what, ahead=1)
            return f"${{{found[1]}}}"

        return {code: _BRACES.sub(pipe, text.replace("${", "$ {")) for code, text in texts.items()}

    def list_of(self, question: Question) -> str:
        """The name of the list with the question's choices; equal choices are one list."""
        known = repr(question.choices)
        if known in self._lists:
            return self._lists[known]
        name = self._lists[known] = question.key
        for choice in question.choices:
            own = {
                WORDS: choice.takes_words,
                DECLINED: choice.is_declined,
                EXCLUSIVE: choice.is_exclusive,
                "pictogram": choice.pictogram,
            }
            self.choices.append(
                {"list_name": name, "name": choice.key, "label": dict(choice.label), OWN: own_cell(own)}
            )
            number = len(self.choices) + 1
            if choice.pictogram:
                self.losses.note(
                    "choices", number, OWN, _("Piktogramme gibt es in anderen Programmen nicht.")
                )
            if choice.is_declined:
                what = _("Dass »keine Angabe« alles andere ausschließt, wissen andere Programme nicht.")
                self.losses.note("choices", number, OWN, what)
            if choice.is_exclusive:
                what = _("Dass diese Antwort alle anderen ausschließt, wissen andere Programme nicht.")
                self.losses.note("choices", number, OWN, what)
        return name
