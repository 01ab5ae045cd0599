"""The attributes of a question: those that mean something here, and the names of all others that were set."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _

from app.questions.limesurvey.file import Asked, Spoken

_TAKEN = {
    "other_replace_text", "random_order", "answer_order", "max_answers", "min_answers", "min_num_value_n",
    "max_num_value_n", "num_value_int_only", "maximum_chars", "exclude_all_others", "date_format", "hidden",
    "min_num_value", "max_num_value", "multiflexible_min", "multiflexible_max",
}  # fmt: skip
_LOOKS = re.compile(
    r"(statistics|public_statistics|time_limit|location|cssclass|css|display|text_input|prefix|suffix|printable"
    r"|page_break|label_input|repeat_headings|answer_width|dropdown|use_dropdown|category|slider|choice_header"
    r"|samechoiceheight|samelistheight|showpopups|save_as_default|form_title|alphasort|numbers_only|parent_order"
    r"|question_template|clear_default|image|keep_aspect|horizontal|crop|fix_|reverse|input_boxes|placeholder"
    r"|num_value_)"
)
"""Attributes about how something looks or is counted there: named together when they were set."""
_NEUTRAL = {"", "0", "N", "normal", "default", "1"}
_NUMBER = re.compile(r"-?\d{1,12}(?:\.\d{1,9})?")


@dataclass(frozen=True)
class Settings:
    """What of the attributes is taken. `most` and `least` are numbers of choices; `alone` codes that stand alone."""

    is_hidden: bool
    is_shuffled: bool
    other: Spoken
    least: float | None
    most: float | None
    most_signs: float | None
    lowest: float | None
    highest: float | None
    is_whole: bool
    alone: frozenset[str]
    day_or_time: str

    @property
    def bounds(self) -> dict[str, Any]:
        return {"least": self.lowest, "most": self.highest, "step": 1.0 if self.is_whole else None}

    def field_bounds(self, kind: str) -> dict[str, Any]:
        """Bounds of each field of a set."""
        return self.bounds if kind == "K" else {"most": self.most_signs}


def settings_of(asked: Asked, note: Callable[[str, object], None]) -> Settings:
    """Reads the attributes of a question; what has no counterpart is handed to `note` with its name."""
    for name, by_language in asked.attributes.items():
        values = [text for text in by_language.values() if text]
        if name in _TAKEN or not values:
            continue
        if _LOOKS.match(name):
            if set(values) - _NEUTRAL:
                note(name, _("Aussehen und Zählweise von LimeSurvey werden nicht übernommen."))
        elif set(values) - {"", "0", "N"}:
            what = _("Die Einstellung »%(value)s« gibt es hier nicht.", value=values[0][:80])
            note(name, what)

    def number(name: str, least: float = 0) -> float | None:
        text = asked.setting(name)
        if not text:
            return None
        if not _NUMBER.fullmatch(text) or float(text) < least:
            note(name, _("»%(value)s« ist keine feste Zahl und wurde nicht übernommen.", value=text[:80]))
            return None
        return float(text)

    kind, far = asked.part["type"], -1e15
    of_choices = kind in "MPR"
    if not of_choices:
        for name in ("max_answers", "min_answers"):
            if asked.setting(name):
                note(
                    name, _("Die Einstellung »%(value)s« gibt es hier nicht.", value=asked.setting(name)[:80])
                )
    form = asked.setting("date_format")
    has_time, has_day = bool(re.search(r"[HhM]{1,2}:|:M", form)), bool(re.search(r"[dymY]", form)) or not form
    if kind == "D" and has_time and has_day:
        note("date_format", _("Gefragt wird hier nur nach dem Tag, nicht auch nach der Uhrzeit."))
    return Settings(
        is_hidden=asked.setting("hidden") == "1",
        is_shuffled=asked.setting("random_order") == "1" or asked.setting("answer_order") == "random",
        other=asked.attributes.get("other_replace_text", {}),
        least=number("min_answers") if of_choices else None,
        most=number("max_answers") if of_choices else None,
        most_signs=number("maximum_chars", 1) if kind in "STUQ" else None,
        lowest=number("min_num_value_n", far) if kind in "NK" else None,
        highest=number("max_num_value_n", far) if kind in "NK" else None,
        is_whole=asked.setting("num_value_int_only") == "1",
        alone=frozenset(re.split(r"[;,\s]+", asked.setting("exclude_all_others"))) - {""},
        day_or_time="time" if has_time and not has_day else "date",
    )
