"""Forms of questions: what a page sends becomes raw answers, and what is stored stands in its fields."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from apiflask import APIFlask
from werkzeug.datastructures import MultiDict

from app.questions.answers import checked
from app.questions.content import Choice, Question, Questionnaire, Section
from app.questions.flat import flat, marks, words
from app.questions.forms import QuestionsForm, form_of
from app.questions.saying import Saying
from tests.page_checks import Page
from tests.questions.sheets import ALL_KINDS, asking, page_of
from tests.questions.tables import form
from tests.questions.week import TODAY

SPOT = "0b6f7f62-6a0e-4f0e-9b1c-0d6d6f1f0a02"
POINT = '{"type": "Point", "coordinates": [7.2, 53.4]}'
SENT = {
    "name": " Ina ", "why": "Weil", "way": "other", "way.other": "Skateboard", "street": "a13",
    "ways": ["foot", "bike"], "mood": "5", "places.park": "good", "places.hall": "bad",
    "wishes.place.bus": "1", "wishes.place.other": "2", "wishes.other": "Kino", "km": "12,5", "day": "2026-11-30",
    "at": "18:30", "ok": "yes",
    "spots.1.id": "0b6f7f62-6a0e-4f0e-9b1c-0d6d6f1f0a01", "spots.1.geometry": "", "spots.1.place_text": " ",
    "spots.2.id": SPOT, "spots.2.geometry": POINT, "spots.2.place_text": "Park", "spots.2.choice": "fav",
    "spots.2.often": "daily", "spots.2.because": "Ruhe",
    "pic": ["0b6f7f62-6a0e-4f0e-9b1c-0d6d6f1f0a08"],
}  # fmt: skip


@pytest.fixture(autouse=True)
def page(built_app: APIFlask) -> Iterator[None]:
    with built_app.test_request_context("/", method="POST"):
        yield


def sent(questionnaire: Questionnaire, values: dict[str, Any], prefix: str = "") -> QuestionsForm:
    made: QuestionsForm = asking(questionnaire)(MultiDict(values), prefix=prefix)
    return made


def shown(page: QuestionsForm) -> Page:
    """A page, which has all that every page of ours must have."""
    html = Page(page_of(page))
    assert html.faults() == []
    return html


def test_every_kind_of_question() -> None:
    found = checked(ALL_KINDS, sent(ALL_KINDS, SENT).raw, "de", TODAY)
    assert found.problems == {}
    assert flat(ALL_KINDS, found.answers) == [
        ("way", "other"), ("street", "a13"), ("ways.foot", 1), ("ways.bike", 1), ("mood", "5"),
        ("places.park", "good"), ("places.hall", "bad"), ("wishes.bus", 1), ("wishes.other", 2), ("km", 12.5),
        ("day", "2026-11-30"), ("at", "18:30"), ("ok", "yes"),
    ]  # fmt: skip
    assert words(ALL_KINDS, found.answers) == [
        ("name", "Ina"), ("why", "Weil"), ("way.other", "Skateboard"),
        ("wishes.other", "Kino"),
    ]  # fmt: skip
    [mark] = marks(ALL_KINDS, found.answers)
    assert (mark.question, mark.place_text, mark.choice) == ("spots", "Park", "fav")
    assert (mark.closed, mark.words) == ([("often", "daily")], [("because", "Ruhe")])
    assert mark.geometry == {"type": "Point", "coordinates": [7.2, 53.4]}


def test_a_page_that_is_shown_again_sends_the_same() -> None:
    raw = sent(ALL_KINDS, SENT).raw
    again = asking(ALL_KINDS)(answers=raw)
    assert again.raw == raw
    html = shown(again)
    values = {one.get("name"): one.get("value") for one in html.all("input") if one.get("name")}
    assert values["spots.1.id"] == SPOT
    assert values["spots.1.geometry"] == POINT
    taken = {one.get("name"): one.get("value") for one in html.all("input") if one.get("checked") is not None}
    assert taken == {
        "way": "other", "ways": "bike", "mood": "5", "places.park": "good", "places.hall": "bad", "ok": "yes",
        "spots.1.choice": "fav", "spots.1.often": "daily",
    }  # fmt: skip
    listed = {one.get("value") for one in html.all("option") if one.get("selected") is not None}
    assert listed == {"a13", "1", "2"}


def test_an_empty_page_names_each_problem_at_its_field() -> None:
    page = sent(ALL_KINDS, {})
    assert page.raw == {}
    assert page.attach(checked(ALL_KINDS, page.raw, "de", TODAY).problems)
    wrong = {field.name for field in page.every() if field.errors}
    assert wrong == {"name", "way", "places.park", "places.hall", "ok"}
    html = shown(page)
    said = {
        one.get("data-error") for one in html.all("p") if one.get("data-error") and one.get("hidden") is None
    }
    assert said == wrong


def test_problems_of_marks_stand_at_their_fields() -> None:
    values = {**SENT, "spots.1.place_text": "Wall", "spots.2.often": "", "km": "viel"}
    page = sent(ALL_KINDS, values)
    assert page.attach(checked(ALL_KINDS, page.raw, "de", TODAY).problems)
    assert {field.name for field in page.every() if field.errors} == {"spots.1.choice", "spots.2.often", "km"}
    assert 'value="viel"' in page_of(page)


def test_problems_of_other_pages_do_not_belong_here_and_unknown_parts_stand_at_their_question() -> None:
    page = sent(ALL_KINDS, SENT)
    assert not page.attach({"elsewhere": "Nein", "section.1.q": "Nein"})
    assert page.attach({"pic.3": "Zu groß"})
    assert page["pic"].error == "Zu groß"


def test_of_two_on_one_place_the_earlier_comes_first() -> None:
    assert sent(ALL_KINDS, {"wishes.place.bus": "1", "wishes.place.park": "1"}).raw == {
        "wishes": ["park", "bus"]
    }
    assert sent(ALL_KINDS, {"wishes.place.bus": "2", "wishes.place.park": "viel"}).raw == {"wishes": ["bus"]}


def test_marks_are_added_and_copied() -> None:
    page = asking(ALL_KINDS)(answers={"spots": [{"id": SPOT, "geometry": None, "place_text": "Park"}]})
    field = page["spots"]
    field.add()
    assert [mark.name for mark in field.marks] == ["spots.1", "spots.2"]
    assert field.marks[1].parts["id"].data not in ("", SPOT)
    assert field.card("__m__").followups["often"].name == "spots.__m__.often"
    assert field.most == 2


def test_names_below_a_prefix() -> None:
    questionnaire = form("number | age | | required\nmatrix | m | a b / r | required")
    page = sent(questionnaire, {"kids.2.age": "3", "kids.2.m.r": "a", "age": "9"}, prefix="kids.2.")
    assert page.raw == {"age": "3", "m": {"r": "a"}}
    assert {field.id for field in page.every()} == {"q-kids.2.age", "q-kids.2.m", "q-kids.2.m.r"}


def test_shapes_that_cannot_be_read_are_told_and_stay() -> None:
    page = sent(ALL_KINDS, {**SENT, "spots.2.geometry": "[["})
    assert page.raw["spots"][0]["geometry"] == "[["
    assert page.attach(checked(ALL_KINDS, page.raw, "de", TODAY).problems)


def test_piped_text_and_words_in_another_language() -> None:
    why = Question("why", "single", {"de": "Warum {name}?", "tr": "Neden {name}? {nobody}"},
                   choices=(Choice("x", {"tr": "{name}"}, takes_words=True),))  # fmt: skip
    name = Question("name", "text", {"de": "Wie heißt der <Ort>?"})
    questionnaire = Questionnaire(languages=("de", "tr"), sections=(Section("s", questions=(name, why)),))
    html = page_of(asking(questionnaire, {"name": "<b>Park</b>"}, "tr")())
    assert 'Neden <span data-piped="name" dir="auto">&lt;b&gt;Park&lt;/b&gt;</span>? {nobody}' in html
    assert '<span lang="de" dir="auto">Wie heißt der &lt;Ort&gt;?</span>' in html
    assert "»&lt;b&gt;Park&lt;/b&gt;«" in html
    assert Saying(questionnaire, "tr").plain(why.label) == "Neden ? {nobody}"


def test_keys_that_forms_use_themselves() -> None:
    keys = ("data", "errors", "validate", "meta", "raw", "asked", "id", "csrf_token")
    questionnaire = form("\n".join(f"text | {key}" for key in keys))
    page = form_of(questionnaire.sections[0].questions, Saying(questionnaire, "de"))
    assert page(MultiDict({key: key for key in keys})).raw == {key: key for key in keys}
    assert page(answers={key: key for key in keys}).raw == {key: key for key in keys}
    marks_form = form("point | p\n-text | meta\n-text | data")
    values = {"p.1.id": SPOT, "p.1.place_text": "x", "p.1.meta": "m", "p.1.data": "d"}
    raw = sent(marks_form, values).raw
    assert asking(marks_form)(answers=raw).raw == raw
    assert raw["p"][0]["answers"] == {"meta": "m", "data": "d"}
