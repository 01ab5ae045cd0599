"""Between the simple page and the questionnaire: what is set there by a tick becomes follow-ups, all others stay."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from app.contributions.vocabulary import QUALITIES
from app.maps import standard
from app.maps.asked import SECTION, MapQuestion, map_questions
from app.maps.naming import TEXT, recorded_as
from app.maps.template import QuestionDraft
from app.maps.vocabulary import KIND_OF_TASK, NEEDLE
from app.questions.content import Question, Questionnaire, Section
from app.questions.editor.edits import all_questions
from app.questions.vocabulary import CODED

Followups = tuple[Question, ...]


def content_of_drafts(title: str, drafts: Sequence[QuestionDraft], before: Questionnaire) -> Questionnaire:
    """The questionnaire after the simple page was saved; questions are matched by key, so that answers keep to them.

    `title` is that of a new questionnaire; people read the title of the activity.
    """
    known = {one.key: one for one in map_questions(before)}
    others = {one.key for one in all_questions(before)}
    taken: set[str] = set()
    asked: list[Question] = []
    for draft in drafts:
        key = draft.key if draft.key and draft.key not in taken else _new_key(draft, taken | others)
        taken.add(key)
        asked.append(_asked(key, draft, known.get(key)))
    languages = dict.fromkeys([*before.languages, *(code for one in asked for code in one.label)])
    section = before.section(SECTION) or Section(SECTION)
    return replace(
        before,
        title=before.title or {"de": title},
        languages=tuple(languages),
        sections=(replace(section, questions=tuple(asked)),),
    )


def draft_of(question: MapQuestion) -> QuestionDraft:
    """What the simple page shows of a question."""
    return QuestionDraft(
        text=question.text,
        qualities=tuple(question.qualities),
        key=question.key,
        max_pins=question.max_pins,
        ask_time=question.ask_time,
        ask_company=question.ask_company,
        ask_photo=question.ask_photo,
        ask_voice=question.ask_voice,
        task=question.task,
    )


def of_editor(question: MapQuestion) -> list[str]:
    """The follow-ups that were made in the editor, in German: the simple page keeps them and does not show more."""
    own = {
        standard.TIME,
        standard.COMPANIONS,
        *(recorded_as(one) for one in standard.begun("q", question.task)),
    }
    return [one.label.get("de", "") or one.key for one in question.further if recorded_as(one) not in own]


def _asked(key: str, draft: QuestionDraft, before: MapQuestion | None) -> Question:
    same = before is not None and before.task == draft.task
    asked = before.asked if before and same else Question(key, KIND_OF_TASK[draft.task])
    label = {**(before.asked.label if before else {}), **draft.said, "de": draft.text.strip()}
    choices = {choice.key: choice for choice in asked.choices}
    wanted = [code for code in QUALITIES if code in draft.qualities] if draft.task == NEEDLE else []
    order = [code for code in choices if code in wanted]
    return replace(
        asked,
        label=label,
        look=CODED if draft.task == NEEDLE else "",
        choices=tuple(
            choices.get(code) or standard.kind_choice(code)
            for code in (wanted if set(order) != set(wanted) else order)
        ),
        most=draft.max_pins,
        followups=_followups(key, draft, asked.followups if same else standard.begun(key, draft.task)),
    )


def _followups(key: str, draft: QuestionDraft, before: Followups) -> Followups:
    """What is asked about each pin, with and without what the page has a tick for."""
    found = _ticked(before, draft.ask_time, _named(standard.TIME), standard.closed(key, standard.TIME))
    found = _ticked(
        found, draft.ask_company, _named(standard.COMPANIONS), standard.closed(key, standard.COMPANIONS)
    )
    found = _ticked(
        found, draft.ask_voice, lambda one: one.kind == "audio", standard.voice_question(key), behind=TEXT
    )
    return _with_photo(found, draft.ask_photo, standard.photo_question(key))


def _with_photo(found: Followups, wish: str, fresh: Question) -> Followups:
    """First of all, right behind the words unless staff moved it, or not at all."""
    photo = next((one for one in found if one.kind == "photo"), fresh)
    others = tuple(one for one in found if one.kind != "photo")
    if wish == "none":
        return others
    if wish == "first":
        return (photo, *others)
    return found if photo in found[1:] else _behind(others, photo)


def _named(name: str) -> Callable[[Question], bool]:
    return lambda one: recorded_as(one) == name


def _ticked(
    found: Followups,
    is_wanted: bool,
    is_it: Callable[[Question], bool],
    fresh: Question,
    behind: str = "",
) -> Followups:
    if not is_wanted:
        return tuple(one for one in found if not is_it(one))
    if any(is_it(one) for one in found):
        return found
    return _behind(found, fresh) if behind else (*found, fresh)


def _behind(found: Followups, fresh: Question) -> Followups:
    """With a follow-up right behind the words of the pin."""
    at = next((place for place, one in enumerate(found, 1) if recorded_as(one) == TEXT), len(found))
    return (*found[:at], fresh, *found[at:])


def _new_key(question: QuestionDraft, taken: set[str]) -> str:
    words = re.findall(r"[a-z]+", question.text.lower()) or ["frage"]
    base = max(words, key=len)[:20]
    key, number = base, 2
    while key in taken:
        key, number = f"{base}{number}", number + 1
    return key
