"""What a password must be: long, not one of those everybody tries first, not made of one's own name.

Follows NIST SP 800-63B-4, 3.1.1.2: length instead of rules about signs, and a check against known bad ones. The check
runs here and asks no outside service.
"""

from __future__ import annotations

import re

from flask_babel import gettext as _

SHORTEST = 12
LONGEST = 128
FEWEST_SIGNS = 5
ROWS = (
    "abcdefghijklmnopqrstuvwxyz",
    "01234567890123456789",
    "qwertzuiopüasdfghjklöäyxcvbnm",
    "qwertyuiopasdfghjklzxcvbnm",
    "1q2w3e4r5t6z7u8i9o0p",
    "1q2w3e4r5t6y7u8i9o0p",
    "1qay2wsx3edc4rfv5tgb6zhn",
    "1qaz2wsx3edc4rfv5tgb6yhn",
)
# fmt: off
WORDS = (
    "admin", "administrator", "april", "august", "autumn", "baseball", "batman", "beteiligung", "changeme",
    "demo", "dezember", "dienstag", "donnerstag", "dragon", "februar", "football", "freitag", "fruehling",
    "frühling", "fussball", "geheim", "hallo", "herbst", "ichliebedich", "iloveyou", "januar", "juli",
    "juni", "kennwort", "letmein", "login", "maerz", "mai", "master", "mittwoch", "monat", "monkey",
    "montag", "märz", "november", "oktober", "password", "passwort", "pokemon", "princess", "rathaus",
    "samstag", "schatz", "september", "shadow", "sommer", "sonnenschein", "sonntag", "spring", "stadt",
    "start", "starwars", "streifzug", "summer", "sunshine", "superman", "test", "verwaltung", "welcome",
    "willkommen", "winter",
)
# fmt: on
LEETSPEAK = str.maketrans("4@3€!1|0$57", "aaeeilloss" + "t")


def weaknesses(password: str, *, email: str = "", name: str = "") -> list[str]:
    """Sentences about what is wrong with a new password; empty when it may be used."""
    if len(password) < SHORTEST:
        return [_("Bitte mindestens %(count)s Zeichen.", count=SHORTEST)]
    if len(password) > LONGEST:
        return [_("Bitte höchstens %(count)s Zeichen.", count=LONGEST)]
    plain = password.casefold()
    if len(set(plain)) < FEWEST_SIGNS:
        return [_("Das Passwort besteht aus zu wenigen verschiedenen Zeichen.")]
    if len(_without(plain, _own_words(email, name))) < SHORTEST // 2:
        return [_("Das Passwort enthält vor allem Ihren Namen oder Ihre E-Mail-Adresse.")]
    if _is_common(plain):
        return [_("Dieses Passwort ist leicht zu erraten. Gut sind vier Wörter, die nicht zusammengehören.")]
    return []


def _is_common(plain: str) -> bool:
    """True when little is left after taking away well-known words, years, rows of keys and repetitions."""
    rest = min((_without(text, WORDS) for text in (plain, plain.translate(LEETSPEAK))), key=len)
    rest = re.sub(r"(19|20)\d\d", "", rest)
    for row in ROWS:
        for text in (row, row[::-1]):
            for length in range(len(text), 3, -1):
                for start in range(len(text) - length + 1):
                    rest = rest.replace(text[start : start + length], "")
    rest = re.sub(r"(.+?)\1+", r"\1", rest)
    letters = re.sub(r"[\W\d_]", "", rest)
    return len(rest) < SHORTEST // 2 or (len(letters) < 3 and len(rest) < 9)


def _own_words(email: str, name: str) -> list[str]:
    parts = re.split(r"[\W_]+", f"{email} {name}".casefold())
    return sorted({part for part in parts if len(part) >= 3}, key=len, reverse=True)


def _without(text: str, words: tuple[str, ...] | list[str]) -> str:
    for word in sorted(words, key=len, reverse=True):
        text = text.replace(word, "")
    return text
