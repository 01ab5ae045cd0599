"""What the script of the phone page needs to know, as JSON in the page: questions, words, addresses, own marks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, replace
from typing import Any
from uuid import UUID

from flask import url_for
from flask_babel import gettext as _

from app.base.i18n import current_language
from app.base.map_words import map_words
from app.base.tiles import tile_source
from app.contributions.homes import HOME, STEP_LAT, STEP_LON
from app.contributions.own import OwnContribution
from app.contributions.vocabulary import BORDER_FIT, QUALITIES
from app.maps.asked import SECTION, MapQuestion
from app.maps.asking import asked_of
from app.maps.drawing_words import drawing_words
from app.maps.media import media_data
from app.maps.models import NeedleCampaign
from app.maps.naming import recorded_as
from app.maps.queries import extent_around, outline_around, spoken_question
from app.maps.speaking import spoken
from app.maps.standard import LONGEST_WORDS
from app.maps.vocabulary import FELT_AREA
from app.participants.consents import for_page
from app.participants.models import Participant
from app.processes.models import Process
from app.processes.queries import area_sets_of
from app.questions.answers import town_date
from app.questions.content import Question, Questionnaire, Section
from app.questions.page_data import lean, rule_words
from app.questions.queries import published_number


def page_data(
    process: Process, campaign: NeedleCampaign, person: Participant, marks: list[OwnContribution]
) -> dict[str, Any]:
    """JSON-ready settings of the phone page; `person` is this phone's own pseudonym, which nobody else is told."""
    language = current_language()
    area_sets = area_sets_of(process)
    consents = for_page(person)
    here: dict[str, Any] = {"slug": process.slug, "campaign": campaign.activity.slug}
    return {
        "activity": str(campaign.activity_id),
        "owner": str(person.id),
        "language": language,
        "center": [campaign.center_lat, campaign.center_lon],
        "zoom": campaign.zoom,
        "minPinZoom": campaign.min_pin_zoom,
        "extent": extent_around(area_sets),
        "outline": outline_around(area_sets),
        "tiles": asdict(tile_source()),
        "reveal": campaign.reveal,
        "version": str(published_number(campaign.version_id)),
        "today": town_date().isoformat(),
        "questions": [_told(question, person) for question in campaign.questions],
        # A felt area has no pin kind; its word stands beside them.
        "qualities": {
            **{code: str(quality.label) for code, quality in QUALITIES.items()},
            FELT_AREA: _("Mein Viertel"),
        },
        "valences": {code: quality.valence for code, quality in QUALITIES.items()},
        "borderFit": [[code, str(label)] for code, label in BORDER_FIT.items()],
        "home": {"words": HOME.pattern, "stepLon": STEP_LON, "stepLat": STEP_LAT},
        "marks": [mark.as_json() for mark in marks],
        "quote": {key: consents["quote"][key] for key in ("text", "version", "reason")},
        "media": media_data(consents, marks),
        "urls": {
            "own": f"/api/own/{campaign.activity_id}",
            "places": url_for("tiles.places"),
            "others": url_for("maps.others", **here),
            "done": url_for("maps.done", **here),
            # The script puts the id of a drawing there.
            "border": url_for("maps_borders.data", drawing=UUID(int=0), **here),
            "resume": url_for("participants.resume_form"),
        },
        "words": {**rule_words(), **words(), **drawing_words()},
    }


def _told(question: MapQuestion, person: Participant) -> dict[str, Any]:
    """One question: what is done on the map, and what is asked about each pin, by which names it is recorded."""
    spoken = spoken_question(question)
    followups = asked_of(person, question.further)
    alone = replace(question.asked, followups=tuple(followups), label={}, hint={})
    (section,) = lean(Questionnaire(sections=(Section(SECTION, questions=(alone,)),)), current_language())[
        "sections"
    ]
    return {
        "key": question.key,
        "task": question.task,
        **asdict(spoken),
        "qualities": question.qualities,
        "maxPins": question.max_pins,
        "askPhoto": question.ask_photo,
        "askVoice": question.ask_voice,
        "why": _line(question.words),
        "name": _line(question.name),
        "asked": section["questions"][0],
        # How many of them are asked before the words of the pin.
        "before": _before_words(question, followups),
        "names": {one.key: recorded_as(one) for one in followups},
    }


def _before_words(question: MapQuestion, followups: Sequence[Question]) -> int:
    order = list(question.asked.followups)
    at = order.index(question.words) if question.words else 0
    return sum(order.index(one) < at for one in followups)


def _line(question: Question | None) -> dict[str, Any] | None:
    """A field of the sheet that every pin has: its label, whether it has to be filled, its limit."""
    if question is None:
        return None
    label = spoken(question.label).text
    return {"label": label, "isRequired": question.is_required, "most": int(question.most or LONGEST_WORDS)}


def with_address(point: dict[str, Any]) -> dict[str, Any]:
    """A point as the page shows it: its photo as the address of a small picture."""
    if "photo" not in point:
        return point
    return point | {
        "photo": url_for("contributions_media.public_file", digest=point["photo"], size="preview")
    }


def words() -> dict[str, str]:
    """Everything the script says, translated; %1 and %2 are filled in by the script."""
    return {
        **map_words(),
        "question": _("Frage %1 von %2"),
        "pins": _("%1 von %2 Nadeln"),
        "full": _("Du hast hier alle Nadeln gesetzt. Weiter zur nächsten Frage!"),
        "local": _("noch auf dem Handy"),
        "sending": _("wird gesendet"),
        "arrived": _("angekommen"),
        "refused": _("nicht angenommen"),
        "offline": _("Kein Netz. Deine Nadeln bleiben auf dem Handy und werden später gesendet."),
        "signedOut": _(
            "Du bist auf diesem Handy nicht mehr dabei. Gib deinen Beleg ein, dann wird alles gesendet."
        ),
        "resume": _("Mit deinem Beleg weitermachen"),
        "notKept": _("Dein Browser kann nichts speichern. Lass die Seite offen, bis alles angekommen ist."),
        "placed": _("Nadel gesetzt. Sag noch, warum."),
        "saved": _("Gespeichert."),
        "removed": _("Gelöscht."),
        "moved": _("Nadel verschoben."),
        "cancelled": _("Nadel weggenommen."),
        "cancelText": _("Abbrechen"),
        "edit": _("Ändern"),
        "remove": _("Löschen"),
        "none": _("Noch keine Nadel. Schieb die Karte und tippe auf »Hier«."),
        "secret": _("geheim"),
        "next": _("Weiter"),
        "finish": _("Fertig"),
        "place": _("Ort ohne Text"),
        "others": _("%1 Orte von anderen"),
        "nearest": _("%1 von %2 Orten, die nächsten bei deinen"),
        "zoomInTitle": _("Näher ran"),
        "zoomOutTitle": _("Weiter weg"),
        "close": _("Schließen"),
    }
