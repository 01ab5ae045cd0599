"""The JSON doors of the record: phones send and mend what people say; anybody reads the released points."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from apiflask import APIBlueprint
from flask import Response, jsonify, request
from flask_babel import gettext as _

from app.base.access import public
from app.base.database import transaction
from app.base.errors import DomainError, NotFound, Problems
from app.base.shared_commit import share_transaction
from app.contributions import geojson
from app.contributions.drafts import ContributionDraft, SubmissionDraft
from app.contributions.followups import with_followups
from app.contributions.helping import help_for, help_for_sent, help_words
from app.contributions.json_body import json_body
from app.contributions.own import needs_help, own, own_one
from app.contributions.points.answers import bounds_of
from app.contributions.public import feature_collection
from app.contributions.schemas import CorrectedOut, CorrectionIn, ErrorOut, OwnOut, ReceivedOut, SubmissionIn
from app.contributions.services import (
    as_sent,
    check,
    correct,
    prepare,
    repeated,
    store,
    withdraw,
    withdraw_sitting,
)
from app.participants.access import participant_required, signed_in
from app.participants.queries import SignedIn
from app.processes.channels import asks_followups, channels
from app.processes.queries import activity_by_id, public_process
from app.processes.standing import standing_of

blueprint = APIBlueprint("contributions_api", __name__, tag="Beiträge", url_prefix="/api")

ERRORS = {
    400: "The anti-forgery token (header X-CSRFToken) is missing or old",
    401: "No participant is signed in on this phone",
    403: "The activity does not take contributions now, or the request came from another site",
    404: "Unknown, or not this participant's",
    409: "The id came before with other content, a limit is reached, or somebody changed it since",
    415: "Not sent as application/json",
    422: "Something does not fit; `field` names it",
}


def _errors(*codes: int) -> dict[int, Any]:
    return {
        code: {"description": ERRORS[code], "content": {"application/json": {"schema": ErrorOut}}}
        for code in codes
    }


SENT = ("answers", "version", "quote")
"""What of a body answers a questionnaire."""
REPEATED = {
    200: {
        "description": "Stored before with the same content; nothing was changed",
        "content": {"application/json": {"schema": ReceivedOut}},
    }
}


@blueprint.errorhandler(DomainError)
def refused(error: DomainError) -> tuple[Response, int]:
    body: dict[str, Any] = {"message": str(error.message)} | ({"field": error.field} if error.field else {})
    if isinstance(error, Problems):
        body["problems"] = error.problems
    return jsonify(body), error.status


@blueprint.put("/submissions/<uuid:submission_id>")
@blueprint.doc(
    summary="Record one sitting, exactly once",
    responses=REPEATED | _errors(400, 401, 403, 404, 409, 415, 422),
)
@blueprint.output(ReceivedOut, status_code=201, description="Stored")
@participant_required
@json_body(SubmissionIn)
def put_submission(submission_id: UUID, data: dict[str, Any]) -> Any:
    notices: list[str] = []
    draft = _sitting(submission_id, _signed_in(), data, notices)
    said = check(draft) if draft.sent is None else as_sent(draft)
    recorded = repeated(said)
    if recorded is None and draft.sent is not None:
        # Only now: what a phone sends again is answered whatever became of the questionnaire since.
        said = check(_answered(draft, data))
    if recorded is None:
        sitting = prepare(said)
        recorded = share_transaction(lambda: store(sitting))
    answer = {"id": recorded.submission_id, "state": "received"} | ({"notices": notices} if notices else {})
    if help_now := help_for(said.draft.contributions) or help_for_sent(draft.sent):
        answer["help"] = help_now
    return answer, 201 if recorded.created else 200


@blueprint.delete("/submissions/<uuid:submission_id>")
@blueprint.doc(
    summary="Take a whole sitting back: its closed answers and all that was said in it",
    responses=_errors(400, 401, 404),
)
@participant_required
def delete_submission(submission_id: UUID) -> Any:
    participant_id = _signed_in().id
    with transaction():
        withdraw_sitting(submission_id=submission_id, participant_id=participant_id)
    return "", 204


@blueprint.get("/own/<uuid:activity_id>")
@blueprint.doc(summary="One's own contributions to an activity", responses=_errors(401, 404))
@blueprint.output(OwnOut)
@participant_required
def get_own(activity_id: UUID) -> Any:
    participant = _signed_in()
    if activity_by_id(activity_id).process_id != participant.process_id:
        raise NotFound(_("Diese Aktivität gibt es nicht."))
    return {"contributions": [found.as_json() for found in own(participant.id, activity_id)]}


@blueprint.patch("/contributions/<uuid:contribution_id>")
@blueprint.doc(
    summary="Correct one's own contribution; it is read again before others see it",
    responses=_errors(400, 401, 403, 404, 409, 415, 422),
)
@blueprint.output(CorrectedOut)
@participant_required
@json_body(CorrectionIn)
def patch_contribution(contribution_id: UUID, data: dict[str, Any]) -> Any:
    participant_id = _signed_in().id
    version = data.pop("version", None)
    if "geometry" in data:
        data["geometry"] = geojson.parse(data["geometry"])
    with transaction():
        correct(contribution_id=contribution_id, participant_id=participant_id, changes=data, version=version)
    mine = own_one(participant_id, contribution_id)
    return mine.as_json() | ({"help": help_words()} if needs_help([mine]) else {})


@blueprint.delete("/contributions/<uuid:contribution_id>")
@blueprint.doc(summary="Take one's own contribution back", responses=_errors(400, 401, 404))
@participant_required
def delete_contribution(contribution_id: UUID) -> Any:
    participant_id = _signed_in().id
    with transaction():
        withdraw(contribution_id=contribution_id, participant_id=participant_id)
    return "", 204


@blueprint.get("/public/<slug>/points")
@blueprint.doc(
    summary="Released points on a grid of 25 m, without anything that leads to a person",
    responses=_errors(404),
)
@public
def public_points(slug: str) -> Any:
    """Of more than 2,000 points those nearest to the middle of `bbox` (west,south,east,north) or of the town."""
    box = request.args.get("bbox")
    process_id = public_process(slug).id
    response = jsonify(feature_collection(process_id, bounds_of(box) if box else None))
    response.mimetype = "application/geo+json"
    response.headers["Cache-Control"] = "public, no-cache"
    response.add_etag()
    return response.make_conditional(request)


def _signed_in() -> SignedIn:
    found = signed_in()
    assert found is not None
    return found


def _sitting(
    submission_id: UUID, participant: SignedIn, data: dict[str, Any], notices: list[str]
) -> SubmissionDraft:
    """The draft of a checked body; process, person and source come from the server, never from the body."""
    activity = standing_of(data["activity"])
    return SubmissionDraft(
        id=submission_id,
        process_id=participant.process_id,
        activity_id=activity.id,
        participant_id=participant.id,
        person_key=str(participant.id),
        channel=activity.channel,
        language=data["language"],
        device_time=_device_time(data.get("device_time")),
        contributions=[
            _contribution(said, notices, asks_followups(activity.channel)) for said in data["contributions"]
        ],
        sent={name: data.get(name) for name in SENT} if "answers" in data else None,
    )


def _answered(draft: SubmissionDraft, data: dict[str, Any]) -> SubmissionDraft:
    """The sitting of a body that answers a questionnaire, as the activity's channel reads it."""
    activity = standing_of(data["activity"])
    channel = channels().get(activity.channel)
    if channel is None or activity.process_id != draft.process_id:
        raise NotFound(_("Diese Aktivität gibt es nicht."))
    answered: SubmissionDraft = channel.read_answers(activity, data, draft)
    return answered


def _contribution(said: dict[str, Any], notices: list[str], is_asked: bool) -> ContributionDraft:
    attributes = with_followups(said.get("attributes", {}), said.pop("followups", {}), is_asked=is_asked)
    return ContributionDraft(
        **{**said, "attributes": attributes, "geometry": geojson.parse(said.get("geometry"), notices)}
    )


def _device_time(text: str | None) -> datetime | None:
    """What the phone's clock said, in UTC; None when it said nothing sensible: it is a fact, not a rule (R19)."""
    try:
        time = datetime.fromisoformat(text or "")
        return (time if time.tzinfo else time.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
