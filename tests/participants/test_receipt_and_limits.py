"""The receipt that nobody but its owner can read, and codes whose process is not open or that are used up."""

from __future__ import annotations

import base64
import json
import threading
import zlib
from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from apiflask import APIFlask
from sqlalchemy import func, select

from app.base.database import db, transaction
from app.base.tokens import join_receipt, new_receipt, split_receipt
from app.participants.models import JoinCode, Participant
from app.participants.services import CodeIsFull, NotOpen, check_open, join, join_direct, qr_token
from app.processes.services import close_process
from tests.page_client import PageClient
from tests.participants.factories import make_code, make_process
from tests.participants.test_pages import join_typed, people
from tests.staff import give_back, give_role, make_user, sign_in

LIMIT, PARALLEL = 3, 8


def everything_stored() -> str:
    """Every value of every table, as text."""
    db.session.rollback()
    rows = (db.session.execute(select(table)) for table in db.metadata.sorted_tables)
    return "\n".join(str(value) for found in rows for row in found for value in row)


def session_cookie(client: PageClient) -> str:
    """What anybody can read who sees the signed cookie: itself and its decoded content."""
    raw = client.get_cookie("streifzug").value
    payload = raw.rsplit(".", 2)[0]
    packed = payload.startswith(".")
    plain = base64.urlsafe_b64decode(payload.lstrip(".") + "===")
    text = (zlib.decompress(plain) if packed else plain).decode()
    assert json.loads(text)
    return raw + text


def code_of(**values: Any) -> dict[str, str]:
    with transaction():
        code = make_code(make_process(), **values)
    return {"typed": code.code, "token": qr_token(code), "id": str(code.id), "process": str(code.process_id)}


def test_two_halves_make_the_receipt_and_one_alone_says_nothing() -> None:
    receipt = new_receipt()
    halves = {split_receipt(receipt) for _ in range(50)}
    assert {join_receipt(*pair) for pair in halves} == {receipt}
    assert len({half for pair in halves for half in pair}) == 100, "each half is random every time"
    with pytest.raises(ValueError, match="80 bits"):
        join_receipt("ab", "cd")


def test_neither_cookie_nor_database_holds_the_receipt(client: PageClient, db_session: Any) -> None:
    receipt = join_typed(client, code_of())
    shown = client.get("/mitmachen/beleg")
    assert receipt in shown.page.text, "reloading shows it again"
    assert shown.headers["Cache-Control"] == "no-store"
    for written in (receipt, receipt.replace("-", ""), base64.b32decode(receipt.replace("-", "")).hex()):
        assert written not in session_cookie(client)
        assert written not in everything_stored()
    client.submit("/mitmachen/beleg")
    assert client.get("/mitmachen/beleg").location == "/mitmachen/los"


def test_who_goes_back_before_keeping_the_receipt_sees_it_again(client: PageClient, db_session: Any) -> None:
    receipt = join_typed(client, code_of())
    assert client.get("/mitmachen/angaben").location == "/mitmachen"
    links = [link.get("href") for link in client.get("/mitmachen").page.all("a")]
    assert "/mitmachen/los" in links
    assert client.get("/mitmachen/los").location == "/mitmachen/beleg"
    assert receipt in client.get("/mitmachen/beleg").page.text
    client.submit("/mitmachen/beleg")
    assert client.get("/mitmachen/los").status_code == 200


def test_a_kept_receipt_cannot_be_shown_again_by_an_old_cookie(client: PageClient, db_session: Any) -> None:
    join_typed(client, code_of())
    old = client.get_cookie("streifzug").value
    client.submit("/mitmachen/beleg")
    client.set_cookie("streifzug", old)
    assert client.get("/mitmachen/beleg").location == "/mitmachen/los"


def test_anothers_cookie_half_opens_nothing(app: APIFlask, client: PageClient, db_session: Any) -> None:
    code = code_of()
    receipt, other = join_typed(client, code), PageClient(app)
    join_typed(other, code)
    other.set_cookie("streifzug", client.get_cookie("streifzug").value)
    assert receipt not in other.get("/mitmachen/beleg").page.text


def test_a_closed_or_unopened_process_takes_nobody(client: PageClient, db_session: Any) -> None:
    code = code_of()
    assert client.submit("/mitmachen", {"code": code["typed"]}).location == "/mitmachen/angaben"
    give_back(UUID(code["process"]))
    with transaction():
        close_process(process_id=UUID(code["process"]))
    late = client.submit("/mitmachen/angaben", {"age_band": "na"})
    assert late.status_code == 422
    assert "ist zu Ende" in late.page.text
    typed = client.submit("/mitmachen", {"code": code["typed"]})
    assert (typed.status_code, "ist zu Ende" in typed.page.text) == (422, True)
    scanned = client.get(f"/m/{code['token']}").page
    assert "ist zu Ende" in scanned.text
    assert [form for form in scanned.all("form") if "/m/" in (form.get("action") or "")] == []
    with transaction():
        draft = make_code(make_process("entwurf", is_open=False, aim="Noch geheim"))
        token = qr_token(draft)
    early = client.get(f"/m/{token}").page.text
    assert "noch nicht angefangen" in early
    assert "Noch geheim" not in early
    token_field = client.get("/mitmachen").page.form().find(".//input[@name='csrf_token']").get("value")
    assert client.post(f"/m/{token}", data={"csrf_token": token_field}).status_code == 422
    with pytest.raises(NotOpen), transaction():
        join(code_id=draft.id)
    assert people() == 0


def test_a_used_up_code_says_so_and_has_room_again_after_an_erasure(
    client: PageClient, db_session: Any
) -> None:
    code = code_of(max_participants=1)
    with transaction():
        join(code_id=UUID(code["id"]))
    answer = client.submit("/mitmachen", {"code": code["typed"]})
    assert answer.status_code == 422
    assert "schon so viele mit" in answer.page.text
    assert "schon so viele mit" in client.get(f"/m/{code['token']}").page.text
    with transaction():
        db.session.delete(db.session.scalars(select(Participant)).one())
    assert client.submit("/mitmachen", {"code": code["typed"]}).location == "/mitmachen/angaben"


def together(app: APIFlask, work: Callable[[Callable[[], int]], object]) -> int:
    """How many people there are after PARALLEL phones did `work` at once; it gets a way to wait for all others."""
    everybody = threading.Barrier(PARALLEL)

    def run() -> None:
        with app.app_context():
            try:
                work(everybody.wait)
            except CodeIsFull:
                pass
            finally:
                db.session.remove()

    threads = [threading.Thread(target=run) for _ in range(PARALLEL)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    db.session.rollback()
    return int(db.session.scalar(select(func.count()).select_from(Participant)) or 0)


def test_many_at_once_never_pass_the_limit(app: APIFlask, db_session: Any) -> None:
    code_id = UUID(code_of(max_participants=LIMIT)["id"])

    def joining(wait: Callable[[], int]) -> None:
        wait()
        with transaction():
            join(code_id=code_id)

    assert together(app, joining) == LIMIT


def test_control_asking_first_and_joining_later_would_pass_it(app: APIFlask, db_session: Any) -> None:
    code = code_of(max_participants=LIMIT)

    def careless(wait: Callable[[], int]) -> None:
        check_open(db.session.get_one(JoinCode, UUID(code["id"])))
        db.session.rollback()
        wait()
        with transaction():
            join_direct(process_id=UUID(code["process"]), join_code_id=UUID(code["id"]))

    assert together(app, careless) == PARALLEL > LIMIT


def test_staff_limit_a_code_and_see_how_full_it_is(app: APIFlask, db_session: Any) -> None:
    with transaction():
        process = make_process()
        slug, process_id = process.slug, process.id
    give_role(process_id, make_user("kim@example.org"), "coordinator")
    kim, address = sign_in(app, "kim@example.org"), f"/verwaltung/verfahren/{slug}/zugang"
    for wrong in ("0", "-3", "viele", "1000000"):
        refused = kim.submit(address, {"label": "8b", "max_participants": wrong}, action=address)
        assert (refused.status_code, wrong in refused.get_data(as_text=True)) == (422, True)
    values = {"label": "8b", "max_participants": "1"}
    assert kim.submit(address, values, action=address).location == address
    assert "0 von 1" in kim.get(address).page.text
    db.session.rollback()
    with transaction():
        join(code_id=db.session.scalars(select(JoinCode.id)).one())
    page = kim.get(address).page.text
    assert "1 von 1" in page
    assert "voll" in page
