"""The review desk's pages: who sees what, plain forms, two moderators, many at once, filters, pages, the live count."""

from __future__ import annotations

import html
import re

import pytest
import shapely
from apiflask import APIFlask

from app.base.database import transaction
from app.contributions import review
from app.processes.roles import REVIEW, ROLES
from tests.contributions.conftest import Town
from tests.contributions.desk import DANGER, PATH, SAFEGUARD, THIRD_PARTY, decide, look, put, staff, token


def test_the_page_shows_the_queue_with_hints_first(app: APIFlask, town: Town) -> None:
    put(app, town, "Schön <b>hier</b>", THIRD_PARTY, DANGER)
    put(app, town, "Bude", is_secret=True, geometry=None, place_text="hinter der Feuerwehr")
    page = staff(app, town, "editor").get(PATH).page  # type: ignore[attr-defined]
    assert page.h1 == "Sichtung"
    assert "3 Beiträge zu lesen" in page.text
    assert page.text.index("roten Roller") < page.text.index("Schön <b>hier</b>")
    assert "Hinweis: erkennbare Person" in page.text
    assert "getrunken" not in page.text
    assert "hinter der Feuerwehr" in page.text
    assert "Raum A" in page.text
    assert "Alle ohne Hinweis freigeben (1 auf dieser Seite)" in page.text


@pytest.mark.parametrize("role", ROLES)
def test_only_review_roles_read_and_only_safeguarding_sees_danger(
    app: APIFlask, town: Town, role: str
) -> None:
    [danger] = put(app, town, DANGER)
    client = staff(app, town, role)
    queue, desk = client.get(PATH), client.get(SAFEGUARD)
    assert queue.status_code == (200 if role in REVIEW else 403)
    assert desk.status_code == (200 if role in {"safeguard", "coordinator"} else 403)
    assert client.get(f"/api{PATH.removeprefix('/verwaltung')}").status_code == queue.status_code
    assert "getrunken" not in queue.get_data(as_text=True)
    assert ("getrunken" in desk.get_data(as_text=True)) == (desk.status_code == 200)
    assert client.get(f"{PATH}/{danger}").status_code == (404 if role in REVIEW else 403)


def test_one_contribution_is_decided_by_a_plain_form(app: APIFlask, town: Town) -> None:
    first, second = put(app, town, "Eins", "Zwei")
    client = staff(app, town, "editor")
    answer = decide(client, first, "release", version=1, zurueck="raum=A", next=f"beitrag-{second}")
    assert answer.status_code == 302
    assert answer.headers["Location"].endswith(f"{PATH}?raum=A#beitrag-{second}")
    assert look(app, first).state == "released"
    decide(client, second, "redact", version=1, text="Z…")
    assert look(app, second).released_text == "Z…"
    page = client.get(f"{PATH}?stand=redacted").page  # type: ignore[attr-defined]
    assert "Zwei" in page.text
    assert "Z…" in page.text
    undone = client.post(f"{PATH}/rueckgaengig", data={"csrf_token": token(client)})
    assert undone.status_code == 302
    assert look(app, second).state == "submitted"
    for _ in range(2):
        undone = client.post(f"{PATH}/rueckgaengig", data={"csrf_token": token(client)})
    assert undone.status_code == 302
    assert look(app, first).state == "submitted"


def test_a_missing_reason_is_told_and_nothing_typed_is_lost(app: APIFlask, town: Town) -> None:
    [one] = put(app, town, "Eins")
    client = staff(app, town, "editor")
    answer = decide(client, one, "reject", version=1, reason="")
    assert answer.status_code == 422
    assert "Bitte wählen Sie einen Grund" in answer.page.text
    long = "x" * 10_001
    answer = decide(client, one, "redact", version=1, text=long)
    assert answer.status_code == 422
    assert long in answer.page.text
    assert decide(client, one, "jubeln", version=1).status_code == 422
    assert decide(client, one, "release").status_code == 422
    assert look(app, one).state == "submitted"


def test_two_moderators_see_both_decisions(app: APIFlask, town: Town) -> None:
    [one] = put(app, town, "Eins")
    editor, coordinator = staff(app, town, "editor"), staff(app, town, "coordinator")
    assert decide(editor, one, "internal", version=1).status_code == 302
    late = decide(coordinator, one, "redact", version=1, text="Mein Vorschlag")
    assert late.status_code == 409
    for words in ("nur intern", "entschieden von Editor", "gekürzt freigeben", "Mein Vorschlag"):
        assert words in late.page.text
    headers = {"Accept": "application/json"}
    data = {"csrf_token": token(coordinator), "decision": "release", "version": 1}
    answer = coordinator.post(f"{PATH}/{one}", data=data, headers=headers)
    assert answer.status_code == 409
    [standing] = answer.get_json()["items"]
    assert (standing["state"], standing["by"], standing["version"]) == ("internal", "Editor", 2)
    again = coordinator.post(f"{PATH}/{one}", data={**data, "version": 2}, headers=headers)
    assert (again.status_code, again.get_json()["items"][0]["state"]) == (200, "released")
    undone = coordinator.post(
        f"{PATH}/rueckgaengig", data={"csrf_token": token(coordinator)}, headers=headers
    )
    assert undone.get_json()["items"][0]["state"] == "internal"


def test_many_at_once_all_or_nothing(app: APIFlask, town: Town) -> None:
    plain = put(app, town, "Eins", "Zwei", "Drei")
    [hinted] = put(app, town, THIRD_PARTY)
    client = staff(app, town, "facilitator")
    csrf, many = token(client), f"{PATH}/auswahl"
    nothing = client.post(many, data={"csrf_token": csrf, "decision": "release"})
    assert nothing.status_code == 422
    assert "Bitte wählen Sie zuerst Beiträge aus" in nothing.page.text  # type: ignore[attr-defined]
    stale = {"csrf_token": csrf, "decision": "release", "chosen": [f"{plain[0]}:1", f"{plain[1]}:7"]}
    assert client.post(many, data=stale).status_code == 409
    assert look(app, plain[0]).state == "submitted"
    assert (
        client.post(many, data={"csrf_token": csrf, "decision": "release", "chosen": "x"}).status_code == 422
    )
    chosen = {"csrf_token": csrf, "decision": "reject", "reason": "", "chosen": f"{plain[0]}:1"}
    assert client.post(many, data=chosen).status_code == 422
    done = client.submit(PATH, {"decision": "release_unflagged"}, action=many)
    assert done.status_code == 302
    assert [look(app, one).state for one in plain] == ["released"] * 3
    assert look(app, hinted).state == "submitted"
    client.post(f"{PATH}/rueckgaengig", data={"csrf_token": csrf})
    assert [look(app, one).state for one in plain] == ["submitted"] * 3


def test_filters_live_in_the_address(app: APIFlask, town: Town) -> None:
    put(app, town, "West")
    put(app, town, "Ost 100%", geometry=shapely.Point(9.05, 52.01), quality="uneasy")
    put(app, town, "Fern", geometry=shapely.Point(10, 53))
    put(app, town, "Nirgends", geometry=None)
    put(app, town, THIRD_PARTY)
    client = staff(app, town, "editor")

    def texts(query: str) -> set[str]:
        found = client.get(f"{PATH}?{query}").get_data(as_text=True)
        quoted = re.findall(
            r'<blockquote class="queue-card__text" dir="auto">(.*?)</blockquote>', found, re.DOTALL
        )
        return {html.unescape(text).strip()[:8] for text in quoted}

    assert texts("raum=A") == {"West", "Fragt ma"}
    assert texts("raum=B") == texts("art=uneasy") == texts("suche=ost") == texts("suche=0%25") == {"Ost 100%"}
    assert texts("raum=außerhalb") == {"Fern"}
    assert texts("raum=ohne") == {"Nirgends"}
    assert texts("hinweis=ja") == {"Fragt ma"}
    assert texts("hinweis=nein&raum=A") == {"West"}
    assert texts("stand=released") == texts("aktivitaet=nichts") == set()
    assert len(texts("stand=quatsch&art=quatsch&nach=quatsch&hinweis=x")) == 5


def test_pages_of_fifty_do_not_skip_while_others_decide(app: APIFlask, town: Town) -> None:
    ids = put(app, town, *(f"Text {number:03}" for number in range(120)))
    client = staff(app, town, "editor")
    seen: list[str] = []
    url: str | None = PATH
    while url:
        found = client.get(url).get_data(as_text=True)
        seen += re.findall(r"Text \d{3}(?=</blockquote>)", found)
        match = re.search(r'rel="next" href="([^"]+)"', found)
        url = html.unescape(match[1]) if match else None
        with app.app_context(), transaction():
            review.release(process_id=town.process_id, versions={ids[len(seen) - 1]: None}, user_id=None)
    assert len(seen) == len(set(seen)) == 120


def test_the_live_count_tells_what_is_new(app: APIFlask, town: Town) -> None:
    put(app, town, "Alt")
    client = staff(app, town, "editor")
    page = html.unescape(client.get(PATH).get_data(as_text=True))
    since = re.findall(r'"since": "([^"]+)"', page)[0]
    address = "/api/verfahren/stadt/sichtung"
    assert client.get(address, query_string={"seit": since}).get_json() == {"new": 0, "open": 1}
    put(app, town, "Neu", DANGER)
    assert client.get(address, query_string={"seit": since}).get_json() == {"new": 1, "open": 2}
    for nonsense in ("", "gestern", "2026-01-01"):
        assert client.get(address, query_string={"seit": nonsense}).get_json()["new"] == 0


def test_reading_writes_nothing(app: APIFlask, town: Town) -> None:
    [one] = put(app, town, "Eins")
    client = staff(app, town, "coordinator")
    for path in (PATH, f"{PATH}/{one}", SAFEGUARD):
        assert client.get(path).status_code == 200
    assert (look(app, one).version, look(app, one).state) == (1, "submitted")


def test_danger_can_be_reported_by_hand_and_safeguarding_decides(app: APIFlask, town: Town) -> None:
    [one] = put(app, town, "Eins")
    editor, safeguard = staff(app, town, "editor"), staff(app, town, "safeguard")
    assert decide(editor, one, "danger", version=1).status_code == 302
    assert "Eins" not in editor.get(f"{PATH}?stand=alle").get_data(as_text=True)
    assert "Eins" in safeguard.get(SAFEGUARD).get_data(as_text=True)
    nowhere = safeguard.submit(SAFEGUARD, {"decision": "hand_over"}, action=f"{SAFEGUARD}/{one}")
    assert nowhere.status_code == 422, "handed over to nobody"
    to = {"decision": "hand_over", "recipient": "youth_office", "note": "Termin am Montag"}
    done = safeguard.submit(SAFEGUARD, to, action=f"{SAFEGUARD}/{one}")
    assert done.status_code == 302
    log = safeguard.get(f"{SAFEGUARD}/protokoll").page.text  # type: ignore[attr-defined]
    assert "Jugendamt (ASD)" in log
    assert "Termin am Montag" in log
    assert editor.get(f"{SAFEGUARD}/protokoll").status_code == 403
    assert "übergeben" in safeguard.get(SAFEGUARD).page.text  # type: ignore[attr-defined]
    assert look(app, one).state == "internal"
    safeguard.submit(SAFEGUARD, {"decision": "clear"}, action=f"{SAFEGUARD}/{one}")
    assert "Eins" in editor.get(PATH).get_data(as_text=True)
