"""The staff of Ellerbrück: one account for each role, with a password that is printed and known."""

from __future__ import annotations

from dataclasses import dataclass

PASSWORD = "ellerbrueck-zeigen"  # noqa: S105 - printed on purpose; refused on a public address (config.check)


@dataclass(frozen=True)
class Staff:
    """An invented colleague; `roles` are those in the demo process."""

    email: str
    name: str
    roles: tuple[str, ...]
    is_admin: bool = False


STAFF = (
    Staff("verwaltung@ellerbrueck.example", "Jonte Behrens (Verwaltung)", (), is_admin=True),
    Staff("koordination@ellerbrueck.example", "Meral Aydin (Stabsstelle)", ("coordinator",)),
    Staff("moderation@ellerbrueck.example", "Lene Hoppe (Moderation)", ("facilitator", "editor")),
    Staff("planung@ellerbrueck.example", "Tammo Wiards (Jugendhilfeplanung)", ("planner",)),
    Staff("statistik@ellerbrueck.example", "Iwona Kaczmarek (Statistikstelle)", ("statistics",)),
    Staff("datenschutz@ellerbrueck.example", "Falk Dettmer (Datenschutz)", ("dpo",)),
    Staff("kinderschutz@ellerbrueck.example", "Nele Ottens (Kinderschutz)", ("safeguard",)),
    Staff("schule@ellerbrueck.example", "Arne Lübbers (Schulsozialarbeit)", ("viewer",)),
)
