"""The drawn sample is counted for itself, with weights and intervals; who came of themselves is counted without."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest
from apiflask import APIFlask

from app.base.database import transaction
from app.indicators import releases
from app.indicators.catalogue import definition_of
from app.indicators.compute import compute
from app.indicators.disclosure import protect
from app.indicators.frames import ALL
from app.indicators.surveys.naming import handle, sample_handle
from app.indicators.surveys.sheet import Survey
from app.indicators.surveys.ways import DRAWN, VIEWS, only, parts, views_of
from app.indicators.surveys.words import named
from tests.indicators.conftest import Town
from tests.indicators.surveys.answering import answer, answered_survey
from tests.indicators.surveys.made import HANDLE, frames, person, survey

WAYS = ("open", "sample", "sample_paper", "school", "kiosk", "paper")


def mixed(each: int = 30) -> Survey:
    """So many people by each way; those of the sample say yes, all others no."""
    found = [
        survey(
            [person(number * each + one, {"bus": "ja" if way in DRAWN else "nein"}) for one in range(each)],
            way=way,
        )
        for number, way in enumerate(WAYS)
    ]
    return replace(found[0], answers=pd.concat([one.answers for one in found], ignore_index=True))


def test_the_sample_and_the_others_share_nobody() -> None:
    sample, others = parts(mixed())
    assert sample.handle == f"{HANDLE}~stichprobe"
    assert others.handle == HANDLE
    assert not set(sample.people["person_key"]) & set(others.people["person_key"])
    assert set(sample.people["way"]) == DRAWN
    assert sample.is_sample
    assert not others.is_sample
    assert not mixed().is_sample


@pytest.mark.parametrize(("way", "handles"), [("open", [HANDLE]), ("sample", [f"{HANDLE}~stichprobe"])])
def test_a_survey_of_one_kind_is_one_part(way: str, handles: list[str]) -> None:
    assert [one.handle for one in parts(survey([person(1, {})], way=way))] == handles


def test_each_way_is_looked_at_for_itself() -> None:
    found = mixed(2)
    counts = {key: len(only(found, view.ways).people) for key, view in views_of(found).items()}
    assert counts == {"stichprobe": 4, "offen": 2, "klasse": 2, "geraet": 2, "papier": 4}
    assert list(views_of(survey([person(1, {})], way="kiosk"))) == ["geraet"]
    assert set().union(*(view.ways for view in VIEWS.values())) == set(WAYS)


def test_without_a_note_the_source_tells_the_way() -> None:
    found = survey([person(1, {}), person(2, {}, source="paper"), person(3, {}, source="late")])
    assert found.people["way"].tolist() == ["open", "paper", "open"]


def test_only_a_sample_has_weights_and_intervals() -> None:
    people = [person(n, {"bus": "ja", "minuten": 5}, gender="fm"[n % 2]) for n in range(80)]
    drawn, came = (frames(survey(people, way=way)) for way in ("sample", "open"))
    for name in ("BG", "D03", "D06"):
        assert len(compute(definition_of(name), drawn)), name
        assert compute(definition_of(name), came).empty, name
    for name in ("B", "BM"):
        assert compute(definition_of(name), drawn)["ci_low"].notna().any()
        table = compute(definition_of(name), came)
        assert table["ci_low"].isna().all()
        assert table["ci_high"].isna().all()
        town = table[table["area_id"] == ALL]
        assert town["_public_note"].str.contains("keine Zufallsstichprobe").all()


def test_a_weighted_share_needs_effective_persons_and_says_when_they_are_few() -> None:
    """A1 has 60 people of equal weight, B1 has 30, C1 has 12; below 20 nothing, below 50 with a reservation."""
    people, number = [], 0
    for area, count in (("A1", 60), ("B1", 30), ("C1", 12)):
        for one in range(count):
            about = {"home_area_code": area, "gender": "fm"[one % 2]}
            people.append(person(number, {"bus": "ja" if one % 3 else "nein"}, **about))
            number += 1
    register = pd.DataFrame(
        [
            (area, "a14_15", sex, count)
            for area, count in (("A1", 600), ("B1", 300), ("C1", 120))
            for sex in "fm"
        ],
        columns=["area_code", "age_band", "sex", "count"],
    ).assign(reference_date="2025-12-31")
    here = frames(survey(people, way="sample"), register=register, areas="ABC")
    truth = compute(definition_of("BG"), here)
    table = protect(truth)
    mine = table[(table["indicator_id"] == f"BG:{HANDLE}.bus=ja") & (table["age_group"] == ALL)]
    mine = mine.set_index("area_id")
    assert mine["obs_status"].to_dict() | {"B1": "U", "C1": "Q", "A1": "A"} == mine[
        "obs_status"
    ].to_dict() | {
        "B1": "U",
        "C1": "Q",
        "A1": "A",
    }
    before = truth[(truth["indicator_id"] == f"BG:{HANDLE}.bus=ja") & (truth["age_group"] == ALL)]
    before = before.set_index("area_id")
    assert before["obs_status"].to_dict() == {"A1": "A", "B1": "U", "C1": "U", ALL: "A"}
    assert before["_below_minimum"].to_dict() == {"A1": False, "B1": False, "C1": True, ALL: False}
    shares = before["value"].dropna()
    assert (shares.drop(ALL) == shares.drop(ALL).round()).all(), (
        "no sum of a handful of weights, exactly known"
    )
    assert shares[ALL] == round(shares[ALL], 1)


def test_sample_and_others_leave_as_two_surveys(app: APIFlask, town: Town) -> None:
    with app.app_context():
        activity = answered_survey(town, way="sample")
        answer(town, activity.id, "A1", 30, {"bus": "nein"}, way="open")
        with transaction():
            release = releases.freeze(process_id=town.process_id, approvals=town.approvals)
        rows = releases.rows(release.id)
        name = handle(activity.slug, activity.id)
        whole = rows[(rows["area_id"] == ALL) & (rows["age_group"] == ALL)].set_index("indicator_id")
        drawn, came = f"B:{sample_handle(name)}.bus=nein", f"B:{name}.bus=nein"
        assert whole.loc[drawn, "n_persons"] == 81
        assert whole.loc[drawn, "ci_low"] > 0
        assert whole.loc[came, "n_persons"] == 30
        assert pd.isna(whole.loc[came, "ci_low"])
        assert "keine Zufallsstichprobe" in whole.loc[came, "quality_note"]
    with app.test_request_context():
        words = [named(one) for one in (drawn, came)]
        assert [one and one.label for one in words] == [
            "Fährst du Bus?: Nein (Stichprobe)",
            "Fährst du Bus?: Nein",
        ]
        assert [one and one.survey for one in words] == ["Mein Viertel, Stichprobe", "Mein Viertel"]
