"""From conditions to the fields of their rules and back; values are given by an answer's words or its key."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _

from app.base.errors import Problems
from app.questions.content import Condition, Question, Questionnaire
from app.questions.editor.edits import all_questions
from app.questions.editor.forms import ConditionForm, QuestionForm
from app.questions.editor.plain import THIS, WITHOUT_VALUE, Rule, Rules, condition_of, rules_of
from app.questions.texts import said
from app.questions.vocabulary import CODED


def askable(content: Questionnaire, before: str) -> list[tuple[str, str]]:
    """Keys and words of everything that can be asked for by the question or page with the key `before`."""
    found: list[tuple[str, str]] = []
    for section in content.sections:
        if section.key == before:
            break
        for question in section.questions:
            siblings = [followup.key for followup in question.followups]
            if before in siblings:
                kind = _askable((question,), content) if question.look == CODED else []
                return found + kind + _askable(question.followups[: siblings.index(before)], content)
            if question.key == before:
                return found
            found += _askable((question,), content)
    return found


def _askable(questions: Sequence[Question], content: Questionnaire) -> list[tuple[str, str]]:
    language, found = content.languages[0], []
    for question in questions:
        label = _short(said(question.label, language) or question.key)
        if question.rows:
            found += [
                (f"{question.key}.{row.key}", f"{label}: {_short(said(row.label, language) or row.key)}")
                for row in question.rows
            ]
        elif question.of_kind.value:
            found.append((question.key, label))
    return found


def offers(content: Questionnaire, before: str) -> dict[str, list[str]]:
    """The answers to choose from, in words, of everything that can be asked for there."""
    questions = {question.key: question for question in all_questions(content)}
    found = {}
    for asked, _words in askable(content, before):
        choices = questions[asked.partition(".")[0]].choices
        if choices:
            found[asked] = [said(choice.label, content.languages[0]) or choice.key for choice in choices]
    return found


def _short(words: str) -> str:
    return words if len(words) <= 60 else f"{words[:59]}…"


def condition_values(condition: Condition | None, spare: int = 1) -> dict[str, Any]:
    """Fields of a condition; `spare` empty rules behind it."""
    rules = rules_of(condition)
    if rules is None:
        return {"rules": [{}] * spare, "joined": "and"}
    rows: list[dict[str, Any]] = [
        {"asked": rule.asked, "operator": rule.operator, "value": shown(rule.value)} for rule in rules.rules
    ]
    return {"rules": rows + [{}] * spare, "joined": rules.joined}


def shown(value: object) -> str:
    return f"{value:g}".replace(".", ",") if isinstance(value, float) else str(value)


def condition_from(form: ConditionForm, before: Condition | None, content: Questionnaire) -> Condition | None:
    rules, problems = [], {}
    for number, entry in enumerate(form.rules):
        one = entry.form
        if not one.asked.data:
            continue
        try:
            rules.append(_rule(one.asked.data, one.operator.data, one.value.data, content))
        except ValueError as error:
            problems[f"rules-{number}-value"] = str(error)
    if problems:
        raise Problems(_("Bitte prüfen"), problems)
    made = condition_of(Rules(form.joined.data or "and", tuple(rules)), content)
    if rules_of(before) is None and form.keeps_condition.data:
        return before if made is None else ["and", before, made]
    return made


def check_from(
    form: QuestionForm, question: Question, asked: Question, content: Questionnaire
) -> Condition | None:
    before = rules_of(question.constraint)
    is_simple = before is not None and len(before.rules) <= 1
    if not is_simple and form.keeps_check.data:
        return question.constraint
    if not form.check_operator.data or not asked.of_kind.value:
        return None
    try:
        rule = _rule(THIS, form.check_operator.data, form.check_value.data, content, asked)
    except ValueError as error:
        raise Problems(_("Bitte prüfen"), {"check_value": str(error)}) from error
    return condition_of(Rules("and", (rule,)), content, asked)


def _rule(
    asked: str, operator: str, value: str | None, content: Questionnaire, this: Question | None = None
) -> Rule:
    """One rule; its value is a choice given by its words or its key, else a number or text. ValueError in words."""
    if operator in WITHOUT_VALUE:
        return Rule(asked, operator)
    words = (value or "").strip()
    if not words:
        raise ValueError(_("Bitte geben Sie an, womit verglichen wird."))
    key = asked.partition(".")[0]
    question = this or next(one for one in all_questions(content) if one.key == key)
    if question.choices:
        language = content.languages[0]
        for choice in question.choices:
            if words.casefold() in (choice.key.casefold(), said(choice.label, language).casefold()):
                return Rule(asked, operator, choice.key)
        offered = ", ".join(said(choice.label, language) or choice.key for choice in question.choices[:12])
        raise ValueError(_("Diese Antwort gibt es dort nicht. Möglich sind: %(choices)s", choices=offered))
    try:
        return Rule(asked, operator, float(words.replace(",", ".")))
    except ValueError:
        return Rule(asked, operator, words)
