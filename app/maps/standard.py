"""The follow-ups a map question begins with: what the needle method asks about every pin, quarter and way."""

from __future__ import annotations

from functools import cache

from flask_babel import force_locale

from app.contributions.vocabulary import (
    CLOSED_ANSWERS,
    COMPANY,
    HOME_INSIDE,
    QUALITIES,
    TIMES_OF_DAY,
    TRAVEL_MODES,
)
from app.maps.naming import TEXT, TITLE, key_for
from app.maps.template import DEFAULT_QUESTIONS, DRAWING_QUESTIONS, N_
from app.maps.vocabulary import FELT_AREA, NEEDLE, WAY
from app.questions.content import Choice, Question

LONGEST_WORDS = 1000
LONGEST_NAME = 80
WORDS_OF = {
    NEEDLE: N_("Warum?"),
    FELT_AREA: N_("Warum ist das dein Viertel?"),
    WAY: N_("Wo ist es schwierig? Was ist gut?"),
}
NAME = N_("Wie nennst du dein Viertel?")
PHOTO_LABEL, VOICE_LABEL = N_("Foto dazu"), N_("Sprechen statt schreiben")
TIME, COMPANIONS = "time_of_day", "company"
_LIVES = {"yes": N_("Ja"), "no": N_("Nein"), "unsure": N_("Weiß nicht")}
_MAY_GO = {"yes": N_("Ja"), "sometimes": N_("Manchmal"), "no": N_("Nein")}
assert _LIVES.keys() == HOME_INSIDE.keys()
_ASKED: dict[str, tuple[str, dict[str, object]]] = {
    TIME: (N_("Wann?"), TIMES_OF_DAY),
    COMPANIONS: (N_("Mit wem?"), COMPANY),
    "travel_mode": (N_("Wie bist du unterwegs?"), TRAVEL_MODES),
    "home_inside": (N_("Wohnst du in diesem Viertel?"), {**_LIVES}),
    "alone_allowed": (N_("Darfst du diesen Weg allein gehen?"), {**_MAY_GO}),
}
"""Question and answers by name; only people from 10 to 15 are asked whether they may go alone (D21)."""
assert all(set(answers) == set(CLOSED_ANSWERS[name]) for name, (_label, answers) in _ASKED.items())


@cache
def german(label: object) -> str:
    """A word of the vocabulary in the language staff write in."""
    with force_locale("de"):
        return str(label)


def closed(question: str, name: str) -> Question:
    """The follow-up that is recorded under this name of the vocabulary."""
    label, answers = _ASKED[name]
    return Question(
        key_for(question, name),
        "single",
        {"de": label},
        choices=tuple(Choice(code, {"de": german(words)}) for code, words in answers.items()),
    )


def words_question(question: str, task: str) -> Question:
    """Why a place was marked: the words of the pin itself."""
    return Question(key_for(question, TEXT), "longtext", {"de": WORDS_OF[task]}, most=LONGEST_WORDS)


def photo_question(question: str) -> Question:
    return Question(key_for(question, "photo"), "photo", {"de": PHOTO_LABEL})


def voice_question(question: str) -> Question:
    return Question(key_for(question, "audio"), "audio", {"de": VOICE_LABEL})


def begun(question: str, task: str) -> tuple[Question, ...]:
    """What is asked about every pin, quarter or way of a new question, before time, company, photo and voice."""
    before = {FELT_AREA: ("home_inside",), WAY: ("travel_mode", "alone_allowed")}.get(task, ())
    name = (Question(key_for(question, TITLE), "text", {"de": NAME}, most=LONGEST_NAME),)
    return (
        *(name if task == FELT_AREA else ()),
        *(closed(question, one) for one in before),
        words_question(question, task),
    )


def kind_choice(code: str) -> Choice:
    """A pin kind to choose."""
    return Choice(code, {"de": german(QUALITIES[code].label)})


@cache
def known_texts() -> frozenset[str]:
    """German texts that the pages say in all languages by themselves."""
    words = [
        *(one.text for one in (*DEFAULT_QUESTIONS, *DRAWING_QUESTIONS)),
        *WORDS_OF.values(),
        *(NAME, PHOTO_LABEL, VOICE_LABEL),
        *(label for label, _answers in _ASKED.values()),
    ]
    coded = [
        *(label for _label, answers in _ASKED.values() for label in answers.values()),
        *(quality.label for quality in QUALITIES.values()),
    ]
    return frozenset([*words, *(german(label) for label in coded)])
