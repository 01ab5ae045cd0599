"""Help at once for somebody whose words sound like danger (E19): whom to call, before anybody has read it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from flask_babel import gettext as _

from app.contributions.drafts import ContributionDraft
from app.contributions.flags import DANGER, flags_of


def help_for(said: Iterable[ContributionDraft]) -> dict[str, Any] | None:
    """What a page shows after sending these, in the language of the person; None when nothing sounds like danger."""
    return (
        help_words() if any(sounds_like_danger(one.title, one.text, one.place_text) for one in said) else None
    )


def help_for_sent(sent: Any) -> dict[str, Any] | None:
    """The same for answers as a phone sent them, before anybody has read which of its texts are words."""
    return help_words() if any(sounds_like_danger(text) for text in _texts_in(sent)) else None


def _texts_in(sent: Any) -> Iterator[str]:
    if isinstance(sent, str):
        yield sent
    elif isinstance(sent, (dict, list)):
        for inner in sent.values() if isinstance(sent, dict) else sent:
            yield from _texts_in(inner)


def sounds_like_danger(*texts: str) -> bool:
    return DANGER in flags_of(*texts)


def help_words() -> dict[str, Any]:
    """Title, sentence and numbers (116 111: Nummer gegen Kummer for children and young people)."""
    return {
        "title": _("Geht es dir nicht gut oder bist du in Gefahr?"),
        "text": _(
            "Ruf an, es kostet nichts und niemand fragt nach deinem Namen. "
            "Was du geschrieben hast, sehen andere nicht. Eine Person vom Kinderschutz liest es."
        ),
        "close": _("Schließen"),
        "numbers": [
            {"name": _("Nummer gegen Kummer"), "number": "116 111"},
            {"name": _("Polizei"), "number": "110"},
            {"name": _("Rettung"), "number": "112"},
        ],
    }


def help_sentence() -> str:
    """The same in one line, for pages without script."""
    words = help_words()
    numbers = ", ".join(f"{one['name']} {one['number']}" for one in words["numbers"])
    return f"{words['title']} {words['text']} {numbers}"
