"""Numbers in sentences of templates are written as people write them."""

from __future__ import annotations

import pytest
from apiflask import APIFlask
from flask import render_template_string

from app.base.i18n import ngettext

SENTENCE = "{{ ngettext('Ein Beitrag', '%(num)s Beiträge', number) }}"


@pytest.mark.parametrize(
    ("language", "number", "expected"),
    [
        ("de", 1, "Ein Beitrag"),
        ("de", 999, "999 Beiträge"),
        ("de", 279223, "279.223 Beiträge"),
        ("en", 279223, "279,223 contributions"),
    ],
)
def test_large_numbers_have_points(app: APIFlask, language: str, number: int, expected: str) -> None:
    with app.test_request_context(f"/?sprache={language}"):
        assert render_template_string(SENTENCE, number=number) == expected


@pytest.mark.parametrize(("number", "expected"), [(1, "Ein Beitrag."), (12345, "12.345 Beiträge.")])
def test_sentences_of_jobs_too(app: APIFlask, number: int, expected: str) -> None:
    with app.test_request_context("/?sprache=de"):
        assert ngettext("Ein Beitrag.", "%(num)s Beiträge.", number) == expected


def test_a_sentence_may_bring_its_own_number(app: APIFlask) -> None:
    with app.test_request_context("/?sprache=de"):
        given = render_template_string("{{ ngettext('Ein Beitrag', '%(num)s Beiträge', 5, num='fünf') }}")
    assert given == "fünf Beiträge"
