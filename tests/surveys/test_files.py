"""Photos and recordings of a survey in the record: whose they are on the phone and here, without a script, told back."""

from __future__ import annotations

import io
from typing import Any
from uuid import UUID, uuid5

import pytest
from apiflask import APIFlask
from sqlalchemy import select

from app.base.database import db, new_id, now, transaction
from app.base.errors import DomainError
from app.base.retention import expire
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
from app.questions.answers import checked
from app.questions.content import Question, Questionnaire, Section
from app.questions.reading import to_json
from app.questions.soundness import faults
from app.surveys.drafts import filled
from app.surveys.services import record_answers
from app.surveys.unsent import KEPT, save_unsent
from tests.page_client import PageClient
from tests.photos import jpeg, upright
from tests.questions.in_node import in_node
from tests.surveys.factories import Asked, make_survey
from tests.surveys.filed import FILED

IDS = [f"0b6f7f62-6a0e-4f0e-9b1c-0d6d6f1f0a{number:02d}" for number in range(10)]
MARK = {"geometry": None, "answers": {}}
ANSWERS: dict[str, Any] = {
    "picture": IDS[:2],
    "voice": [IDS[2]],
    "thing": [{}, {"name": "Bank", "look": [IDS[3]]}, {"look": [IDS[4]]}],
    "spot": [
        {"id": IDS[8], "geometry": None, "place_text": "Bach", "answers": {"shot": [IDS[5]]}},
        {"id": IDS[9], "geometry": None, "place_text": "Markt", "answers": {"shot": [IDS[6]], "told": [IDS[7]]}},
    ],
}


@pytest.fixture
def asked(app: APIFlask) -> Asked:
    with app.app_context():
        return make_survey(FILED, age_band="a16_17")


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
    from app.contributions.drafts import SubmissionDraft

    draft = SubmissionDraft(id=sitting, process_id=asked.process_id, person_key="x", channel="surveys")
    made = filled(draft, FILED, 1, sound)
    return {str(file): str(one.id) for one in made.contributions for file in one.files}


def test_one_mark_takes_no_more_files_than_one_contribution() -> None:
    def fits(*followups: Question) -> list[str]:
        spot = Question("spot", "point", {"de": "Wo?"}, followups=followups)
        content = Questionnaire(title={"de": "T"}, sections=(Section("one", {"de": "Eins"}, questions=(spot,)),))
        return [fault.path for fault in faults(content)]

    two = (Question("a", "photo", {"de": "A"}, most=2), Question("b", "photo", {"de": "B"}, most=3))
    assert fits(*two) == []
    assert fits(*two, Question("c", "photo", {"de": "C"}, most=1)) == ["sections.0.questions.0.followups.2.most"]
    assert fits(Question("a", "audio", {"de": "A"}), Question("b", "audio", {"de": "B"})) == [
        "sections.0.questions.0.followups.1.most"
    ]


def _begin(app: APIFlask, asked: Asked) -> PageClient:
    """Somebody without a script has sent one photo from the first page."""
    client = client_of(app, asked)
    url = f"/verfahren/{asked.slug}/umfrage/umfrage?seite=1"
    page = client.get(url)
    token = page.form(urlpath(url)).find_all if False else None
    del token
    response = client.submit(
        url,
        {
            "picture.file": (io.BytesIO(jpeg(upright(400, 300), place=(52.7, 9.3))), "bild.jpg", "image/jpeg"),
            "picture.people": "no",
            "picture.photo": "yes",
            "picture.caption": "Die Bank",
            "go": "next",
        },
    )
    assert response.status_code == 302
    return client


def urlpath(url: str) -> str:
    return url.split("?")[0]
