"""Which passwords may be used."""

from __future__ import annotations

import pytest
from apiflask import APIFlask

from app.accounts.passwords import weaknesses

PERSON = {"email": "ada.beispiel@stadt.example", "name": "Ada Beispiel"}


@pytest.fixture(autouse=True)
def _context(app: APIFlask) -> object:
    with app.test_request_context():
        yield


@pytest.mark.parametrize(
    "password",
    [
        "vier ganz lange worte",
        "Fahrrad-Regen-Tasse-Mond",
        "k8#Tz!pQ2$wL",
        "Zwölf Störche übern Deich",
        "correct horse battery staple",
        "x" * 4 + "Gießkanne blau 7",
    ],
)
def test_long_and_odd_is_good(password: str) -> None:
    assert weaknesses(password, **PERSON) == []


@pytest.mark.parametrize(
    "password",
    [
        "",
        "elf Zeichen",
        "a" * 129,
        "aaaaaaaaaaaaaaaa",
        "abababababababab",
        "123456789012",
        "qwertzuiopasdf",
        "1qay2wsx3edc4rfv",
        "Passwort123456",
        "P4ssw0rt2026!!",
        "Sommer2026Sommer2026",
        "willkommen2026",
        "adabeispiel2026",
        "ada.beispiel@stadt.example",
        "0123401234012340",
        "StreifzugDemo1",
    ],
)
def test_short_common_or_own_is_refused(password: str) -> None:
    assert len(weaknesses(password, **PERSON)) == 1
