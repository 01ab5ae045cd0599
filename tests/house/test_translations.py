"""Every text has its entry in German and English, those that people who take part read in all their languages."""

from __future__ import annotations

import fnmatch
import re
from functools import cache
from gettext import c2py  # type: ignore[attr-defined]
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po

from app.config import LANGUAGES, PARTICIPANT_LANGUAGES
from script import catalogues

ROOT = Path(__file__).resolve().parents[2]
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%%|%[1-9]|<[^>]+>")
FURTHER = PARTICIPANT_LANGUAGES[len(LANGUAGES) :]
ALL_PLURAL_FORMS = (0, 1, 2, 3, 5, 11, 21, 22, 25, 100, 101, 111, 1000)
"""Numbers that between them need every plural form of every language."""


@cache
def source_texts() -> dict[str, str]:
    """Each text that is translated, with the file it stands in."""
    with (ROOT / "babel.cfg").open() as file:
        methods, options = parse_mapping_cfg(file)
    found = extract_from_dir(ROOT / "app", methods, options, catalogues.KEYWORDS)
    return {message[0] if isinstance(message, tuple) else message: file for file, _, message, _, _ in found}


@cache
def catalogue(language: str) -> Catalog:
    name = catalogues.locale_name(language)
    with (ROOT / f"translations/{name}/LC_MESSAGES/messages.po").open("rb") as file:
        return read_po(file, locale=name)


def parts(text: str | tuple[str, ...] | list[str]) -> list[str]:
    return [text] if isinstance(text, str) else list(text)


def is_whole(message: Message | None) -> bool:
    return message is not None and not message.fuzzy and all(part.strip() for part in parts(message.string))


@cache
def texts_for(language: str) -> dict[str, str]:
    """The texts a catalogue has to hold, each with a file it stands in."""
    if language in LANGUAGES:
        return source_texts()
    wanted = catalogues.participant_texts()
    return {text: file for text, file in source_texts().items() if text in wanted}


def test_the_script_fills_the_languages_the_application_speaks() -> None:
    assert catalogues.LANGUAGES == LANGUAGES
    assert catalogues.FURTHER_LANGUAGES == FURTHER
    found = {path.parent.parent.name for path in (ROOT / "translations").glob("*/LC_MESSAGES/messages.po")}
    assert found == {catalogues.locale_name(language) for language in PARTICIPANT_LANGUAGES}


@pytest.mark.parametrize("language", PARTICIPANT_LANGUAGES)
def test_every_text_has_its_translation(language: str) -> None:
    open_texts = [
        f"{file}: {text}"
        for text, file in texts_for(language).items()
        if not is_whole(catalogue(language).get(text))
    ]
    assert open_texts == [], "Run script/strings and fill the catalogue"


@pytest.mark.parametrize("language", PARTICIPANT_LANGUAGES)
def test_no_catalogue_keeps_texts_that_nobody_says(language: str) -> None:
    left_over = [parts(message.id)[0] for message in catalogue(language) if message.id]
    assert sorted(set(left_over) - set(texts_for(language))) == [], "Run script/strings"


def test_every_pattern_of_participant_files_names_a_file() -> None:
    files = [
        path.relative_to(ROOT / "app").as_posix() for path in (ROOT / "app").rglob("*") if path.is_file()
    ]
    lines = catalogues.PARTICIPANT_FILES.read_text(encoding="utf-8").splitlines()
    patterns = [line.removeprefix("!") for line in lines if line and not line.startswith("#")]
    assert [pattern for pattern in patterns if not fnmatch.filter(files, pattern)] == []


def placeholders(text: str | tuple[str, ...] | list[str]) -> set[str]:
    return {found for part in parts(text) for found in PLACEHOLDER.findall(part)}


@pytest.mark.parametrize("language", PARTICIPANT_LANGUAGES)
def test_placeholders_and_tags_survive_the_translation(language: str) -> None:
    translated = [message for message in catalogue(language) if message.id and message.string]
    broken = [m.id for m in translated if placeholders(m.id) != placeholders(m.string)]
    single = [m for m in translated if isinstance(m.id, str)]
    repeated = [m.id for m in single if counted(m.id) != counted(str(m.string))]
    assert broken + repeated == []


def counted(text: str) -> list[str]:
    return sorted(PLACEHOLDER.findall(text))


@pytest.mark.parametrize("language", PARTICIPANT_LANGUAGES)
def test_plural_forms_are_those_of_the_language_and_say_the_number(language: str) -> None:
    book = catalogue(language)
    choose = c2py(book.plural_expr)
    used = {choose(number) for number in ALL_PLURAL_FORMS}
    assert used == set(range(book.num_plurals))
    counting = [message for message in book if isinstance(message.id, tuple)]
    assert counting
    wrong = []
    for message in counting:
        if len(message.string) != book.num_plurals:
            wrong.append(message.id[0])
        for number in ALL_PLURAL_FORMS:
            alone = {n for n in range(1001) if choose(n) == choose(number)}
            # A form that stands for one number (or for none, which is not said) may say it in a word.
            if len(alone - {0}) > 1 and "%(num)s" not in message.string[choose(number)]:
                wrong.append(f"{message.id[0]}: form for {number}")
    assert wrong == []


def test_the_german_catalogue_says_what_the_source_says() -> None:
    other = [
        message.id for message in catalogue("de") if message.id and parts(message.id) != parts(message.string)
    ]
    assert other == []


def test_no_text_is_put_together_before_it_is_translated() -> None:
    glued = re.compile(r"\b(?:_|_l|gettext|lazy_gettext)\(\s*f[\"']")
    found = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in sorted((ROOT / "app").rglob("*.py"))
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if glued.search(line)
    ]
    assert found == []
