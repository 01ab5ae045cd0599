"""What is still on this phone: a list for its owner, a way to send it now, to keep it as a file and to take one in."""

from __future__ import annotations

from flask import Response, render_template
from flask_babel import gettext as _

from app.base.access import public
from app.participants.keeping import keep_on_phone
from app.participants.public_views.blueprint import blueprint


@blueprint.get("/mitmachen/handy")
@public
def phone() -> Response:
    """For those whose session has ended too: what it shows is on the phone and not on the server."""
    return keep_on_phone(render_template("participants/phone.html", config={"words": words()}))


@blueprint.get("/mitmachen/ohne-netz")
@public
def offline() -> Response:
    """What the phone shows when a page needs a line and there is none; kept on the phone in its person's language."""
    return keep_on_phone(render_template("participants/offline.html"))


def words() -> dict[str, object]:
    """What the script says; %1 is filled in by it."""
    return {
        "kinds": {
            "PUT": _("Beitrag"),
            "PATCH": _("Änderung"),
            "DELETE": _("Löschung"),
            "photo": _("Foto"),
            "audio": _("Aufnahme"),
            "drawing": _("Zeichnung"),
            "scan": _("Blatt"),
            "file": _("Datei"),
        },
        "states": {
            "waiting": _("noch auf dem Handy"),
            "sending": _("wird gesendet"),
            "refused": _("nicht angenommen"),
        },
        "progress": _("%1 Prozent gesendet"),
        "onlyHere": _("Nur auf dieser Seite: Lass sie offen oder sichere alles als Datei."),
        "bytesLost": _("Dein Handy hat diese Datei gelöscht. Bitte mach sie noch einmal."),
        "broken": _("Kaputt: Dein Handy kann das nicht mehr lesen."),
        "throwAway": _("Wegwerfen"),
        "throwAwayNamed": _("Wegwerfen: %1"),
        "sure": _("Wirklich wegwerfen?"),
        "sentAll": _("Alles ist angekommen."),
        "sentSome": _("Noch nicht alles ist angekommen. %1 noch auf dem Handy."),
        "noLine": _(
            "Kein Netz. Es wird gesendet, sobald du wieder Netz hast. "
            "Lass dafür diese Seite offen oder öffne sie später."
        ),
        "nothing": _("Auf diesem Handy wartet nichts."),
        "lostCount": _("%1 verloren gegangen"),
        "saved": _("Die Datei ist gesichert. Heb sie gut auf und gib sie nur weiter, wem du vertraust."),
        "taken": _("Eingelesen: %1. Was schon angekommen war, wird nicht doppelt."),
        "failed": _("Nicht lesbar: %1."),
        "unreadable": _("Das ist keine Datei von Streifzug, oder sie ist kaputt."),
        "owner": _(
            "Diese Datei gehört zu einem anderen Beleg. Gib erst diesen Beleg ein, dann lies die Datei noch einmal ein."
        ),
        "others": _(
            "Von anderen auf diesem Handy wartet auch noch etwas: %1. Es wird gesendet, wenn sie ihren Beleg eingeben."
        ),
    }
