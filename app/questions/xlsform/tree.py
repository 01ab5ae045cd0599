"""The rows of the sheet `survey` as a tree of groups, repeats and single rows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from flask_babel import gettext as _

from app.questions.xlsform.heads import OWN, Entry, Table
from app.questions.xlsform.losses import FormRefused, Losses
from app.questions.xlsform.own import own_words
from app.questions.xlsform.types import BEGIN, CALCULATION, END, GROUP, META, REPEAT, UNKNOWN, Type, type_of

_DEEPEST = 20
_YES = {"yes", "true", "true()", "1", "ja", "x"}


@dataclass
class Node:
    """A row, or a group with all that stands in it. `key` is filled when keys are given."""

    entry: Entry
    type: Type
    name: str
    own: dict[str, str] = field(default_factory=dict)
    looks: tuple[str, ...] = ()
    children: list[Node] = field(default_factory=list)
    key: str = ""

    @property
    def is_repeat(self) -> bool:
        return self.type.of == REPEAT and self.type.what == BEGIN

    @property
    def is_group(self) -> bool:
        return self.type.what == BEGIN

    def walk(self) -> Iterator[Node]:
        yield self
        for child in self.children:
            yield from child.walk()


def is_yes(text: str) -> bool:
    return text.strip().lower() in _YES


def tree_of(table: Table, losses: Losses) -> Node:
    """All rows below one root; rows that are no questions are named. FormRefused when groups do not close."""
    root = Node(Entry("survey", 0), Type(BEGIN, GROUP), "")
    open_groups = [root]
    for entry in table:
        written = entry.take("type")
        if not written:
            losses.note(entry.sheet, entry.number, entry.head("type"), _("Zeile ohne Typ, nicht übernommen."))
            continue
        if is_yes(entry.take("disabled")):
            losses.note(entry.sheet, entry.number, entry.head("disabled"), _("Die Zeile ist ausgeschaltet."))
            continue
        kind = type_of(written)
        if kind.what == END:
            _close(open_groups, kind, entry)
            continue
        node = Node(
            entry,
            kind,
            entry.take("name"),
            dict(own_words(entry.take(OWN))),
            tuple(entry.take("appearance").lower().split()),
        )
        if kind.what == UNKNOWN:
            what = _(
                "Den Fragetyp »%(type)s« gibt es hier nicht, die Zeile wurde nicht übernommen.", type=written
            )
            losses.note(entry.sheet, entry.number, entry.head("type"), what)
            continue
        if kind.what == META:
            what = _(
                "»%(type)s« erfasst etwas im Hintergrund. Das tun wir nicht, die Zeile wurde nicht übernommen.",
                type=written,
            )
            losses.note(entry.sheet, entry.number, entry.head("type"), what)
            continue
        open_groups[-1].children.append(node)
        if kind.what == BEGIN:
            open_groups.append(node)
            if len(open_groups) > _DEEPEST:
                raise FormRefused(
                    _("Zeile %(row)s: Die Gruppen sind zu tief verschachtelt.", row=entry.number)
                )
    if len(open_groups) > 1:
        raise FormRefused(
            _("Zeile %(row)s: Diese Gruppe wird nicht geschlossen.", row=open_groups[-1].entry.number)
        )
    return root


def _close(open_groups: list[Node], kind: Type, entry: Entry) -> None:
    entry.take("name")
    if len(open_groups) == 1:
        raise FormRefused(_("Zeile %(row)s: Hier endet eine Gruppe, die nicht beginnt.", row=entry.number))
    if open_groups[-1].type.of != kind.of:
        raise FormRefused(
            _(
                "Zeile %(row)s: Hier endet eine andere Gruppe, als zuletzt begonnen hat (Zeile %(begin)s).",
                row=entry.number,
                begin=open_groups[-1].entry.number,
            )
        )
    open_groups.pop()


def calculations(root: Node) -> Iterator[Node]:
    return (node for node in root.walk() if node.type.what == CALCULATION)
