"""Hints for review: likely personal data, homes (E16) and words of danger (E19). They order the queue, never publish.

Every rule may be wrong in both directions, so a person reads everything before others see it (E20).
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection
from pathlib import Path

from flask_babel import lazy_gettext as _l

FLAGS = {
    "danger": _l("Hinweis auf eine Gefahr"),
    "phone": _l("Telefonnummer"),
    "email": _l("E-Mail-Adresse"),
    "iban": _l("Kontonummer"),
    "address": _l("Adresse"),
    "person": _l("erkennbare Person"),
    "handle": _l("Profilname"),
    "home": _l("Zuhause"),
}
DANGER, HOME = "danger", "home"

_WORDS = json.loads((Path(__file__).parent / "data" / "words.json").read_text(encoding="utf-8"))
_PLAIN = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "’": "'", "ʼ": "'", "`": "'", "\u00a0": " "}
    | dict(
        zip("áàâãåçćéèêëęíìîïıłñńóòôõøśşğúùûýźżąšžĺ", "aaaaacceeeeeiiiiilnnooooossguuuyzzaszl", strict=True)
    )
    | {"ё": "е", "ґ": "г", "أ": "ا", "إ": "ا", "آ": "ا", "ؤ": "و", "ئ": "ي", "ى": "ي", "ة": "ه", "ـ": ""}
    | dict.fromkeys([*range(0x064B, 0x0653), 0x0307])
)
"""One spelling for all: many write without marks on a phone of another language. Vowel signs of Arabic go, and the
dot that a Turkish İ leaves in small letters."""

_BARE = str.maketrans("öü", "ou")
_SIGNS = {" ": r"\s+", "*": r"\w*"}


def _phrases(*names: str) -> re.Pattern[str]:
    """One pattern for lists of phrases; `*` stands for any ending, a space for any white space.

    In Arabic the words for "and" and "so" stand before a phrase without a space.
    """
    written = [phrase.lower() for name in names for phrase in _WORDS[name]]
    # Who types Turkish on a German or English phone writes o for ö.
    phrases = {one.translate(_PLAIN): None for phrase in written for one in (phrase, phrase.translate(_BARE))}
    spelled = [[_SIGNS.get(sign) or re.escape(sign) for sign in phrase] for phrase in phrases]
    return re.compile(rf"(?<!\w)[وف]?{_any_of(spelled)}(?!\w)")


def _any_of(spelled: list[list[str]]) -> str:
    """One of these sequences, as a tree of their beginnings: hundreds are then tried as fast as a few."""
    branches: dict[str, list[list[str]]] = {}
    for signs in spelled:
        branches.setdefault(signs[0] if signs else "", []).append(signs[1:])
    parts = [first + _any_of(rest) if first else "" for first, rest in branches.items()]
    return parts[0] if len(parts) == 1 else f"(?:{'|'.join(parts)})"


_HOME = _phrases("home")
_DANGER = _phrases("danger", *(name for name in _WORDS if re.fullmatch("danger_[a-z]{2}", name)))
_DANGER_AT_HOME = _phrases("danger_at_home")
_ENDINGS = "|".join(re.escape(word) for word in _WORDS["street_endings"])
_BEGINNINGS = "|".join(word.replace(" ", r"\s+") for word in _WORDS["street_beginnings"])
_PLAIN_WORDS = "platz|weg|berg|hof|pfad|winkel|kamp|ufer|steig"
"""Endings that are words of their own: »Platz 2« is no address."""
_HOUSE_NUMBER = (
    r"\d{1,4}(?:\s?[a-h])?(?![\w%€]|[.:,]\d|\s*(?:uhr|jahr|minut|meter|euro|mal\b|leute|personen|km|m\b))"
)
_ADDRESS = re.compile(
    rf"(?<!\w)(?:(?!(?:{_PLAIN_WORDS})\b)[\w-]{{0,40}}(?:{_ENDINGS})|(?:{_BEGINNINGS})\s+[\w-]{{3,40}})\s*(?:nr\.?|nummer|no\.?)?\s*{_HOUSE_NUMBER}"
    r"|(?<!\w)(?:haus(?:nummer)?|wohnung|eingang|nr\.?|nummer)\s+(?:mit\s+der\s+|nr\.?\s*|nummer\s+)?\d{1,4}[a-h]?(?!\w|[.:,]\d)"
    r"|(?<!\d)\d{5}\s+[a-z]{3,}"
)
_EMAIL = re.compile(
    r"(?<![\w.+-])[\w.+-]{1,64}\s?(?:@|[(\[{<](?:at|aet)[)\]}>]|\s(?:at|aet)\s|\sklammeraffe\s)\s?[\w-]+(?:(?:\.|\s?(?:\(dot\)|\[dot\]|\(punkt\)|\[punkt\]|\s+punkt\s+|\s+dot\s+)\s?)[\w-]+)+"
)
_HANDLE = re.compile(
    r"(?<![\w.])@[\w.]{3,30}|(?<!\w)(?:insta(?:gram)?|snap(?:chat)?|tiktok|discord|telegram|whatsapp|twitch)\b"
    r"\s*(?:name\s*)?(?::|=|ist|heisst|heisse\s+ich)\s*\S{3,}"
)
_DIGIT = re.compile(r"\d")
_DATE = re.compile(
    r"(?<!\d)\d{1,2}\.\s?\d{1,2}\.\s?(?:\d{4}|\d{2})?(?!\d)|(?<!\d)(?:19|20)\d{2}-[01]\d-[0-3]\d(?!\d)"
)
_PHONE = re.compile(
    r"(?<![\w.,])(?:\+\s?\d{1,3}|00\s?\d{2}|\(?0)(?:[\s/()._–-]{0,3}\d){6,14}(?!\d)|(?<![\w.,])\d{7,15}(?!\w)"
)
_CLASS = re.compile(r"(?<![\w.,])(?:[1-9]|1[0-3])\s?[a-f](?!\w)|(?<!\w)klasse\s+(?:[1-9]|1[0-3])(?!\w)")
_NAME = re.compile(
    r"(?:\b(?:Herrn?|Frau|Hr\.|Fr\.|Familie|Dr\.|Mr\.?|Mrs\.?|Ms\.?)\s+(?:Dr\.\s+)?[A-ZÄÖÜ][\wäöüß-]+)"
    r"|(?:\b(?:[Ii]ch hei(?:ß|ss)e|[Mm]ein Name ist|hei(?:ß|ss)t|namens|[Mm]y name is)\s+[A-ZÄÖÜ][\wäöüß-]+)"
)
_IBAN = re.compile(r"(?<!\w)([a-z] ?[a-z] ?\d ?\d)((?:[ ._/-]{0,2}[a-z0-9]){11,30})")
_DIGIT_WORDS = {
    "null": "0", "eins": "1", "zwei": "2", "zwo": "2", "drei": "3", "vier": "4", "fuenf": "5", "sechs": "6",
    "sieben": "7", "acht": "8", "neun": "9",
}  # fmt: skip
_SPOKEN_DIGIT = rf"(?:{'|'.join(_DIGIT_WORDS)}|\d)"
_SPOKEN = re.compile(rf"(?<!\w){_SPOKEN_DIGIT}(?:[\s,./-]{{1,3}}{_SPOKEN_DIGIT}){{6,20}}(?!\w)")
_SPOKEN_WORD = re.compile("|".join(_DIGIT_WORDS))
_IBAN_LENGTHS = {
    "at": 20, "be": 16, "bg": 22, "ch": 21, "cz": 24, "de": 22, "dk": 18, "es": 24, "fi": 18, "fr": 27, "gb": 22,
    "gr": 27, "hr": 21, "hu": 28, "ie": 22, "it": 27, "li": 21, "lt": 20, "lu": 20, "nl": 18, "no": 15, "pl": 28,
    "pt": 25, "ro": 24, "se": 24, "si": 19, "sk": 24, "tr": 26, "ua": 29,
}  # fmt: skip


def urgency_of(flags: Collection[str]) -> int:
    """How soon a person should look: 2 danger, 1 likely personal data, 0 no hint."""
    return 2 if DANGER in flags else 1 if flags else 0


def flags_of(*texts: str) -> list[str]:
    """Codes of FLAGS that the texts of one contribution raise, in the order of FLAGS."""
    written = "\n".join(text for text in texts if text)
    if not written:
        return []
    plain = written.lower().translate(_PLAIN)
    plain = _SPOKEN.sub(_in_digits, plain)
    numbers = _DATE.sub(" ", plain) if _DIGIT.search(plain) else ""
    at_home = bool(_HOME.search(plain))
    has_iban = any(_is_iban(*match.groups()) for match in _IBAN.finditer(numbers))
    raised = {
        "danger": bool(_DANGER.search(plain)) or (at_home and bool(_DANGER_AT_HOME.search(plain))),
        "phone": not has_iban and bool(_PHONE.search(numbers)),
        "email": bool(_EMAIL.search(plain)),
        "iban": has_iban,
        "address": bool(_ADDRESS.search(numbers)),
        "person": bool(_CLASS.search(_ADDRESS.sub(" ", numbers)) or _NAME.search(written)),
        "handle": bool(_HANDLE.search(plain)),
        "home": at_home,
    }
    return [code for code in FLAGS if raised[code]]


def _in_digits(match: re.Match[str]) -> str:
    """Seven or more digits said one after another, written as one number."""
    words = _SPOKEN_WORD.sub(lambda word: _DIGIT_WORDS[word[0]], match[0])
    return "".join(_DIGIT.findall(words)) if len(_SPOKEN_WORD.findall(match[0])) > 2 else match[0]


def _is_iban(head: str, tail: str) -> bool:
    """ISO 13616: the length of the country and the check digits (ISO 7064, modulo 97) are right."""
    head = head.replace(" ", "")
    length = _IBAN_LENGTHS.get(head[:2])
    signs = (head + re.sub(r"[ ._/-]", "", tail))[: length or 0]
    if length is None or len(signs) != length:
        return False
    number = "".join(str(int(sign, 36)) for sign in signs[4:] + signs[:4])
    return int(number) % 97 == 1
