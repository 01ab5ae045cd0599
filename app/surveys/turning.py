"""A page without a script comes in: its answers are laid over those before, and what they lead to is shown next."""

from __future__ import annotations

from dataclasses import dataclass, field

from werkzeug.datastructures import MultiDict

from app.surveys.sheets import Sheets, sheets, without_blanks, written


@dataclass(frozen=True)
class Turn:
    """`page` is the number of the page to show, 0 for the beginning, one past the last for the look over everything.

    `problems` are sentences by path that keep somebody on the page; `more` is the question that gets one more mark.
    `is_longer` says that an answer has brought up further questions on the same page.
    """

    pages: Sheets
    page: int
    problems: dict[str, str] = field(default_factory=dict)
    more: str = ""
    is_longer: bool = False

    @property
    def is_review(self) -> bool:
        return self.page > len(self.pages.steps)


def turn(before: Sheets, at: int, sent: MultiDict[str, str]) -> Turn:
    """What follows page `at` as it was sent; its button `go` says where somebody wants to."""
    step = before.steps[at - 1]
    going, _sign, about = sent.get("go", "next").partition(":")
    raw = written(before, step, sent)
    if going != "more":
        raw = without_blanks(raw, before.content)
    if going == "again":
        raw[step.section.key] = [*raw.get(step.section.key, []), {}]
    pages = sheets(before.content, before.seed, raw)
    if going == "back":
        return Turn(pages, at - 1)
    if going == "more":
        return Turn(pages, at, more=about)
    here = next((number for number, one in enumerate(pages.steps, 1) if one.key == step.key), 0)
    if not here:
        return Turn(pages, at)
    now = pages.steps[here - 1]
    if problems := pages.problems(now):
        return Turn(pages, here, problems)
    if {one.key for one in now.questions} - set(sent.getlist("asked")):
        return Turn(pages, here, is_longer=True)
    return Turn(pages, here + 1)
