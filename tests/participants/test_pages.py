"""The pages to join, to keep the receipt, to come back and to leave, as a phone without scripts sees them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

import pytest
from apiflask import APIFlask
from sqlalchemy import func, select

from app.base.database import db, now, transaction
from app.participants.models import Participant
from app.participants.queries import failures_this_hour
from app.participants.services import join_direct, qr_token, revoke_code
from tests.page_checks import text_of
from tests.page_client import PageClient
from tests.participants.factories import make_code, make_process
from tests.participants.test_services import solve

COOKIE = "teilnahme"


@pytest.fixture
def code(app: APIFlask) -> Iterator[dict[str, str]]:
    """A valid code as it stands on paper."""
    with app.app_context():
        with transaction():
            code = make_code(make_process())
        yield {"typed": code.code, "token": qr_token(code), "process": str(code.process_id)}
        db.session.remove()


def people() -> int:
    db.session.rollback()
    return int(db.session.scalar(select(func.count()).select_from(Participant)) or 0)


def join_typed(client: PageClient, code: dict[str, str], **about: str) -> str:
    """Join as somebody would and return the receipt."""
    assert client.submit("/mitmachen", {"code": code["typed"].lower()}).location == "/mitmachen/angaben"
    answer = client.submit("/mitmachen/angaben", {"age_band": "a12_13", **about})
    assert answer.location == "/mitmachen/beleg"
    page = client.get("/mitmachen/beleg").page
    return next(e for e in page.elements if e.get("data-receipt")).get("data-receipt")


def test_a_typed_code_leads_to_a_receipt_and_to_the_start(client: PageClient, code: dict[str, str]) -> None:
    receipt = join_typed(client, code, gender="d", home_area_code="SR01")
    assert re.fullmatch(r"([A-Z2-7]{4}-){3}[A-Z2-7]{4}", receipt)
    db.session.rollback()
    person = db.session.scalars(select(Participant)).one()
    assert (person.age_band, person.gender, person.home_area_code, person.role) == (
        "a12_13",
        "d",
        "SR01",
        "child",
    )
    assert "unter 14" in client.get("/mitmachen/beleg").page.text
    assert client.submit("/mitmachen/beleg").location == "/mitmachen/los"
    assert client.get("/mitmachen/beleg").location == "/mitmachen/los", "shown until kept, then never again"
    assert "Gerade ist nichts offen" in client.get("/mitmachen/los").page.text


def test_the_cookie_cannot_be_read_by_scripts(client: PageClient, code: dict[str, str]) -> None:
    client.submit("/mitmachen", {"code": code["typed"]})
    answer = client.submit("/mitmachen/angaben", {"age_band": "na"})
    cookie = next(value for value in answer.headers.getlist("Set-Cookie") if value.startswith(COOKIE))
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert f"Max-Age={90 * 24 * 3600}" in cookie


def test_scanning_changes_nothing_and_the_token_leaves_the_address(
    client: PageClient, code: dict[str, str]
) -> None:
    url = f"/m/{code['token']}"
    page = client.get(url).page
    assert page.h1 == "Zeig dein Viertel"
    assert people() == 0
    answer = client.submit(url)
    assert answer.location == "/mitmachen/angaben"
    assert code["token"] not in client.get(answer.location).get_data(as_text=True)


def test_a_second_scan_offers_to_go_on(client: PageClient, code: dict[str, str]) -> None:
    join_typed(client, code)
    page = client.get(f"/m/{code['token']}").page
    assert "Du machst auf diesem Handy schon mit." in page.text
    assert "/mitmachen/los" in [link.get("href") for link in page.all("a")]


def test_the_information_is_short_stands_first_and_links_the_long_version(
    client: PageClient, code: dict[str, str]
) -> None:
    client.submit("/mitmachen", {"code": code["typed"]})
    page = client.get("/mitmachen/angaben").page
    box = next(element for element in page.elements if element.get("id") == "information")
    assert 40 <= len(text_of(box).split()) <= 150
    assert "/datenschutz" in [link.get("href") for link in box.iter("a")]
    first_input = next(e for e in page.one("main").iter() if e.tag == "input" and e.get("type") != "hidden")
    assert page.elements.index(box) < page.elements.index(first_input)


def test_only_age_is_asked_for_and_may_be_kept_back(client: PageClient, code: dict[str, str]) -> None:
    client.submit("/mitmachen", {"code": code["typed"]})
    answer = client.submit("/mitmachen/angaben", {"home_area_code": "SR02"})
    assert answer.status_code == 422
    assert "möchte ich nicht sagen" in answer.page.text
    chosen = [
        option.get("value") for option in answer.page.all("option") if option.get("selected") is not None
    ]
    assert "SR02" in chosen, "nothing typed is lost"
    assert client.submit("/mitmachen/angaben", {"age_band": "na"}).status_code == 302


def test_without_a_code_there_is_no_form_about_oneself(client: PageClient) -> None:
    assert client.get("/mitmachen/angaben").location == "/mitmachen"
    assert client.get("/mitmachen/los").location == "/mitmachen"


def test_wrong_expired_revoked_and_unknown_codes_get_the_same_answer(
    app: APIFlask, client: PageClient
) -> None:
    with app.app_context(), transaction():
        process = make_process()
        revoked = revoke_code(code=make_code(process))
        late = make_code(process, valid_from=now() - timedelta(days=3), valid_to=now() - timedelta(days=1))
        typed = {"revoked": revoked.code, "late": late.code, "unknown": "22222222"}
        tokens = {"revoked": qr_token(revoked), "late": qr_token(late), "unknown": "A" * 22}
    answers = set()
    for code in typed.values():
        answer = client.submit("/mitmachen", {"code": code})
        answers.add((answer.status_code, blank(answer.get_data(as_text=True)).replace(code, "CODE")))
    for token in tokens.values():
        answer = client.get(f"/m/{token}")
        answers.add((answer.status_code, blank(answer.get_data(as_text=True)).replace(token, "TOKEN")))
    assert len(answers) == 2, "typed ones alike, scanned ones alike"
    assert {status for status, _ in answers} == {422}
    with app.app_context():
        assert failures_this_hour() == 3, "a scanned address is nobody's guess: other sites could open it"


def blank(html: str) -> str:
    return re.sub(r'(name="csrf_token"[^>]*value=")[^"]*|(csrf-token" content=")[^"]*', r"\1\2", html)


def test_a_class_behind_one_address_that_mistypes_is_never_stopped(
    app: APIFlask, code: dict[str, str]
) -> None:
    for _ in range(30):
        pupil = PageClient(app)
        for wrong in ("K7PM2RXA", "K7PM2RXB", "K7PM2RXC"):
            assert pupil.submit("/mitmachen", {"code": wrong}).status_code == 422
        assert pupil.submit("/mitmachen", {"code": code["typed"]}).location == "/mitmachen/angaben"


@pytest.fixture
def used_up(app: APIFlask) -> Iterator[None]:
    """The hour's budget is used up."""
    app.config["FAILURES_PER_HOUR"] = 0
    yield
    del app.config["FAILURES_PER_HOUR"]


@pytest.mark.usefixtures("used_up")
def test_after_the_budget_a_code_costs_work_but_nobody_is_locked_out(
    client: PageClient, code: dict[str, str]
) -> None:
    page = client.get("/mitmachen").page
    challenge = next(e for e in page.all("input") if e.get("name") == "challenge").get("value")
    idle = client.submit("/mitmachen", {"code": code["typed"]})
    assert idle.status_code == 422
    assert "frag" in idle.page.text.lower()
    assert failures_this_hour() == 0, "a right code without work is no failure"
    worked = {"code": code["typed"], "challenge": challenge, "stamp": solve(challenge, code["typed"])}
    assert client.submit("/mitmachen", worked).location == "/mitmachen/angaben"
    assert (
        client.submit("/mitmachen", {"code": f"stadt.example/m/{code['token']}"}).location
        == "/mitmachen/angaben"
    )
    assert client.submit(f"/m/{code['token']}").location == "/mitmachen/angaben"


@pytest.mark.usefixtures("used_up")
def test_after_the_budget_a_receipt_needs_work_or_the_code_of_its_process(
    app: APIFlask, code: dict[str, str]
) -> None:
    receipt = join_by_hand(code)
    client = PageClient(app)
    assert client.submit("/weiter", {"receipt": receipt}).status_code == 422
    assert client.submit("/weiter", {"receipt": receipt, "code": "22222222"}).status_code == 422
    assert client.submit("/weiter", {"receipt": receipt, "code": code["typed"]}).location == "/mitmachen/los"


def join_by_hand(code: dict[str, str]) -> str:
    with transaction():
        return join_direct(process_id=UUID(code["process"])).receipt


def test_the_receipt_opens_the_same_person_on_another_phone(
    app: APIFlask, client: PageClient, code: dict[str, str]
) -> None:
    receipt = join_typed(client, code)
    other = PageClient(app)
    assert other.submit("/weiter", {"receipt": "AAAA BBBB CCCC DDDD"}).status_code == 422
    db.session.rollback()
    assert failures_this_hour() == 1
    assert other.submit("/weiter", {"receipt": receipt.replace("-", "").lower()}).location == "/mitmachen/los"
    assert people() == 1
    mine = [phone.get("/api/teilnahme").get_json()["participant"] for phone in (client, other)]
    assert mine[0]
    assert mine[0] == mine[1]


def test_leaving_a_phone_forgets_it_on_both_sides(client: PageClient, code: dict[str, str]) -> None:
    join_typed(client, code)
    kept = client.get_cookie(COOKIE)
    assert client.submit("/mitmachen/abmelden").location == "/mitmachen"
    assert client.get_cookie(COOKIE) is None
    client.set_cookie(COOKIE, kept.value)
    assert client.get("/api/teilnahme").get_json()["participant"] is None, (
        "a copied cookie is worth nothing now"
    )
