"""Words in several languages: a mapping of language codes to texts, and which of them a reader gets."""

from __future__ import annotations

from collections.abc import Mapping

Texts = Mapping[str, str]
"""Language code (`de`, `de-simple`, `en`, `ar` …) to text; a language without text is left out."""


def said(texts: Texts, language: str, first: str = "de") -> str:
    """The text in this language; else in the language it is a variant of, else in `first`, else in any."""
    base = language.split("-")[0]
    for code in (language, base, first):
        if texts.get(code):
            return texts[code]
    return next((text for text in texts.values() if text), "")
