"""Kept questionnaires: one draft at most, a published version never changes, the next one begins as its copy."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from sqlalchemy.exc import IntegrityError

from app.base.database import db, new_id, transaction
from app.base.errors import Conflict, DomainError, NotFound, Problems
from app.questions.content import Question, Questionnaire, Section
from app.questions.models import PUBLISHED, PublishedVersionChanged, QuestionnaireVersion
from app.questions.queries import (
    content_of,
    draft_of,
    newest_published,
    published_id,
    questionnaire_by_key,
    questionnaires_of,
    version_by_number,
    versions_of,
)
from app.questions.reading import fingerprint
from app.questions.services import (
    NoDraft,
    create_questionnaire,
    drop_draft,
    new_version,
    publish,
    rename,
    save_draft,
)
from tests.staff import make_process

ASKED = Questionnaire(
    title={"de": "Wie geht's?"},
    sections=(Section("start", questions=(Question("name", "text", {"de": "Wie heißt dein Ort?"}),)),),
)
OTHER = Questionnaire(
    title={"de": "Wie geht's jetzt?"},
    sections=(Section("start", questions=(Question("mood", "text", {"de": "Wie ist es?"}),)),),
)


@pytest.fixture(autouse=True)
def _session(db_session: Any) -> Any:
    return db_session


@pytest.fixture
def process_id(db_session: Any) -> UUID:
    return make_process()


@pytest.fixture
def kept(process_id: UUID) -> UUID:
    with transaction():
        return create_questionnaire(process_id=process_id, key="stimmung", title="Stimmung", content=ASKED).id


def test_a_new_questionnaire_is_a_draft_that_can_be_saved_and_read_back(kept: UUID, process_id: UUID) -> None:
    draft = draft_of(kept)
    assert draft is not None
    assert (draft.number, draft.state, draft.published_at) == (1, "draft", None)
    assert content_of(draft) == ASKED
    with transaction():
        save_draft(questionnaire_id=kept, content=OTHER, version=1)
        rename(questionnaire_id=kept, title="  Stimmung  heute ")
    draft = draft_of(kept)
    assert draft is not None
    assert (content_of(draft), draft.fingerprint) == (OTHER, fingerprint(OTHER))
    with pytest.raises(Conflict), transaction():
        save_draft(questionnaire_id=kept, content=ASKED, version=1)
    assert questionnaire_by_key(process_id, "stimmung").title == "Stimmung heute"
    assert [one.key for one in questionnaires_of(process_id)] == ["stimmung"]


@pytest.mark.parametrize("key", ["", "Groß", "mit leer", "-a", "a" * 81])
def test_a_key_names_it_in_files_and_commands(process_id: UUID, key: str) -> None:
    with pytest.raises(DomainError) as refused, transaction():
        create_questionnaire(process_id=process_id, key=key, title="Stimmung", content=ASKED)
    assert refused.value.field == "key"


def test_a_key_is_used_once_in_a_process(kept: UUID, process_id: UUID) -> None:
    with pytest.raises(Conflict), transaction():
        create_questionnaire(process_id=process_id, key="stimmung", title="Noch einmal", content=ASKED)
    other = make_process("anderes")
    with transaction():
        create_questionnaire(process_id=other, key="stimmung", title="Dort auch", content=ASKED)
    with pytest.raises(NotFound):
        questionnaire_by_key(other, "laune")


def test_what_is_published_cannot_be_written_over(kept: UUID) -> None:
    with transaction():
        published = publish(questionnaire_id=kept)
    assert (published.state, published.number) == (PUBLISHED, 1)
    assert published.published_at is not None
    for write in (
        lambda: save_draft(questionnaire_id=kept, content=OTHER),
        lambda: publish(questionnaire_id=kept),
        lambda: drop_draft(questionnaire_id=kept),
    ):
        with pytest.raises(NoDraft), transaction():
            write()
    assert content_of(version_by_number(kept, 1)) == ASKED


@pytest.mark.parametrize(
    "changed",
    [{"content": {"title": {"de": "Anders"}}}, {"fingerprint": "0" * 64}, {"state": "draft"}, {"number": 9}],
)
def test_not_even_by_a_fault_of_the_program(kept: UUID, changed: dict[str, Any]) -> None:
    with transaction():
        publish(questionnaire_id=kept)
    published = version_by_number(kept, 1)
    for name, value in changed.items():
        setattr(published, name, value)
    with pytest.raises(PublishedVersionChanged):
        db.session.flush()
    db.session.rollback()
    assert content_of(version_by_number(kept, 1)) == ASKED


def test_the_next_version_is_a_copy_and_both_stay(kept: UUID) -> None:
    with pytest.raises(Conflict), transaction():
        new_version(questionnaire_id=kept)
    with transaction():
        publish(questionnaire_id=kept)
        made = new_version(questionnaire_id=kept)
    assert (made.number, content_of(made)) == (2, ASKED)
    with pytest.raises(Conflict), transaction():
        new_version(questionnaire_id=kept)
    with transaction():
        publish(questionnaire_id=kept, content=OTHER, version=1)
    assert [(one.number, content_of(one)) for one in versions_of(kept)] == [(2, OTHER), (1, ASKED)]
    newest = newest_published(kept)
    assert newest is not None
    assert newest.number == 2
    assert (published_id(kept, 2), published_id(kept, 3)) == (newest.id, None)


def test_a_draft_is_no_published_version_and_can_be_thrown_away(kept: UUID) -> None:
    assert published_id(kept, 1) is None
    with pytest.raises(Conflict), transaction():
        drop_draft(questionnaire_id=kept)
    with transaction():
        publish(questionnaire_id=kept)
        new_version(questionnaire_id=kept)
    with transaction():
        drop_draft(questionnaire_id=kept)
    assert draft_of(kept) is None
    with transaction():
        assert new_version(questionnaire_id=kept).number == 2


def test_the_database_itself_keeps_one_draft(kept: UUID) -> None:
    with pytest.raises(IntegrityError), transaction():
        db.session.add(
            QuestionnaireVersion(
                id=new_id(), questionnaire_id=kept, number=2, content={}, fingerprint="0" * 64, state="draft"
            )
        )


def test_what_is_not_sound_is_not_published_and_each_fault_has_its_place(process_id: UUID) -> None:
    twice = Section("start", questions=(Question("same", "text"), Question("same", "nonsense")))
    with transaction():
        kept = create_questionnaire(
            process_id=process_id, key="krumm", title="Krumm", content=Questionnaire(sections=(twice,))
        ).id
    with pytest.raises(Problems) as refused, transaction():
        publish(questionnaire_id=kept)
    assert "sections.0.questions.1.kind" in refused.value.problems
    assert all(refused.value.problems.values())
    assert newest_published(kept) is None
    draft = draft_of(kept)
    assert draft is not None
    with transaction():
        assert publish(questionnaire_id=kept, content=ASKED, version=draft.version).state == PUBLISHED
