"""E16 to E20: what leaves the house without a sign-in holds no unread word, no secret, no exact place, no person."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pytest
import shapely
from apiflask import APIFlask
from flask.testing import FlaskClient

from app.base.access import access_of
from app.base.database import db, new_id, transaction
from app.contributions import review
from app.contributions.drafts import ContributionDraft, SubmissionDraft
from app.contributions.models import Contribution
from app.contributions.services import record_many
from app.maps.models import NeedleCampaign
from app.participants.models import Participant
from app.participants.services import join_direct
from tests.house.world import quiet
from tests.maps.factories import make_campaign
from tests.participants.factories import say_all_yeses
from tests.staff import give_role, make_user, sign_in

AT = (9.301234, 52.701234)
HIDDEN = {
    "submitted": {"quality": "fav"},
    "in_review": {"quality": "fav"},
    "internal": {"quality": "fav"},
    "rejected_rules": {"quality": "fav"},
    "secret": {"quality": "fav", "is_secret": True},
    "negative": {"quality": "avoid"},
    "danger": {"quality": "fav"},
}
"""What stays inside; `secret`, `negative` and `danger` were even released, by a mistake or by hand in the database."""
SHOWN = "Das darf jeder lesen"


@dataclass
class Voices:
    """What must not be found: the words of each hidden mark, and every id that leads to a person."""

    words: dict[str, str]
    ids: list[str]
    process_id: UUID


@pytest.fixture
def voices(app: APIFlask) -> Voices:
    with app.app_context(), transaction():
        campaign = make_campaign()
        person = join_direct(
            process_id=campaign.activity.process_id, age_band="a12_13", gender="d", home_area_code="SR01"
        ).participant
        words = {name: f"Wortlaut {name} {new_id().hex}" for name in HIDDEN}
        ids = [str(person.id), person.receipt_hash]
        for name, values in HIDDEN.items():
            ids += _say(campaign, person, name, words[name], values)
        ids += _say(campaign, person, "released", SHOWN, {"quality": "fav"})
        return Voices(words, ids, campaign.activity.process_id)


def _say(
    campaign: NeedleCampaign, person: Participant, name: str, text: str, values: dict[str, Any]
) -> list[str]:
    said = ContributionDraft(
        id=new_id(),
        text=text,
        title=f"Titel {text}",
        place_text=f"Ort {text}",
        geometry=shapely.Point(*AT),
        attributes={"question": "gern", "time_of_day": "dark", "company": "friends"},
        **values,
    )
    process_id = campaign.activity.process_id
    draft = SubmissionDraft(
        id=new_id(),
        process_id=process_id,
        activity_id=campaign.activity_id,
        participant_id=person.id,
        person_key=str(person.id),
        channel="maps",
        contributions=[said],
    )
    record_many([draft])
    stored = db.session.get_one(Contribution, said.id)
    if name == "released":
        say_all_yeses(person.id)
        review.release(process_id=process_id, versions={said.id: None}, user_id=None)
    elif name in {"secret", "negative", "danger"}:
        stored.state, stored.released_text = "released", f"{text}"
        stored.flags = ["danger"] if name == "danger" else []
        stored.urgency = 2 if name == "danger" else 0
    else:
        stored.state = name
        stored.released_text = text if name in {"internal", "rejected_rules"} else None
    db.session.flush()
    return [str(said.id), str(draft.id), said.id.hex]


def public_answers(app: APIFlask) -> dict[str, str]:
    """Every public address of the process as a stranger reads it."""
    arguments = {"slug": "zeig-dein-viertel", "campaign": "nadelkarte", "number": 1, "format_name": "csv"}
    visitor = FlaskClient(app, app.response_class, use_cookies=True)
    found = {}
    with quiet(app):
        for rule in app.url_map.iter_rules():
            access = access_of(app, rule.endpoint)
            if "GET" not in (rule.methods or ()) or access is None or access.kind != "public":
                continue
            if rule.arguments <= set(arguments):
                with app.test_request_context():
                    url = app.url_for(rule.endpoint, **{name: arguments[name] for name in rule.arguments})
                found[url] = visitor.get(url, buffered=True).get_data(as_text=True)
    assert len(found) > 12
    return found


def test_nothing_hidden_leaves_by_any_public_address(app: APIFlask, voices: Voices) -> None:
    answers = public_answers(app)
    assert any(SHOWN in text for text in answers.values()), "the control: what was released is there"
    leaks = [
        f"{name} at {url}"
        for url, text in answers.items()
        for name, words in voices.words.items()
        if words in text
    ]
    assert leaks == []
    assert [url for url, text in answers.items() for identity in voices.ids if identity in text] == []


def test_a_public_point_says_only_what_it_may(app: APIFlask, voices: Voices) -> None:
    visitor = FlaskClient(app, app.response_class, use_cookies=True)
    answer = visitor.get("/api/public/zeig-dein-viertel/points")
    features = json.loads(answer.get_data(as_text=True))["features"]
    assert len(features) == 1
    (point,) = features
    assert set(point) == {"type", "geometry", "properties"}
    assert set(point["properties"]) == {"quality", "text", "month"}
    assert re.fullmatch(r"\d{4}-\d\d", point["properties"]["month"])
    lon, lat = point["geometry"]["coordinates"]
    assert (lon, lat) != AT
    for url, text in public_answers(app).items():
        assert "9.301234" not in text, url
        assert "52.701234" not in text, url
        assert not re.search(r"\d{4}-\d\d-\d\dT\d\d:\d\d", text) or "openapi" in url, url


@pytest.mark.parametrize("role", ["planner", "viewer", "statistics", "dpo", "recorder"])
def test_those_who_do_not_review_see_no_single_voice(app: APIFlask, voices: Voices, role: str) -> None:
    """E19 and E21: teachers see counts, planners see indicators; nobody but safeguarding reads of a danger."""
    assert _readable(app, voices, role) == set()


def test_reviewers_do_not_see_what_sounds_like_danger(app: APIFlask, voices: Voices) -> None:
    for role in ("editor", "facilitator"):
        read = _readable(app, voices, role)
        assert "danger" not in read
        assert "submitted" in read, "the control: the desk shows the others"


def test_safeguarding_sees_danger_and_nothing_else(app: APIFlask, voices: Voices) -> None:
    assert _readable(app, voices, "safeguard") == {"danger"}


def _readable(app: APIFlask, voices: Voices, role: str) -> set[str]:
    """The hidden marks whose words this role finds on any page of the process."""
    with app.app_context():
        give_role(voices.process_id, make_user(f"{role}@example.org"), role)
    client = sign_in(app, f"{role}@example.org")
    base = "/verwaltung/verfahren/zeig-dein-viertel"
    pages = []
    with app.app_context():
        chosen = [*db.session.scalars(db.select(Contribution.id)).all()]
    paths = [
        *("", "/aktivitaeten", "/team", "/zugang", "/schutz", "/kennzahlen", "/kennzahlen?sicht=intern"),
        *("/sichtung", "/sichtung?stand=alle", "/sichtung?suche=Wortlaut&stand=alle", "/veroeffentlichungen"),
        *(f"/sichtung/{identity}" for identity in chosen),
    ]
    for path in paths:
        pages.append(client.get(f"{base}{path}").get_data(as_text=True))
    return {name for name, words in voices.words.items() if any(words in page for page in pages)}
