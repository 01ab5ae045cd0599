"""Names and codes of areas as tables write them: exact ones count, similar ones are proposed and a person confirms."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from functools import cached_property, lru_cache
from typing import Protocol

from flask_babel import gettext as _

from app.areas import labels
from app.areas.errors import ImportRefused, listed

LEFT_OUT = ""
"""The code a person gives a row that is no area of this set."""

BOTH = " · "
"""Stands between code and name of a row that contradict each other."""

_SIMILAR = 0.82
_SHOWN = 8
_CANDIDATES = 4
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "é": "e", "è": "e", "ø": "oe"})
_SHORT = {
    "st": "sankt", "skt": "sankt", "str": "strasse", "gr": "gross", "grosse": "gross", "grosser": "gross",
    "kl": "klein", "kleine": "klein", "kleiner": "klein", "bhf": "bahnhof", "ob": "ober", "unt": "unter",
    "n": "nord", "s": "sued", "o": "ost", "w": "west", "sud": "sued", "i": "1", "ii": "2", "iii": "3", "iv": "4",
    "zentr": "zentrum", "industriegeb": "industriegebiet", "siedl": "siedlung", "vorst": "vorstadt",
}  # fmt: skip
_FILLING = {
    "a", "am", "an", "auf", "b", "bei", "d", "der", "dem", "den", "die", "im", "in", "v", "vor", "von", "und", "u", "m",
    "ortsteil", "ot", "stadtteil", "stadtbezirk", "bezirk", "planungsraum", "plr", "sozialraum", "viertel", "gebiet",
    "statistischer", "stadtviertel", "gemeinde", "stadt", "ortschaft",
}  # fmt: skip


class Named(Protocol):
    """What has a code and a name, such as an Area."""

    code: str
    name: str


@dataclass(frozen=True)
class Proposal:
    """A text that names no area exactly: the likeliest one (None = no idea), how alike, why, and who else it may be."""

    text: str
    code: str | None
    name: str
    similarity: float
    reason: str
    lines: tuple[int, ...] = ()
    candidates: tuple[tuple[str, str], ...] = ()

    @property
    def percent(self) -> int:
        return round(self.similarity * 100)


@dataclass
class Matching:
    """For each text of a table its area. `open` waits for a person: proposals first, then what nobody knows."""

    codes: dict[str, str] = field(default_factory=dict)
    totals: set[str] = field(default_factory=set)
    left_out: set[str] = field(default_factory=set)
    open: list[Proposal] = field(default_factory=list)

    def refuse_open(self, head: str) -> None:
        """MatchesNeeded when a text waits for a person."""
        if self.open:
            raise MatchesNeeded(self.open, head)


class MatchesNeeded(ImportRefused):
    """Texts that name no area exactly; `proposals` are to be confirmed by a person, once for each source."""

    def __init__(self, proposals: Sequence[Proposal], head: str) -> None:
        self.proposals = list(proposals)
        self.head = head
        proposed = [_proposed(found) for found in proposals if found.code]
        unknown = [
            _("Zeile %(line)s: »%(value)s«", line=found.lines[0] if found.lines else "?", value=found.text)
            for found in proposals
            if not found.code
        ]
        problems = []
        if unknown:
            problems.append(
                _(
                    "Diese Räume gibt es nicht (Spalte %(head)s): %(rows)s",
                    head=head,
                    rows=listed(unknown, _SHOWN),
                )
            )
        if proposed:
            problems.append(
                _("Bitte bestätigen, welche Räume gemeint sind: %(rows)s", rows=listed(proposed, _SHOWN))
            )
        super().__init__(problems)


def _proposed(found: Proposal) -> str:
    return str(
        _(
            "Zeile %(line)s: »%(value)s« ist wohl %(code)s %(name)s (%(reason)s)",
            line=found.lines[0] if found.lines else "?",
            value=found.text,
            code=found.code,
            name=found.name,
            reason=found.reason,
        )
    )


@lru_cache(4096)
def folded(text: str) -> str:
    """A name without what offices write in many ways, signs and abbreviations: `Köln-St. Pius` is `koln sankt pius`."""
    plain = text.casefold().translate(_UMLAUTS)
    plain = re.sub(r"([^\W\d_]{3,})str\b\.?", r"\1strasse", plain)
    words = [_SHORT.get(word, word) for word in re.findall(r"[^\W_]+", plain)]
    return re.sub(r"([aou])e", r"\1", " ".join(words))


@lru_cache(4096)
def core(text: str) -> str:
    """A folded name without filling words and numbers at its ends: `01 Frankfurt (Main)` → `frankfurt main`."""
    words = [word for word in folded(text).split() if word not in _FILLING]
    while words and words[0].isdigit():
        words = words[1:]
    while len(words) > 1 and words[-1].isdigit() and len(words[-1]) > 1:
        words = words[:-1]
    return " ".join(words)


class Gazetteer:
    """All ways to write the areas of one vintage."""

    def __init__(self, areas: Iterable[Named]) -> None:
        self.areas = list(areas)
        self.names = {area.code: area.name for area in self.areas}
        self._exact = self._by(lambda area: (area.name.casefold(), area.code.casefold()))
        self._exact |= {area.code.casefold(): {area.code} for area in self.areas}

    def _by(self, spell: Callable[[Named], Iterable[str]]) -> dict[str, set[str]]:
        found: dict[str, set[str]] = defaultdict(set)
        for area in self.areas:
            for text in spell(area):
                if text:
                    found[text].add(area.code)
        return dict(found)

    @cached_property
    def _levels(self) -> list[tuple[float, Callable[[str], str], dict[str, set[str]], str]]:
        """From sure to doubtful: similarity, how a text is folded, folded names to codes, the reason in words."""
        return [
            (0.99, _no_zeros, self._by(lambda a: (_no_zeros(a.code),)), _("führende Nullen fehlen")),
            (0.97, _with_code, self._by(lambda a: (f"{_no_zeros(a.code)} {core(a.name)}",)), _("Kennung und Name")),
            (0.95, folded, self._by(lambda a: (folded(a.name),)), _("Umlaute, Zeichen oder Abkürzung")),
            (0.9, core, self._by(lambda a: (core(a.name),)), _("mit oder ohne Zusatz")),
            (0.88, _joined, self._by(lambda a: (_joined(a.name),)), _("Leerzeichen oder Bindestrich")),
        ]  # fmt: skip

    def exactly(self, text: str) -> set[str]:
        """Codes of the areas with exactly this code or name, whatever capitals."""
        return self._exact.get(text.casefold(), set())

    def is_close(self, text: str) -> bool:
        """True when a text names an area exactly or after folding."""
        return bool(self.exactly(text)) or any(
            fold(text) in names for _score, fold, names, _why in self._levels if fold(text)
        )

    def propose(self, text: str, lines: tuple[int, ...], taken: set[str]) -> Proposal:
        """The likeliest area for a text; areas in `taken` stand in the table already and are no likely answer."""
        if both := sorted(
            {code for part in text.split(BOTH) for code in self.exactly(part)} if BOTH in text else ()
        ):
            return self._proposal(text, both, 1.0, "", lines)
        for score, fold, names, reason in self._levels:
            codes = names.get(fold(text), set()) if fold(text) else set()
            if free := (codes - taken or codes if score > 0.95 else codes - taken):
                return self._proposal(text, sorted(free), score, reason, lines)
        return self._similar(text, lines, taken)

    def _similar(self, text: str, lines: tuple[int, ...], taken: set[str]) -> Proposal:
        mine = core(text)
        found = []
        for area in self.areas:
            matcher = SequenceMatcher(None, mine, core(area.name), autojunk=False)
            if area.code not in taken and mine and matcher.quick_ratio() >= _SIMILAR:
                found.append((matcher.ratio(), area.code))
        best = sorted((pair for pair in found if pair[0] >= _SIMILAR), reverse=True)[:_CANDIDATES]
        if not best:
            return Proposal(text, None, "", 0.0, _("unbekannt"), lines)
        close = [code for ratio, code in best if ratio > best[0][0] - 0.03]
        return self._proposal(text, close, min(best[0][0], 0.87), _("ähnlich geschrieben"), lines)

    def _proposal(
        self, text: str, codes: list[str], score: float, reason: str, lines: tuple[int, ...]
    ) -> Proposal:
        pairs = tuple((code, self.names[code]) for code in codes)
        if len(codes) > 1:
            return Proposal(text, None, "", score, _("passt zu mehreren Räumen"), lines, pairs)
        return Proposal(text, codes[0], self.names[codes[0]], score, reason, lines, pairs)


def match(
    texts: Mapping[str, Sequence[int]], gazetteer: Gazetteer, confirmed: Mapping[str, str] | None = None
) -> Matching:
    """Areas of the texts of a table (text → line numbers). `confirmed`: text → code or LEFT_OUT."""
    result, waiting = Matching(), []
    answers = confirmed or {}
    for text in texts:
        exact = gazetteer.exactly(text)
        if text in answers and (answers[text] in gazetteer.names or answers[text] == LEFT_OUT):
            if answers[text] == LEFT_OUT:
                result.left_out.add(text)
            else:
                result.codes[text] = answers[text]
        elif len(exact) == 1:
            result.codes[text] = next(iter(exact))
        elif labels.is_sum(text):
            result.totals.add(text)
        else:
            waiting.append(text)
    taken = set(result.codes.values())
    for text in waiting:
        lines = tuple(texts[text])
        if exact := gazetteer.exactly(text):
            result.open.append(gazetteer._proposal(text, sorted(exact), 1.0, "", lines))
        else:
            result.open.append(gazetteer.propose(text, lines, taken))
    result.open.sort(key=lambda found: (found.code is None, found.lines))
    return result


def _no_zeros(text: str) -> str:
    return (text.strip().lstrip("0") or "0") if text.strip().isdigit() else ""


def _with_code(text: str) -> str:
    found = re.match(r"(\d+)\W+(\D.*)$", text.strip()) or re.match(
        r"(?P<b>\D.*?)\W+\(?(?P<a>\d+)\)?$", text.strip()
    )
    if not found:
        return ""
    number, name = (found["a"], found["b"]) if "a" in found.groupdict() else found.groups()
    return f"{_no_zeros(number)} {core(name)}"


def _joined(text: str) -> str:
    return core(text).replace(" ", "")
