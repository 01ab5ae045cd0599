"""Loads photos, a voice note and a sheet of paper into the demo: some wait at the desk, some hang in the exhibition."""

from __future__ import annotations

import io
import json
import tempfile
import wave
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid5

import numpy as np
import shapely
from PIL import Image, ImageDraw
from sqlalchemy import select

from app.accounts.queries import find_user
from app.areas.queries import areas_of, set_at
from app.base.database import after_commit, db
from app.base.printed_map.ground import Ground
from app.base.printed_map.layout import Layout
from app.contributions import review
from app.contributions.drafts import ContributionDraft, SubmissionDraft
from app.contributions.media.decoding.saving import save
from app.contributions.media.decoding.sounds import convert
from app.contributions.media.processing import Found
from app.contributions.media.services import attach, decoded
from app.contributions.media.store import store
from app.contributions.review.media.services import Seen
from app.contributions.review.media.services import release as release_file
from app.contributions.review.media.services import save as write_down
from app.contributions.services import record_many
from app.demo.load import FOLDER
from app.demo.process import AREA_SET, QUESTIONS
from app.demo.scenes import font, scene
from app.demo.voices_people import BERLIN
from app.maps.models import CHANNEL
from app.maps.paper import storage
from app.maps.paper.legend import INKS
from app.maps.paper.models import PaperPhoto
from app.maps.paper.services import SheetDraft, choose_sheet, keep_straight, make_sheet
from app.maps.queries import campaign_of
from app.participants.models import Participant
from app.participants.services import record_consent
from app.participants.vocabulary import CONSENT_TEXTS
from app.processes.models import Activity, Process

SENT = datetime(2026, 5, 18, 15, 20, tzinfo=BERLIN)


@dataclass(frozen=True)
class Shot:
    """One photo: a scene, where it was taken, what was said; `is_shown` hangs in the exhibition."""

    scene: str
    place: str
    quality: str
    text: str
    is_shown: bool = False


SHOTS = (
    Shot(
        "bench",
        "Hafenpark",
        "chill",
        "Unsere Bank am Wasser. Hier sitzen wir bis es dunkel wird.",
        is_shown=True,
    ),
    Shot("skate", "Skateanlage am Hafen", "fav", "Die Rampen sind super, nur Schatten fehlt.", is_shown=True),
    Shot(
        "basketball",
        "Basketballkorb Eschenweg",
        "fav",
        "Ein Korb für das ganze Viertel. Ein zweiter wäre gut.",
    ),
    Shot("underpass", "Unterführung", "avoid", "Hier brennt seit Wochen nur eine Lampe."),
    Shot("playground", "Spielplatz Finkenweg", "idea", "Für Kleine schön, für uns gibt es nichts."),
)
VOICE = Shot("bus", "ZOB", "idea", "Der letzte Bus fährt zu früh.")
TOLD = "Nach dem Training um neun fährt kein Bus mehr raus. Dann holt mich meine Mutter, oder ich laufe."
DOTS = (
    (0.22, 0.28, "red"),
    (0.61, 0.2, "red"),
    (0.4, 0.55, "blue"),
    (0.74, 0.62, "green"),
    (0.3, 0.78, "blue"),
)
"""Stickers on the sheet, in parts of its map."""


def load_media(process: Process, activity: Activity) -> int:
    """Photos and a voice note beside new marks of six young people; how many files."""
    places = {
        place["name"]: place for place in json.loads((FOLDER / "places.json").read_text(encoding="utf-8"))
    }
    people = _grown_up(process.id, len(SHOTS) + 1)
    editor = find_user("moderation@ellerbrueck.example")
    assert editor is not None
    for number, (person, shot) in enumerate(zip(people, (*SHOTS, VOICE), strict=True)):
        place = places[shot.place]
        draft = _sitting(process, activity, person, shot, place, SENT + timedelta(minutes=11 * number))
        record_many([draft])
        is_voice = shot is VOICE
        purposes = ("audio", "quote") if is_voice else ("photo", "quote")
        for purpose in purposes:
            version = CONSENT_TEXTS[purpose].version
            record_consent(participant_id=person, purpose=purpose, text_version=version)
        said = draft.contributions[0].id
        attachment_id = _voice(person, said) if is_voice else _photo(person, said, shot)
        at = {"process_id": process.id, "user_id": editor.id}
        if is_voice:
            write_down(attachment_id=attachment_id, version=None, seen=Seen(text=TOLD), **at)
        if shot.is_shown:
            review.release(versions={said: None}, **at)
            release_file(attachment_id=attachment_id, version=None, seen=Seen(has_people=False), **at)
    return len(people)


def load_paper(process: Process, activity: Activity) -> None:
    """One sheet that came back: straight already, its stickers wait for somebody who confirms them."""
    campaign = campaign_of(activity.id)
    assert campaign is not None
    middle = next(area.geometry for area in areas_of(set_at(AREA_SET).id) if area.code == "SR01").centroid
    sheet = make_sheet(
        campaign=campaign,
        draft=SheetDraft(QUESTIONS[0].key, "kind", "A4", False, middle.x, middle.y, 5000, 30),
        attribution="Ellerbrück (erfunden)",
        actor="command",
    )
    picture, dots, per_mm = _sheet_picture(
        sheet.layout, Ground(sheet.crs, sheet.center_x, sheet.center_y, sheet.scale)
    )
    photo = PaperPhoto(
        process_id=process.id,
        activity_id=activity.id,
        file_name="Blatt 12, Klasse 8b.jpg",
        sha256="d" * 64,
    )
    db.session.add(photo)
    db.session.flush()
    choose_sheet(photo=photo, sheet=sheet, copy=12)
    folder = storage.photo_folder(photo.id)
    folder.mkdir(mode=0o700, parents=True)
    for name in (storage.PHOTO, storage.STRAIGHT):
        picture.save(folder / name, "JPEG", quality=82)
    keep_straight(
        photo=photo,
        sheet=sheet,
        result={
            "per_mm": per_mm,
            "width": picture.width,
            "height": picture.height,
            "marks": 4,
            "marks_of": 4,
            "found": 0.97,
            "left": 0.0,
            "ticks": ["age:a14_15"],
            "dots": dots,
        },
    )


def _grown_up(process_id: UUID, count: int) -> list[UUID]:
    """People who decide for themselves what is shown of them (E04)."""
    query = select(Participant.id).where(
        Participant.process_id == process_id, Participant.age_band.in_(("a16_17", "a18_21"))
    )
    return list(db.session.scalars(query.order_by(Participant.id).limit(count)))


def _sitting(
    process: Process,
    activity: Activity,
    person: UUID,
    shot: Shot,
    place: dict[str, float],
    sent_at: datetime,
) -> SubmissionDraft:
    question = next(entry.key for entry in QUESTIONS if shot.quality in entry.qualities)
    said = ContributionDraft(
        id=uuid5(person, "demo photo mark"),
        quality=shot.quality,
        text=shot.text,
        geometry=shapely.Point(place["lon"], place["lat"]),
        attributes={"question": question},
        said_at=sent_at,
    )
    return SubmissionDraft(
        id=uuid5(person, "demo photo sitting"),
        process_id=process.id,
        activity_id=activity.id,
        participant_id=person,
        person_key=str(person),
        channel=CHANNEL,
        received_at=sent_at,
        contributions=[said],
    )


def _photo(person: UUID, contribution_id: UUID, shot: Shot) -> UUID:
    picture = scene(shot.scene)
    with tempfile.TemporaryDirectory(prefix="demo-") as name:
        files = {role: Path(name) / file for role, file in save(picture, Path(name), "").items()}
        return _arrived(person, contribution_id, "photo", "image/jpeg", files, picture.width, picture.height)


def _voice(person: UUID, contribution_id: UUID) -> UUID:
    """Three seconds of a chime."""
    with tempfile.TemporaryDirectory(prefix="demo-") as name:
        tune, sound = Path(name) / "tune.wav", Path(name) / "sound.mp3"
        _write_chime(tune)
        seconds = convert(tune, sound)
        attachment_id = _arrived(
            person, contribution_id, "audio", "audio/mpeg", {"whole": sound}, seconds=seconds
        )
    return attachment_id


def _arrived(
    person: UUID,
    contribution_id: UUID,
    kind: str,
    media_type: str,
    files: dict[str, Path],
    width: int | None = None,
    height: int | None = None,
    seconds: float | None = None,
) -> UUID:
    """Sent as a phone would, and decoded at once: what is made here needs no child to be read."""
    attachment_id = uuid5(contribution_id, kind)
    attach(
        contribution_id=contribution_id,
        participant_id=person,
        kind=kind,
        stream=io.BytesIO(files["whole"].read_bytes()),
        media_type=media_type,
        attachment_id=attachment_id,
    )
    kept = {role: store().keep(path) for role, path in files.items()}
    found = Found(whole=files["whole"].name, width=width, height=height, duration=seconds)
    decoded(
        attachment_id=attachment_id, found=found, digests={role: one.digest for role, one in kept.items()}
    )
    after_commit(lambda: store().let_go(list(kept.values())))
    return attachment_id


def _write_chime(path: Path) -> None:
    rate = 22_050
    moments = np.arange(int(rate * 0.75)) / rate
    fade = np.exp(-3 * moments)
    notes = [np.sin(2 * np.pi * pitch * moments) * fade for pitch in (523.25, 659.25, 783.99, 1046.5)]
    samples = (np.concatenate(notes) * 9000).astype("<i2")
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(samples.tobytes())


def _sheet_picture(
    stored: dict[str, object], ground: Ground
) -> tuple[Image.Image, list[dict[str, object]], float]:
    """A straight picture of a sheet with its stickers, the dots as a reading would find them, pixels per mm."""
    layout, per_mm = Layout.from_json(stored), 6.0
    picture = Image.new("RGB", (round(210 * per_mm), round(297 * per_mm)), "#fbfaf6")
    drawing, frame = ImageDraw.Draw(picture), layout.frame
    edges = tuple(side * per_mm for side in (frame.x, frame.y, frame.x + frame.width, frame.y + frame.height))
    drawing.text((edges[0], 20), "Erfundenes Blatt für die Vorführung", fill="#333333", font=font(34))
    ground_map = Image.new("RGB", picture.size, "#fbfaf6")
    lines = ImageDraw.Draw(ground_map)
    for area in areas_of(set_at(AREA_SET).id):
        for part in shapely.get_parts(area.geometry):
            ring = ground.paper_of(shapely.get_coordinates(part.exterior), layout) * per_mm
            lines.line([(x, y) for x, y in ring.tolist()], fill="#8d8d8d", width=5, joint="curve")
        middle = (
            ground.paper_of(shapely.get_coordinates(area.geometry.representative_point()), layout)[0] * per_mm
        )
        lines.text((middle[0], middle[1]), area.name, fill="#555555", anchor="mm", font=font(30))
    left, top, right, bottom = (round(edge) for edge in edges)
    picture.paste(ground_map.crop((left, top, right, bottom)), (left, top))
    drawing.rectangle(edges, outline="#222222", width=4)
    for mark in layout.marks:
        drawing.rectangle(
            [mark.x * per_mm, mark.y * per_mm, (mark.x + mark.size) * per_mm, (mark.y + mark.size) * per_mm],
            fill="#222222",
        )
    dots: list[dict[str, object]] = []
    for across, down, ink in DOTS:
        x, y = (frame.x + across * frame.width) * per_mm, (frame.y + down * frame.height) * per_mm
        drawing.ellipse((x - 24, y - 24, x + 24, y + 24), fill=INKS[ink].colour)
        dots.append({"x": x, "y": y, "ink": ink, "shape": "round", "confidence": 0.93})
    return picture, dots, per_mm
