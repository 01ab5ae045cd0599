"""Words in several languages: a mapping of language codes to texts, and which of them a reader gets."""

from __future__ import annotations

from collections.abc import Mapping

Texts = Mapping[str, str]
"""Language code (`de`, `de-simple`, `en`, `ar` …) to text; a language without text is left out."""


def said(texts: Texts, language: str, first: str = "de") -> str:
    """The text in this language; else in the language it is a variant of, else in `first`, else in any."""
    return said_in(texts, language, first)[0]


def said_in(texts: Texts, language: str, first: str = "de") -> tuple[str, str]:
    """The text as `said` chooses it and the code of the language it is in."""
    base = language.split("-")[0]
    for code in (language, base, first, *texts):
        if texts.get(code):
            return texts[code], code
    return "", language
