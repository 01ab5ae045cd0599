"""What a channel tells the house: who it is, where its activities start, and whether a draft obeys its rules.

It stands here because this is the lowest package that knows an activity; the factory alone lists the channels.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from flask import Blueprint, Flask, current_app
from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from app.base.database import db
from app.base.errors import DomainError
from app.processes.models import Activity
from app.processes.standing import Standing


def accept_any(activity: Standing, participant_id: object, drafts: list[Any]) -> None:
    """Default rule of a channel: nothing to check."""


def accept_sitting(activity: Standing, participant_id: object, sitting: Any) -> None:
    """Default rule of a channel for a whole sitting: it has no answers of its own."""
    if sitting.attributes:
        raise DomainError(_l("Diese Angaben kennen wir nicht."), field="attributes")


def no_answers(activity: Standing, body: Mapping[str, Any], sitting: Any) -> Any:
    """Default of a channel that asks no questionnaire: what comes as `answers` is refused."""
    raise DomainError(_l("Diese Angaben kennen wir nicht."), field="answers")


def no_questions(activity: Activity) -> list[tuple[str, str]]:
    """Default of a channel that does not ask one question after the other."""
    return []


@dataclass(frozen=True)
class Told:
    """A sitting told back: pairs of question and answer in words, and the question of each contribution by its id."""

    answers: list[tuple[str, str]] = field(default_factory=list)
    questions: dict[UUID, str] = field(default_factory=dict)


def nothing_told(activity_id: UUID, sitting: Any, said: Any) -> Told:
    """Default of a channel that asks no questionnaire."""
    return Told()


def nothing_unsent(participant_id: UUID) -> list[dict[str, Any]]:
    """Default of a channel that keeps nothing before it is sent."""
    return []


def no_questionnaire(activity: Activity) -> UUID | None:
    """Default of a channel that asks no questionnaire."""
    return None


def whole_editor(questionnaire_id: UUID) -> Any:
    """Default of a channel: it knows nothing of this questionnaire."""
    return None


@dataclass(frozen=True)
class Original:
    """A German text of staff that participants read: whose it is, its column, what editors call it, its limit."""

    object_id: UUID
    field: str
    label: str
    text: str
    most: int
    is_long: bool = False


def no_texts(activity: Activity) -> list[Original]:
    """Default of a channel: it has no texts of its own beside title and description."""
    return []


def no_stops(activity: Activity) -> list[tuple[str, str]]:
    """Default of a channel that does not go from place to place."""
    return []


def nothing_copied(activity_id: UUID, ids: Collection[UUID]) -> None:
    """Default of a channel: it keeps no copies of what people said."""


@dataclass(frozen=True)
class Channel:
    """One way to take part.

    `entry(activity)` is the address where a participant starts; `manage(activity)` where staff set it up;
    `check(standing, participant_id, drafts)` runs inside the recording transaction and raises a DomainError
    when a contribution draft breaks the channel's own rules (number of pins, kinds, extent).
    `check_sitting(standing, participant_id, sitting)` does the same once for each new sitting as a whole (a
    SubmissionDraft with its `attributes`); corrections of one contribution do not come by it.
    `read_answers(standing, body, sitting)` makes the sitting of a body that brings raw `answers` to a questionnaire
    (docs/questions.md) in its `version`, and gives it back with attributes and contributions; it runs before the
    transaction, and its ids follow from the sitting's, so that the same body makes the same sitting again.
    `texts(activity)` lists what staff wrote there for participants, so that it can be said in other languages.
    `questions(activity)` are key and text of what it asks, in order; the key stands in a contribution's attribute
    `question`.
    `questionnaire(activity)` is the id of the questionnaire whose versions it asks, for those who count its answers.
    `asks_followups` says that its contributions take answers to follow-ups by any name, which its `check` knows.
    `editor_room(questionnaire_id)` is what the editor may offer for a questionnaire of this channel
    (`app.questions.editor.room.Room`), None when it is none of its own.
    `told(activity_id, sitting, said)` puts an own sitting with what was said in it into words for its owner;
    `unsent(participant_id)` is what the server keeps of somebody that is not sent yet, JSON-ready.
    `stops(activity)` are value and name of the places it goes to, in order; the value stands in the attribute `stop`.
    `forget(activity_id, ids)` runs when contributions or sittings of these ids are changed or taken back by whoever
    said them: copies of their words must go in the same transaction (E07).
    """

    name: str
    label: object
    blueprints: tuple[Blueprint, ...]
    entry: Callable[[Activity], str]
    manage: Callable[[Activity], str]
    check: Callable[[Standing, Any, list[Any]], None] = accept_any
    check_sitting: Callable[[Standing, Any, Any], None] = accept_sitting
    read_answers: Callable[[Standing, Mapping[str, Any], Any], Any] = no_answers
    texts: Callable[[Activity], list[Original]] = no_texts
    questions: Callable[[Activity], list[tuple[str, str]]] = no_questions
    questionnaire: Callable[[Activity], UUID | None] = no_questionnaire
    asks_followups: bool = False
    editor_room: Callable[[UUID], Any] = whole_editor
    told: Callable[[UUID, Any, Any], Told] = nothing_told
    unsent: Callable[[UUID], list[dict[str, Any]]] = nothing_unsent
    stops: Callable[[Activity], list[tuple[str, str]]] = no_stops
    forget: Callable[[UUID, Collection[UUID]], None] = nothing_copied


def init_channels(app: Flask, channels: tuple[Channel, ...]) -> None:
    app.extensions["streifzug_channels"] = {channel.name: channel for channel in channels}
    for channel in channels:
        for blueprint in channel.blueprints:
            app.register_blueprint(blueprint)


def channels() -> dict[str, Channel]:
    """The channels this installation offers, by name."""
    return current_app.extensions["streifzug_channels"]


def asks_questionnaire(activity: Activity) -> bool:
    """Whether an activity is a questionnaire, answered as a whole, by its channel."""
    channel = channels().get(activity.channel)
    return channel is not None and channel.read_answers is not no_answers


def asks_followups(name: str) -> bool:
    """Whether contributions of a channel take answers to follow-ups; False for one that is not offered here."""
    channel = channels().get(name)
    return channel is not None and channel.asks_followups


def questions_of(activity: Activity) -> list[tuple[str, str]]:
    """What an activity asks, by its channel; nothing when this installation does not offer the channel."""
    channel = channels().get(activity.channel)
    return channel.questions(activity) if channel else []


def questionnaire_of(activity: Activity) -> UUID | None:
    """The questionnaire an activity asks, by its channel; None when it asks none."""
    channel = channels().get(activity.channel)
    return channel.questionnaire(activity) if channel else None


def stops_of_activity(activity: Activity) -> list[tuple[str, str]]:
    """The places an activity goes to, by its channel; nothing when it stays where it is."""
    channel = channels().get(activity.channel)
    return channel.stops(activity) if channel else []


def forget_copies(said: Mapping[UUID, Collection[UUID]]) -> None:
    """Let the channels forget what they copied: ids of contributions and sittings by activity."""
    if not said:
        return
    query = select(Activity.id, Activity.channel).where(Activity.id.in_(said)).order_by(Activity.id)
    for activity_id, name in db.session.execute(query).all():
        if name in channels():
            channels()[name].forget(activity_id, said[activity_id])
