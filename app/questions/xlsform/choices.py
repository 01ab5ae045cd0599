"""The sheet `choices`, and files of choices that lie beside the form: lists by name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path, PureWindowsPath

from flask_babel import gettext as _

from app.questions.content import Choice
from app.questions.texts import Texts
from app.questions.vocabulary import MOST_CHOICES, OTHER
from app.questions.xlsform.heads import OWN, TRANSLATED, Entry, Table, table_of
from app.questions.xlsform.keys import choice_key_from
from app.questions.xlsform.losses import FormRefused, Losses
from app.questions.xlsform.opening import csv_lines
from app.questions.xlsform.own import DECLINED, EXCLUSIVE, WORDS, own_words

OTHER_LABEL = {
    "de": "Etwas anderes", "de-simple": "Etwas anderes", "en": "Something else", "tr": "Başka bir şey",
    "ar": "شيء آخر", "uk": "Щось інше", "ru": "Другое", "pl": "Coś innego", "fr": "Autre chose",
}  # fmt: skip
"""What a choice for own words is called; a form does not say it."""


@dataclass
class Choices:
    """One list, and the key each name of the form became."""

    choices: list[Choice] = field(default_factory=list)
    keys: dict[str, str] = field(default_factory=dict)

    def with_other(self, languages: tuple[str, ...]) -> Choices:
        """The list for a question with `or_other`."""
        if OTHER in self.keys:
            key = self.keys[OTHER]
            changed = [replace(one, takes_words=True) if one.key == key else one for one in self.choices]
            return Choices(changed, self.keys)
        key = choice_key_from(OTHER, [one.key for one in self.choices])
        label = {language: OTHER_LABEL.get(language, OTHER_LABEL["en"]) for language in languages}
        return Choices([*self.choices, Choice(key, label, takes_words=True)], {**self.keys, OTHER: key})


def choices_of(table: Table, language: str, losses: Losses) -> Mapping[str, Choices]:
    """All lists of the sheet."""
    lists: dict[str, Choices] = {}
    last = ""
    for entry in table:
        name = entry.take("list_name")
        if not name and last and entry.plain.get("name"):
            name = last
            what = _("Der Name der Liste fehlt; genommen wurde der aus der Zeile darüber.")
            losses.note(entry.sheet, entry.number, entry.head("list_name"), what)
        if not name:
            losses.note(entry.sheet, entry.number, "", _("Zeile ohne Liste, nicht übernommen."))
            continue
        last = name
        _add(lists.setdefault(name, Choices()), entry, language, losses)
    return lists


def choices_in_file(written: str, folder: Path, language: str, losses: Losses) -> Choices | None:
    """Choices from a CSV file that came with the form; None when there is none. Only a plain file name counts."""
    name = PureWindowsPath(written).name
    path = folder / name
    if name != written or not name.lower().endswith(".csv") or path.is_symlink() or not path.is_file():
        return None
    try:
        table = table_of(name, csv_lines(path), "name", language, losses)
    except FormRefused:
        return None
    found = Choices()
    for entry in table:
        _add(found, entry, language, losses)
    return found


def _add(found: Choices, entry: Entry, language: str, losses: Losses) -> None:
    name = entry.take("name")
    if not name:
        losses.note(entry.sheet, entry.number, entry.head("name"), _("Auswahl ohne Namen, nicht übernommen."))
        return
    if name in found.keys:
        what = _(
            "Die Auswahl »%(name)s« gibt es in dieser Liste schon, sie wurde nicht übernommen.", name=name
        )
        losses.note(entry.sheet, entry.number, entry.head("name"), what)
        return
    if len(found.choices) >= MOST_CHOICES:
        what = _(
            "Mehr als %(n)s Auswahlen in einer Liste, die übrigen wurden nicht übernommen.", n=MOST_CHOICES
        )
        losses.note(entry.sheet, entry.number, entry.head("name"), what)
        return
    key = choice_key_from(name, [one.key for one in found.choices])
    if key != name:
        what = _("»%(name)s« heißt hier »%(key)s«.", name=name, key=key)
        losses.note(entry.sheet, entry.number, entry.head("name"), what)
    found.keys[name] = key
    own = own_words(entry.take(OWN))
    label: Texts = entry.texts("label")
    if not label:
        label = {language: name}
        what = _("Die Auswahl hat keinen Text, es steht der Name da.")
        losses.note(entry.sheet, entry.number, "label", what)
    found.choices.append(
        Choice(key, label, own.get("pictogram", ""), WORDS in own, DECLINED in own, EXCLUSIVE in own)
    )
    for column in sorted(entry.unread):
        if column in TRANSLATED:
            what = _("Bilder und Töne zu Auswahlen wurden nicht übernommen.")
        else:
            what = _("Die Spalte wurde nicht übernommen.")
        losses.note(entry.sheet, entry.number, entry.head(column), what)
