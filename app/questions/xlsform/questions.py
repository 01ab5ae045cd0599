"""One row of the sheet `survey`, or a table of rows, as a Question."""

from __future__ import annotations

from flask_babel import gettext as _

from app.questions.content import Choice, Condition, Question, Row
from app.questions.texts import Texts
from app.questions.vocabulary import FILE_KINDS, KINDS, LONGEST_SHORT_TEXT, MAP_KINDS
from app.questions.xlsform.bounds import without_bounds
from app.questions.xlsform.expressions import Named
from app.questions.xlsform.form import Form
from app.questions.xlsform.heads import Entry
from app.questions.xlsform.naming import MATRIX
from app.questions.xlsform.own import BOUNDS, SHUFFLED, own_number
from app.questions.xlsform.parameters import read_parameters
from app.questions.xlsform.tree import Node, is_yes
from app.questions.xlsform.unread import name_unread

_NEVER_REQUIRED = {"note", *FILE_KINDS}
_NO = {"no", "false", "false()", "0", "nein"}
_LOOKS_READ = {"multiline", "likert", "table-list", "label", "list-nolabel", "field-list"}


def question_of(node: Node, form: Form, hint: Texts | None = None) -> Question:
    """The question of a row; `hint` comes from a row before it when its own cell cannot hold one."""
    if node.type.what == MATRIX:
        return _matrix(node, form, hint)
    entry = node.entry
    kind = _kind(node, form)
    choices = _choices(node, form)
    parameters = read_parameters(node, kind, form)
    this = form.names.get(node.name) or Named(node.key, kind=kind)
    message = form.words(entry, "constraint_message")
    constraint = form.constraint(entry, Named(node.key, kind=kind, choices=this.choices))
    least, most = parameters.least, parameters.most
    if (BOUNDS in node.own) if form.is_own else not message:
        low, high, constraint = without_bounds(
            kind, constraint, is_whole=parameters.step == 1, number_of_choices=len(choices)
        )
        if kind == "text" and high is not None and high > LONGEST_SHORT_TEXT:
            kind = "longtext"
        least, most = (low if least is None else least), (high if most is None else most)
    if kind in MAP_KINDS and "marks" not in node.own:
        most = 1
    question = Question(
        key=node.key,
        kind=kind,
        label=labelled(node, form, "label", node.key),
        hint=hint or form.words(entry, "hint"),
        pictogram=node.own.get("pictogram", ""),
        look=node.own.get("look", ""),
        is_required=is_required(entry, form, kind),
        is_shuffled=parameters.is_shuffled or SHUFFLED in node.own,
        choices=choices,
        least=_own(node, "least", least),
        most=_own(node, "most", most),
        step=_own(node, "step", parameters.step),
        relevant=form.relevance(entry),
        constraint=constraint,
        constraint_message=message if constraint or least is not None or most is not None else {},
    )
    if message and not question.constraint_message:
        form.lost(entry, "constraint_message", _("Eine Meldung ohne Prüfung wurde nicht übernommen."))
    name_unread(node, form, _LOOKS_READ)
    return question


def labelled(node: Node, form: Form, column: str, otherwise: str) -> Texts:
    """The words of a question; without any its key stands there, and that is said."""
    found = form.words(node.entry, column)
    if found:
        return found
    form.lost(node.entry, "", _("Der Text fehlt, es steht der Name »%(name)s« da.", name=otherwise))
    return {form.language: otherwise}


def is_required(entry: Entry, form: Form, kind: str = "single") -> bool:
    text = entry.take("required")
    if not text or text.lower() in _NO:
        return False
    if kind in _NEVER_REQUIRED:
        what = _("Hinweise, Fotos und Aufnahmen sind hier nie Pflicht.")
        form.lost(entry, "required", what)
        return False
    if not is_yes(text):
        what = _("Pflicht unter einer Bedingung gibt es hier nicht, die Frage ist freiwillig.")
        form.lost(entry, "required", what)
        return False
    return True


def _own(node: Node, name: str, read: float | None) -> float | None:
    own = own_number(node.own, name)
    return read if own is None else own


def _kind(node: Node, form: Form) -> str:
    what, entry, looks = node.type.what, node.entry, node.looks
    is_fixed = is_yes(entry.take("read_only"))
    own = node.own.get("kind", "")
    if own in KINDS and (own in MAP_KINDS) == (what in MAP_KINDS):
        return own if own in {"freehand", "longtext", "scale"} else what
    if what == "text" and is_fixed:
        return "note"
    if is_fixed and what != "note":
        form.lost(entry, "read_only", _("Eine Frage, die niemand ändern darf, gibt es hier nicht."))
    if what == "text" and "multiline" in looks:
        return "longtext"
    if what == "single" and "likert" in looks:
        if not node.type.has_other:
            return "scale"
        form.lost(entry, "appearance", _("Eine Skala mit eigenen Worten gibt es hier nicht, es ist eine Auswahl."))
    if node.type.is_inexact:
        lost = _("Die Uhrzeit wird nicht erfragt, nur das Datum.") if what == "date" else ""
        form.lost(entry, "type", lost or _("Der Code wird nicht gescannt, sondern eingetippt."))
    return what


def _choices(node: Node, form: Form) -> tuple[Choice, ...]:
    if node.type.of not in form.lists:
        return ()
    found = form.lists[node.type.of]
    return tuple((found.with_other(form.languages) if node.type.has_other else found).choices)


def _matrix(node: Node, form: Form, hint: Texts | None) -> Question:
    """A table: its label, relevance and the rest from the group or the first line, choices and rows from the lines."""
    entry = node.entry
    relevant = form.relevance(entry)
    conditions: list[Condition | None] = []
    rows, required = [], []
    for row in node.children:
        rows.append(Row(row.key, labelled(row, form, "label", row.key)))
        required.append(is_required(row.entry, form))
        conditions.append(form.relevance(row.entry))
        for column in ("hint", "constraint", "constraint_message"):
            if row.entry.take(column) or row.entry.texts(column):
                form.lost(row.entry, column, _("In einer Zeile einer Tabelle geht das nicht."))
        name_unread(row, form, _LOOKS_READ)
    if any(conditions) and all(condition == conditions[0] for condition in conditions):
        relevant = relevant or conditions[0]
    elif any(conditions):
        for row, condition in zip(node.children, conditions, strict=True):
            if condition:
                what = _("Eine Zeile einer Tabelle erscheint immer mit der ganzen Tabelle.")
                form.lost(row.entry, "relevant", what)
    if len(set(required)) > 1:
        form.lost(entry, "required", _("Pflicht gilt hier für die ganze Tabelle."))
    required.append(is_required(entry, form))
    question = Question(
        key=node.key,
        kind=MATRIX,
        label=labelled(node, form, "label", node.key),
        hint=hint or form.words(entry, "hint"),
        pictogram=node.own.get("pictogram", ""),
        look=node.own.get("look", ""),
        is_required=any(required),
        is_shuffled=SHUFFLED in node.own,
        choices=_choices(node, form),
        rows=tuple(rows),
        relevant=relevant,
    )
    name_unread(node, form, _LOOKS_READ)
    return question
