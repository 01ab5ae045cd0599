"""Built files travel light: compressed, kept for a year, without the headers that only documents need."""

from __future__ import annotations

import gzip
from collections.abc import Iterator

import pytest
from apiflask import APIFlask
from werkzeug.wrappers import Response

from app.base.pages import built


@pytest.fixture
def answer(app: APIFlask) -> Iterator[Response]:
    with app.app_context():
        address = f"/static/dist/{built('maps/needle_page.js')}"
    with app.test_client().get(address, headers={"Accept-Encoding": "gzip"}) as found:
        yield found


def test_a_built_file_is_compressed_and_kept(answer: Response) -> None:
    assert answer.mimetype == "text/javascript"
    assert answer.headers["Content-Encoding"] == "gzip"
    assert "immutable" in answer.headers["Cache-Control"]
    assert b"addEventListener" in gzip.decompress(answer.data)


def test_a_file_says_no_more_than_it_must(answer: Response) -> None:
    """Each header goes with each file of a first load."""
    headers = answer.headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert {"Permissions-Policy", "Content-Disposition", "Set-Cookie"} & set(headers.keys()) == set()
    assert sum(len(f"{name}: {value}\r\n") for name, value in headers) < 600
