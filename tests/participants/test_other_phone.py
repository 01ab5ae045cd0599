"""Going on with another phone: a new receipt while one phone is still signed in, and the page somebody wanted."""

from __future__ import annotations

import re
from typing import Any

import pytest
from apiflask import APIFlask

from tests.page_client import PageClient
from tests.participants.test_pages import join_typed
from tests.participants.test_receipt_and_limits import code_of

RECEIPT = re.compile(r"[A-Z2-7]{4}(?:-[A-Z2-7]{4}){3}")
NEW = "/mitmachen/beleg/neu"


def test_a_new_receipt_replaces_the_lost_one(app: APIFlask, client: PageClient, db_session: Any) -> None:
    old = join_typed(client, code_of())
    client.submit("/mitmachen/beleg")
    assert client.submit(NEW, action=NEW).location == "/mitmachen/beleg"
    found = RECEIPT.search(client.get("/mitmachen/beleg").page.text)
    assert found is not None
    new = found[0]
    assert new != old
    other = PageClient(app)
    assert other.submit("/weiter", {"receipt": old}).status_code == 422
    assert other.submit("/weiter", {"receipt": new}).location == "/mitmachen/los"
    assert client.get("/mein").status_code == 200, "the phone that made it stays"


def test_a_new_receipt_signs_all_other_phones_out(app: APIFlask, client: PageClient, db_session: Any) -> None:
    old = join_typed(client, code_of())
    client.submit("/mitmachen/beleg")
    other = PageClient(app)
    other.submit("/weiter", {"receipt": old})
    assert other.get("/mein").status_code == 200
    client.submit(NEW, action=NEW)
    assert other.get("/mein").status_code == 302, "who came in with the old receipt is out with it"
    assert other.get("/api/teilnahme").get_json().get("participant") is None
    assert client.get("/mein").status_code == 200


def test_who_has_not_kept_a_receipt_sees_that_one(client: PageClient, db_session: Any) -> None:
    join_typed(client, code_of())
    assert client.get(NEW).location == "/mitmachen/beleg"


def test_nobody_makes_a_receipt_for_somebody_else(client: PageClient) -> None:
    assert client.get(NEW).location == "/mitmachen"


def test_the_receipt_leads_to_the_page_somebody_wanted(
    app: APIFlask, client: PageClient, db_session: Any
) -> None:
    receipt = join_typed(client, code_of())
    other = PageClient(app)
    answer = other.submit("/weiter?weiter=/mein/was-wurde-daraus", {"receipt": receipt}, action="/weiter")
    assert answer.location == "/mein/was-wurde-daraus"
    wrong = PageClient(app).submit("/weiter?weiter=/mein", {"receipt": "AAAA"}, action="/weiter")
    assert 'value="/mein"' in wrong.get_data(as_text=True), "a wrong receipt forgets nothing"


@pytest.mark.parametrize("target", ["https://example.org/", "//example.org", "/\\example.org"])
def test_the_receipt_leads_to_no_other_site(
    app: APIFlask, client: PageClient, db_session: Any, target: str
) -> None:
    receipt = join_typed(client, code_of())
    token = client.get("/api/teilnahme").get_json()["csrf_token"]
    values = {"receipt": receipt, "onward": target, "csrf_token": token}
    assert client.post("/weiter", data=values).location == "/mitmachen/los"
    page = PageClient(app).get("/weiter", query_string={"weiter": target}).get_data(as_text=True)
    assert 'name="onward"' not in page
