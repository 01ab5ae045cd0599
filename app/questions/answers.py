"""Raw answers in, sound answers and problems out: one walk through the questionnaire in its order.

Whatever is sent, this does not fail. An answer with a problem is not among the sound ones, nor is what a condition
hides; both count as empty in every later condition.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from flask_babel import force_locale
from flask_babel import gettext as _

from app.base.i18n import locale_of
from app.base.words import clean_line
from app.config import PARTICIPANT_LANGUAGES
from app.questions.conditions import AnswerOf, holds, is_empty
from app.questions.content import Question, Questionnaire, Section
from app.questions.marking import marks_value
from app.questions.texts import said
from app.questions.values import VALUES, NotSound, check_length
from app.questions.vocabulary import KINDS, LONGEST_SHORT_TEXT, MOST_REPEATS, OTHER

_TOWN = ZoneInfo("Europe/Berlin")


@dataclass(frozen=True)
class Checked:
    """`answers` in the shape of raw answers, clean and sound; `problems` maps a path to a sentence.

    `shown` are the paths of all questions that conditions let be asked, in order.
    """

    answers: dict[str, Any] = field(default_factory=dict)
    problems: dict[str, str] = field(default_factory=dict)
    shown: tuple[str, ...] = ()


def checked(questionnaire: Questionnaire, raw: Any, language: str, today: date | None = None) -> Checked:
    """Sound answers and problems, in the language of the reader; `today` is the town's date when it is not given."""
    spoken = language if language in PARTICIPANT_LANGUAGES else "de"
    with force_locale(locale_of(spoken)):
        check = _Check(spoken, (today or town_date()).isoformat())
        check.sections(questionnaire, raw)
    return Checked(check.answers, check.problems, tuple(check.shown))


def town_date() -> date:
    return datetime.now(_TOWN).date()


class _Check:
    """One walk; `answers` and `problems` grow as it goes."""

    def __init__(self, language: str, today: str) -> None:
        self.language = language
        self.today = today
        self.answers: dict[str, Any] = {}
        self.problems: dict[str, str] = {}
        self.shown: list[str] = []
        self.seen_marks: set[str] = set()

    def sections(self, questionnaire: Questionnaire, raw: Any) -> None:
        if not isinstance(raw, dict):
            if raw is not None:
                self.problems[""] = _("Diese Antwort konnten wir nicht lesen.")
            raw = {}
        for section in questionnaire.sections:
            if not holds(section.relevant, self.answers.get, today=self.today):
                continue
            if section.is_repeated:
                rounds = self._rounds(section, raw.get(section.key))
                if rounds:
                    self.answers[section.key] = rounds
            else:
                self.answers.update(self._walk(section.questions, raw, "", self.answers.get, self.problems))

    def _rounds(self, section: Section, raw: Any) -> list[dict[str, Any]]:
        """The rounds somebody filled in; empty ones are left out, the least number is asked for in any case."""
        given = list(raw) if isinstance(raw, list) else []
        if not isinstance(raw, list) and not is_empty(raw):
            self.problems[section.key] = _("Diese Antwort konnten wir nicht lesen.")
        most = min(section.most_repeats, MOST_REPEATS)
        if len(given) > most:
            self.problems[section.key] = _("Möglich sind hier höchstens %(limit)s.", limit=most)
        given = (given + [{}] * (min(section.least_repeats, most) - len(given)))[:most]
        rounds = []
        for number, one in enumerate(given, 1):
            problems: dict[str, str] = {}
            answers = one if isinstance(one, dict) else {}
            prefix = f"{section.key}.{number}."
            found = self._walk(section.questions, answers, prefix, self.answers.get, problems)
            is_blank = all(is_empty(answers.get(question.key)) for question in section.questions)
            if number <= section.least_repeats or not is_blank:
                self.problems.update(problems)
            if found:
                rounds.append(found)
        return rounds

    def _walk(
        self,
        questions: tuple[Question, ...],
        raw: dict[str, Any],
        prefix: str,
        outside: AnswerOf,
        problems: dict[str, str],
    ) -> dict[str, Any]:
        """The sound answers to some questions that stand together; a condition sees these and what is outside."""
        kept: dict[str, Any] = {}
        own = {question.key for question in questions}

        def answer_of(key: str) -> Any:
            return kept.get(key) if key in own else outside(key)

        for question in questions:
            if question.kind not in KINDS or not holds(question.relevant, answer_of, today=self.today):
                continue
            self.shown.append(f"{prefix}{question.key}")
            if not question.of_kind.value:
                continue
            try:
                value = self._value(question, raw, f"{prefix}{question.key}.", answer_of)
                self._check_whole(question, value, answer_of)
                words = _other_words(question, value, raw)
            except NotSound as reason:
                for path, message in reason.messages.items():
                    problems[f"{prefix}{question.key}{'.' + path if path else ''}"] = message
                continue
            if not is_empty(value):
                kept[question.key] = value
            if words:
                kept[f"{question.key}.{OTHER}"] = words
        return kept

    def _value(self, question: Question, raw: dict[str, Any], prefix: str, answer_of: AnswerOf) -> Any:
        given = raw.get(question.key)
        shape = question.of_kind.value
        if is_empty(given):
            # A required table names each of its rows.
            return VALUES[shape](question, {}) if shape == "rows" else None
        if shape != "marks":
            return VALUES[shape](question, given)

        def follow_ups(sent: Any, number: int, kind: str) -> dict[str, Any]:
            problems: dict[str, str] = {}
            answers = sent if isinstance(sent, dict) else {}
            inner = f"{prefix}{number}."
            # Asked for by a follow-up, the question itself is the kind of place of this mark.
            found = self._walk(
                question.followups,
                answers,
                inner,
                lambda key: (kind or None) if key == question.key else answer_of(key),
                problems,
            )
            if problems:
                raise NotSound({path.removeprefix(inner): said for path, said in problems.items()})
            return found

        return marks_value(question, given, follow_ups, self.seen_marks)

    def _check_whole(self, question: Question, value: Any, answer_of: AnswerOf) -> None:
        if is_empty(value):
            if question.is_required and question.kind == "consent":
                raise NotSound(_("Bitte hak das noch an."))
            if question.is_required:
                raise NotSound(_("Bitte beantworte diese Frage."))
        elif not holds(question.constraint, answer_of, value, self.today):
            message = said(question.constraint_message, self.language)
            raise NotSound(message or _("Diese Antwort passt hier nicht. Bitte prüf sie noch einmal."))


def _other_words(question: Question, value: Any, raw: dict[str, Any]) -> str:
    """Own words, only when a choice that asks for them was taken."""
    taken = value if isinstance(value, list) else [value]
    if not any(choice.takes_words and choice.key in taken for choice in question.choices):
        return ""
    given = raw.get(f"{question.key}.{OTHER}")
    words = clean_line(given) if isinstance(given, str) else ""
    try:
        check_length(words, LONGEST_SHORT_TEXT)
    except NotSound as reason:
        raise NotSound({OTHER: reason.messages[""]}) from None
    return words
