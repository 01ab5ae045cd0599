"""Questions and introductions of maps and drawing activities in the languages staff said them in."""

from __future__ import annotations

from apiflask import APIFlask

from app.base.database import transaction
from app.demo.load import load_process, load_town
from app.demo.process import CAMPAIGN, CODE, QUESTIONS, SLUG
from app.demo.wordings import WORDINGS
from app.maps.queries import campaign_by_slug, spoken_question
from app.processes.queries import process_by_slug
from app.processes.wordings import originals, progress_of
from tests.page_client import PageClient


def test_the_demo_town_says_everything_it_wrote_in_leichte_sprache(app: APIFlask) -> None:
    with app.app_context():
        with transaction():
            load_town()
            load_process()
        process = process_by_slug(SLUG)
        written = {one.text for _heading, group in originals(process) for one in group}
        assert written == set(WORDINGS)
        progress = {one.language: one for one in progress_of(process)}
        assert progress["de-simple"].is_complete
        assert progress["en"].is_complete
        assert progress["tr"].done == 0


def test_thanks_say_what_happens_next_in_the_language_of_the_page(app: APIFlask, client: PageClient) -> None:
    with app.app_context():
        with transaction():
            load_town()
            load_process()
        next_step = process_by_slug(SLUG).results_use
    client.submit("/mitmachen", {"code": CODE})
    client.submit("/mitmachen/angaben", {"age_band": "a14_15"})
    client.submit("/mitmachen/beleg")
    for language, expected in (("de", next_step), ("de-simple", WORDINGS[next_step]["de-simple"])):
        told = " ".join(
            client.get(f"/verfahren/{SLUG}/karte/{CAMPAIGN}/fertig?sprache={language}").page.text.split()
        )
        assert " ".join(expected.split()) in told


def test_a_question_of_staff_is_said_in_the_language_of_the_page_or_in_german(app: APIFlask) -> None:
    with app.app_context():
        with transaction():
            load_town()
            load_process()
        process = process_by_slug(SLUG)
        question = campaign_by_slug(process.id, CAMPAIGN).questions[-1]
        known = campaign_by_slug(process.id, CAMPAIGN).questions[0]
    said = {}
    for language in ("de", "de-simple", "en", "tr"):
        with app.test_request_context(f"/verfahren/{SLUG}?sprache={language}"):
            found, ready = spoken_question(question), spoken_question(known)
            said[language] = found.language
            assert found.text == QUESTIONS[-1].said.get(language, question.text)
            assert ready.language == language
    assert said == {"de": "de", "de-simple": "de-simple", "en": "en", "tr": "de"}
