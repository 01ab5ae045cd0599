"""Follow-ups of a needle map's pins: what the editor adds is asked, checked and recorded, in every version."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest
import shapely
from apiflask import APIFlask

from app.base.database import db, new_id, transaction
from app.base.errors import Conflict, DomainError, Problems
from app.contributions.drafts import ContributionDraft, SubmissionDraft
from app.contributions.own import own
from app.contributions.services import correct, record, withdraw
from app.maps.models import NeedleCampaign
from app.maps.naming import recorded_as
from app.maps.queries import campaign_of
from app.maps.services import begin_version, publish_and_use, update_campaign
from app.maps.simple import draft_of
from app.maps.template import CampaignDraft
from app.participants.models import Participant
from app.participants.services import join_direct
from app.questions.content import Choice, Question, Questionnaire
from app.questions.editor.edits import with_question
from app.questions.models import QuestionnaireVersion
from app.questions.queries import content_of
from app.questions.queries import draft_of as draft_of_questionnaire
from app.questions.services import save_draft
from tests.maps.factories import make_campaign

BENCH = Question(
    "bench",
    "single",
    {"de": "Gibt es eine Bank?"},
    choices=(Choice("yes", {"de": "Ja"}), Choice("no", {"de": "Nein"}), Choice("else", takes_words=True)),
    is_required=True,
    relevant=["selected", ["answer", "gern"], "chill"],
)
WISHES = Question(
    "wishes",
    "multiple",
    {"de": "Was fehlt?"},
    choices=(Choice("shade", {"de": "Schatten"}), Choice("light", {"de": "Licht"})),
    relevant=["=", ["answer", "bench"], "no"],
)
SCALE = Question("often", "scale", {"de": "Wie oft?"}, choices=tuple(Choice(str(at)) for at in range(1, 6)))
STORY = Question("story", "text", {"de": "Was ist dort passiert?"}, most=20)


def ask(campaign: NeedleCampaign, *followups: Question) -> NeedleCampaign:
    """Publish a version in which these are asked of the pins of the first question, as the editor would."""
    begin_version(activity_id=campaign.activity_id)
    draft = draft_of_questionnaire(campaign.questionnaire_id)
    assert draft
    content: Questionnaire = content_of(draft)
    for one in followups:
        content = with_question(content, "gern", one)
    save_draft(questionnaire_id=campaign.questionnaire_id, content=content)
    return publish_and_use(activity_id=campaign.activity_id)


@pytest.fixture
def at_map(app: APIFlask) -> Iterator[tuple[NeedleCampaign, Participant]]:
    with app.app_context():
        with transaction():
            campaign = ask(make_campaign(), BENCH, WISHES, SCALE, STORY)
            person = join_direct(process_id=campaign.activity.process_id).participant
        yield campaign, person
        db.session.remove()


def pin(
    at_map: tuple[NeedleCampaign, Participant],
    followups: dict[str, str],
    words: dict[str, str] | None = None,
    **values: Any,
) -> SubmissionDraft:
    """A pin of the kind `chill` with its answers, as the phone sends it to version 2."""
    campaign, person = at_map
    identity = new_id()
    given: dict[str, Any] = {"quality": "chill", "geometry": shapely.Point(9.3, 52.7), **values}
    said = [
        ContributionDraft(
            id=identity, attributes={"question": "gern", "_version": "2", **followups}, **given
        ),
        *(
            ContributionDraft(
                id=new_id(),
                kind="survey_text",
                text=text,
                attributes={"question": f"gern.{name}", "about": str(identity), "_version": "2"},
            )
            for name, text in (words or {}).items()
        ),
    ]
    return SubmissionDraft(
        id=identity,
        process_id=campaign.activity.process_id,
        activity_id=campaign.activity_id,
        participant_id=person.id,
        person_key=str(person.id),
        channel="maps",
        contributions=said,
    )


def stored(at_map: tuple[NeedleCampaign, Participant]) -> list[dict[str, Any]]:
    return [one.as_json() for one in own(at_map[1].id, at_map[0].activity_id)]


def test_answers_become_attributes_and_words_a_contribution_about_the_pin(
    at_map: tuple[NeedleCampaign, Participant],
) -> None:
    answers = {"bench": "no", "wishes.shade": "1", "often": "4", "time_of_day": "dark"}
    with transaction():
        record(pin(at_map, answers, {"story": "Ein Fest"}))
    mark, words = sorted(stored(at_map), key=lambda one: one["kind"])
    assert mark["attributes"] == {"question": "gern", "_version": "2", **answers}
    assert (words["kind"], words["text"]) == ("survey_text", "Ein Fest")
    assert words["attributes"] == {"question": "gern.story", "about": mark["id"], "_version": "2"}
    with transaction():
        withdraw(contribution_id=UUID(mark["id"]), participant_id=at_map[1].id)
    assert stored(at_map) == [], "words about a pin go with it"


@pytest.mark.parametrize(
    ("followups", "words", "values", "field"),
    [
        ({}, {}, {}, "followups.bench"),  # required of this kind of pin
        ({"bench": "maybe"}, {}, {}, "followups.bench"),
        ({"bench": "yes", "wishes.shade": "1"}, {}, {}, "followups.wishes.shade"),  # hidden
        ({"bench": "no", "wishes.snow": "1"}, {}, {}, "followups.wishes.snow"),
        ({"bench": "yes"}, {}, {"quality": "fav"}, "followups.bench"),  # not asked of this kind
        ({"bench": "yes", "color": "red"}, {}, {}, "followups.color"),
        ({"bench": "yes"}, {"story": "x" * 21}, {}, "followups.story"),
        ({"bench": "yes"}, {"joke": "Hm"}, {}, "question"),
        ({"bench": "yes", "_version": "7"}, {}, {}, "version"),
    ],
)
def test_what_is_not_asked_or_does_not_fit_is_refused(
    at_map: tuple[NeedleCampaign, Participant],
    followups: dict[str, str],
    words: dict[str, str],
    values: dict[str, Any],
    field: str,
) -> None:
    with pytest.raises(DomainError) as caught, transaction():
        record(pin(at_map, followups, words, **values))
    named = caught.value.problems if isinstance(caught.value, Problems) else [caught.value.field]
    assert field in named
    assert stored(at_map) == []


def test_needed_words_are_asked_for_with_a_new_pin_and_not_at_its_correction(
    at_map: tuple[NeedleCampaign, Participant],
) -> None:
    campaign, person = at_map
    with transaction():
        ask(campaign, Question("needed", "text", {"de": "Was noch?"}, is_required=True))
    without = pin(at_map, {"bench": "yes", "_version": "3"})
    with pytest.raises(Problems) as caught, transaction():
        record(without)
    assert list(caught.value.problems) == ["followups.needed"]
    whole = pin(at_map, {"bench": "yes", "_version": "3"}, {"needed": "Ein Dach"})
    whole.contributions[1].attributes["_version"] = "3"
    with transaction():
        record(whole)
        changes = {"text": "Schöner Platz", "followups": {"often": "2"}}
        correct(contribution_id=whole.id, participant_id=person.id, changes=changes)
    mark = next(one for one in stored(at_map) if one["kind"] == "mark")
    assert (mark["text"], mark["attributes"]["often"]) == ("Schöner Platz", "2")


def test_what_waited_answers_the_version_it_was_asked_in(
    at_map: tuple[NeedleCampaign, Participant],
) -> None:
    campaign, _person = at_map
    waiting = pin(at_map, {"bench": "yes"})
    with transaction():
        questions = tuple(draft_of(one) for one in campaign.questions[1:])
        update_campaign(
            activity_id=campaign.activity_id,
            draft=CampaignDraft("Ohne die erste", 9.3, 52.7, questions=questions),
        )
    assert "gern" not in [one.key for one in campaign.questions]
    with transaction():
        record(waiting)
    assert stored(at_map)[0]["attributes"]["bench"] == "yes"
    old = replace(waiting, id=new_id(), contributions=[replace(waiting.contributions[0], id=new_id())])
    old.contributions[0].attributes = {"question": "gern"}
    with pytest.raises(DomainError, match="gibt es auf der Karte nicht mehr"), transaction():
        record(old)


def test_the_simple_page_keeps_what_the_editor_made(at_map: tuple[NeedleCampaign, Participant]) -> None:
    campaign, _person = at_map
    first, *others = (draft_of(one) for one in campaign.questions)
    changed = replace(first, text="Wo bist du?", ask_company=False, ask_photo="first", ask_voice=False)
    with transaction():
        update_campaign(
            activity_id=campaign.activity_id,
            draft=CampaignDraft("Karte", 9.3, 52.7, questions=(changed, *others)),
        )
    found = campaign_of(campaign.activity_id)
    assert found
    asked = found.questions[0]
    assert [recorded_as(one) for one in asked.asked.followups] == [
        *("gern_photo", "pin_text", "time_of_day"),
        *("bench", "wishes", "often", "story"),
    ]
    assert draft_of(asked) == changed
    numbers = db.session.query(QuestionnaireVersion.number).filter_by(questionnaire_id=found.questionnaire_id)
    assert sorted(number for (number,) in numbers) == [1, 2, 3]


def test_nobody_saves_over_a_draft_of_the_editor(at_map: tuple[NeedleCampaign, Participant]) -> None:
    campaign, _person = at_map
    with transaction():
        begin_version(activity_id=campaign.activity_id)
    questions = tuple(draft_of(one) for one in campaign.questions)
    same = CampaignDraft(campaign.activity.title, 9.31, 52.7, questions=questions)
    with transaction():
        update_campaign(activity_id=campaign.activity_id, draft=same)  # only the map
    other = replace(same, questions=questions[1:])
    with pytest.raises(Conflict), transaction():
        update_campaign(activity_id=campaign.activity_id, draft=other)
