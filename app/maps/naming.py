"""Under which name an answer about a pin is recorded: the names that counting, review and files have always read.

Keys are unique in a whole questionnaire, so that the same question asked of two kinds of pins has two keys
(`gern_time_of_day`, `streit_time_of_day`); both are recorded as `time_of_day`.
"""

from __future__ import annotations

import re

from app.questions.content import Question
from app.questions.vocabulary import LONGEST_KEY

TEXT, TITLE = "pin_text", "pin_title"
"""The words of the pin itself and the name of a quarter: `text` and `title` of the contribution."""
WELL_KNOWN = ("time_of_day", "company", "travel_mode", "home_inside", "alone_allowed")
"""Closed answers of the vocabulary (C2) that a follow-up may ask for."""
VERSION = "_version"
"""Attribute of a pin: number of the version that was answered. No question has such a key."""
_NAMED = re.compile(rf"(?:^|_)({'|'.join((TEXT, TITLE, *WELL_KNOWN))})(?:_\d+)?$")


def recorded_as(followup: Question) -> str:
    """`pin_text`, `pin_title`, a name of the vocabulary, or the key itself."""
    found = _NAMED.search(followup.key)
    return found[1] if found else followup.key


def key_for(question: str, name: str) -> str:
    """The key of a well-known follow-up of the question with this key."""
    return f"{question[: LONGEST_KEY - len(name) - 1]}_{name}"
