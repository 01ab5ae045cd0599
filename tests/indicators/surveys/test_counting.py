"""Answers become rows: shares of persons, who was asked, several versions, weights, means and gaps."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID

import numpy as np
import pandas as pd
import pytest

from app.indicators.catalogue import definition_of
from app.indicators.compute import compute
from app.indicators.compute.answers import answer_means, answer_shares, weighted_answer_shares
from app.indicators.frames import ALL, Frames
from app.indicators.models import COLUMNS
from app.indicators.surveys.asked import taken
from app.indicators.surveys.items import items_of
from app.indicators.surveys.sheet import Survey
from app.questions.content import Choice, Questionnaire, Section
from tests.indicators.surveys import made
from tests.indicators.surveys.made import HANDLE, frames, person, survey


def value(table: pd.DataFrame, name: str, area: str = ALL, age: str = ALL) -> dict[str, Any]:
    found = table[(table["indicator_id"] == name) & (table["area_id"] == area) & (table["age_group"] == age)]
    assert len(found) == 1, name
    return found.iloc[0].to_dict()


def item(found: Survey, key: str) -> Any:
    return taken(found, next(one for one in items_of(found.questionnaire) if one.key == key))


def two_towns() -> Frames:
    people = [person(n, {"bus": "ja", "linie": "l1"}, home_area_code="A1") for n in range(30)]
    people += [person(n, {"bus": "nein"}, home_area_code="B1", age_band="a27_44") for n in range(30, 40)]
    people += [person(n, {"bus": "ka"}, home_area_code="A1") for n in range(40, 45)]
    people += [person(n, {}, home_area_code=None, home_area_set=None) for n in range(45, 48)]
    return frames(survey(people, way="sample"))


def test_shares_count_valid_answers_by_residence_and_age() -> None:
    table = compute(definition_of("B"), two_towns())
    yes = f"B:{HANDLE}.bus=ja"
    town = value(table, yes)
    assert (town["numerator"], town["denominator"], town["n_persons"]) == (30, 40, 40)
    assert town["value"] == 75
    assert 59 < town["ci_low"] < 61
    assert 85 < town["ci_high"] < 87
    assert value(table, yes, "A1")["value"] == 100
    assert value(table, yes, "B1")["value"] == 0
    assert value(table, yes, ALL, "r14_17")["n_persons"] == 30
    assert value(table, yes, ALL, "r27_64")["numerator"] == 0
    assert town["questionnaire_version"] == "1"
    assert set(COLUMNS) <= set(table.columns)
    assert not table["indicator_id"].str.contains("=ka").any()


def test_a_conditional_question_is_counted_for_the_town_only() -> None:
    table = compute(definition_of("B"), two_towns())
    mine = table[table["indicator_id"] == f"B:{HANDLE}.linie=l1"]
    assert mine["area_id"].tolist() == [ALL]
    assert mine["denominator"].tolist() == [30]
    inside = answer_shares(definition_of("B"), two_towns(), inside=True)
    assert value(inside, f"B:{HANDLE}.linie=l1", "A1")["denominator"] == 30


def test_the_few_who_were_not_asked_are_protected_too() -> None:
    people = [person(n, {"bus": "ja", "linie": "l1"}) for n in range(40)]
    people += [person(n, {"bus": "nein"}) for n in range(40, 43)]
    table = compute(definition_of("B"), frames(survey(people)))
    assert value(table, f"B:{HANDLE}.linie=l1")["_complement_persons"] == 3


def test_asked_missing_declined_and_not_asked_are_told_apart() -> None:
    found = survey(
        [
            person(1, {"bus": "ja"}),
            person(2, {"bus": "nein"}),
            person(3, {"bus": "ka"}),
            person(4, {"bus": "ja", "linie": "l2"}),
            person(5, {}),
        ]
    )
    bus, line = item(found, "bus"), item(found, "linie")
    assert bus.asked.tolist() == [True] * 5
    assert bus.declined.tolist() == [False, False, True, False, False]
    assert bus.missing.tolist() == [False, False, False, False, True]
    assert line.asked.tolist() == [True, False, False, True, False]
    assert line.missing.tolist() == [True, False, False, False, False]
    table = compute(definition_of("BN"), frames(found))
    gap = value(table, f"BN:{HANDLE}.bus")
    assert (gap["numerator"], gap["denominator"]) == (2, 5)
    assert gap["quality_note"] == "1 keine Angabe"
    assert value(table, f"BN:{HANDLE}.linie")["denominator"] == 2


def test_several_choices_rows_rankings_and_consent() -> None:
    found = survey(
        [
            person(
                1,
                {
                    "orte.park": 1, "orte.hafen": 1, "zeiten.tag": "oft", "wunsch.licht": 1, "wunsch.bank": 2,
                    "ok": "yes",
                },
            ),
            person(2, {"orte.park": 1, "zeiten.tag": "nie", "zeiten.nacht": "nie"}),
            person(3, {"wunsch.bank": 1}),
        ]
    )  # fmt: skip
    table = compute(definition_of("B"), frames(found))
    shares = {
        name: (
            value(table, f"B:{HANDLE}.{name}")["numerator"],
            value(table, f"B:{HANDLE}.{name}")["denominator"],
        )
        for name in (
            "orte=park",
            "orte=hafen",
            "zeiten.tag=oft",
            "zeiten.nacht=nie",
            "wunsch=licht",
            "ok=yes",
        )
    }
    assert shares == {
        "orte=park": (2, 2),
        "orte=hafen": (1, 2),
        "zeiten.tag=oft": (1, 2),
        "zeiten.nacht=nie": (1, 1),
        "wunsch=licht": (1, 2),
        "ok=yes": (1, 3),
    }


def test_nothing_of_this_is_an_answer_and_no_gap() -> None:
    """Who is kept away by nothing belongs to those of whom the share is taken."""
    nothing = Choice("nichts", {"de": "Nichts davon"}, is_exclusive=True)
    asked = replace(made.PLACES, choices=(*made.PLACES.choices, nothing))
    content = Questionnaire(sections=(Section("a", questions=(asked,)),))
    people = [person(1, {"orte.park": 1}), person(2, {"orte.nichts": 1}), person(3, {"orte.nichts": 1})]
    found = survey([*people, person(4, {})], {1: content})
    assert item(found, "orte").valid.tolist() == [True, True, True, False]
    assert not item(found, "orte").declined.any()
    table = compute(definition_of("B"), frames(found))
    for name, count in (("park", 1), ("nichts", 2)):
        share = value(table, f"B:{HANDLE}.orte={name}")
        assert (share["numerator"], share["denominator"]) == (count, 3)


def test_the_last_sitting_of_a_person_counts() -> None:
    found = survey([person(1, {"bus": "ja"}, person_key="x"), person(2, {"bus": "nein"}, person_key="x")])
    assert len(found.people) == 1
    assert item(found, "bus").chosen.tolist() == [[False, True]]


def test_versions_are_counted_together_where_the_question_is_the_same() -> None:
    """Wording may be mended; another set of choices is another question, which earlier people were not asked."""
    other = replace(made.PLACES, choices=made.choices("park", "see"))
    mended = replace(made.BUS, label={"de": "Fährst du mit dem Bus?"})
    second = Questionnaire(sections=(Section("a", questions=(mended, other)),))
    people = [
        person(1, {"bus": "ja", "orte.park": 1}),
        person(2, {"_version": 2, "bus": "ja", "orte.see": 1}),
    ]
    found = survey(people, {1: made.QUESTIONNAIRE, 2: second})
    assert item(found, "bus").asked.tolist() == [True, True]
    assert item(found, "orte").asked.tolist() == [False, True]
    table = compute(definition_of("B"), frames(found))
    assert value(table, f"B:{HANDLE}.orte=park")["denominator"] == 1
    assert set(table["questionnaire_version"]) == {"1, 2"}


def test_conditions_see_free_words_that_were_given() -> None:
    asks = replace(made.LINE, relevant=["answered", ["answer", "worte"]])
    found = survey(
        [person(1, {"bus": "ja"}), person(2, {"bus": "ja"})],
        {1: Questionnaire(sections=(Section("a", questions=(made.WORDS, asks)),))},
        said={(UUID(int=2), "worte"): 1},
    )
    assert item(found, "linie").asked.tolist() == [False, True]


def test_weights_move_shares_to_the_residents() -> None:
    """60 girls say yes and 20 boys no; half of the residents are boys, so the share is one half."""
    people = [person(n, {"bus": "ja"}, gender="f") for n in range(60)]
    people += [person(n, {"bus": "nein"}, gender="m") for n in range(60, 80)]
    register = pd.DataFrame(
        [("A1", "a14_15", sex, 100) for sex in "fm"], columns=["area_code", "age_band", "sex", "count"]
    ).assign(reference_date="2025-12-31")
    table = compute(definition_of("BG"), frames(survey(people, way="sample"), register=register))
    town = value(table, f"BG:{HANDLE}.bus=ja")
    assert town["value"] == pytest.approx(50, abs=0.01)
    assert town["n_persons"] == 80
    assert {"A1", ALL} <= set(table["area_id"])
    # weights 2/3 and 2: (60·2/3 + 20·2)² / (60·4/9 + 20·4) = 6400 / 106.67 = 60
    effective = compute(definition_of("D06"), frames(survey(people, way="sample"), register=register))
    assert effective["value"].tolist() == pytest.approx([60])
    assert "Designeffekt 1,33" in effective["quality_note"].iloc[0]
    wide = town["ci_high"] - town["ci_low"]
    assert wide == pytest.approx(2 * 100 * 1.96 * np.sqrt(0.25 / 60), rel=0.05)
    areas = weighted_answer_shares(
        definition_of("BG"), frames(survey(people, way="sample"), register=register), inside=True
    )
    assert "A1" in set(areas["area_id"])


def test_d03_drops_those_without_age_or_sex_and_says_so() -> None:
    people = [person(n, {"bus": "ja"}, gender="f") for n in range(60)]
    people += [person(n, {"bus": "ja"}, gender="m") for n in range(60, 80)]
    people += [person(n, {"bus": "ja"}) for n in range(80, 100)]
    table = compute(definition_of("D03"), frames(survey(people, way="sample")))
    assert table["value"].tolist() == [25]
    assert table["n_persons"].tolist() == [80]
    assert "20 %" in table["quality_note"].iloc[0]


def test_without_ages_in_the_register_nothing_is_weighted() -> None:
    register = pd.DataFrame(
        [("A1", "all", "all", 100)], columns=["area_code", "age_band", "sex", "count"]
    ).assign(reference_date="2025-12-31")
    here = frames(survey([person(1, {"bus": "ja"})], way="sample"), register=register)
    for name in ("BG", "D03", "D06"):
        assert compute(definition_of(name), here).empty
    assert not compute(definition_of("B"), here).empty


def test_means_of_numbers_and_of_scales_inside_only() -> None:
    people = [person(n, {"minuten": 10 + n % 3, "sicher": "s1" if n < 20 else "s3"}) for n in range(30)]
    here = frames(survey(people, way="sample"))
    outside = compute(definition_of("BM"), here)
    assert value(outside, f"BM:{HANDLE}.minuten")["value"] == 11
    assert not outside["indicator_id"].str.contains("sicher").any()
    inside = answer_means(definition_of("BM"), here, inside=True)
    scale = value(inside, f"BM:{HANDLE}.sicher")
    assert scale["value"] == pytest.approx((20 + 30) / 30)
    assert scale["_numerator_persons"] == 10
    low, high = scale["ci_low"], scale["ci_high"]
    assert low < scale["value"] < high


def test_only_where_homes_were_asked() -> None:
    here = replace(two_towns(), home_area_set="andere")
    assert compute(definition_of("B"), here).empty


def test_a_survey_nobody_answered_has_no_rows() -> None:
    empty = Survey(HANDLE, "leer", {1: made.QUESTIONNAIRE}, pd.DataFrame(columns=["submission_id", "key"]))
    for name in ("B", "BG", "BM", "BN", "D03", "D06"):
        assert compute(definition_of(name), frames(empty)).empty
