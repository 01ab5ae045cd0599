r"""Regular expressions that Python and browsers read alike, and that no text can keep busy for long.

The common subset: literal characters, `.`, classes `[…]`, groups `(…)` and `(?:…)`, `|`, the quantifiers
`* + ? {m} {m,} {m,n}`, the escapes `\d \D \w \W \s` and those of signs. Matching backtracks, so the ways a text can be
tried are counted (OWASP: Regular expression denial of service): what may vary must not stand in a group that repeats,
and the product of all variations is bounded.
"""

from __future__ import annotations

import re
from functools import lru_cache

from app.questions.vocabulary import LONGEST_SHORT_TEXT

LONGEST_PATTERN = 200
LONGEST_MATCHED = LONGEST_SHORT_TEXT
"""Longer texts match nothing."""
_LARGEST_COUNT = 300
_MOST_WAYS = _LARGEST_COUNT**3
"""Three endless repetitions; a text of the longest kind then takes less than a second."""
_TOKEN = re.compile(
    r"(?P<escape>\\[dDwWs^$\\.*+?()\[\]{}|/])|(?P<class>\[\^?(?:[^\[\]\\]|\\[dDwWs^$\\.*+?()\[\]{}|/-])+\])"
    r"|(?P<open>\((?:\?:)?(?!\?))|(?P<close>\))|(?P<quantifier>[*+?]|\{(?P<from>\d{1,4})(?P<comma>,(?P<to>\d{0,4}))?\})"
    r"|(?P<any>\.)|(?P<edge>[\^$])|(?P<bar>\|)|(?P<plain>[^\\\[\](){}*+?|.^$])",
    re.DOTALL,
)
_KINDS = ("escape", "class", "open", "close", "quantifier", "any", "edge", "bar", "plain")
_SPANS = {"?": (0, 1), "*": (0, _LARGEST_COUNT), "+": (1, _LARGEST_COUNT)}
_ANY = "[^\\n\\r\u2028\u2029]"
_SPACES = "\\t\\n\\v\\f\\r \u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff"
"""What `.` and `\\s` mean in a browser."""
_SETS = ("--", "&&", "~~", "||")
"""Signs for which Python plans a meaning inside classes."""


@lru_cache(maxsize=512)
def compiled(pattern: str) -> re.Pattern[str] | None:
    """The pattern for Python, None when it is not of the common subset."""
    translated = _translated(pattern) if len(pattern) <= LONGEST_PATTERN else None
    if translated is None:
        return None
    try:
        return re.compile(translated, re.ASCII)
    except (re.error, OverflowError):
        return None


def matches(text: str, pattern: str) -> bool:
    """Whether the whole text fits; false for a pattern that is not of the common subset."""
    found = compiled(pattern)
    return found is not None and len(text) <= LONGEST_MATCHED and found.fullmatch(text) is not None


def _translated(pattern: str) -> str | None:
    """The pattern as Python reads it; None when something stands in it that is not of the subset."""
    written: list[str] = []
    ways = 1
    groups = [False]  # of each open group: whether something in it varies
    varies_before = False  # whether the part that ends here is a group in which something varies
    may_repeat = False
    at = 0
    while at < len(pattern):
        token = _TOKEN.match(pattern, at)
        if token is None:
            return None
        kind = _kind(token)
        if kind == "quantifier":
            span = _span(token)
            if span is None or not may_repeat or (span[1] > 1 and varies_before):
                return None
            ways *= span[1] - span[0] + 1
            groups[-1] = groups[-1] or span[0] < span[1]
        elif kind == "bar":
            ways *= 2
            groups[-1] = True
        elif kind == "open":
            groups.append(False)
        elif kind == "close" and len(groups) == 1:
            return None
        varies_before = groups.pop() if kind == "close" else False
        groups[-1] = groups[-1] or varies_before
        may_repeat = kind not in {"quantifier", "open", "bar", "edge"}
        if kind == "class" and any(sign in token.group() for sign in _SETS):
            return None
        written.append(_in_python(kind, token.group()))
        at = token.end()
    return "".join(written) if len(groups) == 1 and ways <= _MOST_WAYS else None


def _in_python(kind: str, text: str) -> str:
    if kind == "any":
        return _ANY
    if kind == "escape":
        return f"[{_SPACES}]" if text == r"\s" else text
    return re.sub(r"\\(.)", lambda found: _SPACES if found[1] == "s" else found[0], text)


def _kind(token: re.Match[str]) -> str:
    return next(kind for kind in _KINDS if token[kind] is not None)


def _span(token: re.Match[str]) -> tuple[int, int] | None:
    """How often a quantifier repeats at least and at most, without an end the largest count; None for too often."""
    sign = token.group()
    if sign in _SPANS:
        return _SPANS[sign]
    least = int(token["from"])
    most = int(token["to"] or _LARGEST_COUNT) if token["comma"] else least
    return (least, most) if least <= most <= _LARGEST_COUNT else None
