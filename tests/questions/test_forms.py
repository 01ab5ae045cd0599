"""Pages without script: what a form sends becomes the same record, and problems stand at their fields."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from apiflask import APIFlask
from app.questions.paging import asked_sections
from werkzeug.datastructures import MultiDict

from app.questions.answers import checked
from app.questions.content import Question, Questionnaire, Section
from app.questions.flat import flat, marks, words
from app.questions.forms import SectionForm, attach_problems, form_of, raw_from
from tests.page_checks import Page
from tests.questions.sheets import ALL_KINDS, page_of
from tests.questions.tables import form
from tests.questions.week import TODAY

SECTION = ALL_KINDS.sections[0]
SENT = {
    "q-name": " Ina ", "q-why": "Weil", "q-way": "other", "q-way--other": "Skateboard", "q-street": "a13",
    "q-ways": ["foot", "bike"], "q-mood": "5", "q-places-park": "good", "q-places-hall": "bad",
    "q-wishes-bus": "1", "q-wishes-other": "2", "q-wishes--other": "Kino", "q-km": "12,5", "q-day": "2026-11-30",
    "q-at": "18:30", "q-ok": "y",
    "q-spots-1-id": "0b6f7f62-6a0e-4f0e-9b1c-0d6d6f1f0a01", "q-spots-1-place": "", "q-spots-1-choice": "",
    "q-spots-2-id": "0b6f7f62-6a0e-4f0e-9b1c-0d6d6f1f0a02", "q-spots-2-place": "Park", "q-spots-2-choice": "fav",
    "q-spots-2-f-often": "daily", "q-spots-2-f-because": "Ruhe",
    "q-mine-1-id": "0b6f7f62-6a0e-4f0e-9b1c-0d6d6f1f0a03", "q-mine-1-place": "",
}  # fmt: skip
Send = Callable[..., SectionForm]


@pytest.fixture
def send(built_app: APIFlask) -> Iterator[Send]:
    """A page as it comes back from a browser, or as it is shown first when nothing is sent."""
    with built_app.test_request_context("/", method="POST"):

        def sending(
            questionnaire: Questionnaire,
            sent: dict[str, Any] | None,
            answers: dict[str, Any] | None = None,
            **kwargs: Any,
        ) -> SectionForm:
            language = kwargs.pop("language", "de")
            section = kwargs.pop("section", questionnaire.sections[0])
            page = form_of(section, questionnaire, language, answers or {}, today=TODAY, **kwargs)
            return page(formdata=None if sent is None else MultiDict(sent), meta={"csrf": False})

        yield sending


def shown(page: SectionForm) -> str:
    """The HTML of a page, which has all that every page of ours must have."""
    html = page_of(page)
    assert Page(html).faults() == []
    return html


def test_every_kind_without_script(send: Send) -> None:
    page = send(ALL_KINDS, SENT)
    assert page.validate()
    found = checked(ALL_KINDS, raw_from(page, SECTION), "de", TODAY)

    assert found.problems == {}
    assert flat(ALL_KINDS, found.answers) == [
        ("way", "other"), ("street", "a13"), ("ways.foot", 1), ("ways.bike", 1), ("mood", "5"),
        ("places.park", "good"), ("places.hall", "bad"), ("wishes.bus", 1), ("wishes.other", 2), ("km", 12.5),
        ("day", "2026-11-30"), ("at", "18:30"), ("ok", "yes"),
    ]  # fmt: skip
    assert words(ALL_KINDS, found.answers) == [
        ("name", "Ina"), ("why", "Weil"), ("way.other", "Skateboard"), ("wishes.other", "Kino"),
    ]  # fmt: skip
    [mark] = marks(ALL_KINDS, found.answers)
    assert (mark.question, mark.place_text, mark.choice) == ("spots", "Park", "fav")
    assert (mark.closed, mark.words) == ([("often", "daily")], [("because", "Ruhe")])


def test_a_page_that_is_shown_again_sends_the_same(send: Send) -> None:
    answers = checked(ALL_KINDS, raw_from(send(ALL_KINDS, SENT), SECTION), "de", TODAY).answers
    page = send(ALL_KINDS, None, answers)
    assert checked(ALL_KINDS, raw_from(page, SECTION), "de", TODAY).answers == answers
    shown(page)


def test_an_empty_page_names_each_problem_at_a_field(send: Send) -> None:
    page = send(ALL_KINDS, {})
    assert page.validate()
    found = checked(ALL_KINDS, raw_from(page, SECTION), "de", TODAY)
    assert attach_problems(page, found.problems)
    wrong = {field.name for field in page if field.errors}
    assert wrong == {"q-name", "q-way", "q-places-park", "q-places-hall", "q-ok"}
    html = shown(page)
    assert html.count("field-error") == len(wrong)
    for name in wrong:
        assert f'id="{name}-error"' in html


def test_problems_of_marks_stand_at_their_fields(send: Send) -> None:
    page = send(ALL_KINDS, SENT | {"q-spots-2-f-often": "", "q-spots-1-place": "Wall", "q-km": "viel"})
    found = checked(ALL_KINDS, raw_from(page, SECTION), "de", TODAY)
    assert attach_problems(page, found.problems)
    assert {field.name for field in page if field.errors} == {"q-spots-1-choice", "q-spots-2-f-often", "q-km"}
    assert 'value="viel"' in shown(page)


def test_problems_of_other_pages_do_not_belong_here(send: Send) -> None:
    page = send(ALL_KINDS, SENT)
    assert not attach_problems(page, {"elsewhere": "Nein", "section.1.q": "Nein"})
    assert page.errors == {}


def test_a_place_of_a_ranking_is_given_once(send: Send) -> None:
    page = send(ALL_KINDS, SENT | {"q-wishes-park": "1"})
    assert not page.validate()
    assert {field.name for field in page if field.errors} == {"q-wishes-bus"} or page[
        "q-wishes-other"
    ].errors == []
    assert "Platz" in str(page.errors)


def test_shapes_and_files_of_a_phone_stay(send: Send) -> None:
    questionnaire = form("point | spots\n-photo | pic\nphoto | all")
    spot = {
        "id": "0b6f7f62-6a0e-4f0e-9b1c-0d6d6f1f0a01", "geometry": {"type": "Point", "coordinates": [7.2, 53.4]},
        "place_text": "", "answers": {"pic": ["0b6f7f62-6a0e-4f0e-9b1c-0d6d6f1f0a08"]},
    }  # fmt: skip
    answers = {"spots": [spot], "all": ["0b6f7f62-6a0e-4f0e-9b1c-0d6d6f1f0a09"]}
    page = send(questionnaire, {"q-spots-1-id": spot["id"], "q-spots-1-place": "am Wall"}, answers)
    found = checked(questionnaire, raw_from(page, questionnaire.sections[0]), "de", TODAY)
    assert found.answers == {**answers, "spots": [{**spot, "place_text": "am Wall"}]}


def test_rounds(send: Send) -> None:
    questionnaire = form(
        "section | kids | | 1..3\nnumber | age | | required\nmatrix | m | a b / r | required"
    )
    page = send(questionnaire, {"r1-age": "3", "r1-m-r": "a", "r2-age": "", "r3-age": ""}, rounds=3)
    found = checked(questionnaire, raw_from(page, questionnaire.sections[0]), "de", TODAY)
    assert (found.answers, found.problems) == ({"kids": [{"age": 3, "m": {"r": "a"}}]}, {})

    page = send(questionnaire, {"r1-age": "3", "r1-m-r": "a", "r2-age": "x", "r2-m-r": "b"}, found.answers)
    assert len(page.rounds) == 2
    found = checked(questionnaire, raw_from(page, questionnaire.sections[0]), "de", TODAY)
    assert attach_problems(page, found.problems)
    assert {field.name for field in page if field.errors} == {"r2-age"}
    assert "Kids 2" in shown(page)


def test_what_cannot_be_asked_is_not_on_the_page(send: Send) -> None:
    questionnaire = form("""
        single | bus | yes no |
        section | more |
        text | line | | required; relevant ["=", ["answer", "bus"], "yes"]
        single | late | yes no |
        text | when | | required; relevant ["=", ["answer", "late"], "yes"]
    """)
    more = questionnaire.sections[1]
    page = send(questionnaire, {"q-late": "no", "q-when": "x"}, {"bus": "no"}, section=more)
    assert {asked.path for asked in page.rounds[0].asked} == {"late", "when"}
    found = checked(questionnaire, {"bus": "no", **raw_from(page, more)}, "de", TODAY)
    assert (found.answers, found.problems) == ({"bus": "no", "late": "no"}, {})


def test_sections_that_are_asked() -> None:
    questionnaire = form("""
        single | bus | yes no |
        section | more | | relevant ["=", ["answer", "bus"], "yes"]
        text | line |
    """)
    assert [one.key for one in asked_sections(questionnaire, {}, TODAY)] == ["s"]
    assert [one.key for one in asked_sections(questionnaire, {"bus": "yes"}, TODAY)] == ["s", "more"]


def test_piped_text_and_words_in_another_language(send: Send) -> None:
    questionnaire = Questionnaire(
        languages=("de", "tr"),
        sections=(
            Section("s", questions=(
                Question("name", "text", {"de": "Wie heißt der <Ort>?"}),
                Question("why", "text", {"de": "Warum {name}?", "tr": "Neden {name}? {nobody}"}),
            )),
        ),
    )  # fmt: skip
    html = shown(send(questionnaire, None, {"name": "<b>Park</b>"}, language="tr"))
    assert "Neden &lt;b&gt;Park&lt;/b&gt;? {nobody}" in html
    assert '<span lang="de" dir="auto">Wie heißt der &lt;Ort&gt;?</span>' in html


def test_keys_that_forms_use_themselves(send: Send) -> None:
    questionnaire = form(
        "text | data\ntext | errors\ntext | validate\ntext | meta\ntext | rounds\ntext | csrf_token"
    )
    sent = {f"q-{question.key}": question.key for question in questionnaire.questions()}
    page = send(questionnaire, sent)
    assert page.validate()
    assert words(
        questionnaire, checked(questionnaire, raw_from(page, questionnaire.sections[0]), "de").answers
    ) == [(key, key) for key in ("data", "errors", "validate", "meta", "rounds", "csrf_token")]
