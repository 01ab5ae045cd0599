"""What is printed on a sheet beside the map: du-form, short, in the language its maker works in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from app.areas.age_bands import AGE_BANDS, YOUNG
from app.base.i18n import current_language
from app.participants.vocabulary import GENDERS

AGES = (*YOUNG, "a22_26")
TICKS = (
    tuple(f"age:{band}" for band in AGES),
    tuple(f"gender:{gender}" for gender in ("f", "m", "d")),
    ("who:one", "who:group"),
)
"""Rows of boxes; whoever ticks nothing does not say."""


def printed_words(
    *, title: str, above: str, maker: str, scale: int, most_pins: int, colours: str, attribution: str
) -> dict[str, Any]:
    """Everything `sheet.typ` prints; `most_pins` 0 leaves the limit out."""
    how = [
        _("Kleb einen Punkt auf die Karte oder zeichne das Zeichen in seiner Farbe."),
        _("Nimm die Farbe deiner Gruppe.")
        if colours == "group"
        else _("Die Farbe sagt, was für ein Ort es ist."),
        _("Schreib ein, zwei Wörter daneben: Warum dort?"),
    ]
    if most_pins:
        how.append(ngettext("Höchstens ein Punkt.", "Höchstens %(num)s Punkte.", most_pins))
    return {
        "title": title,
        "above": above,
        "maker": maker,
        "language": current_language(),
        "legend": _("So markierst du"),
        "how": " ".join(how),
        "about": _("Über euch") if colours == "group" else _("Über dich"),
        "rows": [_("Wie alt bist du?"), _("Du bist"), _("Wer füllt das Blatt aus?")],
        "write": [_("Gruppe oder Klasse"), _("Ort und Datum")],
        "ticks": _tick_words(),
        "notes": _("Platz für Wörter, Nummer an den Punkt:"),
        "privacy_title": _("Was damit passiert"),
        "privacy": _(
            "Schreib bitte keinen Namen auf das Blatt und zeig nicht, wo jemand wohnt. Das Team fotografiert das "
            "Blatt und trägt Punkte und Wörter ein. Niemand weiß, von wem sie sind. Das Foto sieht nur das Team. "
            "Mitmachen ist freiwillig."
        ),
        "scale": _(
            "Maßstab 1:%(scale)s · 1 cm sind %(metres)s m",
            scale=f"{scale:,}".replace(",", "."),
            metres=f"{scale / 100:g}",
        ),
        "north": _("N"),
        "alt": _("Karte zum Markieren. Der Ausschnitt steht im Titel."),
        "marks": _("Quadratische Marken, an denen ein Foto des Blattes erkannt wird"),
        "code": _("Blatt und Nummer"),
        "code_alt": _("QR-Code mit der Kennung"),
        "attribution": attribution,
    }


def group_label(age_band: str, gender: str) -> str:
    """A group of the legend in words: `weiblich, 12–13`."""
    parts = [str(GENDERS[gender])] if gender != "na" else []
    parts += [str(AGE_BANDS[age_band])] if age_band != "na" else []
    return ", ".join(parts) or _("divers oder keine Angabe")


def ticked(keys: Sequence[str]) -> dict[str, Any]:
    """Age band, gender and whether it is a group, from ticked boxes; two ticks in a row say nothing."""
    said: dict[str, list[str]] = {}
    for key in keys:
        field, _colon, value = key.partition(":")
        said.setdefault(field, []).append(value)

    def one(field: str, otherwise: str) -> str:
        values = said.get(field, [])
        return values[0] if len(values) == 1 else otherwise

    return {
        "age_band": one("age", "na"),
        "gender": one("gender", "na"),
        "is_group": one("who", "one") == "group",
    }


def _tick_words() -> dict[str, str]:
    words = {f"age:{band}": str(AGE_BANDS[band]) for band in AGES}
    words |= {f"gender:{gender}": str(GENDERS[gender]) for gender in ("f", "m", "d")}
    return {**words, "who:one": _("ich allein"), "who:group": _("wir als Gruppe")}
