"""One question of LimeSurvey as the questions it becomes here: most become one, sets of fields become several."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from flask_babel import gettext as _

from app.questions.content import Choice, Condition, Question, Row
from app.questions.limesurvey.expressions import Named, condition_of
from app.questions.limesurvey.file import Asked, Part, Spoken
from app.questions.limesurvey.kinds import (
    ARRAYS,
    COMMENT,
    GRIDS,
    MULTIPLE,
    NOT_HERE,
    OTHER,
    SETS,
    SINGLE,
    TEXTS,
    fixed_choices,
    in_languages,
)
from app.questions.limesurvey.settings import Settings, settings_of
from app.questions.limesurvey.texts import Speaker
from app.questions.texts import Texts
from app.questions.vocabulary import LONGEST_LABEL
from app.questions.vocabulary import OTHER as OTHER_KEY
from app.questions.xlsform.compiling import Unsupported
from app.questions.xlsform.form import both
from app.questions.xlsform.keys import choice_key_from, key_from
from app.questions.xlsform.losses import Losses

MOST_CELLS = 60
"""A grid of fields becomes a question for each field, as long as somebody can still fill it in."""


@dataclass
class Maker:
    """`names` are what conditions may ask for: codes of LimeSurvey, in its way of writing, as answers here."""

    speaker: Speaker
    losses: Losses
    taken: set[str] = field(default_factory=set)
    names: dict[str, Named] = field(default_factory=dict)
    keys: dict[str, str] = field(default_factory=dict)
    """Key of the question by its code, of those that can stand in a text."""

    def make(self, asked: Asked) -> list[Question]:
        """The questions, none for a type that has no counterpart; everything lost is named with the code."""
        kind = asked.part["type"]
        if kind in NOT_HERE or not self._is_known(kind):
            name = NOT_HERE.get(kind, kind)
            self._note(asked, "type", _("Diese Art von Frage gibt es hier nicht: %(name)s.", name=name))
            return []
        settings = settings_of(asked, lambda column, what: self._note(asked, column, what))
        if settings.is_hidden:
            self._note(asked, "hidden", _("Die Frage war dort verborgen und wurde nicht übernommen."))
            return []
        condition = self.relevance(asked.code, asked.part["relevance"])
        mandatory = asked.part["mandatory"]
        if mandatory == "S":
            self._note(
                asked, "mandatory", _("»Weiche« Pflicht gibt es hier nicht, die Frage ist freiwillig.")
            )
        base = Question(
            key="",
            kind="note",
            label=self._words(asked.part.spoken("question"), asked, "question"),
            hint=self._words(asked.part.spoken("help"), asked, "help"),
            is_required=mandatory == "Y",
            is_shuffled=settings.is_shuffled,
            relevant=condition,
        )
        if asked.part["preg"]:
            self._note(
                asked, "preg", _("Die Prüfung durch ein Muster wurde nicht übernommen, jede Antwort gilt.")
            )
        if asked.part["other"] == "Y" and kind not in SINGLE | MULTIPLE:
            self._note(asked, "other", _("Die Antwort »Sonstiges« wurde nicht übernommen."))
        return list(self._made(asked, kind, base, settings))

    def relevance(self, code: str, text: str) -> Condition | None:
        """When something is asked; what cannot be read is named, and it is always asked."""
        try:
            return condition_of(text, self.names.get)
        except Unsupported as error:
            what = _(
                "Die Bedingung »%(text)s« wurde nicht übernommen, das erscheint jetzt immer. %(why)s",
                text=text if len(text) <= 120 else f"{text[:117]}...",
                why=error,
            )
            self.losses.note(code, 0, "relevance", what)
            return None

    def _is_known(self, kind: str) -> bool:
        kinds = SINGLE | set(TEXTS) | MULTIPLE | ARRAYS | set(GRIDS) | set(SETS)
        return kind in kinds | set("NDYG5RX1")

    def _made(self, asked: Asked, kind: str, base: Question, settings: Settings) -> Iterator[Question]:
        if kind == "X":
            yield replace(base, key=self._key(asked.code), is_required=False, is_shuffled=False)
        elif kind in TEXTS:
            yield self._plain(asked, replace(base, kind=TEXTS[kind], most=settings.most_signs))
        elif kind == "N":
            yield self._plain(asked, replace(base, kind="number", **settings.bounds))
        elif kind == "D":
            yield self._plain(asked, replace(base, kind=settings.day_or_time))
        elif kind in SINGLE or kind in {"Y", "G", "5"}:
            yield from self._single(asked, kind, base, settings)
        elif kind in MULTIPLE:
            yield from self._multiple(asked, kind, base, settings)
        elif kind == "R":
            choices = self._choices(asked, asked.answers or asked.subquestions, "answer")
            ranked = replace(base, kind="ranking", choices=choices, most=settings.most, least=settings.least)
            yield self._plain(asked, ranked)
        elif kind in ARRAYS:
            yield self._array(
                asked, base, fixed_choices(kind, self.speaker.languages), asked.answers, asked.code
            )
        elif kind == "1":
            for number, scale in enumerate(("0", "1")):
                answers = tuple(one for one in asked.answers if (one["scale_id"] or "0") == scale)
                self._note(asked, "type", _("Zwei Skalen nebeneinander werden zwei Tabellen."))
                yield self._array(asked, base, (), answers, f"{asked.code}_{number}")
        elif kind in SETS:
            for sub in asked.subquestions:
                yield self._field(asked, replace(base, kind=SETS[kind], **settings.field_bounds(kind)), sub)
        else:
            yield from self._grid(asked, base, GRIDS[kind])

    def _plain(self, asked: Asked, question: Question) -> Question:
        found = replace(question, key=self._key(asked.code))
        codes = {one["code"] or one["title"]: one["code"] or one["title"] for one in asked.answers}
        self.names[asked.code] = Named(["answer", found.key], codes if found.choices else {})
        if found.of_kind.value in {"text", "number", "date", "time"}:
            self.keys[asked.code] = found.key
        return found

    def _single(self, asked: Asked, kind: str, base: Question, settings: Settings) -> Iterator[Question]:
        choices = fixed_choices(kind, self.speaker.languages) or self._choices(asked, asked.answers, "answer")
        keys = {code: one.key for code, one in zip(self._codes(asked, choices), choices, strict=True)}
        if asked.part["other"] == "Y":
            choices = (*choices, self._other(settings, choices))
            keys["-oth-"] = choices[-1].key
        found = replace(
            base, key=self._key(asked.code), kind="scale" if kind == "5" else "single", choices=choices
        )
        self.names[asked.code] = Named(["answer", found.key], keys)
        self.keys[asked.code] = found.key
        yield found
        if kind == "O":
            label = in_languages(COMMENT, self.speaker.languages)
            yield Question(self._key(f"{asked.code}_comment"), "longtext", label, relevant=base.relevant)

    def _codes(self, asked: Asked, choices: tuple[Choice, ...]) -> list[str]:
        return [one["code"] for one in asked.answers] if asked.answers else [one.key for one in choices]

    def _multiple(self, asked: Asked, kind: str, base: Question, settings: Settings) -> Iterator[Question]:
        choices = self._choices(asked, asked.subquestions, "question", alone=settings.alone)
        codes = [one["title"] for one in asked.subquestions]
        if asked.part["other"] == "Y":
            choices = (*choices, self._other(settings, choices))
            codes.append("other")
        found = replace(
            base,
            key=self._key(asked.code),
            kind="multiple",
            choices=choices,
            least=settings.least,
            most=settings.most,
        )
        self.keys[asked.code] = found.key
        self.names[asked.code] = Named(["answer", found.key])
        for code, choice in zip(codes, choices, strict=True):
            self.names[f"{asked.code}_{code}"] = Named(["answer", found.key], choice=choice.key)
        yield found
        if kind == "P":
            for code, choice in zip(codes, choices, strict=True):
                taken: Condition = ["selected", ["answer", found.key], choice.key]
                label = {
                    language: f"{text} – {in_languages(COMMENT, (language,))[language]}"
                    for language, text in choice.label.items()
                    if language in in_languages(COMMENT, (language,))
                } or in_languages(COMMENT, self.speaker.languages)
                key = self._key(f"{asked.code}_{code}comment")
                yield Question(key, "text", label, relevant=both(base.relevant, taken))

    def _array(
        self, asked: Asked, base: Question, fixed: tuple[Choice, ...], answers: tuple[Part, ...], code: str
    ) -> Question:
        choices = fixed or self._choices(asked, answers, "answer")
        codes = [one["code"] for one in answers] if not fixed else [one.key for one in fixed]
        keys = dict(zip(codes, (one.key for one in choices), strict=True))
        used: list[str] = []
        rows, names = [], []
        for sub in asked.of_scale("0"):
            row = choice_key_from(sub["title"], used)
            used.append(row)
            rows.append(Row(row, self._words(sub.spoken("question"), asked, sub["title"])))
            names.append((sub["title"], row))
        found = replace(base, key=self._key(code), kind="matrix", choices=choices, rows=tuple(rows))
        for title, row in names:
            self.names[f"{code}_{title}"] = Named(["answer", found.key, row], keys)
        return found

    def _grid(self, asked: Asked, base: Question, kind: str) -> Iterator[Question]:
        """A field for each row and column; too many of them are a table for a desk and no question for a phone."""
        rows, columns = asked.of_scale("0"), asked.of_scale("1")
        if len(rows) * len(columns) > MOST_CELLS:
            what = _("Diese Tabelle hat %(n)s Felder, möglich sind %(most)s. Sie wurde nicht übernommen.",
                     n=len(rows) * len(columns), most=MOST_CELLS)  # fmt: skip
            self._note(asked, "type", what)
            return
        self._note(asked, "type", _("Jedes Feld der Tabelle wird eine eigene Frage."))
        for row in rows:
            for column in columns:
                yield self._field(asked, replace(base, kind=kind), row, column)

    def _field(self, asked: Asked, base: Question, *parts: Part) -> Question:
        """One field of several: its words stand behind those of the question."""
        names = "_".join(part["title"] for part in parts)
        behind = [self._words(part.spoken("question"), asked, part["title"]) for part in parts]
        label = {
            language: " – ".join(
                text for text in (whole, *(one.get(language, "") for one in behind)) if text
            )[:LONGEST_LABEL]
            for language, whole in {**dict.fromkeys(self.speaker.languages, ""), **base.label}.items()
        }
        label = {language: text for language, text in label.items() if text}
        found = replace(base, key=self._key(f"{asked.code}_{names}"), label=label, is_shuffled=False)
        self.names[f"{asked.code}_{names}"] = Named(["answer", found.key])
        return found

    def _choices(
        self, asked: Asked, parts: tuple[Part, ...], column: str, alone: frozenset[str] = frozenset()
    ) -> tuple[Choice, ...]:
        used: list[str] = []
        found = []
        for part in parts:
            code = part["code"] or part["title"]
            key = choice_key_from(code, used)
            used.append(key)
            words = part.spoken(column) or part.spoken("question")
            found.append(Choice(key, self._words(words, asked, code), is_exclusive=code in alone))
        return tuple(found)

    def _other(self, settings: Settings, choices: tuple[Choice, ...]) -> Choice:
        label = self.speaker.texts(settings.other, "", lambda _column, _what: None, LONGEST_LABEL)
        key = choice_key_from(OTHER_KEY, [one.key for one in choices])
        return Choice(key, label or in_languages(OTHER, self.speaker.languages), takes_words=True)

    def _words(self, spoken: Spoken, asked: Asked, column: str) -> Texts:
        return self.speaker.texts(
            spoken, column, lambda where, what: self._note(asked, where, what), LONGEST_LABEL
        )

    def _key(self, code: str) -> str:
        key = key_from(code, self.taken)
        self.taken.add(key)
        return key

    def _note(self, asked: Asked, column: str, what: object) -> None:
        self.losses.note(asked.code, 0, column, what)
