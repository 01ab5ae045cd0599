"""WTForms classes made of one section: a page of the questionnaire that works without script.

    page = form_of(section, questionnaire, language, answers)()
    if page.validate_on_submit():
        found = checked(questionnaire, {**stored, **raw_from(page, section)}, language)
        if not attach_problems(page, found.problems):
            ...  # store and go on

Photos and recordings have no field: they are sent as files of their own and belong to what they are attached to, which
a page without script does not have yet. What a phone has sent before stays.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar, cast

from flask_babel import gettext as _
from flask_wtf import FlaskForm

from app.questions.answers import town_date
from app.questions.content import Questionnaire, Section
from app.questions.fields import Asked, FieldMaker, raw_answer
from app.questions.order import questions_in_order
from app.questions.paging import possible
from app.questions.vocabulary import MOST_REPEATS, OTHER


@dataclass(frozen=True)
class Round:
    """The questions of a section, once; `number` counts the rounds of a repeated section from 1, else it is 0."""

    number: int
    asked: tuple[Asked, ...]


class SectionForm(FlaskForm):
    """One page. `rounds` says how its fields belong together, `before` holds the answers it was made with."""

    rounds: ClassVar[tuple[Round, ...]] = ()
    before: ClassVar[dict[str, Any]] = {}
    title: ClassVar[str] = ""
    text: ClassVar[str] = ""

    def validate(self, extra_validators: Any = None) -> bool:
        """The token, and places given twice: all else is said by `checked`."""
        is_good: bool = super().validate(extra_validators)
        for asked in _all_asked(self):
            if asked.question.kind == "ranking":
                is_good = self._check_places(asked) and is_good
        return is_good

    def _check_places(self, asked: Asked) -> bool:
        taken: set[str] = set()
        for name in asked.names.values():
            place = self[name].data
            if place and place in taken:
                self[name].errors = [*self[name].errors, _("Diesen Platz hast du schon vergeben.")]
                return False
            taken.add(place)
        return True


def form_of(
    section: Section,
    questionnaire: Questionnaire,
    language: str,
    answers_so_far: Mapping[str, Any],
    *,
    seed: str = "",
    rounds: int | None = None,
    today: date | None = None,
) -> type[SectionForm]:
    """The form class of one section, filled with the sound answers so far.

    `seed` (the id of the sitting) orders what is shuffled. A repeated section has one round more than are filled,
    or as many as `rounds` says.
    """
    answers = dict(answers_so_far)
    maker = FieldMaker(questionnaire, language, answers, seed, (today or town_date()).isoformat())
    if section.is_repeated:
        given = answers.get(section.key)
        filled = [one for one in given if isinstance(one, dict)] if isinstance(given, list) else []
        number = max(section.least_repeats, len(filled) + 1) if rounds is None else rounds
        number = max(1, min(number, section.most_repeats, MOST_REPEATS))
        filled += [{}] * (number - len(filled))
        made = tuple(_round(maker, section, at, one) for at, one in enumerate(filled[:number], 1))
    else:
        made = (_round(maker, section, 0, answers),)
    title, text = maker.words(section.title), maker.words(section.text)
    content = {**maker.fields, "rounds": made, "before": answers, "title": title, "text": text}
    return cast("type[SectionForm]", type("PageForm", (SectionForm,), content))


def _round(maker: FieldMaker, section: Section, number: int, given: dict[str, Any]) -> Round:
    open_keys = {question.key for question in section.questions}
    prefix, path = (f"r{number}-", f"{section.key}.{number}.") if number else ("q-", "")
    questions = possible(questions_in_order(section, maker.seed), maker.answers.get, open_keys, maker.today)
    return Round(
        number,
        tuple(
            maker.ask(question, f"{prefix}{question.key}", f"{path}{question.key}", given, open_keys)
            for question in questions
        ),
    )


def raw_from(form: SectionForm, section: Section) -> dict[str, Any]:
    """The raw answers of a sent page, in the shape of the contract, to be laid over those of the other pages."""
    if not section.is_repeated:
        return _raw(form.rounds[0], form, form.before)
    before = form.before.get(section.key)
    known = [one for one in before if isinstance(one, dict)] if isinstance(before, list) else []
    rounds = [
        _raw(one, form, known[one.number - 1] if one.number <= len(known) else {}) for one in form.rounds
    ]
    return {section.key: rounds}


def _raw(one: Round, form: SectionForm, before: Mapping[str, Any]) -> dict[str, Any]:
    raw: dict[str, Any] = {}
    for asked in one.asked:
        raw |= raw_answer(asked, form, before.get(asked.question.key))
    return raw


def attach_problems(form: SectionForm, problems: Mapping[str, str]) -> bool:
    """Put what `checked` found to the fields of this page; whether there was anything that belongs here."""
    names = dict(_field_names(form))
    has_any = False
    for path, message in problems.items():
        name = names.get(path)
        if name is None:
            inside = [one for one in names if one.startswith(f"{path}.")]
            name = names[inside[0]] if inside else None
        if name is not None:
            has_any = True
            form[name].errors = [*form[name].errors, message]
    return has_any


def _field_names(form: SectionForm) -> Iterator[tuple[str, str]]:
    """The field at which a problem of each path is shown."""
    for asked in _all_asked(form):
        for part, name in asked.names.items():
            yield (f"{asked.path}.{part}" if part else asked.path), name
        if asked.other:
            yield f"{asked.path}.{OTHER}", asked.other


def _all_asked(form: SectionForm) -> Iterator[Asked]:
    """All questions of a page, follow-ups after the question they belong to."""
    for one in form.rounds:
        for asked in one.asked:
            yield asked
            for mark in asked.marks:
                yield from mark.followups
