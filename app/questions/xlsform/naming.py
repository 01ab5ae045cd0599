"""Tables of questions found in the tree, and keys for everything that is asked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from flask_babel import gettext as _

from app.questions.vocabulary import KINDS, MAP_KINDS
from app.questions.xlsform.choices import choices_in_file
from app.questions.xlsform.expressions import Named
from app.questions.xlsform.form import Form
from app.questions.xlsform.keys import choice_key_from, key_from
from app.questions.xlsform.own import CLOSING, HINT, INTRO, MARKS, PLACES, TEXT, WORDS
from app.questions.xlsform.tree import Node, calculations
from app.questions.xlsform.types import CALCULATION, Type

MATRIX = "matrix"
_NOT_ASKED = (INTRO, TEXT, CLOSING, HINT, WORDS, PLACES)


def name_all(root: Node, form: Form) -> None:
    """Make tables of questions, drop what has no choices, and give every question and group its key."""
    _tidy(root, form)
    for node in calculations(root):
        form.names.setdefault(node.name, Named(calculation=node.entry.take("calculation")))
    for node in _asked(root):
        _name(node, form)
    for node in root.walk():
        if node.is_group and node is not root and not node.key:
            node.key = key_from(node.name, form.taken, otherwise="teil")
            form.named(node.key, node.entry)


def is_marks(node: Node) -> bool:
    """A repeat that we wrote for the marks of one question and what is asked of each."""
    return bool(
        node.is_repeat and MARKS in node.own and node.children and node.children[0].type.what in MAP_KINDS
    )


def _asked(node: Node) -> Iterator[Node]:
    """Everything with a key of its own, rows of tables excepted."""
    for child in node.children:
        if child.type.what == MATRIX or child.type.what in KINDS:
            if not set(child.own) & set(_NOT_ASKED):
                yield child
        else:
            yield from _asked(child)


def _tidy(node: Node, form: Form) -> None:
    children = []
    for child in node.children:
        _tidy(child, form)
        if child.type.what in {"single", "multiple", "ranking"} and not _has_list(child, form):
            continue
        children.append(child)
    node.children = _with_tables(children)
    if node.is_group and "table-list" in node.looks:
        rows = [child for child in node.children if child.type.what != CALCULATION]
        if rows and all(_is_row(child, rows[0]) for child in rows):
            node.type, node.children = Type(MATRIX, rows[0].type.of), rows
        else:
            form.lost(
                node.entry,
                "appearance",
                _("Keine Tabelle mit gleichen Auswahlen, es sind jetzt einzelne Fragen."),
            )


def _has_list(node: Node, form: Form) -> bool:
    if node.type.is_file:
        found = choices_in_file(node.type.of, form.folder, form.language, form.losses)
        if found is not None:
            node.type = replace(node.type, is_file=False, of=f"file:{node.type.of}")
            form.lists = {**form.lists, node.type.of: found}
            return True
        what = _(
            "Die Auswahlen stehen in einer anderen Datei (»%(name)s«). Die Frage wurde nicht übernommen. Schreiben Sie "
            "die Auswahlen in das Blatt »choices«.",
            name=node.type.of,
        )
    elif node.type.of in form.lists:
        return True
    else:
        what = _(
            "Die Liste »%(name)s« steht nicht im Blatt »choices«. Die Frage wurde nicht übernommen.",
            name=node.type.of,
        )
    form.lost(node.entry, "type", what)
    return False


def _is_row(node: Node, first: Node) -> bool:
    return node.type.what == "single" and node.type.of == first.type.of and not node.type.has_other


def _with_tables(children: list[Node]) -> list[Node]:
    """A question that looks like `label` with those that look like `list-nolabel` below it is one table."""
    found: list[Node] = []
    for child in children:
        last = found[-1] if found else None
        if (
            last is not None
            and "list-nolabel" in child.looks
            and "label" in last.looks
            and _is_row(child, last)
        ):
            if last.type.what != MATRIX:
                last = found[-1] = Node(
                    last.entry, Type(MATRIX, last.type.of), last.name, last.own, last.looks
                )
            last.children.append(child)
        else:
            found.append(child)
    return found


def _name(node: Node, form: Form) -> None:
    label = next(iter(node.entry.words.get("label", {}).values()), "")
    node.key = key_from(node.name or label, form.taken)
    form.named(node.key, node.entry)
    if node.name and node.key != node.name:
        form.lost(node.entry, "name", _("»%(name)s« heißt hier »%(key)s«.", name=node.name, key=node.key))
    elif not node.name:
        form.lost(node.entry, "", _("Der Name fehlt, die Frage heißt »%(key)s«.", key=node.key))
    keys = form.lists[node.type.of].keys if node.type.of in form.lists else {}
    if node.type.has_other:
        keys = form.lists[node.type.of].with_other(form.languages).keys
    form.names.setdefault(node.name, Named(node.key, kind=node.type.what, choices=keys))
    rows: set[str] = set()
    for row in node.children if node.type.what == MATRIX else []:
        row.key = choice_key_from(row.own.get("row") or row.name, rows)
        rows.add(row.key)
        if row.key not in {row.name, row.own.get("row")}:
            form.lost(row.entry, "name", _("»%(name)s« heißt hier »%(key)s«.", name=row.name, key=row.key))
        form.names.setdefault(row.name, Named(node.key, row.key, "single", keys))
