"""The pages of minutes: one click to a draft, both texts of two who write, a link that needs no account, files."""

from __future__ import annotations

import io
import re
from typing import Any

import docx
import pypdfium2
import pytest
from apiflask import APIFlask

from app.base.database import transaction
from app.contributions.services import withdraw
from app.walks.minutes import queries, services
from tests.page_client import PageClient
from tests.staff import give_role, make_user, sign_in
from tests.walks.evaluating import Walked, walked

PAGE = "/verwaltung/verfahren/mein-viertel/spaziergang/runde/protokoll"
OWN = "/verfahren/mein-viertel/spaziergang/runde/protokoll"


@pytest.fixture
def made(app: APIFlask) -> Walked:
    with app.app_context():
        found = walked()
        for role in ("facilitator", "recorder", "viewer"):
            give_role(found.process_id, make_user(f"{role}@example.org", name=role), role)
    return found


@pytest.fixture
def staff(app: APIFlask, made: Walked) -> PageClient:
    return sign_in(app, "recorder@example.org")


def sent(app: APIFlask, made: Walked) -> str:
    """Minutes that are out; the token of their link."""
    with app.app_context():
        with transaction():
            services.draft_minutes(walk=made.walk)
            services.send_minutes(walk=made.walk)
        found = queries.minutes_of(made.activity_id)
        assert found is not None
        return queries.link_token(found)


def phone_of(app: APIFlask, made: Walked, person: int) -> PageClient:
    client = PageClient(app)
    client.set_cookie(app.config["PARTICIPANT_COOKIE_NAME"], made.people[person][1])
    return client


def section_ids(page: Any) -> list[str]:
    names = [one.get("name") or "" for one in page.all("input")]
    return list(dict.fromkeys(name.removeprefix("right-") for name in names if name.startswith("right-")))


def test_one_click_makes_the_minutes(staff: PageClient) -> None:
    assert "Protokoll entwerfen" in staff.get(PAGE).page.text
    assert staff.submit(PAGE, action=f"{PAGE}/entwerfen").status_code == 302
    page = staff.get(PAGE).page
    assert "Hier ist es abends zu dunkel." in page.text
    assert "Ein Eintrag zu einem geheimen Ort" in page.text
    assert "Skizze des Wegs mit den Halten und Notizen" in [
        one.get("aria-label") for one in page.one("main").iter()
    ]
    assert staff.submit(PAGE, action=f"{PAGE}/zeigen").status_code == 302
    assert "/protokoll/" in staff.get(PAGE).page.text


def test_the_second_of_two_sees_both_texts(app: APIFlask, made: Walked, staff: PageClient) -> None:
    sent(app, made)
    address = next(
        link.get("href")
        for link in staff.get(PAGE).page.all("a")
        if "/abschnitt/" in (link.get("href") or "")
    )
    other = sign_in(app, "facilitator@example.org")
    stale = other.get(address).page.form().find(".//input[@name='version']").get("value")
    assert staff.submit(address, {"text": "Von der Protokollantin."}).status_code == 302
    answer = other.submit(address, {"text": "Von der Moderation.", "version": stale}, action=address)
    assert answer.status_code == 409
    assert "Von der Protokollantin." in answer.page.text
    assert "Von der Moderation." in answer.page.text
    assert other.submit(address, {"text": "Noch einmal.", "version": "x"}, action=address).status_code == 409


def test_who_walked_reads_and_says(app: APIFlask, made: Walked, staff: PageClient) -> None:
    assert phone_of(app, made, 1).get(OWN).status_code == 404
    sent(app, made)
    phone = phone_of(app, made, 1)
    first, second, *_rest = section_ids(phone.get(OWN).page)
    empty = phone.submit(OWN, {f"right-{first}": "yes", f"right-{second}": "no"}, action=OWN)
    assert empty.status_code == 422
    assert "Schreib bitte, was nicht stimmt." in empty.page.text
    ticked = {one.get("id") for one in empty.page.all("input") if one.get("checked") is not None}
    assert {f"yes-{first}", f"no-{second}"} <= ticked, "nothing chosen is lost"
    words = {f"right-{first}": "yes", f"right-{second}": "no", f"text-{second}": "Es war später."}
    assert phone.submit(OWN, words, action=OWN).status_code == 302
    assert "Es war später." in phone.get(OWN).page.text
    desk = staff.get(PAGE).page
    assert "Eine Person sagt: stimmt." in desk.text
    address = next(one.get("href") for one in desk.all("a") if "/rueckmeldung/" in (one.get("href") or ""))
    assert staff.submit(address, {"answer": ""}).status_code == 422
    assert staff.submit(address, {"answer": "Stimmt, ist geändert.", "is_taken": True}).status_code == 302
    assert "Stimmt, ist geändert." in phone_of(app, made, 2).get(OWN).page.text


def test_a_link_shows_these_minutes_and_counts_each_browser_once(app: APIFlask, made: Walked) -> None:
    url = f"/protokoll/{sent(app, made)}"
    assert PageClient(app).get("/protokoll/AAAAAAAAAAAAAAAAAAAAAA").status_code == 404
    visitor = PageClient(app)
    page = visitor.get(url).page
    assert "Hier ist es abends zu dunkel." in page.text
    assert not any("/verfahren/" in (one.get("href") or "") for one in page.one("main").iter("a"))
    first = section_ids(page)[0]
    for _twice in range(2):
        assert visitor.submit(url, {f"right-{first}": "yes"}, action=url).status_code == 302
    walker = phone_of(app, made, 1)
    assert walker.submit(url, {f"right-{first}": "yes"}, action=url).status_code == 302
    assert walker.submit(OWN, {f"right-{first}": "yes"}, action=OWN).status_code == 302
    with app.app_context():
        found = queries.minutes_of(made.activity_id)
        assert found is not None
        assert queries.speakers(found) == 2
    assert PageClient(app).get(f"{url}?sprache=ar").page.one("html").get("dir") == "rtl"


def test_who_did_not_walk_reads_nothing(app: APIFlask, made: Walked) -> None:
    sent(app, made)
    assert sign_in(app, "viewer@example.org").get(PAGE).status_code == 403
    assert PageClient(app).get(OWN).status_code == 302
    with app.app_context():
        other = walked("nachbarort", "andere")
    stranger = PageClient(app)
    stranger.set_cookie(app.config["PARTICIPANT_COOKIE_NAME"], other.people[1][1])
    assert stranger.get(OWN).status_code == 404


def test_files_have_headings_lists_and_tags(app: APIFlask, made: Walked, staff: PageClient) -> None:
    sent(app, made)
    document = docx.Document(io.BytesIO(staff.get(f"{PAGE}/protokoll.docx").get_data()))
    styles = {one.text: one.style.name for one in document.paragraphs}
    assert styles["Protokoll: Nordrunde der Jugend"] == "Heading 1"
    assert styles["Halt 1: Haltestelle"] == "Heading 2"
    assert styles["Eine Lampe ist kaputt."] == "List Bullet"
    data = staff.get(f"{PAGE}/protokoll.pdf").get_data()
    assert b"pdfuaid:part" in data or b"pdfuaid" in data
    pdf = pypdfium2.PdfDocument(data)
    text = "".join(page.get_textpage().get_text_range() for page in pdf)
    assert re.search(r"Handzeichen um 15:05 Uhr: 2 gut", text)
    assert "Versteck" not in text
    assert pypdfium2.raw.FPDFCatalog_IsTagged(pdf.raw)


def test_taking_back_empties_what_others_read(app: APIFlask, made: Walked) -> None:
    with app.app_context():
        spoken = made.note("quote", 1, by=2, text="Da ist mein Bruder hingefallen.")
    url = f"/protokoll/{sent(app, made)}"
    assert "mein Bruder" in PageClient(app).get(url).page.text
    with app.app_context(), transaction():
        from_entry = queries.draft_now(made.walk)[1]
        said = next(one for sitting in from_entry if sitting.id == spoken for one in sitting.said)
        withdraw(contribution_id=said.id, participant_id=made.people[2][0])
    assert "mein Bruder" not in PageClient(app).get(url).page.text
