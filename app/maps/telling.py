"""What somebody says on the page without a script, as the sitting that the phone's outbox would have sent."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID, uuid5

import shapely
from flask_babel import gettext as _

from app.base.errors import DomainError
from app.base.tiles import named_places
from app.contributions.drafts import ContributionDraft, SubmissionDraft
from app.contributions.forms import quote_of
from app.contributions.homes import coarsened, names_a_home
from app.maps.answers import WORDS, Answered
from app.maps.asked import MapQuestion
from app.maps.drawing_forms import QuarterForm, WayForm
from app.maps.forms import MarkForm
from app.maps.models import NeedleCampaign
from app.maps.naming import VERSION
from app.maps.sitting import sitting
from app.maps.vocabulary import FELT_AREA, WAY
from app.participants.models import Participant
from app.questions.queries import published_number

AnswerForm = MarkForm | QuarterForm | WayForm


def told(
    form: AnswerForm, found: Answered, campaign: NeedleCampaign, person: Participant, question: MapQuestion
) -> SubmissionDraft:
    """The place of the form with the answers found about it; all ids are made from the form's own."""
    try:
        identity = UUID(form.id.data)
    except ValueError as error:
        raise DomainError(_("Bitte laden Sie die Seite neu.")) from error
    quote = quote_of(form)
    version = str(published_number(campaign.version_id))
    pin = ContributionDraft(
        id=identity,
        text=found.text,
        title=found.title,
        quote=quote,
        is_secret=form.is_secret.data,
        attributes={"question": question.key, VERSION: version, **found.attributes},
        **(_placed(form, found.text) if isinstance(form, MarkForm) else _described(form)),
    )
    words = [
        ContributionDraft(
            id=uuid5(identity, name),
            kind=WORDS,
            text=text,
            quote=quote,
            is_secret=form.is_secret.data,
            attributes={"question": f"{question.key}.{name}", "about": str(identity), VERSION: version},
        )
        for name, text in found.words.items()
    ]
    whole = sitting(identity, activity=campaign.activity, person=person, said=pin)
    return replace(whole, contributions=[pin, *words])


def _placed(form: MarkForm, text: str) -> dict[str, Any]:
    """A needle at a place of the list, or at one that was described."""
    place = next((place for place in named_places() if place["name"] == form.place.data), None)
    point = shapely.Point(place["lon"], place["lat"]) if place else None
    at_home = point is not None and names_a_home(f"{form.place_text.data or ''} {text}")
    return {
        "quality": form.quality.data,
        "place_text": form.place_text.data or (str(place["name"]) if place else ""),
        "geometry": coarsened(point) if at_home and point is not None else point,
        "precision": "described" if point is None else "approximate" if at_home else "exact",
    }


def _described(form: QuarterForm | WayForm) -> dict[str, Any]:
    """A quarter or a way in words, where a map would have a drawing."""
    kind = {"kind": FELT_AREA} if isinstance(form, QuarterForm) else {"quality": WAY}
    return {**kind, "place_text": form.described(), "precision": "described"}
