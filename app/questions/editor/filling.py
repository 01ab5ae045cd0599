"""From a question, a page or the head to the fields of their forms and back; what a form does not show is kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from flask_babel import gettext as _

from app.base.errors import Problems
from app.questions.content import Choice, Question, Questionnaire, Row, Section
from app.questions.editor.edits import all_questions, free_key
from app.questions.editor.filling_conditions import check_from, condition_from, condition_values, shown
from app.questions.editor.forms import HeadForm, QuestionForm, SectionForm
from app.questions.editor.plain import THIS, rules_of
from app.questions.texts import Texts

Keyed = Choice | Row


def head_values(content: Questionnaire) -> dict[str, Any]:
    first, *others = content.languages
    return {
        "title": content.title.get(first, ""),
        "intro": content.intro.get(first, ""),
        "closing": content.closing.get(first, ""),
        "languages": others,
    }


def head_from(form: HeadForm, content: Questionnaire) -> Questionnaire:
    first = content.languages[0]
    return replace(
        content,
        title=_with(content.title, first, form.title.data),
        intro=_with(content.intro, first, form.intro.data),
        closing=_with(content.closing, first, form.closing.data),
        languages=(first, *(form.languages.data or ())),
    )


def section_values(section: Section, language: str) -> dict[str, Any]:
    return {
        "title": section.title.get(language, ""),
        "text": section.text.get(language, ""),
        "key": section.key if section.title or section.questions else "",
        "is_shuffled": section.is_shuffled,
        "most_repeats": section.most_repeats,
    } | condition_values(section.relevant)


def section_from(form: SectionForm, section: Section, content: Questionnaire) -> Section:
    """The page as the form says; Problems by field."""
    first = content.languages[0]
    most = form.most_repeats.data or 1
    return replace(
        section,
        key=_key(form.key.data, form.title.data or "seite", section.key, content),
        title=_with(section.title, first, form.title.data),
        text=_with(section.text, first, form.text.data),
        relevant=condition_from(form, section.relevant, content),
        is_shuffled=bool(form.is_shuffled.data),
        most_repeats=most,
        least_repeats=min(section.least_repeats, most),
    )


def question_values(question: Question, language: str) -> dict[str, Any]:
    check = rules_of(question.constraint)
    rule = check.rules[0] if check and len(check.rules) == 1 and check.rules[0].asked == THIS else None
    return {
        "kind": question.kind,
        "label": question.label.get(language, ""),
        "hint": question.hint.get(language, ""),
        # A question without words was just made: its name is made of the words to come.
        "key": question.key if question.label else "",
        "pictogram": question.pictogram,
        "is_required": question.is_required,
        "is_shuffled": question.is_shuffled,
        "look": question.look,
        "choices": [
            {
                "was": choice.key,
                "key": choice.key,
                "label": choice.label.get(language, ""),
                "pictogram": choice.pictogram,
                "takes_words": choice.takes_words,
                "is_declined": choice.is_declined,
                "is_exclusive": choice.is_exclusive,
            }
            for choice in question.choices
        ],
        "rows": [
            {"was": row.key, "key": row.key, "label": row.label.get(language, "")} for row in question.rows
        ],
        **{name: _bound_shown(getattr(question, name)) for name in ("least", "most", "step")},
        "check_operator": rule.operator if rule else "",
        "check_value": shown(rule.value) if rule else "",
        "constraint_message": question.constraint_message.get(language, ""),
    } | condition_values(question.relevant)


def _bound_shown(bound: float | None) -> str:
    return "" if bound is None else f"{bound:g}".replace(".", ",")


def question_from(form: QuestionForm, question: Question, content: Questionnaire) -> Question:
    """The question as the form says; Problems by field. What the kind does not have is emptied."""
    first, kind = content.languages[0], form.kind.data
    asked = replace(question, kind=kind)
    has_choices = asked.of_kind.has_choices or (question.look == "coded" and bool(asked.of_kind.geometry))
    look = question.look if question.look == "coded" and asked.of_kind.geometry else form.look.data or ""
    asked = replace(
        asked,
        key=_key(form.key.data, form.label.data or kind, question.key, content),
        label=_with(question.label, first, form.label.data),
        hint=_with(question.hint, first, form.hint.data),
        pictogram=form.pictogram.data or "",
        is_required=bool(form.is_required.data) and bool(asked.of_kind.value),
        is_shuffled=bool(form.is_shuffled.data) and kind in ("single", "multiple", "ranking", "matrix"),
        look=look if kind == "scale" or look == "coded" else "",
        choices=_choices(form, question, first) if has_choices else (),
        rows=_rows(form, question, first) if kind == "matrix" else (),
        followups=question.followups if asked.of_kind.geometry else (),
        constraint_message=_with(question.constraint_message, first, form.constraint_message.data),
        relevant=condition_from(form, question.relevant, content),
    )
    least, most, step = _bounds(form, kind)
    asked = replace(asked, least=least, most=most, step=step)
    return replace(asked, constraint=check_from(form, question, asked, content))


_BOUNDED = ("text", "longtext", "multiple", "ranking", "number", "photo", "audio")


def _bounds(form: QuestionForm, kind: str) -> tuple[float | None, float | None, float | None]:
    has_bounds = kind in _BOUNDED or kind in ("point", "line", "freehand", "polygon")
    names = (("least", has_bounds), ("most", has_bounds), ("step", kind == "number"))
    problems: dict[str, str] = {}
    bounds: list[float | None] = []
    for name, is_there in names:
        text = (form[name].data or "").strip()
        try:
            bounds.append(float(text.replace(",", ".")) if text and is_there else None)
        except ValueError:
            problems[name] = _("Bitte geben Sie eine Zahl an.")
    if problems:
        raise Problems(_("Bitte prüfen"), problems)
    return bounds[0], bounds[1], bounds[2]


def _choices(form: QuestionForm, question: Question, language: str) -> tuple[Choice, ...]:
    old = {choice.key: choice for choice in question.choices}
    made: list[Choice] = []
    for entry in form.choices:
        one = entry.form
        if not (one.label.data or "").strip():
            continue  # an answer without words is taken away
        before = old.get(one.was.data or "", Choice(""))
        made.append(
            replace(
                before,
                key=(one.key.data or "").strip() or _inner_key(one.label.data, made),
                label=_with(before.label, language, one.label.data),
                pictogram=one.pictogram.data or "",
                takes_words=bool(one.takes_words.data),
                is_declined=bool(one.is_declined.data),
                is_exclusive=bool(one.is_exclusive.data),
            )
        )
    for line in _lines(form.more_choices.data):
        made.append(Choice(_inner_key(line, made), {language: line}))
    return tuple(made)


def _rows(form: QuestionForm, question: Question, language: str) -> tuple[Row, ...]:
    old = {row.key: row for row in question.rows}
    made: list[Row] = []
    for entry in form.rows:
        one = entry.form
        if not (one.label.data or "").strip():
            continue
        before = old.get(one.was.data or "", Row(""))
        key = (one.key.data or "").strip() or _inner_key(one.label.data, made)
        made.append(replace(before, key=key, label=_with(before.label, language, one.label.data)))
    for line in _lines(form.more_rows.data):
        made.append(Row(_inner_key(line, made), {language: line}))
    return tuple(made)


def _lines(text: str | None) -> list[str]:
    return [line.strip() for line in (text or "").splitlines() if line.strip()]


def _inner_key(words: str, taken: Sequence[Keyed]) -> str:
    """A key for an answer or a row that its siblings do not have."""
    keys = {one.key.casefold() for one in taken}
    base = free_key(Questionnaire(), words)
    number, key = 1, base
    while key in keys:
        number += 1
        key = f"{base}_{number}"
    return key


def _key(wish: str | None, words: str, before: str, content: Questionnaire) -> str:
    """The key wished for; made of the words when none is; Problems when another question has it."""
    key = (wish or "").strip()
    if not key:
        return free_key(content, words)
    taken = {question.key.casefold() for question in all_questions(content)}
    taken |= {section.key.casefold() for section in content.sections}
    if key.casefold() != before.casefold() and key.casefold() in taken:
        raise Problems(_("Bitte prüfen"), {"key": _("Diesen Kurznamen gibt es schon.")})
    return key


def _with(texts: Texts, language: str, text: str | None) -> Texts:
    cleaned = (text or "").replace("\r\n", "\n").strip()
    kept = {code: words for code, words in texts.items() if code != language}
    return {language: cleaned, **kept} if cleaned else kept
