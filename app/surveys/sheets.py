"""A survey on pages without a script: the answers so far, the pages they lead to, what is written into the draft."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from werkzeug.datastructures import MultiDict

from app.base.i18n import current_language
from app.questions.answers import Checked, checked, town_date
from app.questions.conditions import is_empty
from app.questions.content import Questionnaire
from app.questions.forms import QuestionsForm, form_of
from app.questions.saying import Saying
from app.questions.steps import Step, steps


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

    @property
    def saying(self) -> Saying:
        return Saying(self.content, current_language(), seed=self.seed, raw=self.found.answers)

    def form(self, step: Step) -> QuestionsForm:
        """The questions of a page with the answers so far."""
        return form_of(step.questions, self.saying)(answers=self.scope(step), prefix=step.prefix)

    def can_repeat(self, step: Step) -> bool:
        """Whether the section may be asked once more after this round."""
        rounds = [one for one in self.steps if one.section.key == step.section.key]
        return bool(step.number) and step is rounds[-1] and step.number < step.section.most_repeats

    def scope(self, step: Step) -> dict[str, Any]:
        """The answers among which the questions of a page stand."""
        if not step.number:
            return self.raw
        rounds = self.raw.get(step.section.key)
        at = step.number - 1
        found = rounds[at] if isinstance(rounds, list) and at < len(rounds) else {}
        return found if isinstance(found, dict) else {}


def sheets(content: Questionnaire, seed: str, raw: dict[str, Any]) -> Sheets:
    """The pages of a questionnaire for somebody's answers; `seed` orders what is shuffled."""
    today = town_date()
    found = checked(content, raw, current_language(), today)
    return Sheets(content, raw, found, steps(content, found, raw, seed=seed, today=today.isoformat()), seed)


def written(before: Sheets, step: Step, sent: MultiDict[str, str]) -> dict[str, Any]:
    """The answers with those of one page anew; what the page did not ask stays as it was."""
    raw = before.raw
    given = form_of(step.questions, before.saying)(sent, prefix=step.prefix).raw
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
