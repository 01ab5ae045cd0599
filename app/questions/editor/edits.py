"""Changes of a questionnaire as plain functions: old content in, new content out; nothing is changed in place.

Keys name questions and sections. Follow-ups of a mark are questions, too: they are found, moved, doubled and removed
among their siblings. NotFound when a key is gone, as after somebody else has saved.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from flask_babel import gettext as _

from app.base.errors import NotFound
from app.questions.content import Condition, Question, Questionnaire, Section
from app.questions.texts import Texts
from app.questions.vocabulary import LONGEST_KEY

Questions = tuple[Question, ...]
Change = Callable[[Questions, int], Questions]
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})


def all_questions(content: Questionnaire) -> Iterator[Question]:
    """Every question in order, follow-ups after the question they belong to."""
    for question in content.questions():
        yield question
        yield from question.followups


def question_in(content: Questionnaire, key: str) -> Question:
    found = next((question for question in all_questions(content) if question.key == key), None)
    if found is None:
        raise NotFound(_("Diese Frage gibt es im Entwurf nicht mehr."))
    return found


def section_in(content: Questionnaire, key: str) -> Section:
    found = content.section(key)
    if found is None:
        raise NotFound(_("Diese Seite gibt es im Entwurf nicht mehr."))
    return found


def free_key(content: Questionnaire, wish: str) -> str:
    """A key made of these words that nothing else has: "Wie alt bist du?" gives `wie_alt_bist_du`."""
    base = re.sub(r"[^a-z0-9]+", "_", wish.lower().translate(_UMLAUTS)).strip("_")[: LONGEST_KEY - 4]
    base = base if base[:1].isalpha() else f"f_{base}".rstrip("_")
    taken = {section.key.casefold() for section in content.sections}
    taken |= {question.key.casefold() for question in all_questions(content)}
    number, key = 1, base
    while key in taken:
        number += 1
        key = f"{base}_{number}"
    return key


def with_section(content: Questionnaire, section: Section) -> Questionnaire:
    """A new page at the end."""
    return replace(content, sections=(*content.sections, section))


def with_question(content: Questionnaire, parent: str, question: Question) -> Questionnaire:
    """A new question at the end of a page, or among the follow-ups of the question with the key `parent`."""
    if content.section(parent):
        return _in_section(content, parent, lambda one: replace(one, questions=(*one.questions, question)))
    asked = question_in(content, parent)
    return replaced(content, parent, replace(asked, followups=(*asked.followups, question)))


def replaced(content: Questionnaire, key: str, question: Question) -> Questionnaire:
    """Another question in the place of this one; when its key differs, conditions and piped texts follow."""
    changed = _change(content, key, lambda found, at: (*found[:at], question, *found[at + 1 :]))
    return changed if question.key == key else _renamed(changed, key, question.key)


def replaced_section(content: Questionnaire, key: str, section: Section) -> Questionnaire:
    changed = _in_section(content, key, lambda _old: section)
    return changed if section.key == key else _renamed(changed, key, section.key)


def without(content: Questionnaire, key: str) -> Questionnaire:
    return _change(content, key, lambda found, at: (*found[:at], *found[at + 1 :]))


def without_section(content: Questionnaire, key: str) -> Questionnaire:
    section_in(content, key)
    return replace(content, sections=tuple(one for one in content.sections if one.key != key))


def doubled(content: Questionnaire, key: str) -> tuple[Questionnaire, str]:
    """The question once more, behind itself, with keys of its own; and the key of the copy."""
    asked = question_in(content, key)
    copy = replace(asked, key=free_key(content, asked.key), followups=())
    done = _change(content, key, lambda found, at: (*found[: at + 1], copy, *found[at + 1 :]))
    for followup in asked.followups:
        own = replace(followup, key=free_key(done, followup.key))
        done = with_question(done, copy.key, own)
    return done, copy.key


def moved(content: Questionnaire, key: str, by: int) -> Questionnaire:
    """One place up (-1) or down (1); at the edge of a page on to the next one, at the edge of all it stays."""
    for at, section in enumerate(content.sections):
        keys = [question.key for question in section.questions]
        if key in keys and not 0 <= keys.index(key) + by < len(keys) and 0 <= at + by < len(content.sections):
            target = content.sections[at + by]
            return placed(content, key, target.key, 0 if by > 0 else len(target.questions))
    return _change(content, key, lambda found, at: _swapped(found, at, at + by))


def placed(content: Questionnaire, key: str, section_key: str, at: int) -> Questionnaire:
    """The question at this place of a page, counted after it has left its old place."""
    asked = question_in(content, key)
    section_in(content, section_key)
    rest = without(content, key)
    return _in_section(
        rest,
        section_key,
        lambda one: replace(one, questions=(*one.questions[:at], asked, *one.questions[at:])),
    )


def moved_section(content: Questionnaire, key: str, by: int) -> Questionnaire:
    at = content.sections.index(section_in(content, key))
    return replace(content, sections=_swapped(content.sections, at, at + by))


def _swapped(things: Any, at: int, to: int) -> Any:
    if not 0 <= to < len(things):
        return things
    order = list(things)
    order[at], order[to] = order[to], order[at]
    return tuple(order)


def _in_section(content: Questionnaire, key: str, change: Callable[[Section], Section]) -> Questionnaire:
    section_in(content, key)
    sections = tuple(change(one) if one.key == key else one for one in content.sections)
    return replace(content, sections=sections)


def _change(content: Questionnaire, key: str, change: Change) -> Questionnaire:
    """Apply a change to the list of siblings that holds this question."""
    question_in(content, key)
    sections = tuple(
        replace(section, questions=_among(section.questions, key, change)) for section in content.sections
    )
    return replace(content, sections=sections)


def _among(questions: Questions, key: str, change: Change) -> Questions:
    keys = [question.key for question in questions]
    if key in keys:
        return change(questions, keys.index(key))
    return tuple(
        replace(question, followups=_among(question.followups, key, change))
        if question.followups
        else question
        for question in questions
    )


def _renamed(content: Questionnaire, old: str, new: str) -> Questionnaire:
    """Conditions and piped texts that ask for the new name."""
    intro, closing = _piped(content.intro, old, new), _piped(content.closing, old, new)
    sections = tuple(
        replace(
            section,
            title=_piped(section.title, old, new),
            text=_piped(section.text, old, new),
            relevant=_asking(section.relevant, old, new),
            questions=tuple(_question_renamed(question, old, new) for question in section.questions),
        )
        for section in content.sections
    )
    return replace(content, intro=intro, closing=closing, sections=sections)


def _question_renamed(question: Question, old: str, new: str) -> Question:
    return replace(
        question,
        label=_piped(question.label, old, new),
        hint=_piped(question.hint, old, new),
        relevant=_asking(question.relevant, old, new),
        constraint=_asking(question.constraint, old, new),
        followups=tuple(_question_renamed(followup, old, new) for followup in question.followups),
    )


def _piped(texts: Texts, old: str, new: str) -> Texts:
    return {language: text.replace(f"{{{old}}}", f"{{{new}}}") for language, text in texts.items()}


def _asking(condition: Condition | None, old: str, new: str) -> Condition | None:
    if not isinstance(condition, list):
        return condition
    if condition[:2] == ["answer", old]:
        return ["answer", new, *condition[2:]]
    return [_asking(part, old, new) if isinstance(part, list) else part for part in condition]
