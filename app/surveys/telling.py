"""What somebody answered, told back to them: each question with its answer in words, and what each text was about."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from flask_babel import format_date

from app.base.i18n import current_language
from app.contributions.media.queries import kept_files
from app.contributions.own import OwnContribution
from app.contributions.sittings import OwnSitting
from app.processes.channels import Told
from app.questions.content import Question, Questionnaire, Section
from app.questions.flat import YES
from app.questions.queries import published_content, published_id
from app.questions.saying import Saying
from app.questions.vocabulary import CODED, OTHER
from app.surveys.drafts import FELT_AREA, MARK, PHOTO, TELLING, VERSION, WORDS
from app.surveys.queries import survey_rules
from app.surveys.unsent import drafts_of


def told(activity_id: UUID, sitting: OwnSitting, said: Sequence[OwnContribution]) -> Told:
    """Answers of one's own sitting, in the words of the version that was answered; what was taken back is not told."""
    rules, number = survey_rules(activity_id), sitting.answers.get(VERSION)
    version_id = published_id(rules.questionnaire_id, int(number)) if rules and number else None
    if version_id is None:
        return Told()
    content = published_content(version_id)
    given = _Given.of(sitting, said)
    saying = Saying(content, current_language(), raw=given.nested(content))
    answers = [
        (saying.plain(question.label) or question.key, words)
        for question, scope in given.asked(content)
        if (words := _words(saying, question, scope))
    ]
    labels = {one.id: _label(saying, one.question or "") for one in said}
    return Told(answers, {one: label for one, label in labels.items() if label})


def unsent(participant_id: UUID) -> list[dict[str, Any]]:
    """What somebody has answered on pages without a script and not sent yet, for the download of their data."""
    return [
        {
            "id": str(draft.submission_id),
            "activity": draft.title,
            "updated_at": draft.updated_at.isoformat(),
            "answers": draft.raw,
            "files": [
                {"id": str(one.id), "kind": one.kind, "size": one.size, "text": one.text}
                for one in kept_files(submission_id=draft.submission_id, participant_id=participant_id)
            ],
        }
        for draft in drafts_of(participant_id)
    ]


def _words(saying: Saying, question: Question, scope: dict[str, Any]) -> str:
    value = scope.get(question.key)
    if question.kind == "date" and isinstance(value, str):
        return str(format_date(date.fromisoformat(value)))
    return saying.answer(question, scope)


def _label(saying: Saying, key: str) -> str:
    """The question of a flat key (`q`, `q.other`, `section.2.q`, `spot.reason`), the innermost that is named."""
    questions = {
        one.key: one for question in saying.content.questions() for one in (question, *question.followups)
    }
    named = [questions[part] for part in key.split(".") if part in questions]
    return saying.plain(named[-1].label) if named else ""


@dataclass
class _Given:
    """A sitting by flat keys again: closed answers, words, places, numbers of files."""

    closed: dict[str, str | float]
    words: dict[str, str] = field(default_factory=dict)
    marks: dict[str, list[dict[str, Any]]] = field(default_factory=lambda: defaultdict(list))
    files: dict[str, list[str]] = field(default_factory=dict)

    @classmethod
    def of(cls, sitting: OwnSitting, said: Sequence[OwnContribution]) -> _Given:
        given = cls(sitting.answers)
        for one in sorted(said, key=lambda found: found.contribution.position):
            key, kind = one.question or "", one.contribution.kind
            if kind == WORDS and "about" not in one.attributes:
                given.words[key] = one.text
            elif kind in {PHOTO, TELLING}:
                given.files[key] = [str(file.id) for file in one.attachments]
            elif kind in {MARK, FELT_AREA}:
                given.marks[key].append({"place_text": one.place_text, "choice": one.quality or ""})
        return given

    def asked(self, content: Questionnaire) -> Iterator[tuple[Question, dict[str, Any]]]:
        """Every question with the answers it stands among, each round for itself."""
        for section in content.sections:
            for prefix in self._prefixes(section):
                scope = self._scope(section, prefix)
                yield from ((question, scope) for question in section.questions)

    def nested(self, content: Questionnaire) -> dict[str, Any]:
        """Raw answers outside of rounds, for what is piped into texts."""
        found: dict[str, Any] = {}
        for section in content.sections:
            if not section.is_repeated:
                found |= self._scope(section, "")
        return found

    def _prefixes(self, section: Section) -> list[str]:
        if not section.is_repeated:
            return [""]
        keys = (*self.closed, *self.words, *self.marks, *self.files)
        numbers = {
            int(parts[1])
            for parts in (key.split(".") for key in keys)
            if parts[0] == section.key and len(parts) > 1 and parts[1].isdecimal()
        }
        return [f"{section.key}.{number}." for number in sorted(numbers)]

    def _scope(self, section: Section, prefix: str) -> dict[str, Any]:
        scope: dict[str, Any] = {}
        for question in section.questions:
            value = self._value(question, f"{prefix}{question.key}")
            if value not in (None, "", [], {}):
                scope[question.key] = value
            if other := self.words.get(f"{prefix}{question.key}.{OTHER}"):
                scope[f"{question.key}.{OTHER}"] = other
        return scope

    def _value(self, question: Question, key: str) -> Any:
        shape = question.of_kind.value
        if shape == "text":
            return self.words.get(key)
        if shape == "files":
            return self.files.get(key)
        if shape == "marks":
            kinds = {choice.key for choice in question.choices} if question.look == CODED else set()
            return [
                mark | {"choice": mark["choice"] if mark["choice"] in kinds else ""}
                for mark in self.marks.get(key, [])
            ]
        if shape == "rows":
            found = {row.key: self.closed.get(f"{key}.{row.key}") for row in question.rows}
            return {row: choice for row, choice in found.items() if choice is not None}
        if shape == "keys":
            taken = [choice.key for choice in question.choices if f"{key}.{choice.key}" in self.closed]
            return sorted(taken, key=lambda one: float(self.closed[f"{key}.{one}"]))
        value = self.closed.get(key)
        return value == YES or None if shape == "yes" else value
