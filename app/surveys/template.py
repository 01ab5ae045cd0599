"""What a new survey can begin with: nothing, or a questionnaire that is there already."""

from __future__ import annotations

from uuid import UUID

from flask_babel import gettext as _

from app.base.errors import DomainError
from app.base.i18n import current_language
from app.questions.content import Questionnaire
from app.questions.editor.room import ALL, room_of
from app.questions.queries import questionnaires_of
from app.questions.shipped import SHIPPED
from app.questions.texts import said

EMPTY, SHIP, KEPT = "empty", "shipped", "kept"


def beginnings(process_id: UUID) -> list[tuple[str, str]]:
    """Code and label of each: those that come with the platform, an empty one, those of the process.

    What an activity of another kind asks, such as a needle map, is no beginning of a survey.
    """
    shipped = [(f"{SHIP}:{code}", said(load().title, current_language())) for code, load in SHIPPED.items()]
    kept = [
        (f"{KEPT}:{one.id}", _("Wie in diesem Verfahren: %(title)s", title=one.title))
        for one in questionnaires_of(process_id)
        if room_of(one.id) is ALL
    ]
    return [*shipped, (EMPTY, _("Leerer Fragebogen")), *kept]


def begun(code: str, title: str) -> tuple[Questionnaire | None, UUID | None]:
    """A new content, or the id of a questionnaire that is used as it is; DomainError for a code nobody offered."""
    name, _sign, rest = code.partition(":")
    if name == EMPTY:
        return Questionnaire(title={"de": title}), None
    if name == SHIP and rest in SHIPPED:
        return SHIPPED[rest](), None
    if name == KEPT:
        try:
            return None, UUID(rest)
        except ValueError:
            pass
    raise DomainError(_("Diesen Fragebogen gibt es nicht."), field="beginning")
