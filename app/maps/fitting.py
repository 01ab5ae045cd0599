"""What a needle map cannot hold although the questionnaire is sound; and what the editor offers for it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from uuid import UUID

from flask import url_for
from flask_babel import gettext as _

from app.base.errors import Problems
from app.contributions.checks import LONGEST_ATTRIBUTE_KEY, MOST_ATTRIBUTES
from app.contributions.followups import RESERVED
from app.contributions.vocabulary import CLOSED_ANSWERS, QUALITIES
from app.maps import standard
from app.maps.answers import OF_METHOD
from app.maps.asked import SECTION
from app.maps.naming import TEXT, TITLE, recorded_as
from app.maps.queries import campaign_asking
from app.maps.vocabulary import NEEDLE, TASK_OF_KIND
from app.questions.conditions import mentioned
from app.questions.content import Question, Questionnaire, Section
from app.questions.editor.room import Room
from app.questions.faults import Fault
from app.questions.queries import content_of, draft_of
from app.questions.vocabulary import CODED, FREE_TEXT_KINDS, KINDS, MAP_KINDS

FOLLOWUP_KINDS = tuple(kind for kind in KINDS if kind not in MAP_KINDS)
_NAMES = {*OF_METHOD, *RESERVED, *(key for key in CLOSED_ANSWERS if key.startswith("border_"))}
MOST_ASKED = 12


def room_on_the_map(questionnaire_id: UUID) -> Room | None:
    """The hook of the channel: only map questions, on one page, each beginning as the method asks it."""
    campaign = campaign_asking(questionnaire_id)
    if campaign is None:
        return None
    activity = campaign.activity
    return Room(
        kinds=tuple(TASK_OF_KIND),
        followup_kinds=FOLLOWUP_KINDS,
        has_pages=False,
        made=begun,
        unfit=unfit,
        back=url_for(
            "maps_staff.edit", slug=activity.process.slug, campaign=activity.slug, _anchor="questions"
        ),
        back_to=activity.title,
    )


def begun(kind: str, key: str) -> Question:
    """A new question of the editor: on the map as the method begins it, else empty."""
    task = TASK_OF_KIND.get(kind)
    if task is None:
        return Question(key, kind)
    followups = (
        *standard.begun(key, task),
        standard.photo_question(key),
        standard.voice_question(key),
        standard.closed(key, standard.COMPANIONS),
    )
    asked = Question(key, kind, most=3, followups=followups)
    if task != NEEDLE:
        return asked
    return replace(asked, look=CODED, choices=tuple(standard.kind_choice(code) for code in QUALITIES))


def refuse_unfit(questionnaire_id: UUID) -> None:
    """Problems when the draft of a questionnaire has something a needle map cannot hold."""
    draft = draft_of(questionnaire_id)
    found = {fault.path: fault.message for fault in unfit(content_of(draft))} if draft is not None else {}
    if found:
        raise Problems(_("Diese Fragen passen so nicht auf eine Nadelkarte."), found)


def unfit(content: Questionnaire) -> Iterator[Fault]:
    """Each thing with its path."""
    if [section.key for section in content.sections] != [SECTION]:
        yield Fault("sections", _("Eine Nadelkarte hat genau eine Seite."))
        return
    section = content.sections[0]
    if section.relevant or section.is_repeated or section.is_shuffled:
        yield Fault(
            "sections.0.relevant",
            _(
                "Die Seite einer Nadelkarte hat keine Bedingung, wiederholt sich nicht und wird nicht gemischt."
            ),
        )
    if not 1 <= len(section.questions) <= MOST_ASKED:
        yield Fault(
            "sections.0.questions", _("Eine Nadelkarte hat 1 bis %(limit)s Fragen.", limit=MOST_ASKED)
        )
    yield from _questions(section)


def _questions(section: Section) -> Iterator[Fault]:
    for at, question in enumerate(section.questions):
        path = f"sections.0.questions.{at}"
        if question.kind not in TASK_OF_KIND:
            yield Fault(f"{path}.kind", _("Auf einer Nadelkarte führt jede Frage auf die Karte."))
            continue
        if not question.label.get("de", "").strip():
            yield Fault(f"{path}.label", _("Bitte schreiben Sie die Frage auf."))
        if len(question.label.get("de", "")) > 300:
            yield Fault(f"{path}.label", _("Auf die Karte passen höchstens %(limit)s Zeichen.", limit=300))
        if question.relevant or question.constraint or question.is_required or question.least:
            message = _(
                "Fragen der Nadelkarte werden alle gestellt und sind freiwillig. Bedingungen, Pflicht und Prüfungen "
                "gibt es bei den Nachfragen."
            )
            yield Fault(f"{path}.relevant", message)
        if question.most is None:
            yield Fault(f"{path}.most", _("Bitte sagen Sie, wie viele Nadeln eine Person setzt."))
        yield from _kinds(question, path)
        yield from _followups(question, path)


def _kinds(question: Question, path: str) -> Iterator[Fault]:
    if TASK_OF_KIND[question.kind] != NEEDLE:
        if question.choices:
            yield Fault(f"{path}.choices", _("Gezeichnetes hat keine Nadelarten."))
        return
    if question.look != CODED or not question.choices:
        yield Fault(f"{path}.choices", _("Diese Frage braucht mindestens eine Nadelart."))
    for place, choice in enumerate(question.choices):
        if choice.key not in QUALITIES:
            words = ", ".join(QUALITIES)
            yield Fault(
                f"{path}.choices.{place}.key",
                _("Diese Nadelart gibt es nicht. Es gibt: %(words)s.", words=words),
            )


def _followups(question: Question, path: str) -> Iterator[Fault]:
    followups = question.followups
    names = Counter(recorded_as(one) for one in followups)
    wordy = {one.key for one in followups if one.kind in FREE_TEXT_KINDS}
    if TEXT not in names:
        yield Fault(f"{path}.followups", _("Es fehlt die Nachfrage nach den eigenen Worten (»pin_text«)."))
    if sum(_most_of(one) for one in followups) >= MOST_ATTRIBUTES:
        yield Fault(f"{path}.followups", _("Zu jedem Ort werden zu viele Antworten gefragt."))
    for kind in ("photo", "audio"):
        if sum(one.kind == kind for one in followups) > 1:
            yield Fault(f"{path}.followups", _("Nach Foto und Sprache wird zu jedem Ort einmal gefragt."))
    for place, one in enumerate(followups):
        here, name = f"{path}.followups.{place}", recorded_as(one)
        if names[name] > 1 or name in _NAMES or (name == TITLE and question.kind == "point"):
            yield Fault(f"{here}.key", _("Dieser Name ist vergeben. Bitte nehmen Sie einen anderen."))
        if name in (TEXT, TITLE) and one.kind not in FREE_TEXT_KINDS:
            yield Fault(f"{here}.kind", _("Die eigenen Worte zu einem Ort sind ein Text."))
        usual = CLOSED_ANSWERS.get(name, {})
        if usual and {choice.key for choice in one.choices} - set(usual):
            message = _("Unter diesem Namen sind andere Antworten üblich: %(words)s.", words=", ".join(usual))
            yield Fault(f"{here}.choices", message)
        if usual and one.kind != "single":
            yield Fault(f"{here}.kind", _("Unter diesem Namen wird eine Antwort gewählt."))
        if any(len(f"{name}.{key}") > LONGEST_ATTRIBUTE_KEY for key in _parts(one)):
            yield Fault(f"{here}.key", _("Dieser Name ist zu lang für eine Nachfrage."))
        if wordy & (mentioned(one.relevant) | mentioned(one.constraint)):
            message = _(
                "Bedingungen fragen hier nur nach Antworten zum Wählen und nach der Nadelart, nicht nach Worten: Die "
                "lassen sich später einzeln ändern."
            )
            yield Fault(f"{here}.relevant", message)


def _parts(question: Question) -> list[str]:
    return [*(choice.key for choice in question.choices), *(row.key for row in question.rows)]


def _most_of(question: Question) -> int:
    """How many attributes the answers to one follow-up can be."""
    return {"keys": len(question.choices), "rows": len(question.rows)}.get(question.of_kind.value, 1)
