"""Releases: two persons, frozen rows, numbering, differences, and geographies that must not be mixed."""

from __future__ import annotations

import pandas as pd
import pytest
from apiflask import APIFlask
from sqlalchemy import func, select

from app.accounts.models import User
from app.base.audit import AuditEvent
from app.base.database import db, transaction
from app.base.errors import Conflict, NotAllowed, NotFound
from app.indicators import queries, releases
from app.indicators.geography import OverlappingAreas
from app.indicators.models import COLUMNS, Release
from tests.indicators.conftest import Town


def freeze(town: Town, **values: object) -> Release:
    with transaction():
        return releases.freeze(process_id=town.process_id, approvals=town.approvals, **values)  # type: ignore[arg-type]


def cell(rows: pd.DataFrame, indicator: str, area: str, age: str = "all") -> pd.Series:
    chosen = (rows["indicator_id"] == indicator) & (rows["area_id"] == area) & (rows["age_group"] == age)
    return rows[chosen].iloc[0]


def test_a_release_keeps_the_protected_rows_in_d4(app: APIFlask, town: Town) -> None:
    with app.app_context():
        release = freeze(town, note="Erste")
        rows = releases.rows(release.id)
        assert list(rows.columns) == list(COLUMNS)
        assert rows["n_persons"].dtype == "Int64"
        assert {str(rows[name].dtype) for name in ("value", "numerator", "ci_low")} == {"float64"}
        assert not rows.duplicated(list(COLUMNS[:12])).any()
        assert (cell(rows, "N02", "A1")["value"], cell(rows, "N02", "A1")["n_persons"]) == (30, 30)
        assert cell(rows, "D01", "A1", "r06_21")["value"] == pytest.approx(7.5)
        small = cell(rows, "N02", "A4")
        assert (small["obs_status"], small["conf_status"]) == ("Q", "A")
        assert pd.isna(small["value"])
        assert set(rows["area_set"]) == {"viertel"}
        assert (release.number, release.area_sets, release.note) == (1, ["viertel"], "Erste")
        assert release.rule["persons"] == 5
        assert queries.latest_release(town.process_id).number == 1
        assert len(queries.sources_frame(rows["source_id"].unique())) == 1
        actors = db.session.scalars(
            select(AuditEvent.actor).where(AuditEvent.action == "release.approve")
        ).all()
        assert set(actors) == {str(user) for user in town.approvals}


def test_releases_are_numbered_and_point_back(app: APIFlask, town: Town) -> None:
    with app.app_context():
        first, second = freeze(town), freeze(town)
        assert (first.number, second.number, second.previous_id) == (1, 2, first.id)
        assert first.content_hash == second.content_hash
        assert releases.compare(first.id, second.id).empty


def test_approval_needs_two_different_active_people(app: APIFlask, town: Town) -> None:
    with app.app_context():
        one, two = town.approvals
        for approvals in ((one, one), (one,), ()):
            with pytest.raises(NotAllowed), transaction():
                releases.freeze(process_id=town.process_id, approvals=approvals)
        with transaction():
            db.session.get(User, two).active = False
        with pytest.raises(NotAllowed), transaction():
            releases.freeze(process_id=town.process_id, approvals=(one, two))
        assert db.session.scalar(select(func.count()).select_from(Release)) == 0


def test_a_release_cannot_be_changed(app: APIFlask, town: Town) -> None:
    with app.app_context():
        release = freeze(town)
        with pytest.raises(Conflict), transaction():
            db.session.get(Release, release.id).title = "anders"


def test_two_more_people_do_not_show_between_releases(app: APIFlask, town: Town) -> None:
    with app.app_context():
        first = freeze(town)
        with transaction():
            town.speak("A1", 2)
            town.speak("A2", 8)
        second = freeze(town)
        rows = releases.rows(second.id)
        assert cell(rows, "N02", "A1")["conf_status"] == "D"
        assert "früheren Veröffentlichung" in cell(rows, "N02", "A1")["quality_note"]
        assert cell(rows, "N02", "A2")["value"] == 33
        changes = releases.compare(first.id, second.id)
        found = changes[(changes["indicator_id"] == "N02")].set_index("area_id")["change"]
        assert (found["A1"], found["A2"]) == ("hidden", "changed")


def test_only_the_first_geography_unless_sets_divide_exactly(app: APIFlask, town: Town) -> None:
    with app.app_context():
        with pytest.raises(OverlappingAreas):
            freeze(town, set_names=["viertel", "schief"])
        with pytest.raises(NotFound):
            freeze(town, set_names=["gibt-es-nicht"])
        both = releases.rows(freeze(town, set_names=["viertel", "bezirke"]).id)
        assert set(both["area_set"]) == {"viertel", "bezirke"}
        # B2 = A3 + A4: with A4 hidden for 3 people, one of the other two marks counts must be hidden, too.
        values = [cell(both, "N01", area)["value"] for area in ("B2", "A3", "A4")]
        assert sum(pd.isna(value) for value in values) >= 2


def test_a_process_stays_with_the_geography_it_published_first(app: APIFlask, town: Town) -> None:
    with app.app_context():
        first = freeze(town, set_names=["viertel", "bezirke"])
        for names in (["viertel"], ["bezirke"]):
            with pytest.raises(OverlappingAreas, match="»viertel«, »bezirke«"):
                freeze(town, set_names=names)
        with transaction():
            town.speak("A1", 10)
        second = freeze(town)
        assert second.area_sets == first.area_sets == ["viertel", "bezirke"]
        vintages = [set(releases.rows(found.id)["area_vintage"]) for found in (first, second)]
        assert vintages[0] == vintages[1]


def test_proposal_waits_for_data_protection_and_notices_new_data(app: APIFlask, town: Town) -> None:
    with app.app_context():
        planner, dpo = town.approvals
        with transaction():
            proposal = releases.propose(process_id=town.process_id, user_id=planner, title="Märzwerte")
        seen = proposal.content_hash
        with pytest.raises(NotAllowed), transaction():
            releases.approve(proposal=proposal, user_id=planner, seen_hash=seen)
        with transaction():
            town.speak("A1", 10)
        with pytest.raises(releases.DatasetChanged), transaction():
            releases.approve(proposal=queries.proposal_of(town.process_id), user_id=dpo, seen_hash=seen)
        fresh = releases.dataset(town.process_id).content_hash
        with transaction():
            release = releases.approve(
                proposal=queries.proposal_of(town.process_id), user_id=dpo, seen_hash=fresh
            )
        assert (release.title, release.approved_first_by, release.approved_second_by) == (
            "Märzwerte",
            planner,
            dpo,
        )
        assert queries.proposal_of(town.process_id) is None
