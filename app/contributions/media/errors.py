"""Why an attachment is not taken, each with the status a phone acts on."""

from __future__ import annotations

from flask_babel import gettext as _

from app.base.errors import Conflict, DomainError


class TooLarge(DomainError):
    """One file or one part is larger than it may be; sending it again is of no use."""

    status = 413


class NoRoom(DomainError):
    """Our disk is nearly full: the phone keeps the file and tries again later."""

    status = 507

    def __init__(self) -> None:
        super().__init__(
            _(
                "Wir haben gerade keinen Platz für Dateien. Deine Datei bleibt auf dem Handy, versuch es später."
            )
        )


class WrongOffset(Conflict):
    """A part does not continue what is here; `received` says where to go on."""

    def __init__(self, received: int) -> None:
        super().__init__(_("Dieser Teil schließt nicht an den letzten an."), field="Upload-Offset")
        self.received = received


class Garbled(DomainError):
    """All bytes came, but they are not those that were announced; they begin anew at 0."""

    def __init__(self) -> None:
        super().__init__(
            _("Die Datei ist unterwegs beschädigt worden. Sie wird noch einmal geschickt."), field="sha256"
        )
        self.received = 0
