"""Everything the staff page shows of one survey, counted now and protected for inside (three persons and more)."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.areas.age_bands import ROLLUP_LABELS, STAGES
from app.areas.models import AreaSet
from app.areas.queries import area_names
from app.atlas.answers import Answer, Asked, answer_of, by_group
from app.atlas.charts import SMALL, Chart, chart_of
from app.base.i18n import current_language
from app.indicators import queries
from app.indicators.catalogue import definition_of
from app.indicators.compute.answers import (
    answer_means,
    answer_shares,
    deviations,
    effective_sizes,
    weighted_answer_shares,
)
from app.indicators.disclosure import INSIDE, protect
from app.indicators.frames import ALL, Frames
from app.indicators.labels import remark
from app.indicators.surveys.asked import Taken, taken
from app.indicators.surveys.items import Item, items_of
from app.indicators.surveys.naming import indicator_id
from app.indicators.surveys.sheet import Survey
from app.indicators.surveys.ways import DRAWN, VIEWS, only, views_of
from app.indicators.surveys.words import answer_label, question_label
from app.processes.models import Process
from app.questions.texts import said
from app.questions.vocabulary import FREE_TEXT_KINDS

BREAKDOWNS = {"": _l("alle zusammen"), "raum": _l("nach Raum"), "alter": _l("nach Altersgruppe")}
LEAST = INSIDE.persons


@dataclass(frozen=True)
class Gap:
    """How many persons gave no answer, and why."""

    label: str
    persons: str


@dataclass(frozen=True)
class Block:
    """One question: its answers of everybody, the same by group, the mean, the gaps, and what is drawn of it."""

    anchor: str
    asked: Asked
    is_conditional: bool
    mean: Answer | None
    gaps: list[Gap]
    groups: list[tuple[str, list[Answer], str]]
    chart: Chart | None = None
    charts: tuple[tuple[str, Chart], ...] = ()


@dataclass(frozen=True)
class SampleFigure:
    """D03 or D06 with what it means."""

    id: str
    label: str
    value: str
    reading: str
    remark: str


@dataclass(frozen=True)
class SurveySheet:
    """`ways` are key, name and persons of each way people came by; `drawn` says what the persons on this sheet are:
    `sample` all from the register, `none` all of themselves, `mixed` both.
    """

    people: int
    blocks: list[Block] = field(default_factory=list)
    sample: list[SampleFigure] = field(default_factory=list)
    open_questions: list[str] = field(default_factory=list)
    can_weight: bool = False
    is_weighted: bool = False
    ways: list[tuple[str, str, str]] = field(default_factory=list)
    drawn: str = ""


def sheet_of(
    process: Process, area_set: AreaSet | None, whole: Survey, *, by: str, weighted: bool, way: str = ""
) -> SurveySheet:
    """Count one survey anew and protect it; `by` is a key of BREAKDOWNS, `way` one of VIEWS or empty for all."""
    survey = only(whole, VIEWS[way].ways) if way else whole
    frames = queries.survey_frames(process, area_set, survey)
    weights = weighted_answer_shares(definition_of("BG"), frames, inside=True)
    is_weighted = weighted and len(weights) > 0
    shares = weights if is_weighted else answer_shares(definition_of("B"), frames, inside=True)
    means = answer_means(definition_of("BM"), frames, inside=True)
    sample = [deviations(definition_of("D03"), frames), effective_sizes(definition_of("D06"), frames)]
    found = [table for table in (shares, means, *sample) if len(table)]
    rows = protect(pd.concat(found, ignore_index=True), INSIDE) if found else pd.DataFrame()
    base = "BG" if is_weighted else "B"
    return SurveySheet(
        people=len(survey.people),
        blocks=_blocks(survey, rows, base, _groups(frames, area_set, by)) if len(rows) else [],
        sample=_sample(rows) if len(rows) else [],
        open_questions=_open_questions(survey),
        can_weight=len(weights) > 0,
        is_weighted=is_weighted,
        ways=[
            (key, str(view.label), _count(whole.people["way"].isin(view.ways).to_numpy()))
            for key, view in views_of(whole).items()
        ],
        drawn=_drawn(survey),
    )


def _drawn(survey: Survey) -> str:
    if survey.is_sample:
        return "sample"
    return "mixed" if survey.people["way"].isin(DRAWN).any() else "none"


def _groups(frames: Frames, area_set: AreaSet | None, by: str) -> list[tuple[str, str, str]]:
    if by == "raum" and area_set is not None:
        names = area_names([area_set.id])[area_set.id]
        return [(code, ALL, name) for code, name in sorted(names, key=lambda one: one[1])]
    if by == "alter":
        return [(ALL, stage, str(ROLLUP_LABELS[stage])) for stage in STAGES]
    return []


def _blocks(survey: Survey, rows: pd.DataFrame, base: str, groups: list[tuple[str, str, str]]) -> list[Block]:
    languages = survey.questionnaire.languages or ("de",)
    town = rows[(rows["area_id"] == ALL) & (rows["age_group"] == ALL)].set_index("indicator_id")
    blocks = []
    for item in items_of(survey.questionnaire):
        names = [indicator_id(base, survey.handle, item.key, choice.key) for choice in item.choices]
        mean = indicator_id("BM", survey.handle, item.key)
        found = taken(survey, item)
        answers = [
            answer_of(town.loc[name].to_dict(), answer_label(item, choice.key, languages))
            for name, choice in zip(names, item.choices, strict=True)
            if name in town.index
        ]
        anchor, label = item.key.replace(".", "-"), question_label(item, languages)
        parts = by_group(rows, names or [mean], groups) if groups else []
        blocks.append(
            Block(
                anchor=anchor,
                asked=Asked(label, answers, _count(found.valid)),
                is_conditional=item.is_conditional,
                mean=answer_of(town.loc[mean].to_dict(), _mean_label(item)) if mean in town.index else None,
                gaps=_gaps(item, found),
                groups=parts,
                chart=chart_of(f"chart-{anchor}", label, answers, hidden=_("gesperrt")),
                charts=_charts(anchor, label, answers, parts),
            )
        )
    return blocks


def _charts(
    anchor: str, question: str, answers: list[Answer], groups: list[tuple[str, list[Answer], str]]
) -> tuple[tuple[str, Chart], ...]:
    """Small multiples: the same chart for each group that has anything to show, in one order and on one scale."""
    found = []
    for at, (name, given, _persons) in enumerate(groups):
        if len(given) != len(answers) or all(one.share is None for one in given):
            continue
        named = [replace(one, label=whole.label) for one, whole in zip(given, answers, strict=True)]
        key, title = f"chart-{anchor}-{at}", f"{question}, {name}"
        drawn = chart_of(key, title, named, hidden=_("gesperrt"), size=SMALL)
        found += [(name, drawn)] if drawn else []
    return tuple(found)


def _mean_label(item: Item) -> str:
    if item.question.kind == "number":
        return _("Mittelwert")
    return _("Mittelwert (von 1 = »%(first)s« bis %(count)s = »%(last)s«)",
             first=answer_label(item, item.choices[0].key), count=len(item.choices),
             last=answer_label(item, item.choices[-1].key))  # fmt: skip


def _gaps(item: Item, found: Taken) -> list[Gap]:
    parts = [(_("keine Angabe"), found.declined), (_("nicht beantwortet"), found.missing)]
    parts.append((_("nicht gefragt"), ~found.asked))
    return [Gap(label, _count(mask)) for label, mask in parts if mask.any()]


def _count(mask: np.ndarray) -> str:
    count = int(mask.sum())
    return _("unter %(least)s", least=LEAST) if 0 < count < LEAST else str(count)


def _sample(rows: pd.DataFrame) -> list[SampleFigure]:
    mine = rows[rows["indicator_id"].str.startswith(("D03:", "D06:"))]
    figures = []
    for record in mine.to_dict("records"):
        definition = definition_of(record["indicator_id"])
        figures.append(
            SampleFigure(
                definition.id,
                str(definition.label),
                answer_of(record, "").value,
                str(definition.interpretation),
                remark(record, {}),
            )
        )
    return figures


def _open_questions(survey: Survey) -> list[str]:
    """Questions whose answers are words: they are read at the desk and never shown here."""
    languages = survey.questionnaire.languages or ("de",)
    return [
        said(question.label, current_language(), languages[0]) or question.key
        for question in survey.questionnaire.questions()
        if question.kind in FREE_TEXT_KINDS
    ]
