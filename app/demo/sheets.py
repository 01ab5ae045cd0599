"""Invents four subjective maps of Ellerbrück: what is large matters, distances do not (B5)."""

from __future__ import annotations

import io
import json
import math
import random
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

from sqlalchemy import select

from app.base.database import db
from app.contributions.drafts import ContributionDraft, SubmissionDraft
from app.contributions.media.services import attach
from app.contributions.services import record_many
from app.maps.subjective.models import CHANNEL, DrawingTask
from app.participants.models import Participant
from app.participants.services import say_yes_many
from app.processes.models import Process

BEGUN = datetime(2026, 3, 16, 14, 5, tzinfo=UTC)


@dataclass
class Sheet:
    """One invented map: what lies on it in the order of drawing, and what was told about it."""

    title: str
    told: str
    start: str
    width: int = 1000
    height: int = 1414
    objects: list[dict[str, Any]] = field(default_factory=list)
    chance: random.Random = field(default_factory=lambda: random.Random(5))  # noqa: S311 – it only shakes lines

    def line(self, *corners: float, ink: str = "black", width: str = "middle", stage: int = 1) -> Sheet:
        """A line through corners as a hand draws it: a little shaky."""
        points: list[float] = []
        for i in range(0, len(corners) - 3, 2):
            x1, y1, x2, y2 = corners[i : i + 4]
            steps = max(2, round(math.hypot(x2 - x1, y2 - y1) / 28))
            for k in range(steps):
                shake = (self.chance.gauss(0, 3.2), self.chance.gauss(0, 3.2))
                points += [x1 + (x2 - x1) * k / steps + shake[0], y1 + (y2 - y1) * k / steps + shake[1]]
        points += corners[-2:]
        rounded = [round(value, 1) for value in points]
        return self._add(type="stroke", stage=stage, ink=ink, width=width, points=rounded)

    def ring(
        self, x: float, y: float, wide: float, high: float, *, ink: str = "black", stage: int = 1
    ) -> Sheet:
        angles = [2 * math.pi * k / 12 for k in range(13)]
        corners = [value for a in angles for value in (x + wide * math.cos(a), y + high * math.sin(a))]
        return self.line(*corners, ink=ink, width="thin", stage=stage)

    def stamp(
        self,
        stamp: str,
        x: float,
        y: float,
        name: str = "",
        *,
        size: int = 120,
        ink: str = "black",
        stage: int = 1,
    ) -> Sheet:
        return self._add(type="stamp", stage=stage, ink=ink, stamp=stamp, x=x, y=y, size=size, name=name)

    def text(
        self, text: str, x: float, y: float, *, size: int = 46, ink: str = "black", stage: int = 1
    ) -> Sheet:
        return self._add(type="text", stage=stage, ink=ink, text=text, x=x, y=y, size=size)

    def sticker(self, rating: str, x: float, y: float, name: str = "") -> Sheet:
        number = 1 + sum(found["type"] == "sticker" for found in self.objects)
        return self._add(type="sticker", stage=3, rating=rating, number=number, x=x, y=y, name=name)

    def _add(self, **found: Any) -> Sheet:
        self.objects.append(found)
        return self

    def as_json(self) -> bytes:
        sheet = {"version": 1, "width": self.width, "height": self.height, "objects": self.objects}
        return json.dumps(sheet, ensure_ascii=False).encode()


def sheets() -> list[Sheet]:
    """Always the same four."""
    return [_islands(), _way_to_school(), _river(), _evening()]


def _islands() -> Sheet:
    sheet = Sheet(
        "Meine Inseln",
        "Ich habe drei Inseln: zu Hause, Schule und Training. Dazwischen fahre ich Bus und sehe nur aus dem Fenster.",
        "home",
    )
    sheet.ring(270, 300, 200, 170, ink="green").stamp("house", 270, 290, "zu Hause", size=170, ink="red")
    sheet.ring(720, 640, 220, 190, ink="green").stamp("school", 700, 610, "Schule", size=190, ink="blue")
    sheet.stamp("people", 850, 700, size=90, ink="blue")
    sheet.ring(330, 1090, 240, 200, ink="green").stamp("ball", 330, 1060, "Training", size=220, ink="black")
    sheet.line(420, 400, 520, 470, 590, 520, width="thin").stamp("bus", 505, 420, size=90, ink="brown")
    sheet.line(640, 800, 540, 880, 470, 940, width="thin").stamp("bus", 625, 915, size=90, ink="brown")
    sheet.line(820, 830, 880, 960, 860, 1080, stage=2).stamp("shop", 850, 1150, "Kiosk", size=120, stage=2)
    sheet.text("hier kenne ich nichts", 660, 180, size=42, stage=2)
    sheet.sticker("like", 470, 960).sticker("boring", 600, 420)
    return sheet.sticker("exciting", 940, 1090)


def _way_to_school() -> Sheet:
    sheet = Sheet(
        "Mein Schulweg",
        "Der Weg ist das Wichtigste. An der Kreuzung muss ich immer warten, unter der Brücke renne ich.",
        "home",
    )
    sheet.stamp("house", 160, 1230, "bei mir", size=130, ink="brown")
    sheet.line(
        220, 1180, 330, 1010, 270, 820, 470, 700, 640, 560, 610, 370, 760, 230, width="thick", ink="blue"
    )
    sheet.stamp("school", 830, 170, "Schule", size=200, ink="black")
    sheet.line(130, 860, 440, 800, width="middle").line(150, 910, 430, 860, width="middle")
    sheet.text("Kreuzung", 560, 830).stamp("stop", 300, 720, size=90, ink="red")
    sheet.line(520, 480, 720, 440, width="thick").text("Brücke", 840, 460, size=52)
    sheet.stamp("tree", 760, 800, size=150, ink="green").stamp("tree", 880, 860, size=120, ink="green")
    sheet.stamp("lamp", 480, 560, "Licht fehlt", size=110, stage=2)
    sheet.line(640, 700, 760, 960, 700, 1180, stage=2, width="thin").stamp(
        "bike", 700, 1240, "Abkürzung", stage=2
    )
    sheet.sticker("avoid", 620, 420, "Unter der Brücke").sticker("forbidden", 690, 1080, "Privatweg")
    return sheet.sticker("wish", 330, 520, "Lampe")


def _river() -> Sheet:
    sheet = Sheet(
        "Alles am Fluss",
        "Die Eller ist in der Mitte, weil wir im Sommer nur dort sind. Auf der anderen Seite war ich noch nie.",
        "meeting_place",
        width=1414,
        height=1000,
    )
    for shift in (0, 34, 68):
        sheet.line(
            40,
            560 + shift,
            330,
            470 + shift,
            700,
            540 + shift,
            1050,
            440 + shift,
            1380,
            500 + shift,
            ink="blue",
        )
    sheet.stamp("bench", 380, 350, "unsere Bank", size=170, ink="brown")
    sheet.stamp("people", 560, 330, size=130).stamp("tree", 200, 330, size=190, ink="green")
    sheet.stamp("ball", 860, 290, "Bolzplatz", size=130)
    sheet.stamp("house", 1180, 250, size=90).stamp("house", 1280, 270, size=90).text("Siedlung", 1230, 360)
    sheet.text("???", 700, 820, size=120)
    sheet.line(1010, 400, 1030, 650, width="thick", stage=2).text("Brücke, nur für Autos", 1080, 720, stage=2)
    sheet.stamp("water", 250, 720, "hier baden wir", size=110, stage=2)
    sheet.sticker("like", 470, 240).sticker("forbidden", 350, 790, "Baden")
    return sheet.sticker("wish", 860, 760, "Steg")


def _evening() -> Sheet:
    sheet = Sheet(
        "Abends",
        "Abends ist mein Viertel viel kleiner. Nach dem Bahnhof hört es auf.",
        "other",
    )
    sheet.stamp("star", 500, 120, size=110, ink="brown").stamp("star", 700, 180, size=70, ink="brown")
    sheet.ring(430, 720, 330, 380, ink="blue")
    sheet.stamp("house", 330, 640, "zu Hause", size=150, ink="blue")
    sheet.stamp("shop", 560, 560, "Döner", size=160, ink="red")
    sheet.stamp("lamp", 440, 900, size=130, ink="brown").stamp("lamp", 600, 860, size=130, ink="brown")
    sheet.line(820, 420, 800, 700, 830, 1050, width="thick").text("Bahnhof", 850, 1130, size=60)
    sheet.stamp("flash", 915, 600, size=140, ink="black").text("dunkel", 905, 740, size=46)
    sheet.text("Handylicht an!", 700, 1250, stage=2).line(
        430, 1080, 560, 1180, 690, 1200, stage=2, width="thin"
    )
    sheet.sticker("avoid", 640, 400, "Unterführung").sticker("like", 670, 570)
    return sheet.sticker("exciting", 430, 430, "Sterne")


def send_sheets(process: Process, task: DrawingTask) -> int:
    """Four of the young people sent a drawing, the way their phones send it; how many it are."""
    query = (
        select(Participant.id).where(Participant.process_id == process.id).order_by(Participant.id).limit(4)
    )
    people = list(db.session.scalars(query))
    # One of them shows the map to the team only.
    say_yes_many(participant_ids=people[:-1], purpose="drawing")
    for number, (person, sheet) in enumerate(zip(people, sheets(), strict=False)):
        draft = _sitting(process, task, person, sheet, BEGUN + timedelta(minutes=7 * number))
        record_many([draft])
        attach(
            contribution_id=draft.contributions[0].id,
            participant_id=person,
            kind="drawing",
            stream=io.BytesIO(sheet.as_json()),
            media_type="application/json",
            attachment_id=uuid5(person, "drawing"),
        )
    return len(people)


def _sitting(
    process: Process, task: DrawingTask, person: UUID, sheet: Sheet, said_at: datetime
) -> SubmissionDraft:
    drawn = ContributionDraft(
        id=uuid5(person, "map"),
        kind="subjective_map",
        title=sheet.title,
        attributes={"made": "drawn", "start_point": sheet.start},
        said_at=said_at,
    )
    told = ContributionDraft(
        id=uuid5(person, "telling"),
        kind="narration",
        title="Erzählung zu meiner Karte",
        text=sheet.told,
        attributes={"about": str(drawn.id)},
        said_at=said_at,
    )
    return SubmissionDraft(
        id=uuid5(person, "drawing sitting"),
        process_id=process.id,
        activity_id=task.activity_id,
        participant_id=person,
        person_key=str(person),
        channel=CHANNEL,
        received_at=said_at,
        contributions=[drawn, told],
    )
