"""What is wrong with a questionnaire before it is published, and what is missing in a language.

For staff, who write questionnaires or bring them as files; the messages say "Sie". Paths are those of the JSON, such
as `sections.0.questions.2.choices`, so that an editor finds the field.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from flask_babel import gettext as _

from app.config import PARTICIPANT_LANGUAGES
from app.questions.content import Choice, Question, Questionnaire, Row, Section
from app.questions.faults import Fault
from app.questions.rules import Reachable, condition_faults
from app.questions.texts import Texts
from app.questions.vocabulary import (
    CODED,
    FILE_KINDS,
    KINDS,
    LONGEST_KEY,
    LONGEST_LABEL,
    LONGEST_SHORT_TEXT,
    LONGEST_TEXT,
    LOOKS,
    MAP_KINDS,
    MOST_CHOICES,
    MOST_FILES,
    MOST_MARKS,
    MOST_QUESTIONS,
    MOST_REPEATS,
    MOST_ROWS,
    PICTOGRAMS,
)

_KEY = re.compile(r"[a-zA-Z][a-zA-Z0-9_]*")
_CHOICE_KEY = re.compile(r"[a-zA-Z0-9][a-zA-Z0-9_-]*")
_HIGHEST = {
    "text": LONGEST_SHORT_TEXT,
    "longtext": LONGEST_TEXT,
    **MOST_FILES,
} | dict.fromkeys(MAP_KINDS, MOST_MARKS)
_BOUNDED = {*_HIGHEST, "multiple", "ranking", "number"}
_TEXTS: dict[type, tuple[str, ...]] = {
    Section: ("title", "text"),
    Question: ("label", "hint", "constraint_message"),
}
_SHUFFLED = {"single", "multiple", "ranking", "matrix"}


def faults(questionnaire: Questionnaire) -> list[Fault]:
    """Everything that is wrong, in the order of the questionnaire; a sound one has none."""
    return [*_as_a_whole(questionnaire), *_in_sections(questionnaire)]


def _as_a_whole(questionnaire: Questionnaire) -> Iterator[Fault]:
    languages = questionnaire.languages
    if not languages or len(set(languages)) < len(languages) or not {*languages} <= {*PARTICIPANT_LANGUAGES}:
        yield Fault("languages", _("Bitte wählen Sie Sprachen, die die Plattform spricht, jede einmal."))
    if not any(question.of_kind.value for question in questionnaire.questions() if question.kind in KINDS):
        yield Fault("sections", _("Der Fragebogen hat noch keine Frage."))
    number = sum(1 + len(question.followups) for question in questionnaire.questions())
    if number > MOST_QUESTIONS:
        yield Fault("sections", _("Höchstens %(limit)s Fragen sind möglich.", limit=MOST_QUESTIONS))
    keys = Counter(key.casefold() for _path, key in _keys(questionnaire))
    for path, key in _keys(questionnaire):
        if not _KEY.fullmatch(key) or len(key) > LONGEST_KEY:
            yield Fault(path, _key_message(key))
        elif keys[key.casefold()] > 1:
            yield Fault(path, _("Der Kurzname »%(key)s« kommt mehrmals vor.", key=key))
    for path, thing in _things(questionnaire):
        name = getattr(thing, "pictogram", "")
        if name and name not in PICTOGRAMS:
            yield Fault(f"{path}.pictogram", _("Das Bild »%(name)s« gibt es nicht.", name=name))
    for path, texts in all_texts(questionnaire):
        if any(len(text) > LONGEST_TEXT for text in texts.values()):
            yield Fault(path, _("Der Text ist zu lang. Höchstens %(limit)s Zeichen.", limit=LONGEST_TEXT))


def _key_message(key: str) -> str:
    return _(
        "Der Kurzname »%(key)s« passt nicht: höchstens %(limit)s Buchstaben ohne Umlaute, Ziffern und Unterstriche, "
        "am Anfang ein Buchstabe.",
        key=key,
        limit=LONGEST_KEY,
    )


def _keys(questionnaire: Questionnaire) -> Iterator[tuple[str, str]]:
    for path, thing in _things(questionnaire):
        if isinstance(thing, (Section, Question)):
            yield f"{path}.key", thing.key


def _things(questionnaire: Questionnaire) -> Iterator[tuple[str, Section | Question | Choice | Row]]:
    """Everything with a path, in order."""
    for at, section in enumerate(questionnaire.sections):
        yield f"sections.{at}", section
        yield from _questions(section.questions, f"sections.{at}.questions")


def _questions(questions: tuple[Question, ...], path: str) -> Iterator[tuple[str, Question | Choice | Row]]:
    for at, question in enumerate(questions):
        here = f"{path}.{at}"
        yield here, question
        yield from ((f"{here}.choices.{number}", choice) for number, choice in enumerate(question.choices))
        yield from ((f"{here}.rows.{number}", row) for number, row in enumerate(question.rows))
        yield from _questions(question.followups, f"{here}.followups")


def _in_sections(questionnaire: Questionnaire) -> Iterator[Fault]:
    reachable = Reachable(questionnaire)
    for at, section in enumerate(questionnaire.sections):
        path = f"sections.{at}"
        yield from condition_faults(section.relevant, f"{path}.relevant", reachable)
        if not 0 <= section.least_repeats <= section.most_repeats <= MOST_REPEATS or section.most_repeats < 1:
            message = _(
                "Die Zahl der Wiederholungen passt nicht. Möglich sind 0 bis %(limit)s.", limit=MOST_REPEATS
            )
            yield Fault(f"{path}.most_repeats", message)
        inside = reachable.within(section)
        for number, question in enumerate(section.questions):
            here = f"{path}.questions.{number}"
            yield from _of_question(question, here, inside)
            follow = inside.beside(question)
            for place, followup in enumerate(question.followups):
                yield from _of_question(followup, f"{here}.followups.{place}", follow)
                yield from _of_followup(followup, f"{here}.followups.{place}")
                yield from _too_many_files(question.followups[: place + 1], f"{here}.followups.{place}")
                follow.add(followup)
            inside.add(question)
        reachable.pass_by(section)


def _of_question(question: Question, path: str, reachable: Reachable) -> Iterator[Fault]:
    yield from condition_faults(question.relevant, f"{path}.relevant", reachable)
    yield from condition_faults(question.constraint, f"{path}.constraint", reachable.with_this(question))
    if question.kind not in KINDS:
        yield Fault(f"{path}.kind", _("Die Frageart »%(kind)s« gibt es nicht.", kind=question.kind))
        return
    if question.look and question.kind not in LOOKS.get(question.look, ()):
        yield Fault(f"{path}.look", _("Dieses Aussehen gibt es für diese Frageart nicht."))
    if any(len(text) > LONGEST_LABEL for text in question.label.values()):
        yield Fault(
            f"{path}.label", _("Der Text ist zu lang. Höchstens %(limit)s Zeichen.", limit=LONGEST_LABEL)
        )
    if question.is_shuffled and question.kind not in _SHUFFLED:
        yield Fault(f"{path}.is_shuffled", _("Bei dieser Frageart wird nichts gemischt."))
    if question.followups and question.kind not in MAP_KINDS:
        yield Fault(f"{path}.followups", _("Nachfragen gibt es nur bei Fragen auf der Karte."))
    if question.kind == "note" and question.is_required:
        yield Fault(f"{path}.is_required", _("Ein Hinweis kann keine Pflichtfrage sein."))
    if question.kind in FILE_KINDS and question.is_required:
        message = _("Fotos und Aufnahmen müssen freiwillig sein: Nicht alle dürfen oder können sie schicken.")
        yield Fault(f"{path}.is_required", message)
    yield from _bounds(question, path)
    yield from _choices(question, path)
    yield from _rows(question, path)


def _too_many_files(followups: tuple[Question, ...], path: str) -> Iterator[Fault]:
    """All files of a mark hang on one contribution, which takes only so many of each kind."""
    kind = followups[-1].kind
    if kind not in FILE_KINDS:
        return
    limit = MOST_FILES[kind]
    if sum(min(one.most or limit, limit) for one in followups if one.kind == kind) > limit:
        message = _("Zu einem Ort passen höchstens %(limit)s Dateien dieser Art zusammen.", limit=limit)
        yield Fault(f"{path}.most", message)


def _of_followup(question: Question, path: str) -> Iterator[Fault]:
    if question.kind in MAP_KINDS:
        yield Fault(f"{path}.kind", _("Eine Nachfrage kann nicht selbst auf die Karte führen."))


def _bounds(question: Question, path: str) -> Iterator[Fault]:
    least, most, step = question.least, question.most, question.step
    if (least is not None or most is not None) and question.kind not in _BOUNDED:
        yield Fault(f"{path}.most", _("Bei dieser Frageart gibt es keine Grenzen."))
    elif least is not None and most is not None and least > most:
        yield Fault(f"{path}.most", _("Das Mindeste ist größer als das Höchste."))
    elif question.kind != "number":
        highest = _HIGHEST.get(question.kind, MOST_CHOICES)
        if question.choices and question.kind not in MAP_KINDS:
            highest = len(question.choices)
        for name, bound in (("least", least), ("most", most)):
            if bound is not None and (bound != int(bound) or not (name == "most") <= bound <= highest):
                message = _("Möglich sind hier ganze Zahlen bis %(limit)s.", limit=highest)
                yield Fault(f"{path}.{name}", message)
    if step is not None and (question.kind != "number" or step <= 0):
        yield Fault(f"{path}.step", _("Schritte gibt es nur bei Zahlen, und nur größer als 0."))


def _choices(question: Question, path: str) -> Iterator[Fault]:
    is_coded = question.look == CODED
    wants = question.of_kind.has_choices or is_coded
    choices = question.choices
    if wants and not choices:
        yield Fault(f"{path}.choices", _("Es fehlen die Antworten zur Auswahl."))
    if choices and not wants:
        yield Fault(f"{path}.choices", _("Diese Frageart hat keine Antworten zur Auswahl."))
    if len(choices) > MOST_CHOICES:
        yield Fault(f"{path}.choices", _("Höchstens %(limit)s Antworten sind möglich.", limit=MOST_CHOICES))
    yield from _inner_keys(choices, f"{path}.choices")
    for at, choice in enumerate(choices):
        if choice.takes_words and (question.kind in ("scale", "matrix") or is_coded or choice.is_declined):
            yield Fault(
                f"{path}.choices.{at}.takes_words", _("Diese Antwort kann keine eigenen Worte haben.")
            )
    if choices and all(choice.is_declined for choice in choices):
        yield Fault(f"{path}.choices", _("Es fehlen die Antworten zur Auswahl."))


def _rows(question: Question, path: str) -> Iterator[Fault]:
    if question.kind == "matrix" and not question.rows:
        yield Fault(f"{path}.rows", _("Die Tabelle hat noch keine Zeilen."))
    if question.kind != "matrix" and question.rows:
        yield Fault(f"{path}.rows", _("Nur Tabellen haben Zeilen."))
    if len(question.rows) > MOST_ROWS:
        yield Fault(f"{path}.rows", _("Höchstens %(limit)s Zeilen sind möglich.", limit=MOST_ROWS))
    yield from _inner_keys(question.rows, f"{path}.rows")


def _inner_keys(things: Sequence[Choice | Row], path: str) -> Iterator[Fault]:
    keys = Counter(thing.key.casefold() for thing in things)
    for at, thing in enumerate(things):
        if not _CHOICE_KEY.fullmatch(thing.key) or len(thing.key) > LONGEST_KEY:
            yield Fault(f"{path}.{at}.key", _key_message(thing.key))
        elif keys[thing.key.casefold()] > 1:
            message = _("Der Kurzname »%(key)s« kommt mehrmals vor.", key=thing.key)
            yield Fault(f"{path}.{at}.key", message)


def all_texts(questionnaire: Questionnaire) -> list[tuple[str, Texts]]:
    """Every text with its path, also empty ones, in the order they are read."""
    found = [("title", questionnaire.title), ("intro", questionnaire.intro)]
    for path, thing in _things(questionnaire):
        names = _TEXTS.get(type(thing), ("label",))
        found += [(f"{path}.{name}", getattr(thing, name)) for name in names]
    return [*found, ("closing", questionnaire.closing)]


def gaps(questionnaire: Questionnaire) -> dict[str, list[str]]:
    """The paths of texts missing in each language the questionnaire claims to speak; only languages with gaps.

    Title and labels are needed; what may be left out is needed once another language says it.
    """
    missing: dict[str, list[str]] = {}
    for path, texts in all_texts(questionnaire):
        is_needed = path == "title" or path.endswith(".label") or any(text.strip() for text in texts.values())
        for language in questionnaire.languages:
            if is_needed and not texts.get(language, "").strip():
                missing.setdefault(language, []).append(path)
    return missing
