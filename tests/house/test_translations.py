"""Every text of the source has its entry in both catalogues, and every English entry is whole."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parents[2]
KEYWORDS = {**DEFAULT_KEYWORDS, "_l": None, "lazy_gettext": None, "lazy_ngettext": (1, 2)}
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%%|<[^>]+>")


@cache
def source_texts() -> dict[str, str]:
    """Each text that is translated, with the file it stands in."""
    with (ROOT / "babel.cfg").open() as file:
        methods, options = parse_mapping_cfg(file)
    found = extract_from_dir(ROOT / "app", methods, options, KEYWORDS)
    return {message[0] if isinstance(message, tuple) else message: file for file, _, message, _, _ in found}


@cache
def catalogue(language: str) -> Catalog:
    with (ROOT / f"translations/{language}/LC_MESSAGES/messages.po").open("rb") as file:
        return read_po(file, locale=language)


def parts(text: str | tuple[str, ...] | list[str]) -> list[str]:
    return [text] if isinstance(text, str) else list(text)


def is_whole(message: Message | None) -> bool:
    return message is not None and not message.fuzzy and all(part.strip() for part in parts(message.string))


@pytest.mark.parametrize("language", ["de", "en"])
def test_every_text_has_its_translation(language: str) -> None:
    open_texts = [
        f"{file}: {text}"
        for text, file in source_texts().items()
        if not is_whole(catalogue(language).get(text))
    ]
    assert open_texts == [], "Run script/strings and fill the catalogue"


@pytest.mark.parametrize("language", ["de", "en"])
def test_no_catalogue_keeps_texts_that_nobody_says(language: str) -> None:
    left_over = [parts(message.id)[0] for message in catalogue(language) if message.id]
    assert sorted(set(left_over) - set(source_texts())) == [], "Run script/strings"


def placeholders(text: str | tuple[str, ...] | list[str]) -> set[str]:
    return {found for part in parts(text) for found in PLACEHOLDER.findall(part)}


def test_placeholders_and_tags_survive_the_translation() -> None:
    translated = [message for message in catalogue("en") if message.id and message.string]
    broken = [m.id for m in translated if placeholders(m.id) != placeholders(m.string)]
    assert broken == []


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
