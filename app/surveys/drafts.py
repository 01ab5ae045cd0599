"""Sound answers as a sitting of the record: closed answers as attributes, words, marks and files as contributions."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID

import shapely

from app.contributions.drafts import ContributionDraft, SubmissionDraft
from app.contributions.homes import is_coarse
from app.contributions.vocabulary import QUALITIES
from app.questions.content import Question, Questionnaire
from app.questions.flat import Mark, files, flat, marks, words
from app.questions.texts import said
from app.surveys.identity import contribution_id

VERSION = "_version"
"""Attribute of a sitting: number of the version that was answered. No question has such a key."""
WAY = "_way"
"""Attribute of a sitting: the way it came (`ways.way_of`)."""
WORDS, MARK, FELT_AREA, PHOTO, TELLING = "survey_text", "mark", "felt_area", "photo", "narration"
LONGEST_TITLE = 300


def filled(
    sitting: SubmissionDraft,
    questionnaire: Questionnaire,
    number: int,
    answers: dict[str, Any],
    quote: str = "",
    way: str = "",
) -> SubmissionDraft:
    """The sitting with all that `answers` (as `checked` gives them) say to version `number` of the questionnaire.

    `quote` is the wording of the yes to showing the words, empty without one; `way` how the sitting came.
    """
    attributes: dict[str, str | float] = {VERSION: float(number), **({WAY: way} if way else {})}
    for key, value in flat(questionnaire, answers):
        attributes[key] = value if isinstance(value, str) else float(value)
    said_there = [
        *(_words(sitting.id, key, key, text, quote) for key, text in words(questionnaire, answers)),
        *(one for mark in marks(questionnaire, answers) for one in _mark(sitting.id, mark, quote)),
        *_files(sitting, questionnaire, answers),
    ]
    return replace(sitting, attributes=attributes, contributions=said_there)


def _words(
    submission_id: UUID, key: str, question: str, text: str, quote: str, about: UUID | None = None
) -> ContributionDraft:
    return ContributionDraft(
        id=contribution_id(submission_id, key),
        kind=WORDS,
        text=text,
        quote=quote,
        attributes={"question": question} | ({"about": str(about)} if about else {}),
    )


def _mark(submission_id: UUID, mark: Mark, quote: str) -> list[ContributionDraft]:
    """A mark with its first words as its text; what else was written about it stands beside it and names it."""
    key = f"{mark.question}.{mark.number}"
    geometry = None if mark.geometry is None else shapely.geometry.shape(mark.geometry)
    first, *others = mark.words or [("", "")]
    draft = ContributionDraft(
        id=contribution_id(submission_id, key),
        text=first[1],
        quote=quote if first[1] else "",
        geometry=geometry,
        place_text=mark.place_text,
        precision="approximate" if geometry is not None and is_coarse(geometry) else "exact",
        attributes={"question": mark.question, **{name: _text(value) for name, value in mark.closed}},
        files=tuple(UUID(file) for _key, file in mark.files),
        **_kind(mark, geometry),
    )
    return [
        draft,
        *(
            _words(submission_id, f"{key}.{name}", f"{mark.question}.{name}", text, quote, draft.id)
            for name, text in others
        ),
    ]


def _kind(mark: Mark, geometry: shapely.Geometry | None) -> dict[str, Any]:
    """An area is somebody's felt area, a line a way, unless another kind of place was chosen for it."""
    quality = mark.choice if mark.choice in QUALITIES else None
    dimension = {"line": 1, "polygon": 2}.get(mark.kind, 0)
    if geometry is not None:
        dimension = shapely.get_dimensions(geometry)
    if dimension == 2 and quality is None:
        return {"kind": FELT_AREA}
    return {"kind": MARK, "quality": quality or ("way" if dimension == 1 else None)}


def _text(value: str | int | float) -> str:
    """Numbers as they are written in tables: 3, not 3.0."""
    return value if isinstance(value, str) else f"{value:.15g}"


def _files(
    sitting: SubmissionDraft, questionnaire: Questionnaire, answers: dict[str, Any]
) -> list[ContributionDraft]:
    """What photos and recordings hang on: one contribution for each question, called by what was asked."""
    named: dict[str, list[UUID]] = {}
    for key, file in files(questionnaire, answers):
        named.setdefault(key, []).append(UUID(file))
    return [
        ContributionDraft(
            id=contribution_id(sitting.id, key),
            kind=TELLING if question.kind == "audio" else PHOTO,
            title=said(question.label, sitting.language, questionnaire.languages[0])[:LONGEST_TITLE] or key,
            attributes={"question": key},
            files=tuple(ids),
        )
        for key, ids in named.items()
        if (question := _asked(questionnaire, key)) is not None
    ]


def _asked(questionnaire: Questionnaire, key: str) -> Question | None:
    """The question of a flat key, in a repeated section or not."""
    return questionnaire.question(key.rsplit(".", 1)[-1])
