"""A survey on pages without a script: the answers so far, the pages they lead to, what is written into the draft."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from app.base.i18n import current_language
from app.participants.models import Participant
from app.questions.answers import Checked, checked, town_date
from app.questions.conditions import is_empty
from app.questions.content import Questionnaire
from app.surveys.gathering import Form, gathered
from app.surveys.models import Survey
from app.surveys.queries import answered_content
from app.surveys.saying import Saying
from app.surveys.steps import Step, steps


@dataclass(frozen=True)
class Sheets:
    """All pages for one state of the answers."""

    content: Questionnaire
    raw: dict[str, Any]
    found: Checked
    steps: list[Step]
    seed: str

    def problems(self, step: Step) -> dict[str, str]:
        """What does not fit on one page."""
        return {path: said for path, said in self.found.problems.items() if step.is_of(path)}

    def first_problem(self) -> int:
        """The number of the first page with something that does not fit, from 1; 0 when all is well."""
        return next((at for at, step in enumerate(self.steps, 1) if self.problems(step)), 0)

    def saying(self, problems: dict[str, str] | None = None) -> Saying:
        return Saying(self.content, current_language(), seed=self.seed, raw=self.raw, problems=problems)

    def scope(self, step: Step) -> dict[str, Any]:
        """The answers among which the questions of a page stand."""
        if not step.number:
            return self.raw
        rounds = self.raw.get(step.section.key)
        at = step.number - 1
        found = rounds[at] if isinstance(rounds, list) and at < len(rounds) else {}
        return found if isinstance(found, dict) else {}


def sheets(survey: Survey, person: Participant, raw: dict[str, Any]) -> Sheets:
    """The pages of a survey for somebody's answers."""
    content = answered_content(survey)
    today = town_date()
    found = checked(content, raw, current_language(), today)
    seed = str(person.id)
    pages = steps(content, found, raw, seed=seed, today=today.isoformat())
    return Sheets(content, raw, found, pages, seed)


def written(raw: dict[str, Any], step: Step, form: Form) -> dict[str, Any]:
    """The answers with those of one page anew; what the page did not ask stays as it was."""
    given = gathered(step.questions, form, step.prefix)
    asked = {question.key for question in step.questions}
    if not step.number:
        return _without(raw, asked) | given
    rounds = raw.get(step.section.key)
    kept = [one if isinstance(one, dict) else {} for one in rounds] if isinstance(rounds, list) else []
    kept += [{}] * (step.number - len(kept))
    kept[step.number - 1] = _without(kept[step.number - 1], asked) | given
    return raw | {step.section.key: kept}


def without_blanks(raw: dict[str, Any], content: Questionnaire) -> dict[str, Any]:
    """The answers without rounds in which nothing was said, beyond those that are asked in any case."""
    kept = dict(raw)
    for section in content.sections:
        rounds = kept.get(section.key)
        if section.is_repeated and isinstance(rounds, list):
            full = [one for at, one in enumerate(rounds) if at < section.least_repeats or not _is_blank(one)]
            kept[section.key] = full
    return kept


def _is_blank(one: Any) -> bool:
    return not isinstance(one, dict) or all(is_empty(answer) for answer in one.values())


def _without(answers: dict[str, Any], keys: set[str]) -> dict[str, Any]:
    return {name: value for name, value in answers.items() if name.split(".")[0] not in keys}
