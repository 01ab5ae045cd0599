"""An open walk with stops around 9.30, 52.70, and people who joined it: two who note, two who speak for themselves."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

import shapely

from app.base.database import transaction
from app.participants.services import join
from app.processes.services import open_activity
from app.questions.content import Choice, Question, Questionnaire, Section
from app.questions.services import create_questionnaire, publish
from app.walks.models import TrailNote, Walk
from app.walks.queries import walk_of
from app.walks.services import StopDraft, create_trail, create_walk, create_walk_code
from app.walks.vocabulary import GROUP, RECORDER
from tests.participants.factories import make_process

STOPS = (
    StopDraft(
        "Haltestelle", shapely.Point(9.298, 52.7), "Am Wartehaus", "Was passiert hier?\nWer ist wann hier?"
    ),
    StopDraft("Spielplatz", shapely.Point(9.3, 52.701), prompts="Was ist gut, was stört?", minutes=8),
    StopDraft("Unterführung", shapely.Point(9.302, 52.702), prompts="Wie ist es hier, wenn es dunkel ist?"),
    StopDraft("Markt", place_text="Vor der Apotheke", prompts="Was müsste passieren?"),
)
ROUTE = shapely.LineString([(9.298, 52.7), (9.3, 52.701), (9.302, 52.702)])


@dataclass(frozen=True)
class Walking:
    """Plain ids of an open walk; `recorders` and `youths` are session tokens, `people` those participants in order."""

    slug: str
    activity_id: UUID
    stops: tuple[UUID, ...]
    recorders: tuple[str, ...]
    youths: tuple[str, ...]
    people: tuple[UUID, ...]

    @property
    def walk(self) -> Walk:
        found = walk_of(self.activity_id)
        assert found is not None
        return found

    @property
    def address(self) -> str:
        return f"/verfahren/{self.slug}/spaziergang/spaziergang"


ASKED = Questionnaire(
    title={"de": "An diesem Halt"},
    languages=("de",),
    sections=(
        Section(
            "here",
            questions=(
                Question(
                    "safe", "single", {"de": "Ist es hier sicher?"}, is_required=True,
                    choices=(Choice("yes", {"de": "Ja"}), Choice("no", {"de": "Nein"})),
                ),
                Question("why", "text", {"de": "Warum nicht?"}, relevant=["=", ["answer", "safe"], "no"]),
                Question("stop", "number", {"de": "Wie viele Minuten bleibst du?"}),
                Question("spot", "point", {"de": "Wo genau?"}),
                Question("picture", "photo", {"de": "Ein Foto"}),
            ),
        ),
    ),
)  # fmt: skip
"""One key is that of an entry, two questions fit no stop."""


def make_walking(
    slug: str = "zeig-dein-viertel",
    *,
    age_band: str = "a14_15",
    asked: Questionnaire | None = None,
    **values: Any,
) -> Walking:
    """Needs an application context; `age_band` is everybody's, `asked` the questionnaire of its stops."""
    with transaction():
        process = make_process(slug)
        trail = create_trail(process_id=process.id, title="Rund um den Markt", stops=STOPS, route=ROUTE)
        trail.notes.append(
            TrailNote(position=1, kind="bench", point=shapely.Point(9.299, 52.7005), text="im Schatten")
        )
        walk = create_walk(
            trail=trail, slug="spaziergang", title="Mit der 8b durchs Viertel",
            focus="Wo seid ihr gern, und wo nicht?", **{"group_bands": [age_band], **values},
        )  # fmt: skip
        if asked is not None:
            made = create_questionnaire(process_id=process.id, key="halt", title="Halt", content=asked)
            walk.questionnaire_id, walk.version_id = made.id, publish(questionnaire_id=made.id).id
        open_activity(activity_id=walk.activity_id)
        codes = {
            device: create_walk_code(walk=walk, device=device, label=device) for device in (RECORDER, GROUP)
        }
        recorders = [join(code_id=codes[RECORDER].id) for _ in range(2)]
        youths = [join(code_id=codes[GROUP].id, age_band=age_band) for _ in range(2)]
        return Walking(
            slug,
            walk.activity_id,
            tuple(stop.id for stop in trail.stops),
            tuple(one.session_token for one in recorders),
            tuple(one.session_token for one in youths),
            tuple(one.participant.id for one in (*recorders, *youths)),
        )
