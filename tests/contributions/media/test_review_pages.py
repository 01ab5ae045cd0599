"""The pages of the media desk: the way from file to file, what was typed, conflicts, and who may not come in."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from apiflask import APIFlask
from sqlalchemy import update

from app.base.database import db, now, transaction
from app.participants.models import Consent
from tests.contributions.conftest import Town
from tests.contributions.desk import PATH, SAFEGUARD, staff, token
from tests.contributions.media.conftest import attachment
from tests.contributions.media.deciding import consent
from tests.contributions.media.samples import photo, voice
from tests.contributions.media.senders import Sender
from tests.page_client import PageClient

MEDIA = f"{PATH}/medien"


def send(client: PageClient, attachment_id: UUID, decision: str, **values: Any) -> Any:
    """The form of the page, with the button that was pressed."""
    data = {"csrf_token": token(client), "decision": decision, **values}
    return client.post(f"{MEDIA}/{attachment_id}", data=data)


def test_from_file_to_file_until_nothing_waits(app: APIFlask, town: Town, phone: Sender) -> None:
    one, two = phone.upload(photo()), phone.upload(voice(), kind="audio")
    consent(app, town, "quote")
    editor = staff(app, town, "editor")
    assert "2 Dateien warten auf Sichtung." in editor.get(PATH).page.text
    assert editor.get(MEDIA).location == f"{MEDIA}/{one}"
    answer = send(editor, one, "release", version=attachment(app, one).version, has_people="no")
    assert answer.location == f"{MEDIA}/{two}"
    said = {"version": attachment(app, two).version, "text": "Am See ist es schön."}
    assert send(editor, two, "release", **said).location == PATH
    assert editor.get(MEDIA).location == PATH
    assert {attachment(app, one).state, attachment(app, two).state} == {"released"}
    assert editor.submit(PATH, action=f"{PATH}/rueckgaengig").status_code == 302
    assert attachment(app, two).state == "in_review"


def test_what_lacks_a_yes_is_not_offered_for_release(app: APIFlask, town: Town, phone: Sender) -> None:
    picture, said = phone.upload(photo()), phone.upload(voice(), kind="audio")
    editor = staff(app, town, "editor")

    def buttons(one: UUID) -> set[str | None]:
        page = editor.get(f"{MEDIA}/{one}").page
        return {button.get("value") for button in page.all("button") if button.get("name") == "decision"}

    assert "release" in buttons(picture)
    assert "release" not in buttons(said), "neither the words nor the voice may be shown"
    consent(app, town, "quote")
    assert "release" in buttons(said)
    with app.app_context(), transaction():
        db.session.execute(update(Consent).values(withdrawn_at=now()))
    assert "release" not in buttons(picture)
    assert "Das Ja zum Zeigen fehlt" in editor.get(f"{MEDIA}/{picture}").page.text


def test_nothing_typed_is_lost_and_the_message_is_at_the_field(
    app: APIFlask, town: Town, phone: Sender
) -> None:
    one, two = phone.upload(photo()), phone.upload(voice(), kind="audio")
    editor = staff(app, town, "editor")
    box = {"x": "10", "y": "20,5", "w": "30", "h": "15", "kind": "brush", "source": "review"}
    people = {"has_people": "yes", "exception": "accessory", "note": "zu kurz"}
    refused = send(editor, one, "release", version=attachment(app, one).version, **box, **people)
    assert refused.status_code == 422
    values = {field.get("name"): field.get("value") for field in refused.page.all("input")}
    assert values["note"] == "zu kurz"
    assert "20.5" in [field.get("value") for field in refused.page.all("input") if field.get("name") == "y"]
    assert any(element.get("id") == "note-error" for element in refused.page.elements)
    wrong = send(editor, one, "save", version=attachment(app, one).version, **{**box, "x": "links"})
    assert wrong.status_code == 422
    long = send(editor, two, "save", version=attachment(app, two).version, text="a" * 5001)
    assert long.status_code == 422
    assert "a" * 5001 in long.get_data(as_text=True)
    for decision in ("reject", "lock", "", "unknown"):
        assert send(editor, one, decision, version=attachment(app, one).version).status_code == 422
    assert send(editor, one, "save").status_code == 422
    assert attachment(app, one).state == attachment(app, two).state == "in_review"


def test_of_two_moderators_the_second_sees_both_decisions(app: APIFlask, town: Town, phone: Sender) -> None:
    one = phone.upload(voice(), kind="audio")
    first, second = staff(app, town, "editor"), staff(app, town, "facilitator")
    consent(app, town, "quote")
    version = attachment(app, one).version
    assert send(first, one, "release", version=version, text="Erste Fassung.").status_code == 302
    clash = send(second, one, "release", version=version, text="Zweite Fassung.")
    assert clash.status_code == 409
    assert "Erste Fassung." in clash.page.text
    assert "Zweite Fassung." in clash.page.text
    assert "entschieden von Editor" in clash.page.text
    newest = attachment(app, one).version
    assert send(second, one, "release", version=newest, text="Zweite Fassung.").status_code == 302
    assert attachment(app, one).text == "Zweite Fassung."


@pytest.mark.parametrize("role", ["viewer", "statistics", "recorder", "planner"])
def test_who_does_not_review_does_not_come_in(app: APIFlask, town: Town, phone: Sender, role: str) -> None:
    one = phone.upload(photo())
    other = staff(app, town, role)
    assert other.get(f"{MEDIA}/{one}").status_code == 403
    assert send(other, one, "release", version=1, has_people="no").status_code == 403


def test_a_locked_file_is_opened_by_safeguarding_alone(app: APIFlask, town: Town, phone: Sender) -> None:
    one = phone.upload(photo())
    editor, guard, lead = (staff(app, town, role) for role in ("editor", "safeguard", "coordinator"))
    locked = send(editor, one, "lock", version=attachment(app, one).version, lock_reason="private_room")
    assert locked.status_code == 302
    assert editor.get(f"{MEDIA}/{one}").status_code == 404
    file = f"/verwaltung/verfahren/stadt/medien/{one}/whole"
    for client, status in ((editor, 404), (lead, 404), (guard, 200)):
        with client.get(file) as answer:
            assert answer.status_code == status
    assert "In Wohnung, WC oder Umkleide" in guard.get(SAFEGUARD).page.text
    assert "In Wohnung, WC oder Umkleide" in lead.get(SAFEGUARD).page.text, (
        "the task is seen, the file is not"
    )
    assert file not in lead.get(SAFEGUARD).get_data(as_text=True)
    assert "Ein Beitrag wartet beim Kinderschutz." in lead.get(PATH).page.text
    where = f"{SAFEGUARD}/medien/{one}"
    assert (
        lead.post(where, data={"csrf_token": token(lead), "decision": "unlock", "version": 1}).status_code
        == 403
    )
    to = {"decision": "hand_over", "recipient": "police"}
    assert guard.submit(SAFEGUARD, {"decision": "hand_over"}, action=where).status_code == 422
    assert guard.submit(SAFEGUARD, to, action=where).status_code == 302
    assert "Polizei" in guard.get(f"{SAFEGUARD}/protokoll").page.text
    assert lead.get(f"{SAFEGUARD}/protokoll").status_code == 403
    assert guard.submit(SAFEGUARD, {"decision": "destroy"}, action=where).status_code == 302
    with guard.get(file) as answer:
        assert answer.status_code in {403, 404}
