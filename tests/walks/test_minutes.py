"""Minutes are drafted from the record, keep every text, and change only where something new is or was taken back."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from app.base.database import db, transaction
from app.base.errors import Conflict, DomainError
from app.contributions.models import Contribution
from app.contributions.services import erase_participant, withdraw
from app.walks.minutes import queries, services
from app.walks.minutes.models import Minutes, MinutesRevision, MinutesSection, MinutesVoice
from app.walks.minutes.voices import Said, Speaker, say
from tests.walks.evaluating import Walked, walked


def drafted(made: Walked) -> Minutes:
    with transaction():
        services.draft_minutes(walk=made.walk)
    return current(made)


def current(made: Walked) -> Minutes:
    found = queries.minutes_of(made.activity_id)
    assert found is not None
    return found


def part(made: Walked, key: str) -> MinutesSection:
    return next(one for one in current(made).sections if one.key == key)


def at(made: Walked, stop: int) -> MinutesSection:
    return part(made, f"stop:{made.stops[stop]}")


def save(made: Walked, section: MinutesSection, text: str, version: int | None = None) -> None:
    with transaction():
        services.save_section(
            walk=made.walk, section_id=section.id, text=text, version=version or section.version
        )


def said_id(sitting: UUID, words: str) -> UUID:
    query = select(Contribution.id).where(Contribution.submission_id == sitting, Contribution.text == words)
    return db.session.scalars(query).one()


def test_the_draft_tells_what_was_noted_in_the_order_of_the_stops(db_session: Any) -> None:
    made = walked()
    minutes = drafted(made)
    assert [one.title for one in minutes.sections] == [
        "Rahmen", "Halt 1: Haltestelle", "Halt 2: Kanal", "Neuer Halt: Skaterplatz", "Auf dem Weg",
        "Was die Gruppe geändert hat", "Die wichtigsten Punkte", "Offene Fragen",
    ]  # fmt: skip
    assert part(made, "frame").text.split("\n") == [
        "Datum: Dienstag, 12. Mai 2026, 15:00 – 17:00 Uhr",
        "Frage: Wo seid ihr gern?",
        "Gruppe: Klasse 8b, Jugendliche, 14–15",
        "",
        "Unterwegs",
        "– 15:01 Uhr: sonnig, hell, 9 Personen",
    ]
    assert at(made, 0).text.split("\n") == [
        "Angekommen um 15:02 Uhr",
        "Handzeichen um 15:05 Uhr: 2 gut, 1 weder noch, 6 nicht gut",
        "Einzelne Bewertungen: 1 gut, 0 weder noch, 1 nicht gut",
        "",
        "Zitate",
        "– „Hier ist es abends zu dunkel.“ (Jugendliche) [stört; da waren: Jugendliche]",
        "",
        "Beobachtungen",
        "– Eine Lampe ist kaputt.",
    ]
    assert "Ideen\n– Eine Bank am Wasser. [gut]" in at(made, 1).text
    assert part(made, "changes").text.split("\n") == [
        "– Anderer Weg: Durch den Park, da ist Schatten.",
        "– Neuer Halt: Skaterplatz. Da sind wir oft.",
    ]
    assert "Das ist ein Problem\n– Die dunkle Haltestelle" in part(made, "top").text
    assert all("Versteck" not in one.text for one in minutes.sections), "a secret place stays internal (E17)"
    with pytest.raises(Conflict), transaction():
        services.draft_minutes(walk=made.walk)


def test_what_comes_later_is_offered_and_overwrites_nothing(db_session: Any) -> None:
    made = walked()
    drafted(made)
    written = at(made, 0).text.replace("Eine Lampe ist kaputt.", "Die Lampe am Fahrplan ist kaputt.")
    save(made, at(made, 0), written)
    made.note("observation", 0, text="Der Fahrplan ist zu hoch.")
    made.note("rating", 0, by=2, rating="plus")
    made.note("idea", 1, text="Mehr Mülleimer.")
    parts, _noted = queries.draft_now(made.walk)
    assert queries.count_news(current(made), queries.news(current(made), parts)) == 3
    with transaction():
        assert services.take_news(walk=made.walk) == 2
    assert at(made, 0).text == (
        written.replace("1 gut, 0 weder noch, 1 nicht gut", "2 gut, 0 weder noch, 1 nicht gut")
        + "\n– Der Fahrplan ist zu hoch."
    )
    parts, _noted = queries.draft_now(made.walk)
    assert queries.news(current(made), parts) == []


def test_of_two_who_write_at_once_nobody_loses_a_text(db_session: Any) -> None:
    made = walked()
    drafted(made)
    section, version = at(made, 1), at(made, 1).version
    first = section.text
    save(made, section, "Von Kim", version)
    with pytest.raises(Conflict):
        save(made, section, "Von Ada", version)
    assert at(made, 1).text == "Von Kim"
    oldest = queries.earlier_texts(at(made, 1))[-1].revision
    assert oldest.text == first
    with transaction():
        services.restore_section(
            walk=made.walk, section_id=section.id, revision_id=oldest.id, version=at(made, 1).version
        )
    assert at(made, 1).text == first
    assert [one.revision.version for one in queries.earlier_texts(at(made, 1))] == [3, 2, 1]


def test_words_taken_back_go_from_every_text(db_session: Any) -> None:
    made = walked()
    spoken = made.note("quote", 1, by=1, text="Ich schäme mich da.")
    drafted(made)
    save(made, at(made, 1), at(made, 1).text + "\nNoch ein Satz.")
    assert "schäme" in at(made, 1).text
    with transaction():
        withdraw(contribution_id=said_id(spoken, "Ich schäme mich da."), participant_id=made.people[1][0])
    texts = [at(made, 1).text, *db.session.scalars(select(MinutesRevision.text))]
    assert all("schäme" not in text for text in texts)
    assert "Noch ein Satz." in at(made, 1).text
    assert not at(made, 1).is_torn


def test_words_written_anew_and_taken_back_are_told_to_staff(db_session: Any) -> None:
    made = walked()
    made.note("quote", 1, by=1, text="Ich schäme mich da.")
    drafted(made)
    save(made, at(made, 1), "Jemand schämt sich da.")
    with transaction():
        erase_participant(participant_id=made.people[1][0])
    assert at(made, 1).is_torn
    save(made, at(made, 1), "Nichts davon.")
    assert not at(made, 1).is_torn


def test_those_who_walked_confirm_or_correct_once_each(db_session: Any) -> None:
    made = walked()
    drafted(made)
    with pytest.raises(DomainError), transaction():
        say(walk=made.walk, minutes=current(made), speaker=Speaker("a"), said=[Said(at(made, 0).id, True)])
    with transaction():
        services.send_minutes(walk=made.walk)
    person = Speaker(str(made.people[1][0]), made.people[1][0])
    first, second = at(made, 0), at(made, 1)
    for _twice in range(2):
        with transaction():
            say(
                walk=made.walk, minutes=current(made), speaker=person,
                said=[Said(first.id, True), Said(second.id, False, "Es waren zwei Bänke.")],
            )  # fmt: skip
            say(walk=made.walk, minutes=current(made), speaker=Speaker("b"), said=[Said(first.id, True)])
    found = queries.told(current(made))
    assert (found[first.id].right, found[first.id].right_now) == (2, 2)
    assert [one.text for one in found[second.id].corrections] == ["Es waren zwei Bänke."]
    assert queries.speakers(current(made)) == 2
    with pytest.raises(DomainError, match="beantwortet"), transaction():
        services.confirm_minutes(walk=made.walk)
    with transaction():
        services.answer_voice(
            walk=made.walk, voice_id=found[second.id].corrections[0].id, answer="Ist geändert.", is_taken=True
        )
        services.confirm_minutes(walk=made.walk)
    assert current(made).state == "confirmed"
    save(made, at(made, 0), "Ein anderer Text.")
    assert current(made).state == "sent", "what was confirmed was another text"
    found = queries.told(current(made))
    assert (found[first.id].right, found[first.id].right_now) == (2, 0)


def test_nobody_confirms_for_a_group_that_said_nothing(db_session: Any) -> None:
    made = walked()
    drafted(made)
    with transaction():
        services.send_minutes(walk=made.walk)
    with pytest.raises(DomainError) as refused, transaction():
        services.confirm_minutes(walk=made.walk)
    assert refused.value.field == "is_spoken"
    with transaction():
        services.confirm_minutes(walk=made.walk, is_spoken=True)
    assert current(made).state == "confirmed"


def test_a_cry_for_help_goes_to_safeguarding_alone(db_session: Any) -> None:
    made = walked()
    drafted(made)
    with transaction():
        services.send_minutes(walk=made.walk)
        words = "Mein Vater schlägt mich."
        assert say(
            walk=made.walk,
            minutes=current(made),
            speaker=Speaker("c"),
            said=[Said(at(made, 0).id, False, words)],
        )
    assert db.session.scalars(select(MinutesVoice)).all() == []
    kept = db.session.scalars(select(Contribution).where(Contribution.text == words)).one()
    assert "danger" in kept.flags


def test_a_link_is_derived_and_ends_when_renewed(db_session: Any) -> None:
    made = walked()
    token = queries.link_token(drafted(made))
    assert queries.minutes_by_token(token) is None
    with transaction():
        services.send_minutes(walk=made.walk)
    found = queries.minutes_by_token(token)
    assert found is not None
    assert found[1].activity_id == made.activity_id
    with transaction():
        services.renew_link(walk=made.walk)
    assert queries.minutes_by_token(token) is None
