"""Answers leave as rows of a release, protected beside everything else, with names in words."""

from __future__ import annotations

import pytest
from apiflask import APIFlask
from flask_babel import force_locale

from app.base.database import transaction
from app.contributions.services import withdraw_sitting
from app.contributions.sittings import answers_stand, said_by_question, sitting_answers
from app.indicators import kept, queries, releases
from app.indicators.labels import Figure
from app.indicators.surveys.naming import LONGEST, handle, indicator_id
from app.indicators.surveys.queries import survey_activities, surveys_of
from app.indicators.surveys.words import named
from app.processes.queries import process_by_id
from tests.indicators.conftest import Town
from tests.indicators.surveys.answering import answer, answered_survey, open_survey


def test_answers_are_released_beside_the_other_figures(app: APIFlask, town: Town) -> None:
    with app.app_context():
        activity = answered_survey(town)
        with transaction():
            release = releases.freeze(process_id=town.process_id, approvals=town.approvals)
        rows = releases.rows(release.id)
        name = handle(activity.slug, activity.id)
        assert {"N01", "N02"} <= set(rows["indicator_id"])
        yes = rows[(rows["indicator_id"] == f"B:{name}.bus=ja") & (rows["age_group"] == "all")]
        by_area = yes.set_index("area_id")
        assert (by_area["questionnaire_version"] == "1").all()
        assert by_area["area_set"].unique().tolist() == ["viertel"]
        assert by_area.loc["all", "n_persons"] == 81
        assert by_area.loc["A4", "obs_status"] == "Q"
        assert by_area["obs_status"].eq("Q").sum() >= 2, "a hidden area alone could be subtracted"
        line = rows[rows["indicator_id"] == f"B:{name}.linie=l1"]
        assert line["area_id"].tolist() == ["all"]
        dataset = releases.dataset(town.process_id)
        assert dataset.verdict.is_safe


def test_rows_have_names_in_words(app: APIFlask, town: Town) -> None:
    with app.test_request_context():
        activity = answered_survey(town)
        name = handle(activity.slug, activity.id)
        assert Figure(f"B:{name}.bus=ja", "all").label == "Fährst du Bus?: Ja"
        assert Figure(f"B:{name}.zeiten.nacht=oft", "r14_17").label.startswith("Wann? – In der Nacht: Oft, ")
        assert Figure(f"B:{name}.wunsch=bank", "all").label == "Was zuerst?: Bank auf Platz 1"
        assert Figure(f"D06:{name}", "all").label == "Mein Viertel (Effektive Fallzahl)"
        assert Figure(f"BG:{name}.bus=ja", "all").label == "Fährst du Bus?: Ja (gewichtet)"
        assert Figure("B:weg-123456.bus=ja", "all").label
        assert named("N01:quality=fav") is None
        with force_locale("en"):
            found = named(f"B:{name}.bus=ja")
            assert found is not None
            assert found.answer == "Ja"


def test_a_long_name_is_cut_and_stays_the_only_one() -> None:
    long = [indicator_id("B", "s" * 37, "q" * 40, "a" * 39 + last) for last in "xy"]
    assert len(set(long)) == 2
    assert all(len(one) <= LONGEST for one in long)
    assert len({one.partition("=")[0] for one in long}) == 1, (
        "the question's name is the same beside each choice"
    )
    assert all(
        len(indicator_id(base, "s" * 37, "q" * 40 + "." + "r" * 40)) <= LONGEST for base in ("BM", "BN")
    )


def test_what_is_kept_follows_the_answers(app: APIFlask, town: Town) -> None:
    with app.app_context():
        activity_id = open_survey(town.process_id)
        process = process_by_id(town.process_id)
        assert [one.id for one in survey_activities(town.process_id)] == [activity_id]
        before = kept.version_of(process)
        joined = answer(town, activity_id, "A1", 2, {"bus": "ja"})
        after = kept.version_of(process)
        assert before != after
        table = sitting_answers(activity_id)
        assert table["home_area_code"].unique().tolist() == ["A1"]
        assert answers_stand(town.process_id)[0] == 6, "each with version and way"
        with transaction():
            withdraw_sitting(submission_id=table["submission_id"].iloc[0], participant_id=joined[0])
        assert kept.version_of(process) != after
        assert len(surveys_of(town.process_id)[0].people) == 1
        assert said_by_question(activity_id) == {}


def test_the_period_holds_every_sitting(app: APIFlask, town: Town) -> None:
    with app.app_context():
        process = process_by_id(town.process_id)
        answer(town, open_survey(town.process_id), "A1", 1, {"bus": "ja"})
        _start, end = queries.period_of(process, queries.contributions_frame(process))
        _count, _first, last = answers_stand(town.process_id)
        assert last is not None
        assert end >= last.date()


def test_without_the_channel_there_are_no_surveys(
    app: APIFlask, town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    with app.app_context():
        open_survey(town.process_id)
        assert [one.slug for one in surveys_of(town.process_id)] == ["mein-viertel"]
        monkeypatch.setitem(app.extensions, "streifzug_channels", {})
        assert surveys_of(town.process_id) == ()
