"""The upload API: announced once, sent in parts, resumed, refused in plain words, taken back."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest
from apiflask import APIFlask
from sqlalchemy import select

from app.base.database import db, new_id, transaction
from app.contributions.media import incoming, vocabulary
from app.contributions.media import store as storing
from app.contributions.media.models import Attachment
from app.participants.models import Consent
from app.participants.services import join_direct
from app.processes.models import Activity
from tests.contributions.conftest import Town
from tests.contributions.media.conftest import attachment, stored
from tests.contributions.media.samples import photo, quarters, voice
from tests.contributions.media.senders import Sender
from tests.contributions.phones import body, said


def test_a_photo_comes_in_parts_and_is_read(app: APIFlask, phone: Sender) -> None:
    contribution_id, attachment_id, content = phone.contribute(), new_id(), photo()
    first = phone.announce(attachment_id, contribution_id, content)
    assert first.status_code == 201
    assert first.get_json() == {"id": str(attachment_id), "state": "pending", "received": 0}
    half = len(content) // 2
    answer = phone.part(attachment_id, 0, content[:half])
    assert (answer.status_code, answer.get_json()["received"]) == (200, half)
    again = phone.announce(attachment_id, contribution_id, content)
    assert (again.status_code, again.get_json()["received"]) == (200, half)
    assert phone.standing(attachment_id) == {"id": str(attachment_id), "state": "pending", "received": half}
    answer = phone.part(attachment_id, half, content[half:])
    assert answer.get_json() == {"id": str(attachment_id), "state": "in_review", "received": len(content)}
    found = attachment(app, attachment_id)
    assert (found.width, found.height, found.kind) == (320, 240, "photo")
    assert (found.public_digest, found.public_preview) == (found.digest, found.preview)
    assert {path.name for path in stored(app)} == {found.digest, found.preview}
    with app.app_context():
        assert not incoming.path_of(attachment_id).exists()
        consent = db.session.scalars(select(Consent).where(Consent.subject_id == attachment_id)).one()
        assert (consent.purpose, consent.giver) == ("photo", "self")


def test_a_voice_is_read(app: APIFlask, phone: Sender) -> None:
    attachment_id = phone.upload(voice("webm"), kind="audio")
    found = attachment(app, attachment_id)
    assert (found.state, found.preview) == ("in_review", None)
    assert found.duration == pytest.approx(1, abs=0.2)


def test_other_content_under_the_same_id_is_a_conflict(app: APIFlask, phone: Sender) -> None:
    contribution_id, attachment_id, content = phone.contribute(), new_id(), photo()
    phone.upload(content, contribution_id, attachment_id)
    before = attachment(app, attachment_id)
    for changed in (
        {"sha256": "0" * 64},
        {"size": len(content) + 1},
        {"text": "anders"},
        {"position": 3},
        {"data": {"a": 1}},
        {"media_type": "image/png"},
        {"contribution": str(phone.contribute())},
    ):
        answer = phone.announce(attachment_id, contribution_id, content, **changed)
        assert (answer.status_code, answer.get_json()["field"]) == (409, "id"), changed
    assert attachment(app, attachment_id).version == before.version
    assert phone.announce(attachment_id, contribution_id, content).status_code == 200


@pytest.mark.parametrize(
    ("changes", "status", "field"),
    [
        ({"kind": "film"}, 422, "kind"),
        ({"kind": None}, 422, "kind"),
        ({"media_type": "photo"}, 422, "media_type"),
        ({"media_type": "x" * 61}, 422, "media_type"),
        ({"size": 0}, 422, "size"),
        ({"size": -1}, 422, "size"),
        ({"size": "7"}, 422, "size"),
        ({"size": vocabulary.LARGEST["photo"] + 1}, 413, "size"),
        ({"sha256": "x"}, 422, "sha256"),
        ({"sha256": "A" * 64}, 422, "sha256"),
        ({"position": -1}, 422, "position"),
        ({"text": "x" * 5001}, 422, "text"),
        ({"data": {"a": "x" * 70_000}}, 422, "data"),
        ({"data": []}, 422, "data"),
        ({"contribution": "x"}, 422, "contribution"),
        ({"consents": []}, 422, "consents"),
        ({"consents": [{"purpose": "audio", "text_version": "1"}]}, 422, "consents"),
        (
            {"consents": [{"purpose": "photo", "giver": "guardian", "text_version": "1"}]},
            422,
            "consents.0.giver",
        ),
    ],
)
def test_what_does_not_fit_is_refused_with_its_field(
    app: APIFlask, phone: Sender, changes: dict[str, Any], status: int, field: str
) -> None:
    answer = phone.announce(new_id(), phone.contribute(), photo(), **changes)
    assert (answer.status_code, answer.get_json()["field"]) == (status, field)
    with app.app_context():
        assert db.session.scalars(select(Attachment.id)).all() == []


def test_parts_must_continue_what_is_here(phone: Sender) -> None:
    contribution_id, attachment_id, content = phone.contribute(), new_id(), photo()
    phone.announce(attachment_id, contribution_id, content)
    assert phone.part(attachment_id, 0, content[:100]).status_code == 200
    for offset in (0, 50, 101):
        answer = phone.part(attachment_id, offset, content[offset : offset + 10])
        assert (answer.status_code, answer.get_json()["received"]) == (409, 100)
    for odd in ("", "-1", "x", "1e3", "٣", "9" * 20):
        answer = phone.send(
            "PATCH",
            f"/attachments/{attachment_id}",
            data=b"x",
            content_type="application/octet-stream",
            headers={"Upload-Offset": odd.encode().decode("latin-1")},
        )
        assert (answer.status_code, answer.get_json()["field"]) == (422, "Upload-Offset")
    assert phone.part(attachment_id, 100, content[100:] + b"x").get_json()["field"] == "size"
    assert phone.part(attachment_id, 100, b"x" * (vocabulary.PART + 1)).status_code == 413
    wrong_type = phone.send(
        "PATCH", f"/attachments/{attachment_id}", data=b"x", headers={"Upload-Offset": "100"}
    )
    assert wrong_type.status_code == 415
    assert phone.standing(attachment_id)["received"] == 100


def test_wrong_bytes_begin_anew(app: APIFlask, phone: Sender) -> None:
    contribution_id, attachment_id, content = phone.contribute(), new_id(), photo()
    phone.announce(attachment_id, contribution_id, content)
    answer = phone.part(attachment_id, 0, content[:-1] + b"?")
    assert (answer.status_code, answer.get_json()["received"]) == (422, 0)
    assert phone.standing(attachment_id)["received"] == 0
    assert phone.part(attachment_id, 0, content).get_json()["state"] == "in_review"
    assert phone.part(attachment_id, 0, content).get_json() == {
        "message": phone.part(attachment_id, 0, content).get_json()["message"],
        "field": "Upload-Offset",
        "received": len(content),
    }


def test_what_a_part_left_without_an_answer_is_not_counted(app: APIFlask, phone: Sender) -> None:
    """Killed between the disk and the database: the row decides, and the file is cut back to it."""
    contribution_id, attachment_id, content = phone.contribute(), new_id(), photo()
    phone.announce(attachment_id, contribution_id, content)
    phone.part(attachment_id, 0, content[:100])
    with app.app_context(), incoming.held(attachment_id) as file:
        incoming.write(file, 100, b"half of a part that nobody confirmed")
    assert phone.part(attachment_id, 100, content[100:]).get_json()["state"] == "in_review"


def test_a_lost_incoming_file_begins_anew(app: APIFlask, phone: Sender) -> None:
    contribution_id, attachment_id, content = phone.contribute(), new_id(), photo()
    phone.announce(attachment_id, contribution_id, content)
    phone.part(attachment_id, 0, content[:100])
    with app.app_context():
        incoming.remove(attachment_id)
    answer = phone.part(attachment_id, 100, content[100:])
    assert (answer.status_code, answer.get_json()["received"]) == (409, 0)
    assert phone.part(attachment_id, 0, content).get_json()["state"] == "in_review"


def test_nobody_sees_or_changes_what_is_not_theirs(app: APIFlask, town: Town, phone: Sender) -> None:
    with app.app_context(), transaction():
        token = join_direct(process_id=town.process_id, age_band="a16_17").session_token
    other = Sender(app, town, token)
    contribution_id, attachment_id, content = phone.contribute(), new_id(), photo()
    assert other.announce(attachment_id, contribution_id, content).status_code == 404
    assert phone.announce(attachment_id, contribution_id, content).status_code == 201
    assert other.part(attachment_id, 0, content).status_code == 404
    assert other.send("GET", f"/attachments/{attachment_id}").status_code == 404
    assert other.send("DELETE", f"/attachments/{attachment_id}").status_code == 404
    mine = other.contribute()
    assert other.announce(attachment_id, mine, content).status_code == 409
    assert phone.announce(new_id(), new_id(), content).status_code == 404
    assert phone.standing(attachment_id)["received"] == 0


def test_limits_of_a_contribution_and_of_a_person(
    app: APIFlask, phone: Sender, monkeypatch: pytest.MonkeyPatch
) -> None:
    contribution_id, content = phone.contribute(), photo()
    for _ in range(vocabulary.MOST["photo"]):
        assert phone.announce(new_id(), contribution_id, content).status_code == 201
    answer = phone.announce(new_id(), contribution_id, content)
    assert (answer.status_code, answer.get_json()["field"]) == (422, "contribution")
    assert phone.announce(new_id(), phone.contribute(), content).status_code == 201
    monkeypatch.setattr("app.contributions.media.services.announcing.MOST_OF_ONE", 6)
    assert "viele Dateien" in phone.announce(new_id(), phone.contribute(), content).get_json()["message"]
    monkeypatch.setattr("app.contributions.media.services.announcing.MOST_OF_ONE", 600)
    monkeypatch.setattr("app.contributions.media.services.announcing.ALTOGETHER", len(content) * 6 + 1)
    assert "viele Dateien" in phone.announce(new_id(), phone.contribute(), content).get_json()["message"]


def test_files_taken_back_still_count_for_an_hour(phone: Sender, monkeypatch: pytest.MonkeyPatch) -> None:
    contribution_id, attachment_id, content = phone.contribute(), new_id(), photo()
    monkeypatch.setattr("app.contributions.media.services.announcing.MOST_OF_ONE", 1)
    assert phone.announce(attachment_id, contribution_id, content).status_code == 201
    assert phone.send("DELETE", f"/attachments/{attachment_id}").status_code == 204
    answer = phone.announce(new_id(), contribution_id, content)
    assert (answer.status_code, answer.get_json()["field"]) == (422, "contribution"), (
        "decoding takes time, too"
    )


def test_without_room_the_phone_tries_later(phone: Sender, monkeypatch: pytest.MonkeyPatch) -> None:
    contribution_id, attachment_id, content = phone.contribute(), new_id(), photo()
    assert phone.announce(attachment_id, contribution_id, content).status_code == 201
    monkeypatch.setattr(storing, "RESERVE", 1 << 60)
    assert phone.announce(new_id(), contribution_id, content).status_code == 507
    answer = phone.part(attachment_id, 0, content)
    assert answer.status_code == 507
    assert "später" in answer.get_json()["message"]
    monkeypatch.undo()
    assert phone.part(attachment_id, 0, content).get_json()["state"] == "in_review"


def test_taking_back_deletes_bytes_and_derivatives(app: APIFlask, phone: Sender) -> None:
    contribution_id, content = phone.contribute(), photo(image=quarters(800, 600))
    attachment_id = phone.upload(content, contribution_id, text="Meine Bank")
    assert len(stored(app)) == 2
    assert phone.send("DELETE", f"/attachments/{attachment_id}").status_code == 204
    assert stored(app) == []
    found = attachment(app, attachment_id)
    assert (found.state, found.text, found.sha256, found.digest, found.found_place) == (
        "withdrawn", "", "", None, None,
    )  # fmt: skip
    assert phone.send("DELETE", f"/attachments/{attachment_id}").status_code == 204
    assert phone.announce(attachment_id, contribution_id, content).get_json()["state"] == "withdrawn"
    assert phone.part(attachment_id, 0, content).status_code == 409
    with app.app_context():
        consent = db.session.scalars(select(Consent).where(Consent.subject_id == attachment_id)).one()
        assert consent.withdrawn_at is not None


def test_taking_back_a_half_sent_file_deletes_its_bytes(app: APIFlask, phone: Sender) -> None:
    contribution_id, attachment_id, content = phone.contribute(), new_id(), photo()
    phone.announce(attachment_id, contribution_id, content)
    phone.part(attachment_id, 0, content[:100])
    with app.app_context():
        assert incoming.path_of(attachment_id).exists()
    assert phone.send("DELETE", f"/attachments/{attachment_id}").status_code == 204
    with app.app_context():
        assert not incoming.path_of(attachment_id).exists()


def test_an_unreadable_file_is_told_in_words(app: APIFlask, phone: Sender) -> None:
    attachment_id = phone.upload(b"<svg xmlns='http://www.w3.org/2000/svg'/>")
    answer = phone.standing(attachment_id)
    assert answer["state"] == "failed"
    assert "SVG" in answer["message"]
    assert stored(app) == []
    with app.app_context():
        assert not incoming.path_of(attachment_id).exists()


def test_a_lock_looks_like_any_refusal(app: APIFlask, phone: Sender) -> None:
    attachment_id = phone.upload(photo())
    with app.app_context(), transaction():
        db.session.get_one(Attachment, attachment_id).state = "locked"
    assert phone.standing(attachment_id)["state"] == "rejected"


def test_openapi_describes_the_doors(app: APIFlask) -> None:
    paths = app.test_client().get("/api/openapi.json").get_json()["paths"]
    door = paths["/api/attachments/{attachment_id}"]
    assert set(door) >= {"put", "patch", "get", "delete"}
    assert "application/octet-stream" in door["patch"]["requestBody"]["content"]
    assert {"200", "201", "409", "507"} <= set(door["put"]["responses"])
    assert {found["name"] for found in door["patch"]["parameters"]} == {"attachment_id", "Upload-Offset"}


def test_bytes_are_those_that_were_sent(app: APIFlask, phone: Sender) -> None:
    content = photo(image=None) + b"\x00" * (3 * vocabulary.PART)
    attachment_id = new_id()
    phone.announce(attachment_id, phone.contribute(), content)
    for offset in range(0, 3 * vocabulary.PART, vocabulary.PART):
        phone.part(attachment_id, offset, content[offset : offset + vocabulary.PART])
    with app.app_context():
        kept = incoming.path_of(attachment_id).read_bytes()
    assert hashlib.sha256(kept).digest() == hashlib.sha256(content[: 3 * vocabulary.PART]).digest()


def test_closed_activities_still_take_the_files_of_what_came_before(
    app: APIFlask, town: Town, phone: Sender
) -> None:
    contribution_id = phone.contribute()
    with app.app_context(), transaction():
        db.session.get_one(Activity, town.activity_id).status = "closed"
    assert phone.put(new_id(), body(town, said())).status_code == 403
    assert phone.standing(phone.upload(photo(), contribution_id))["state"] == "in_review"
