"""Shapes of the recording API for marshmallow and OpenAPI. Keys that are not listed are ignored everywhere (R36)."""

from __future__ import annotations

from apiflask import Schema
from marshmallow import EXCLUDE, fields, validate

from app.contributions.checks import LONGEST_LINE, LONGEST_TEXT, MOST_ATTRIBUTES, MOST_CONTRIBUTIONS
from app.contributions.drafts import PRECISIONS
from app.contributions.vocabulary import CLOSED_ANSWERS, KINDS, QUALITIES, STATES

GEOMETRY = {
    "description": "GeoJSON geometry in WGS 84 (longitude, latitude), at most 10,000 positions, or null",
    "type": "object",
    "nullable": True,
    "example": {"type": "Point", "coordinates": [9.7351, 52.3759]},
}


class Lenient(Schema):
    """Ignores unknown keys, so that they change nothing and an older server understands a newer phone."""

    class Meta:
        unknown = EXCLUDE


def _answer(key: str, description: str = "") -> fields.String:
    told = {"description": description} if description else {}
    return fields.String(metadata={"enum": list(CLOSED_ANSWERS[key]), **told})


class AnswersIn(Lenient):
    """Closed answers to a mark, a way, a felt area, or about a border."""

    question = fields.String(metadata={"description": "Key of the question it answers"})
    time_of_day = _answer("time_of_day")
    company = _answer("company")
    travel_mode = _answer("travel_mode")
    alone_allowed = _answer("alone_allowed", "Asked of people from 10 to 15")
    home_end = _answer("home_end", "Which end of a way the phone cut because a home lies there")
    home_inside = _answer("home_inside", "Whether the person lives in the felt area")
    about = fields.String(
        metadata={
            "description": "Id of the own felt area, or of the contribution of the same sitting, it is about"
        }
    )
    border_area = fields.String(metadata={"description": "Code of the Raum whose border was shown"})
    border_fits = _answer("border_fits")
    border_elsewhere = _answer("border_elsewhere")
    border_missing = _answer("border_missing")
    border_extra = _answer("border_extra")
    made = fields.String(metadata={"description": "How a subjective map was made: drawn, paper, words"})
    start_point = fields.String(metadata={"description": "Where a subjective map begins"})
    rating = fields.String(metadata={"description": "Sticker on a subjective map"})


class ContributionChanges(Lenient):
    """What a person may say and change about one contribution."""

    quality = fields.String(allow_none=True, metadata={"enum": list(QUALITIES)})
    text = fields.String(metadata={"maxLength": LONGEST_TEXT})
    title = fields.String(metadata={"maxLength": LONGEST_LINE})
    place_text = fields.String(metadata={"maxLength": LONGEST_LINE})
    geometry = fields.Raw(allow_none=True, metadata=GEOMETRY)
    precision = fields.String(metadata={"enum": list(PRECISIONS)})
    is_secret = fields.Boolean(truthy={True}, falsy={False})
    quote = fields.String(
        validate=validate.Length(max=20),
        metadata={"description": "Version of the yes to showing these words to everybody; empty: no yes"},
    )
    attributes = fields.Nested(AnswersIn)
    followups = fields.Dict(
        keys=fields.String(),
        values=fields.String(),
        validate=validate.Length(max=MOST_ATTRIBUTES),
        metadata={
            "description": "Answers to the follow-ups of the question, by their names (docs/questions.md), where the "
            "activity asks such; `_version` is the number of the version that was answered"
        },
    )


class ContributionIn(ContributionChanges):
    """One utterance or place; its id is made on the phone."""

    id = fields.UUID(required=True)
    kind = fields.String(required=True, metadata={"enum": list(KINDS)})


class SubmissionIn(Lenient):
    """One sitting: everything that is sent at once; contributions, or answers to a questionnaire, or both."""

    activity = fields.UUID(required=True)
    device_time = fields.String(
        allow_none=True, metadata={"format": "date-time", "description": "Kept as a fact, decides nothing"}
    )
    language = fields.String(load_default="de")
    contributions = fields.List(
        fields.Nested(ContributionIn), load_default=list, validate=validate.Length(max=MOST_CONTRIBUTIONS)
    )
    answers = fields.Dict(
        keys=fields.String(),
        values=fields.Raw(allow_none=True),
        metadata={"description": "Raw answers to a questionnaire by key of the question (docs/questions.md)"},
    )
    quote = fields.String(
        load_default="",
        validate=validate.Length(max=20),
        metadata={"description": "Version of the yes to showing the words of `answers` to everybody"},
    )
    version = fields.Raw(
        allow_none=True,
        metadata={
            "type": "integer",
            "description": "Number of the version of the questionnaire that was answered; needed with `answers` only",
        },
    )


class CorrectionIn(ContributionChanges):
    """Changes to one contribution; keys that are left out stay as they are."""

    version = fields.Integer(
        strict=True, metadata={"description": "Of the fetched state; 409 when it is stale"}
    )


class NumberOut(Schema):
    """Somebody to call."""

    name = fields.String()
    number = fields.String()


class HelpOut(Schema):
    """Help at once, shown when the words sound like danger."""

    title = fields.String()
    text = fields.String()
    close = fields.String(metadata={"description": "Label of the button that puts it away"})
    numbers = fields.List(fields.Nested(NumberOut))


class ReceivedOut(Schema):
    """The server has it; the phone may forget it."""

    id = fields.UUID(required=True)
    state = fields.String(required=True, metadata={"enum": ["received"]})
    notices = fields.List(
        fields.String(), metadata={"description": "What the person should know, such as a mended drawing"}
    )
    help = fields.Nested(HelpOut)


class OwnContributionOut(Schema):
    """One of the participant's own contributions."""

    id = fields.UUID()
    kind = fields.String()
    quality = fields.String(allow_none=True)
    text = fields.String()
    title = fields.String()
    place_text = fields.String()
    geometry = fields.Raw(metadata=GEOMETRY)
    precision = fields.String()
    is_secret = fields.Boolean()
    quote = fields.String(metadata={"description": "Version of the yes to showing these words, else empty"})
    attributes = fields.Dict(keys=fields.String(), values=fields.String())
    state = fields.String(metadata={"enum": list(STATES)})
    state_text = fields.String(metadata={"description": "The state in words for the person"})
    version = fields.Integer()


class CorrectedOut(OwnContributionOut):
    """The contribution as it stands after a correction."""

    help = fields.Nested(HelpOut)


class OwnOut(Schema):
    """All of the participant's own contributions to one activity."""

    contributions = fields.List(fields.Nested(OwnContributionOut))


class ErrorOut(Schema):
    """Why it was refused, in a sentence for the person; `field` names the wrong value."""

    message = fields.String(required=True)
    field = fields.String()
    problems = fields.Dict(
        keys=fields.String(),
        values=fields.String(),
        metadata={"description": "Of answers to a questionnaire: path of each wrong one and what is wrong"},
    )
