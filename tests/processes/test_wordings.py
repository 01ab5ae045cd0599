"""What staff wrote, said in other languages: kept, shown in the right one, counted, and hints for easy words."""

from __future__ import annotations

import pytest

from app.base.database import transaction
from app.base.errors import DomainError
from app.processes import queries, services, wordings
from app.processes.easy import hints
from tests.page_client import PageClient
from tests.processes.office import HOME, Office

PAGE = "/verfahren/mein-viertel"
EASY = "Wo seid ihr gern?\n\nWo nicht?"


def words(office: Office, **fields: str) -> dict[wordings.Key, str]:
    return {(office.process_id, field): text for field, text in fields.items()}


def save(office: Office, language: str, **fields: str) -> int:
    with office.app.app_context(), transaction():
        process = queries.process_by_id(office.process_id)
        return services.save_wordings(process=process, language=language, texts=words(office, **fields))


@pytest.fixture
def opened(office: Office) -> Office:
    office.coordinator.submit(HOME, action=f"{HOME}/oeffnen")
    return office


def test_a_page_says_what_is_said_in_its_language_and_marks_the_rest_as_german(
    opened: Office, client: PageClient
) -> None:
    assert save(opened, "de-simple", title="Euer Stadt·teil", aim=EASY) == 2
    page = client.get(f"{PAGE}?sprache=de-simple").page
    assert "Euer Stadt·teil" in page.text
    assert [
        part.get("lang") for part in page.all("p") if part.text in ("Wo seid ihr gern?", "Wo nicht?")
    ] == [
        None,
        None,
    ]
    marked = [part for part in page.all("p") if part.get("lang") == "de"]
    assert any("Offen ist" in (part.text or "") for part in marked)
    german = client.get(f"{PAGE}?sprache=de").page
    assert "Mein Viertel" in german.text
    assert "Euer Stadt·teil" not in german.text


def test_saving_again_changes_only_what_differs_and_empties_what_is_empty(office: Office) -> None:
    assert save(office, "tr", title="Mahallem", aim="Neresi güzel?") == 2
    assert save(office, "tr", title="Mahallem", aim="") == 1
    with office.app.app_context():
        assert wordings.wordings_in(office.process_id, "tr") == words(office, title="Mahallem")


def test_progress_counts_what_there_is_to_say(office: Office) -> None:
    save(office, "tr", title="Mahallem")
    with office.app.app_context():
        progress = {
            one.language: one for one in wordings.progress_of(queries.process_by_id(office.process_id))
        }
    assert (progress["tr"].done, progress["tr"].is_complete) == (1, False)
    assert progress["ar"].done == 0
    assert progress["tr"].total == progress["ar"].total > 4
    assert "de" not in progress


@pytest.mark.parametrize(
    ("language", "fields"), [("de", {"title": "x"}), ("xx", {"title": "x"}), ("tr", {"title": "x" * 201})]
)
def test_what_cannot_be_kept_is_refused(office: Office, language: str, fields: dict[str, str]) -> None:
    with pytest.raises(DomainError):
        save(office, language, **fields)
    with office.app.app_context():
        assert wordings.wordings_in(office.process_id, "tr") == {}


def test_staff_write_a_language_and_lose_nothing_when_a_text_is_too_long(office: Office) -> None:
    url = f"{HOME}/sprachen/de-simple"
    title, aim = (f"{office.process_id} {field}" for field in ("title", "aim"))
    response = office.coordinator.submit(url, {title: "Euer Stadt·teil", aim: "x" * 4001})
    assert response.status_code == 422
    assert "Bitte höchstens 4000 Zeichen." in response.page.text
    assert "Euer Stadt·teil" in response.page.text
    response = office.coordinator.submit(url, {title: "Euer Stadt·teil", aim: EASY})
    assert response.headers["Location"] == url
    overview = office.coordinator.get(f"{HOME}/sprachen").page.text
    assert "Leichte Sprache" in overview
    assert "es fehlt etwas" in overview
    assert office.coordinator.get(f"{HOME}/sprachen/xx").status_code == 404


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Wir fragen euch. Ihr sagt uns eure Meinung.", 0),
        ("Wir fragen euch, weil wir wissen wollen, wo ihr gern seid und was euch fehlt.", 1),
        ("Die Beteiligungsveranstaltung ist am Montag.", 1),
        ("Das Jugend·zentrum und die Bushalte-Stelle.", 0),
        ("Es gibt z. B. Bänke.", 1),
        ("Wegen des Regens bleiben wir drin.", 1),
        ("Das könnte klappen.", 1),
        ("", 0),
    ],
)
def test_hints_name_what_is_hard_to_read(text: str, count: int) -> None:
    with_hints = hints(text)
    assert len(with_hints) == count, with_hints
