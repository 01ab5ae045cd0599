"""R33 and R34, small enough for every run: guessing codes, tokens and receipts finds nothing and tells nothing."""

from __future__ import annotations

import random
import re
from datetime import timedelta

from apiflask import APIFlask
from flask.testing import FlaskClient

from app.base.database import now, transaction
from app.base.tokens import CODE_ALPHABET, normalise_code
from app.participants.queries import failures_this_hour, find_code, normalised_code
from app.participants.services import create_code, join_direct, revoke_code
from app.participants.services.codes import qr_token
from app.participants.work import subject
from tests.page_client import PageClient
from tests.participants.factories import make_code, make_process

GUESSES, BY_HTTP, LIVE = 2000, 100, 5


def test_two_thousand_guesses_at_five_live_codes_find_nothing(app: APIFlask) -> None:
    """Most of them where pages look codes up; a hundred by HTTP as a stranger would, each counted in the budget."""
    with app.app_context(), transaction():
        process = make_process()
        live = [create_code(process_id=process.id).code for _ in range(LIVE)]
    chance = random.Random(33)
    guesses = ["".join(chance.choices(CODE_ALPHABET, k=8)) for _ in range(GUESSES)]
    with app.app_context():
        assert [code for code in guesses if find_code(code)] == []
        assert find_code(live[0]) is not None, "the control: a right code is found"
    guesser = FlaskClient(app, app.response_class, use_cookies=True)
    token = _token(guesser.get("/mitmachen").get_data(as_text=True))
    asked = [
        guesser.post("/mitmachen", data={"code": code, "csrf_token": token}).status_code
        for code in [*guesses[:BY_HTTP], live[0]]
    ]
    assert asked == [422] * BY_HTTP + [302]
    with app.app_context():
        assert failures_this_hour() == BY_HTTP


def test_a_code_tells_not_whether_it_once_was_right(app: APIFlask) -> None:
    """The same bytes; times are not compared here, as the machine of a test is not quiet (see benchmarks)."""
    with app.app_context(), transaction():
        process = make_process()
        codes = {
            "unknown": "22222222",
            "revoked": revoke_code(code=make_code(process)).code,
            "early": make_code(process, valid_from=now() + timedelta(days=1)).code,
            "late": make_code(
                process, valid_from=now() - timedelta(days=3), valid_to=now() - timedelta(days=1)
            ).code,
        }
    answers = set()
    for code in codes.values():
        client = PageClient(app)
        answer = client.submit("/mitmachen", {"code": code})
        names = sorted(name for name, _value in answer.headers.items() if name != "Set-Cookie")
        page = re.sub(r'(value=")[^"]*(")', r"\1\2", answer.get_data(as_text=True))
        answers.add((answer.status_code, tuple(names), page))
    assert len(answers) == 1


def test_one_piece_of_work_buys_one_code() -> None:
    """What the work is bound to and what is looked up name the same code, however it is spelled."""
    spellings = (
        "k7pm 2rxa",
        "K7PM-2RXA",
        "K7PM2RXA",
        "k7pm2rxä",
        "K7PM2RX\u0391",
        "ﬁ7pm2rx",
        "K7PM2RXA\u0660",
    )
    for one in spellings:
        for other in spellings:
            if normalised_code(one) == normalised_code(other) and one.isascii() and other.isascii():
                assert subject(one) == subject(other)
        if subject(one) == subject("K7PM2RXA") and normalised_code(one) != "K7PM2RXA":
            assert not set(normalise_code(one)) <= set(CODE_ALPHABET), one


def test_a_pseudonym_of_a_stranger_opens_nothing(app: APIFlask) -> None:
    """Receipts, session tokens and ids are three things: none works in the place of another."""
    with app.app_context(), transaction():
        joined = join_direct(process_id=make_process().id)
        identity = str(joined.participant.id)
        values = (joined.receipt, identity, joined.participant.receipt_hash, "", "A" * 22, "A" * 4000)
    name = app.config["PARTICIPANT_COOKIE_NAME"]
    for value in values:
        stranger = FlaskClient(app, app.response_class, use_cookies=True)
        stranger.set_cookie(name, value)
        assert stranger.get("/mein").status_code == 302
    for typed in (joined.session_token, identity):
        assert PageClient(app).submit("/weiter", {"receipt": typed}).status_code == 422


def test_another_sign_does_not_make_another_code_of_a_token(app: APIFlask) -> None:
    with app.app_context(), transaction():
        code = make_code(make_process())
        token = qr_token(code)
    with app.app_context():
        assert find_code(token) is not None
        assert find_code(token.swapcase()) is None
        assert find_code(token[:-1]) is None


def _token(html: str) -> str:
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', html)
    assert found
    return found.group(1)
