"""Photos and recordings of a survey in the record: what they hang on, without a script, told back, taken back."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any
from uuid import UUID, uuid5

import pytest
from apiflask import APIFlask
from sqlalchemy import select

from app.base.database import db, new_id, now, transaction
from app.base.errors import DomainError
from app.base.retention import expire
from app.contributions.drafts import SubmissionDraft
from app.contributions.media.models import Attachment, WaitingFile
from app.contributions.media.queries import named
from app.contributions.media.services import keep_waiting, read_file
from app.contributions.media.store import store
from app.contributions.models import Contribution
from app.contributions.own import own_data
from app.contributions.services import erase_participant, withdraw_sitting
from app.contributions.sittings import files_by_question
from app.indicators.surveys.queries import survey_from
from app.participants.models import Consent, Participant
from app.participants.vocabulary import CONSENT_TEXTS
from app.questions.answers import checked
from app.questions.content import Question, Questionnaire, Section
from app.questions.reading import to_json
from app.questions.soundness import faults
from app.surveys.drafts import filled
from app.surveys.identity import contribution_id
from app.surveys.services import record_answers
from app.surveys.unsent import KEPT, save_unsent
from tests.page_client import PageClient, values_of
from tests.photos import jpeg, upright
from tests.questions.in_node import in_node
from tests.surveys.factories import Asked, make_survey
from tests.surveys.filed import FILED

IDS = [f"0b6f7f62-6a0e-4f0e-9b1c-0d6d6f1f0a{number:02d}" for number in range(10)]
ANSWERS: dict[str, Any] = {
    "picture": IDS[:2],
    "voice": [IDS[2]],
    "thing": [{}, {"name": "Bank", "look": [IDS[3]]}, {"look": [IDS[4]]}],
    "spot": [
        {"id": IDS[8], "geometry": None, "place_text": "Bach", "answers": {"shot": [IDS[5]]}},
        {
            "id": IDS[9],
            "geometry": None,
            "place_text": "Markt",
            "answers": {"shot": [IDS[6]], "told": [IDS[7]]},
        },
    ],
}


@pytest.fixture
def asked(app: APIFlask) -> Iterator[Asked]:
    with app.app_context():
        yield make_survey(FILED, age_band="a16_17")


def rows(model: Any) -> list[Any]:
    """What is stored by now."""
    db.session.rollback()
    return list(db.session.scalars(select(model)))


def client_of(app: APIFlask, asked: Asked) -> PageClient:
    client = PageClient(app)
    client.set_cookie(app.config["PARTICIPANT_COOKIE_NAME"], asked.session_token)
    return client


def test_the_phone_knows_the_contribution_of_each_file(app: APIFlask, asked: Asked) -> None:
    sitting = new_id()
    sound = checked(FILED, ANSWERS, "de").answers
    with app.test_request_context():
        from_here = _held(asked, sitting, sound)
    found = in_node(
        """const { fileHolders } = await import("@/flat.js");
           const { idBelow } = await import("@/../../base/assets/new_id.js");
           return fileHolders(data.content, data.answers).map(({ file, key }) => [file, idBelow(data.id, key)]);""",
        {"content": to_json(FILED), "answers": ANSWERS, "id": str(sitting)},
    )
    assert dict(found) == from_here
    assert len(from_here) == 8
    assert from_here[IDS[3]] == str(uuid5(sitting, "thing.1.look")), "empty rounds are not counted"


def _held(asked: Asked, sitting: UUID, sound: dict[str, Any]) -> dict[str, str]:
    draft = SubmissionDraft(id=sitting, process_id=asked.process_id, person_key="x", channel="surveys")
    made = filled(draft, FILED, 1, sound)
    return {str(file): str(one.id) for one in made.contributions for file in one.files}


def test_one_mark_takes_no_more_files_than_one_contribution() -> None:
    def fits(*followups: Question) -> list[str]:
        spot = Question("spot", "point", {"de": "Wo?"}, followups=followups)
        content = Questionnaire(
            title={"de": "T"}, sections=(Section("one", {"de": "Eins"}, questions=(spot,)),)
        )
        return [fault.path for fault in faults(content)]

    two = (Question("a", "photo", {"de": "A"}, most=2), Question("b", "photo", {"de": "B"}, most=3))
    assert fits(*two) == []
    assert fits(*two, Question("c", "photo", {"de": "C"}, most=1)) == [
        "sections.0.questions.0.followups.2.most"
    ]
    assert fits(Question("a", "audio", {"de": "A"}), Question("b", "audio", {"de": "B"})) == [
        "sections.0.questions.0.followups.1.most"
    ]


def _url(asked: Asked, page: int | str = 1) -> str:
    return f"/verfahren/{asked.slug}/umfrage/umfrage?seite={page}"


def _photo(content: bytes = b"", **values: Any) -> dict[str, Any]:
    """The fields of a photo on the first page, filled."""
    content = content or jpeg(upright(400, 300), place=(52.7, 9.3))
    given = {"picture.people": "no", "picture.photo": "yes", "picture.caption": "Die Bank", "go": "next"}
    return {"picture.file": (io.BytesIO(content), "bild.jpg"), **given, **values}


def _begun(app: APIFlask, asked: Asked) -> PageClient:
    """Somebody without a script has sent one photo from the first page."""
    client = client_of(app, asked)
    assert client.submit(_url(asked), _photo()).status_code == 302
    return client


def test_a_file_without_a_script_waits_and_hangs_on_its_question_when_sent(
    app: APIFlask, asked: Asked
) -> None:
    client = _begun(app, asked)
    (waiting,) = rows(WaitingFile)
    identity = waiting.id
    with store().open(waiting.digest) as file:
        assert b"Exif" not in file.read(), "nothing of the file itself is kept"
    own = client.get("/mein/daten.json").get_json()
    assert own["unsent"][0]["files"][0]["text"] == "Die Bank"
    assert own["unsent"][0]["answers"]["picture"] == [str(identity)]
    assert client.get(f"/mein/medien/{identity}/whole").mimetype == "image/jpeg"
    assert client.submit(_url(asked, "pruefen"), {}).status_code == 302
    (attachment,) = rows(Attachment)
    contribution = db.session.get_one(Contribution, attachment.contribution_id)
    assert (attachment.id, attachment.text, attachment.data) == (
        identity,
        "Die Bank",
        {"has_people": False},
    )
    assert (contribution.kind, contribution.title) == ("photo", "Zeig uns deinen Ort.")
    assert [(one.purpose, one.subject_id) for one in rows(Consent)] == [("photo", identity)]
    assert rows(WaitingFile) == []
    assert client.get("/mein/daten.json").get_json()["unsent"] == []
    assert files_by_question(asked.activity_id) == {(contribution.submission_id, "picture"): 1}
    survey = survey_from(asked.survey.activity)
    assert survey.count_of_files("picture").tolist() == [1]
    assert survey.count_of_files("voice").tolist() == [None]
    page = client.get("/mein").text
    assert "Was ich geantwortet habe" in page
    assert "1 Datei" in page
    assert "Weitermachen" not in page


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"content": b"%PDF-1.7 nein"}, "Das ist kein Bild, sondern ein Dokument."),
        ({"picture.people": ""}, "Bitte sag noch, ob Leute zu erkennen sind"),
        ({"picture.people": "yes"}, "auf dem niemand zu erkennen ist"),
        ({"picture.photo": ""}, "dass wir das Foto haben dürfen"),
    ],
)
def test_a_refused_file_says_why_and_loses_nothing_typed(
    app: APIFlask, asked: Asked, values: dict[str, Any], said: str
) -> None:
    client = client_of(app, asked)
    response = client.submit(_url(asked), _photo(**values))
    assert response.status_code == 422
    assert said in response.text
    assert 'value="Die Bank"' in response.text
    assert rows(WaitingFile) == []


def test_who_needs_a_guardian_is_told_and_nothing_is_taken(app: APIFlask, asked: Asked) -> None:
    asked = make_survey(FILED, slug="jung", age_band="a12_13")
    client = client_of(app, asked)
    page = client.get(_url(asked))
    assert "picture.file" not in page.text
    response = client.post(_url(asked), data={**values_of(page.page.form()), **_photo()})  # type: ignore[attr-defined]
    assert response.status_code == 422
    assert "Dafür müssen auch deine Eltern Ja sagen" in response.text
    assert rows(WaitingFile) == []


def test_what_is_taken_away_erased_or_too_old_goes_with_its_bytes(app: APIFlask, asked: Asked) -> None:
    client = _begun(app, asked)

    (first,) = rows(WaitingFile)
    digest, identity = first.digest, str(first.id)
    client.submit(_url(asked), {"picture.drop": identity, "go": "next"})
    assert rows(WaitingFile) == []
    with pytest.raises(FileNotFoundError):
        store().open(digest)
    client.submit(_url(asked), _photo())
    with transaction():
        erase_participant(participant_id=asked.participant_id)
    assert rows(WaitingFile) == []
    client.submit(_url(asked), _photo())
    assert named([rows(WaitingFile)[0].digest])
    db.session.rollback()
    assert expire(now() + KEPT + KEPT) == 1
    assert rows(WaitingFile) == []


def test_a_file_kept_here_goes_along_when_a_phone_sends_the_answers(app: APIFlask, asked: Asked) -> None:
    """Begun without a script, sent with one: the sitting has the same id."""
    with transaction():
        draft = save_unsent(participant_id=asked.participant_id, activity_id=asked.activity_id, raw={})
        sitting = draft.submission_id
    file = read_file(kind="photo", stream=io.BytesIO(jpeg(upright(300, 200))), media_type="image/jpeg")
    with transaction():
        kept = keep_waiting(participant_id=asked.participant_id, submission_id=sitting, file=file).id
    raw = {"spot": [{"id": IDS[0], "place_text": "Bach", "answers": {"shot": [str(kept)]}}]}
    with pytest.raises(DomainError, match="Ja"), transaction():
        _record(asked, sitting, raw)
    assert rows(Contribution) == [], "without the yes nothing is recorded"
    with transaction():
        waiting = db.session.get_one(WaitingFile, kept)
        waiting.consents = [["photo", CONSENT_TEXTS["photo"].version]]
    with transaction():
        _record(asked, sitting, raw)
    (attachment,) = rows(Attachment)
    assert attachment.contribution_id == contribution_id(sitting, "spot.1")


def _record(asked: Asked, sitting: UUID, raw: dict[str, Any]) -> None:
    record_answers(
        survey=asked.survey,
        submission_id=sitting,
        participant_id=asked.participant_id,
        language="de",
        raw=raw,
    )


def test_taking_the_answers_back_takes_the_files_back(app: APIFlask, asked: Asked) -> None:
    client = _begun(app, asked)
    client.submit(_url(asked, "pruefen"), {})
    (attachment,) = rows(Attachment)
    contribution = db.session.get_one(Contribution, attachment.contribution_id)
    sitting = contribution.submission_id
    with transaction():
        withdraw_sitting(submission_id=sitting, participant_id=asked.participant_id)
    db.session.expire_all()
    assert rows(Attachment) == []
    assert db.session.scalars(select(Consent).where(Consent.withdrawn_at.is_(None))).all() == []
    participant = db.session.get_one(Participant, asked.participant_id)
    assert own_data(participant)["answers"] == []
