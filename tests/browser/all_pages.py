"""Every GET address of the product: which are pages, which are files, and how to get to each."""

from __future__ import annotations

from typing import Any

from flask import Flask
from werkzeug.routing import Rule

VISITOR, PARTICIPANT, ADMIN, TWO_STEPS = "visitor", "participant", "admin", "two-steps"
BOARD = ("class_board.board", "class_board.kit", "class_board.revealed", "class_board.state")

PAGES = {
    "accounts.accept": "",
    "accounts_staff.account": "",
    "accounts_staff.jobs_list": "",
    "accounts_staff.people": "",
    "accounts_staff.person": "",
    "areas_staff.create": "",
    "areas_staff.crosswalk": "",
    "areas_staff.hierarchy": "",
    "areas_staff.index": "",
    "areas_staff.partition": "",
    "areas_staff.aliases": "",
    "areas_staff.population": "",
    "areas_staff.population_table": "",
    "areas_staff.preview": "",
    "areas_staff.show": "",
    "atlas.map_frame": "?kennzahl=D07|all",
    "atlas.needle_frame": "",
    "atlas.results": "",
    "atlas_own.outcomes": "",
    "base.accessibility": "",
    "base.imprint": "",
    "base.privacy": "",
    "class_board.enter": "",
    "class_staff.index": "",
    "class_staff.kit": "",
    "class_staff.lesson": "",
    "contributions.change": "",
    "contributions.erase_first": "",
    "contributions.erase_second": "",
    "contributions.goodbye": "",
    "contributions.own": "",
    **dict.fromkeys(("contributions.take_back", "contributions.take_back_answers"), ""),
    "contributions_own_media.take_back": "",
    "contributions_import.index": "",
    "contributions_import.map_columns": "",
    "contributions_import.preview": "",
    "contributions_import.undo": "",
    "contributions_staff.review": "",
    "contributions_staff.safeguard": "",
    "contributions_staff.show_one": "",
    "atlas_surveys.sheet": "?nach=raum",
    "atlas_told.told": "",
    "atlas_walks.compare": "",
    "exports_staff.take_away": "",
    "exports_survey.take_away": "",
    "indicators_staff.approve": "",
    "indicators_staff.compare": "?von=1&bis=1",
    "indicators_staff.import_values": "",
    "indicators_staff.overview": "?sicht=intern",
    "indicators_staff.release": "",
    "indicators_staff.releases": "",
    "maps.done": "",
    **dict.fromkeys(("drawings.done", "drawings.draw", "drawings_staff.create", "drawings_staff.edit"), ""),
    **dict.fromkeys(("drawings_staff.gallery", "drawings_staff.preview"), ""),
    "indicators_areas.carry": "",
    "maps.needle": "",
    "maps_paper.campaigns": "",
    "maps_paper.create": "",
    "maps_paper.index": "",
    "maps_borders.show": "",
    "media_review.show": "",
    "exhibition.show": "",
    "contributions_staff.hand_over_log": "",
    "maps_staff.create": "",
    "maps_staff.edit": "",
    "maps_staff.preview": "",
    "participants.consents": "",
    "participants.join_form": "",
    "participants.join_qr": "",
    "participants.leave_form": "",
    "participants.offline": "",
    "participants.phone": "",
    "participants.new_receipt": "",
    "participants.resume_form": "",
    "participants.start": "",
    "participants_staff.cards": "",
    "participants_staff.codes": "",
    "participants_staff.poster": "",
    "participants_staff.slip": "",
    "participants_staff.slips": "",
    "points_staff.all_points": "",
    **dict.fromkeys(("questions_editor.head", "questions_editor.look", "questions_editor.outline"), ""),
    **dict.fromkeys(("questions_editor.phone", "questions_editor.question", "questions_editor.section"), ""),
    "questions_editor.texts": "",
    "surveys.done": "",
    "surveys.show": "?seite=1",
    **dict.fromkeys(("surveys_staff.create", "surveys_staff.edit", "surveys_staff.read_version"), ""),
    "surveys_staff.try_version": "",
    "surveys_import.bring_in": "",
    "surveys_sample.letter": "",
    "surveys_sample_staff.index": "",
    "surveys_paper.index": "",
    "surveys_paper.entry": "",
    **dict.fromkeys(("walks.show", "walks_staff.create", "walks_staff.edit"), ""),
    **dict.fromkeys(("walks_structured.grid", "walks_structured.note"), ""),
    **dict.fromkeys(("walks_plan.settings", "walks_plan.trail", "walks_plan.questionnaire"), ""),
    **dict.fromkeys(("walks_plan.people", "walks_plan.contacts", "walks_plan.devices"), ""),
    **dict.fromkeys(("walks_plan.sister", "walks_plan.again", "walks_book.book", "walks_about.about"), ""),
    **dict.fromkeys(("walks_bring.index", "walks_bring.places", "walks_sheets.index"), ""),
    **dict.fromkeys(("walks_minutes.by_link", "walks_minutes.show", "walks_minutes_staff.section"), ""),
    **dict.fromkeys(("walks_minutes_staff.show", "walks_minutes_staff.voice"), ""),
    **dict.fromkeys(("walks_report.show", "walks_report_staff.edit"), ""),
    **dict.fromkeys(("measures.board", "measures_staff.create", "measures_staff.index"), ""),
    "measures_staff.show": "",
    "processes.home": "",
    "processes.show": "",
    "processes_staff.activities": "",
    "processes_staff.activity": "",
    "processes_staff.create": "",
    "processes_staff.dashboard": "",
    "processes_staff.describe": "",
    **dict.fromkeys(("processes_staff.language", "processes_staff.languages"), ""),
    "processes_staff.member": "",
    "processes_staff.overview": "",
    **dict.fromkeys(("processes_staff.one_return", "processes_staff.returns"), ""),
    "processes_staff.team": "",
    "security.change_password": "",
    "security.login": "",
    "security.mf_recovery_codes": "",
    "security.two_factor_setup": "",
    "security.verify": "",
}
"""Endpoint of each page and what follows its address."""

STEPS = {
    "participants.about": "after a code",
    "participants.receipt": "after one's age",
    "security.two_factor_token_validation": "after a password",
    "security.mf_recovery": "after a password",
}
"""Pages that only a way leads to; `pages_walk` walks it."""

FRAMES = {"atlas.map_frame", "atlas.needle_frame"}
"""Pages that live in a frame; opened alone, the browser asks for an icon that their sandbox refuses."""

ELSEWHERE = {
    "accounts_staff.job": "belongs to one person; test_jobs walks there",
    "accounts_staff.job_file": "belongs to one person; test_jobs walks there",
    "accounts_staff.job_status": "belongs to one person; test_jobs walks there",
    "contributions_media.own_file": "depends on state and role; tests/contributions/media/test_files.py",
    "contributions_media.public_file": "depends on state and role; tests/contributions/media/test_files.py",
    "contributions_media_staff.file": "depends on state and role; tests/contributions/media/test_files.py",
    **dict.fromkeys(BOARD, "needs the board's cookie; test_class_board walks there"),
    "indicators_staff.values_table": "needs a file; tests/indicators/test_import_pages.py walks there",
    "media_review.next_one": "leads to the next file or to the desk",
    "maps_paper.board": "needs a photograph; test_paper_journey walks there",
    "maps_paper.pdf": "needs a printed sheet; test_paper_journey walks there",
    "maps_paper.photo": "needs a photograph; test_paper_journey walks there",
    "maps_paper.picture": "needs a photograph; test_paper_journey walks there",
    "maps_paper.second_entry": "needs a recorded sheet; tests/maps/paper/test_second_entry.py reads it",
    "maps_paper.straight_picture": "needs a photograph; test_paper_journey walks there",
    "surveys_paper.second": "needs a recorded sheet; tests/surveys/paper/test_sheets.py reads it",
    "surveys_sample.about": "needs a letter; tests/surveys/sample/test_letters.py reads the page, the walk its twin",
    **dict.fromkeys(
        ("walks_bring.picture", "walks_bring.preview"), "needs a photo; test_walk_photos walks there"
    ),
    "walks_sheets.second": "needs a typed sheet; tests/walks/test_sheets.py reads it",
    "security.tf_select": "leads to the recovery code",
    "security.two_factor_rescue": "leads to the recovery code",
}

NEEDS = {
    "atlas.needle_frame": "area_set_id",
    "atlas.needle_script": "area_set_id",
    **dict.fromkeys(BOARD, "the board's cookie"),
    "indicators_staff.approve": "number",
    "indicators_staff.compare": "number",
    "tiles.pmtiles": "area_set_id",
}
"""What must be there for a page whose address does not name it."""

FILES = {
    "areas_staff.crosswalk_file": "text/csv",
    "areas_staff.crosswalk_shapes": "application/geo+json",
    "areas_staff.faults": "application/geo+json",
    "areas_staff.shapes": "application/geo+json",
    "areas_staff.uploaded_shapes": "application/geo+json",
    "atlas.map_script": "text/javascript",
    "atlas.needle_script": "text/javascript",
    "base.health": "application/json",
    "contributions.download": "application/json",
    "contributions_api.get_own": "application/json",
    "contributions_api.public_points": "application/geo+json",
    "contributions_media_api.get_attachment": "application/json",
    "contributions_import.faults": "text/csv",
    "contributions_import.uploaded_places": "application/geo+json",
    "contributions_staff.count": "application/json",
    "exports.download": "text/csv",
    "maps.others": "application/json",
    "maps_borders.data": "application/json",
    "openapi.spec": "application/json",
    "participants.manifest": "application/manifest+json",
    "participants_api.state": "application/json",
    "points.public_here": "application/json",
    "points.public_tile": "application/vnd.mapbox-vector-tile",
    "points_staff.staff_here": "application/json",
    "points_staff.staff_tile": "application/vnd.mapbox-vector-tile",
    "static": "application/json",
    "surveys_sample_staff.reminder": "text/csv",
    "surveys_paper.pdf": "application/pdf",
    "walks_about.invitation": "text/calendar",
    "walks_book.pdf": "application/pdf",
    "walks_calendar.invitation": "text/calendar",
    "tiles.image": "",
    "tiles.places": "application/json",
    "tiles.pmtiles": "application/vnd.pmtiles",
    "walks_minutes_staff.docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "walks_minutes_staff.pdf": "application/pdf",
    "worker": "text/javascript",
    "walks_bring.live": "application/json",
    "walks_bring.standing": "application/json",
}
"""Addresses that answer with something else than a page, and its type; "" where this installation has none."""


def rules(app: Flask) -> list[Rule]:
    """Every address that can be read, by endpoint."""
    found = [rule for rule in app.url_map.iter_rules() if "GET" in (rule.methods or set())]
    return sorted(found, key=lambda rule: rule.endpoint)


def address(app: Flask, rule: Rule, things: dict[str, Any]) -> str | None:
    """The page in this installation; None when what it shows is not there."""
    values: dict[str, Any] = {}
    if NEEDS.get(rule.endpoint, "slug") not in things:
        return None
    for name in rule.arguments:
        value = things.get(name)
        values[name] = value.get(rule.endpoint.split(".")[0]) if isinstance(value, dict) else value
    if None in values.values():
        return None
    with app.test_request_context():
        return app.url_for(rule.endpoint, **values) + PAGES.get(rule.endpoint, "")
