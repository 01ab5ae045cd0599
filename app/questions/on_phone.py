"""What the scripts that ask questions need to know: a questionnaire without its words, and what is said of answers."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _

from app.base.i18n import current_language
from app.questions.content import Questionnaire
from app.questions.reading import to_json
from app.questions.texts import said

_PARTS = {"sections", "questions", "choices", "rows", "followups"}
_TEXTS = ("label", "hint", "title", "text", "intro", "closing")


def lean(content: Questionnaire) -> dict[str, Any]:
    """The questionnaire without its words, which stand in the page: keys, kinds, limits, conditions."""
    language, first = current_language(), content.languages[0]

    def cut(value: Any) -> Any:
        if isinstance(value, list):
            return [cut(one) if isinstance(one, dict) else one for one in value]
        kept = {
            name: cut(one) if name in _PARTS else one for name, one in value.items() if name not in _TEXTS
        }
        if message := kept.get("constraint_message"):
            kept["constraint_message"] = said(message, language, first)
        return kept

    made: dict[str, Any] = cut(to_json(content))
    return made


def problem_words() -> dict[str, str]:
    """What `rules.js` says of answers that do not fit; %1 and %2 are filled in by the script."""
    return {
        "required": _("Bitte beantworte diese Frage."),
        "tick": _("Bitte hak das noch an."),
        "row": _("Bitte beantworte auch diese Zeile."),
        "number": _("Bitte gib eine Zahl ein."),
        "whole": _("Bitte gib eine ganze Zahl ein."),
        "step": _("Bitte gib die Zahl in Schritten von %(step)s ein.", step="%1"),
        "least": _("Bitte gib eine Zahl ab %(least)s ein.", least="%1"),
        "most": _("Bitte gib eine Zahl bis %(most)s ein.", most="%1"),
        "tooShort": _(
            "Der Text ist zu kurz: %(length)s Zeichen, mindestens %(limit)s.", length="%1", limit="%2"
        ),
        "tooLong": _(
            "Der Text ist zu lang: %(length)s Zeichen, höchstens %(limit)s.", length="%1", limit="%2"
        ),
        "chooseLess": _("Bitte wähle höchstens %(limit)s aus.", limit="%1"),
        "chooseMore": _("Bitte wähle mindestens %(limit)s aus.", limit="%1"),
        "marksLess": _("Möglich sind hier höchstens %(limit)s.", limit="%1"),
        "marksMore": _("Nötig sind hier mindestens %(limit)s.", limit="%1"),
        "noPlace": _("Bitte zeig den Ort auf der Karte oder beschreib ihn."),
        "noKind": _("Bitte wähle, was für ein Ort das ist."),
        "constraint": _("Diese Antwort passt hier nicht. Bitte prüf sie noch einmal."),
    }
