"""By which ways people came to a survey: each for itself, and the drawn sample apart from who came of themselves."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

from flask_babel import lazy_gettext as _l

from app.indicators.surveys.naming import sample_handle
from app.indicators.surveys.sheet import Survey

DRAWN = frozenset({"sample", "sample_paper"})
"""Ways of people who were drawn from the register; all others chose themselves."""


@dataclass(frozen=True)
class View:
    """One way to look at answers: the recorded ways it takes together."""

    label: object
    ways: frozenset[str]


VIEWS = {
    "stichprobe": View(_l("Stichprobe"), DRAWN),
    "offen": View(_l("offener Link oder Code"), frozenset({"open"})),
    "klasse": View(_l("Klasse"), frozenset({"school"})),
    "geraet": View(_l("Gerät vor Ort"), frozenset({"kiosk"})),
    "papier": View(_l("Papier"), frozenset({"paper", "sample_paper"})),
}
"""A sheet that went out with a letter is in two of them."""


def views_of(survey: Survey) -> dict[str, View]:
    """The views somebody came by."""
    seen = set(survey.people["way"])
    return {key: view for key, view in VIEWS.items() if view.ways & seen}


def only(survey: Survey, ways: Collection[str], handle: str = "") -> Survey:
    """The same survey with the people of these ways, under another handle if there is one."""
    people = survey.people
    kept = people.loc[people["way"].isin(ways), "submission_id"]
    answers = survey.answers[survey.answers["submission_id"].isin(kept)].reset_index(drop=True)
    return replace(survey, answers=answers, handle=handle or survey.handle)


def parts(survey: Survey) -> tuple[Survey, ...]:
    """The drawn sample and all others as two surveys, which share nobody: nothing can be subtracted between them.

    The sample has a handle of its own from its first answer on, so that later figures are compared with earlier ones
    of the same people only.
    """
    seen = set(survey.people["way"])
    if not seen & DRAWN:
        return (survey,)
    sample = only(survey, DRAWN, sample_handle(survey.handle))
    return (sample, only(survey, seen - DRAWN)) if seen - DRAWN else (sample,)
