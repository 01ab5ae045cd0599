"""The tree of groups as a list of sections: nested groups become sections of their own, conditions are joined."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from flask_babel import gettext as _

from app.questions.content import Choice, Condition, Question, Section
from app.questions.texts import Texts, said
from app.questions.vocabulary import MOST_REPEATS
from app.questions.xlsform.form import Form, both
from app.questions.xlsform.keys import key_from
from app.questions.xlsform.naming import MATRIX, is_marks
from app.questions.xlsform.own import CLOSING, HINT, INTRO, PLACES, SHUFFLED, TEXT, WORDS, own_number
from app.questions.xlsform.questions import question_of
from app.questions.xlsform.tree import Node
from app.questions.xlsform.types import CALCULATION
from app.questions.xlsform.unread import name_unread

_LOOKS_READ = {"field-list", "table-list"}


@dataclass(frozen=True)
class _Place:
    """Where the walk is: the group, the titles and conditions of all groups around it, the repeat it belongs to."""

    node: Node
    title: Texts = field(default_factory=dict)
    relevant: Condition | None = None
    repeats: tuple[int, int] = (1, 1)

    @property
    def is_repeat(self) -> bool:
        return self.repeats != (1, 1)


@dataclass
class Sections:
    """What the walk gathers."""

    form: Form
    found: list[Section] = field(default_factory=list)
    intro: Texts = field(default_factory=dict)
    closing: Texts = field(default_factory=dict)
    _open: _Place | None = None
    _hint: Texts | None = None

    def walk(self, root: Node) -> list[Section]:
        self._children(_Place(root))
        return self.found

    def _children(self, place: _Place, relevant: Condition | None = None) -> None:
        """`relevant` is what a group merged into this place demands of its questions."""
        for child in place.node.children:
            self._child(child, place, relevant)

    def _child(self, child: Node, place: _Place, relevant: Condition | None) -> None:
        form = self.form
        if child.type.what == CALCULATION:
            form.lost(child.entry, "type", _("Berechnungen gibt es hier nur in Bedingungen."))
        elif {INTRO, CLOSING, TEXT, HINT, WORDS} & set(child.own):
            self._own_note(child, place)
        elif is_marks(child):
            self._put(self._marked(child), place)
        elif not child.is_group or child.type.what == MATRIX:
            hint, self._hint = self._hint, None
            question = question_of(child, form, hint)
            self._put(replace(question, relevant=both(relevant, question.relevant)), place)
        elif place.is_repeat:
            self._inside_repeat(child, place, relevant)
        elif child.is_repeat:
            self._section(child, place, _repeats(child, form))
        elif not child.entry.words.get("label") and not child.entry.plain.get("relevant") and place.node.name:
            name_unread(child, form, _LOOKS_READ)
            self._children(replace(place, node=replace(child, key=place.node.key, name=place.node.name)))
        else:
            self._section(child, place, (1, 1))

    def _section(self, child: Node, place: _Place, repeats: tuple[int, int]) -> None:
        form = self.form
        title = _joined(place.title, form.words(child.entry, "label"), form.language)
        relevant = both(place.relevant, form.relevance(child.entry))
        before = len(self.found)
        self._open = None
        self._children(_Place(child, title, relevant, repeats))
        self._open = None
        name_unread(child, form, _LOOKS_READ)
        if len(self.found) == before:
            form.lost(child.entry, "", _("In dieser Gruppe ist keine Frage übrig."))

    def _inside_repeat(self, child: Node, place: _Place, relevant: Condition | None) -> None:
        """No sections within a repeat: a heading becomes a note, a condition goes to each question."""
        form = self.form
        own = both(relevant, form.relevance(child.entry))
        if child.is_repeat:
            _repeats(child, form)
            what = _("Eine Wiederholung in einer Wiederholung gibt es hier nicht, das wird einmal gefragt.")
            form.lost(child.entry, "type", what)
        label = form.words(child.entry, "label")
        if label:
            self._put(Question(child.key, "note", label=label, relevant=own), place)
        name_unread(child, form, _LOOKS_READ)
        self._children(replace(place, node=replace(child, key=place.node.key)), own)

    def _marked(self, node: Node) -> Question:
        """A question for marks with what is asked of each, from the repeat we wrote for it."""
        form = self.form
        first, *others = node.children
        first.own = {**node.own, **first.own}
        followups = []
        places: tuple[Choice, ...] = ()
        for child in others:
            if PLACES in child.own:
                places = question_of(child, form).choices
            elif {HINT, WORDS} & set(child.own):
                self._own_note(child, _Place(node))
            elif not child.is_group or child.type.what == MATRIX:
                hint, self._hint = self._hint, None
                followups.append(question_of(child, form, hint))
            else:
                what = _("Eine Gruppe in den Folgefragen wurde nicht übernommen.")
                form.lost(child.entry, "type", what)
        question = question_of(first, form)
        node.entry.texts("label")
        relevant = both(form.relevance(node.entry), question.relevant)
        name_unread(node, form, _LOOKS_READ)
        return replace(question, relevant=relevant, choices=places, followups=tuple(followups))

    def _own_note(self, child: Node, place: _Place) -> None:
        child.entry.take("relevant")
        words = self.form.words(child.entry, "label")
        if INTRO in child.own:
            self.intro = words
        elif CLOSING in child.own:
            self.closing = words
        elif HINT in child.own:
            self._hint = words
        elif TEXT in child.own:
            self._put(None, place)
            self.found[-1] = replace(self.found[-1], text=words)
        name_unread(child, self.form, {"multiline"})

    def _put(self, question: Question | None, place: _Place) -> None:
        """Add to the open section; a new one begins with a group and after a group within it."""
        if self._open is None or self._open.node.key != place.node.key:
            self._begin(place)
        if question is not None:
            last = self.found[-1]
            self.found[-1] = replace(last, questions=(*last.questions, question))

    def _begin(self, place: _Place) -> None:
        self._open = place
        key = place.node.key
        if not key or any(section.key == key for section in self.found):
            key = key_from(key or f"teil_{len(self.found) + 1}", self.form.taken)
            self.form.named(key, place.node.entry)
        self.found.append(
            Section(
                key=key,
                title=place.title,
                relevant=place.relevant,
                is_shuffled=SHUFFLED in place.node.own,
                least_repeats=place.repeats[0],
                most_repeats=place.repeats[1],
            )
        )


def _repeats(node: Node, form: Form) -> tuple[int, int]:
    """Least and most rounds: a fixed number, else as many as people like."""
    text = node.entry.take("repeat_count")
    least, most = own_number(node.own, "least"), own_number(node.own, "most")
    if most is not None:
        return int(least if least is not None else 1), int(most)
    if not text:
        return (0 if least is None else int(least)), MOST_REPEATS
    if not text.isdigit():
        what = _("Wie oft gefragt wird, steht hier nicht fest: so oft, wie jemand mag.")
        form.lost(node.entry, "repeat_count", what)
        return 0, MOST_REPEATS
    count = max(1, int(text))
    if count > MOST_REPEATS:
        form.lost(node.entry, "repeat_count", _("Gefragt wird höchstens %(n)s Mal.", n=MOST_REPEATS))
    return min(count, MOST_REPEATS), min(count, MOST_REPEATS)


def _joined(outer: Texts, inner: Texts, language: str) -> Texts:
    """The titles of a group and of one within it, in each language of the inner one."""
    if not outer or not inner:
        return inner or outer
    return {code: f"{said(outer, code, language)} – {text}" for code, text in inner.items()}
