"""One question as rows of the sheet `survey`."""

from __future__ import annotations

from flask_babel import gettext as _

from app.questions.content import Question
from app.questions.vocabulary import MAP_KINDS, OTHER
from app.questions.xlsform.bounds import has_bounds, with_bounds
from app.questions.xlsform.compiling import Unsupported
from app.questions.xlsform.heads import OWN
from app.questions.xlsform.own import BOUNDS, HINT, MARKS, PLACES, SHUFFLED, WORDS
from app.questions.xlsform.rows import Rows

_TYPES = {
    "text": "text", "longtext": "text", "single": "select_one", "scale": "select_one", "multiple": "select_multiple",
    "ranking": "rank", "number": "decimal", "date": "date", "time": "time", "consent": "acknowledge", "note": "note",
    "photo": "image", "audio": "audio", "point": "geopoint", "line": "geotrace", "freehand": "geotrace",
    "polygon": "geoshape",
}  # fmt: skip
_LOOKS = {"longtext": "multiline", "scale": "likert"}
_TAKE_WORDS = ("single", "multiple")


def write_question(question: Question, rows: Rows) -> None:
    """Add the rows; what cannot be said is named at them."""
    if question.kind == "matrix":
        _matrix(question, rows)
    elif question.kind in MAP_KINDS and (question.followups or question.choices or question.most != 1):
        _marks(question, rows)
    else:
        _plain(question, rows)


def _plain(question: Question, rows: Rows, *, is_marked: bool = False) -> None:
    """One row, and one more for own words to a choice; the relevance of marks stands at their repeat."""
    own: dict[str, object] = {"look": question.look, "pictogram": question.pictogram}
    constraint = _constraint(question, rows)
    if constraint and has_bounds(question):
        own[BOUNDS] = True
    if not has_bounds(question):
        is_told = question.kind in MAP_KINDS and not is_marked  # one row is one mark
        own |= {"least": question.least, "most": None if is_told else question.most}
    type_ = _TYPES[question.kind]
    parameters = ""
    if question.kind == "number":
        if question.step == 1:
            type_ = "integer"
        else:
            own["step"] = question.step
    if question.kind == "freehand":
        own["kind"] = "freehand"
    others = [choice.key for choice in question.choices if choice.takes_words]
    if question.of_kind.has_choices:
        type_ = f"{type_} {rows.list_of(question)}"
        if others == [OTHER] and question.kind in _TAKE_WORDS:
            type_ = f"{type_} or_other"
        if question.is_shuffled:
            parameters = "randomize=true"
    elif question.is_shuffled:
        own[SHUFFLED] = True
    rows.add(
        type_,
        question.key,
        label=question.label,
        hint=question.hint,
        required="yes" if question.is_required else "",
        relevant="" if is_marked else _relevance(question, rows),
        constraint=constraint,
        constraint_message=question.constraint_message,
        appearance=_LOOKS.get(question.kind, ""),
        parameters=parameters,
        own=own,
    )
    _name_losses(question, rows)
    if others and others != [OTHER] or (others and question.kind not in _TAKE_WORDS):
        _own_words(question, others, rows)


def _own_words(question: Question, others: list[str], rows: Rows) -> None:
    """A line for own words below choices that ask for them, where `or_other` does not fit."""
    if question.kind not in _TAKE_WORDS:
        rows.lost("type", _("Eigene Worte zu einer Auswahl gibt es hier in anderen Programmen nicht."))
        return
    label = next(choice.label for choice in question.choices if choice.key == others[0])
    relevant = " or ".join(f"selected(${{{question.key}}}, '{key}')" for key in others)
    name = rows.free(f"{question.key}_other")
    rows.add("text", name, label=label, relevant=relevant, own={WORDS: True})


def _marks(question: Question, rows: Rows) -> None:
    """A repeat: each round is one mark and what is asked of it."""
    name = rows.free(f"{question.key}_marks")
    relevant = _relevance(question, rows)
    rows.add("begin_repeat", name, label=question.label, relevant=relevant, own={MARKS: True})
    rows.lost("type", _("Mehrere Orte und ihre Folgefragen sind in anderen Programmen eine Wiederholung."))
    _plain(question, rows, is_marked=True)
    if question.choices:
        rows.add(
            f"select_one {rows.list_of(question)}",
            rows.free(f"{question.key}_choice"),
            label=question.label,
            required="yes",
            own={PLACES: True},
        )
    for followup in question.followups:
        write_question(followup, rows)
    rows.add("end_repeat", name)


def _matrix(question: Question, rows: Rows) -> None:
    if question.hint:
        rows.add("note", rows.free(f"{question.key}_hint"), label=question.hint, own={HINT: True})
    own = {"look": question.look, "pictogram": question.pictogram, SHUFFLED: question.is_shuffled}
    rows.add(
        "begin_group",
        question.key,
        label=question.label,
        relevant=_relevance(question, rows),
        appearance="table-list",
        own=own,
    )
    _name_losses(question, rows)
    if question.constraint is not None or question.least is not None or question.most is not None:
        rows.lost("constraint", _("Eine Prüfung über eine ganze Tabelle gibt es in XLSForm nicht."))
    if question.is_shuffled:
        rows.lost(OWN, _("Die Zeilen der Tabelle werden anderswo nicht gemischt."))
    if any(choice.takes_words for choice in question.choices):
        rows.lost("type", _("Eigene Worte zu einer Auswahl gibt es hier in anderen Programmen nicht."))
    for row in question.rows:
        rows.add(
            f"select_one {rows.list_of(question)}",
            str(rows.name_of(question.key, row.key)),
            label=row.label,
            required="yes" if question.is_required else "",
            own={"row": row.key},
        )
    rows.add("end_group", question.key)


def _relevance(question: Question, rows: Rows) -> str:
    try:
        return rows.expression(question.relevant)
    except Unsupported as error:
        rows.lost("relevant", _("Die Bedingung fehlt in der Datei. %(why)s", why=error), ahead=1)
        return ""


def _constraint(question: Question, rows: Rows) -> str:
    try:
        return rows.expression(with_bounds(question))
    except Unsupported as error:
        rows.lost("constraint", _("Die Prüfung fehlt in der Datei. %(why)s", why=error), ahead=1)
        return ""


def _name_losses(question: Question, rows: Rows) -> None:
    if question.look == "smileys":
        rows.lost(OWN, _("Statt der Smileys zeigen andere Programme eine gewöhnliche Skala."))
    elif question.look:
        rows.lost(
            OWN, _("Die Darstellung »%(look)s« gibt es in anderen Programmen nicht.", look=question.look)
        )
    if question.pictogram:
        rows.lost(OWN, _("Piktogramme gibt es in anderen Programmen nicht."))
    if question.kind == "freehand":
        rows.lost(
            "type", _("Mit dem Finger zeichnen geht anderswo nicht, dort ist es eine Linie aus Punkten.")
        )
    if question.kind in {"photo", "audio"} and question.most != 1:
        rows.lost("type", _("Andere Programme nehmen hier nur eine Datei an."))
    if question.kind == "number" and question.step not in {None, 1}:
        rows.lost(OWN, _("Die Schrittweite kennen andere Programme nicht."))
    if question.kind in MAP_KINDS and question.most != 1:
        rows.lost(OWN, _("Wie viele Orte es sein dürfen, wissen andere Programme nicht."))
    elif question.kind in {"date", "time"} and (question.least is not None or question.most is not None):
        rows.lost(OWN, _("Die Grenzen kennen andere Programme hier nicht."))
