"""From the record of a walk to the first text of its minutes: pure, in German, every line with where it came from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from flask_babel import force_locale, format_date
from flask_babel import gettext as _

from app.areas.age_bands import AGE_BANDS
from app.contributions.noted import Noted, NotedWords
from app.participants.vocabulary import ROLES
from app.walks.minutes.vocabulary import SPOKEN
from app.walks.models import Walk
from app.walks.vocabulary import LIGHTS, PRESENT, RATINGS, TOPS, VALENCES, WEATHERS

DASH = "– "
"""Begins a line that is an item of a list."""


@dataclass(frozen=True)
class Line:
    """One line of the draft below its heading (may be empty), with the ids of what it tells; "" of plain facts."""

    text: str
    ids: tuple[str, ...] = ()
    heading: str = ""


@dataclass
class Part:
    """A section as drafted; `key` as `MinutesSection.key`."""

    key: str
    title: str
    lines: list[Line] = field(default_factory=list)


def drafted(walk: Walk, noted: Sequence[Noted], zone: ZoneInfo) -> list[Part]:
    """All sections in their order; secret places are left out. Times are those of the town."""
    with force_locale("de"):
        seen = [one for one in noted if not any(said.is_secret for said in one.said)]
        parts = [Part("frame", _("Rahmen"), _frame(walk, seen, zone))]
        parts += [_at_stop(walk, key, title, seen, zone) for key, title in places(walk, seen)]
        parts.append(_along_the_way(walk, seen, zone))
        parts.append(Part("changes", _("Was die Gruppe geändert hat"), list(_changes(walk, seen))))
        parts.append(Part("top", _("Die wichtigsten Punkte"), list(_tops(seen))))
        parts.append(Part("questions", _("Offene Fragen")))
    return parts


def places(walk: Walk, seen: Iterable[Noted]) -> list[tuple[str, str]]:
    """Where the group was: values of `stop` with names, the planned stops in order, then those it made."""
    seen = list(seen)
    talked = {str(one.facts.get("stop", "")) for one in seen}
    planned = [
        (str(stop.id), _("Halt %(number)s: %(name)s", number=stop.position, name=stop.name))
        for stop in walk.trail.stops
        if not stop.is_dropped or str(stop.id) in talked
    ]
    made = [
        (str(one.id), _("Neuer Halt: %(name)s", name=said.title))
        for one in seen
        for said in one.said
        if said.attributes.get("observed") == "stop_new"
    ]
    return planned + made


def as_text(lines: Sequence[Line]) -> str:
    """The lines as a text: those of one heading below it, a blank line between the blocks."""
    blocks: dict[str, list[str]] = {}
    for line in lines:
        blocks.setdefault(line.heading, []).append(line.text)
    return "\n\n".join(
        "\n".join([heading, *texts] if heading else texts) for heading, texts in blocks.items()
    )


def with_lines(text: str, lines: Sequence[Line], known: Sequence[tuple[str, set[str]]]) -> str:
    """A text into which lines are added and nothing else is changed.

    A line about things of which some are `known` (text, ids) takes the place of the old one when that still stands
    there as drafted; others go to the end of the list below their heading, or with the heading to the end.
    """
    rows = text.split("\n") if text else []
    for line in lines:
        old = [words for words, ids in known if ids & set(line.ids) and words in rows]
        if old:
            rows[rows.index(old[0])] = line.text
        elif line.heading and line.heading in rows:
            at = rows.index(line.heading) + 1
            while at < len(rows) and rows[at].startswith(DASH):
                at += 1
            rows.insert(at, line.text)
        else:
            rows += [*([""] if rows else []), *([line.heading] if line.heading else []), line.text]
    return "\n".join(rows)


def without_line(text: str, line: str) -> str:
    """The text without each row that is exactly this one."""
    return "\n".join(row for row in text.split("\n") if row != line)


def _frame(walk: Walk, seen: Sequence[Noted], zone: ZoneInfo) -> list[Line]:
    day = walk.held_on or walk.starts_at or (seen[0].at if seen else None)
    lines = []
    if day:
        hours = " – ".join(
            _clock(one, zone) for one in (walk.starts_at, walk.ends_at) if one and walk.starts_at
        )
        text = _("Datum: %(day)s", day=format_date(day, "full"))
        lines.append(Line(f"{text}, {hours} {_('Uhr')}" if hours else text))
    if walk.focus:
        lines.append(Line(_("Frage: %(focus)s", focus=walk.focus)))
    bands = ", ".join(str(AGE_BANDS[band]) for band in walk.group_bands if band in AGE_BANDS)
    group = [walk.group_label, str(ROLES.get(walk.group_role, "")), bands]
    lines.append(Line(_("Gruppe: %(group)s", group=", ".join(part for part in group if part))))
    if walk.persons:
        lines.append(Line(_("Dabei: %(number)s Personen", number=walk.persons)))
    for asked in walk.invitations:
        label = asked.label or str(ROLES.get(asked.group_role, ""))
        lines.append(
            Line(
                _(
                    "%(group)s: %(invited)s eingeladen, %(came)s gekommen",
                    group=label,
                    invited=asked.invited,
                    came=asked.came,
                )
            )
        )
    for one in seen:
        if one.facts.get("what") == "frame":
            words = _around(one.facts)
            if persons := one.facts.get("persons"):
                words.append(_("%(number)s Personen", number=int(persons)))
            at = _("%(time)s Uhr: %(words)s", time=_clock(one.at, zone), words=", ".join(words))
            lines.append(Line(DASH + at, (str(one.id),), _("Unterwegs")))
    return lines


def _at_stop(walk: Walk, stop: str, title: str, seen: Sequence[Noted], zone: ZoneInfo) -> Part:
    here = [one for one in seen if one.facts.get("stop") == stop]
    return Part(f"stop:{stop}", title[:220], _arrival(here, zone) + _voted(here, zone) + _spoken(walk, here))


def _along_the_way(walk: Walk, seen: Sequence[Noted], zone: ZoneInfo) -> Part:
    known = {value for value, _title in places(walk, seen)}
    between = [one for one in seen if one.facts.get("stop", "") not in known]
    return Part("way", _("Auf dem Weg"), _spoken(walk, between))


def _arrival(here: Sequence[Noted], zone: ZoneInfo) -> list[Line]:
    arrived = [one for one in here if one.facts.get("what") == "arrived"]
    if not arrived:
        return []
    ids = tuple(str(one.id) for one in arrived)
    return [Line(_("Angekommen um %(time)s Uhr", time=_clock(arrived[0].at, zone)), ids)]


def _voted(here: Sequence[Noted], zone: ZoneInfo) -> list[Line]:
    """Hands as they were counted each time; ratings of single persons and dots as sums."""
    lines = []
    for one in here:
        if one.facts.get("what") == "hands":
            counts = _counts({code: int(one.facts.get(f"hands.{code}", 0)) for code in RATINGS}, RATINGS)
            text = _("Handzeichen um %(time)s Uhr: %(counts)s", time=_clock(one.at, zone), counts=counts)
            lines.append(Line(text, (str(one.id),)))
    for label, words, choose in (
        (_("Einzelne Bewertungen"), RATINGS, lambda one: one.facts.get("rating")),
        (_("Punkte auf der Karte"), VALENCES, lambda one: _dot(one)),
    ):
        given = [(one, choose(one)) for one in here if choose(one)]
        if given:
            counts = _counts(Counter(str(value) for _one, value in given), words)
            lines.append(Line(f"{label}: {counts}", tuple(_id_of(one) for one, _value in given)))
    return lines


def _spoken(walk: Walk, here: Sequence[Noted]) -> list[Line]:
    """What was put into words, by kind, then notes by voice and photos."""
    said = [words for one in here for words in one.said]
    who = str(ROLES.get(walk.group_role, "")) if walk.audience == "homogeneous" else _("Teilnehmende")
    lines = []
    for kind, heading in SPOKEN.items():
        for one in said:
            if one.attributes.get("observed") == kind:
                text = f"„{one.text}“ ({who})" if kind == "quote" else one.text
                lines.append(_item(one, _one_row(text) + _beside(one), str(heading)))
    dots = [one for one in said if one.kind == "mark" and one.text]
    lines += [_item(one, _one_row(one.text) + _beside(one), str(SPOKEN["observation"])) for one in dots]
    for one in said:
        if one.kind == "narration":
            lines.append(_item(one, _one_row(one.text) or _("ohne Text"), _("Sprachnotizen")))
    photos = [one for one in said if one.kind == "photo"]
    lines += [_item(one, _one_row(one.text), _("Fotos")) for one in photos if one.text]
    if silent := tuple(str(one.id) for one in photos if not one.text):
        lines.append(Line(DASH + _("Fotos ohne Text: %(number)s", number=len(silent)), silent, _("Fotos")))
    return lines


def _changes(walk: Walk, seen: Sequence[Noted]) -> Iterable[Line]:
    names = dict(places(walk, seen))
    say: dict[str, Callable[[Noted, NotedWords], str]] = {
        "route": lambda _one, said: _(
            "Anderer Weg: %(text)s", text=said.text or _("auf der Karte gezeichnet")
        ),
        "stop_new": lambda _one, said: _(
            "Neuer Halt: %(name)s", name=". ".join(filter(None, (said.title, said.text)))
        ),
        "stop_left_out": lambda one, said: _(
            "Ausgelassen: %(stop)s. Grund: %(text)s",
            stop=names.get(str(one.facts.get("stop", "")), _("ein Halt")),
            text=said.text,
        ),
    }
    for one in seen:
        for said in one.said:
            if make := say.get(said.attributes.get("observed", "")):
                yield _item(said, _one_row(make(one, said)), "")


def _tops(seen: Sequence[Noted]) -> Iterable[Line]:
    for name, heading in TOPS.items():
        for one in seen:
            for said in one.said:
                if said.attributes.get("observed") == name:
                    yield _item(said, _one_row(said.text), str(heading))


def _item(one: NotedWords, text: str, heading: str) -> Line:
    return Line(DASH + text, (str(one.id),), heading)


def _beside(one: NotedWords) -> str:
    words = [str(VALENCES[one.valence])] if one.valence in VALENCES else []
    present = [str(PRESENT[code]) for code in one.attributes.get("present", "").split() if code in PRESENT]
    if present:
        words.append(_("da waren: %(who)s", who=", ".join(present)))
    words += _around(one.attributes)
    return f" [{'; '.join(words)}]" if words else ""


def _around(facts: Mapping[str, object]) -> list[str]:
    given = ((words, str(facts.get(name))) for name, words in (("weather", WEATHERS), ("light", LIGHTS)))
    return [str(words[value]) for words, value in given if value in words]


def _dot(one: Noted) -> str | None:
    return next((said.valence for said in one.said if said.kind == "mark"), None)


def _id_of(one: Noted) -> str:
    """A rating is an answer of its sitting, a dot a contribution."""
    return str(one.said[0].id if one.said else one.id)


def _counts(counts: Mapping[str, int], words: Mapping[str, object]) -> str:
    return ", ".join(f"{counts.get(code, 0)} {str(word).lower()}" for code, word in words.items())


def _one_row(text: str) -> str:
    return " ".join(text.split())


def _clock(at: datetime, zone: ZoneInfo) -> str:
    return at.astimezone(zone).strftime("%H:%M")
