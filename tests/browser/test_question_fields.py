"""Fields of every kind of question on a small phone: no barrier, nothing sticks out, with and without problems."""

from __future__ import annotations

import pytest
from apiflask import APIFlask
from playwright.sync_api import BrowserContext

from app.questions.answers import checked
from tests.browser.looking import axe, fits
from tests.questions.sheets import ALL_KINDS, asking, page_of
from tests.questions.week import TODAY

pytestmark = pytest.mark.browser
ADDRESS = "/mitmachen"


@pytest.mark.parametrize("is_sent", [False, True], ids=["new", "with problems"])
def test_every_kind_of_question(small_phone: BrowserContext, built_app: APIFlask, is_sent: bool) -> None:
    with built_app.test_request_context(ADDRESS):
        form = asking(ALL_KINDS)()
        form["spots"].add()
        if is_sent:
            assert form.attach(checked(ALL_KINDS, form.raw, "de", TODAY).problems)
        html = page_of(form)
    page = small_phone.new_page()
    page.route(
        f"**{ADDRESS}", lambda route: route.fulfill(body=html, content_type="text/html; charset=utf-8")
    )
    page.goto(ADDRESS)

    axe(page)
    fits(page)
    small = page.eval_on_selector_all(
        "main .kern-form-check, main .ask__step, main select, main .kern-form-input__input",
        "all => all.filter((one) => one.getBoundingClientRect().height < 43.9).map((one) => one.outerHTML)",
    )
    assert small == []
