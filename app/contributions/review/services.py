"""What moderators decide about contributions; every decision leaves a row that says who, when and why."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import Select, select

from app.base.audit import note
from app.base.database import db, new_id
from app.base.errors import Conflict, DomainError, NotAllowed, NotFound
from app.contributions import words
from app.contributions.checks import LONGEST_TEXT
from app.contributions.flags import DANGER, urgency_of
from app.contributions.models import Contribution, ReviewDecision
from app.contributions.points import index
from app.contributions.quoting import is_quote, quotable
from app.contributions.review.hand_overs import log_hand_over, take_back_hand_over
from app.contributions.review.reasons import REASONS
from app.contributions.words import clean

OPEN_STATES = ("submitted", "in_review")
DECIDED_STATES = ("released", "internal", "redacted", "rejected_rules", "answered")
HANDED_OVER = "handed_over"
_CHUNK = 500

Versions = Mapping[UUID, int | None]
"""Contribution ids with the version the moderator saw; None skips the check."""


class StaleDecision(Conflict):
    """Somebody changed or decided contributions since the page was opened; `contribution_ids` says which."""

    def __init__(self, contribution_ids: Sequence[UUID]) -> None:
        self.contribution_ids = list(contribution_ids)
        super().__init__(
            _("Inzwischen hat jemand anderes das geändert oder entschieden. Bitte prüfen Sie beides.")
        )


@dataclass(frozen=True)
class Chosen:
    """What one click did: its batch, and the contributions with their new versions."""

    batch: UUID
    versions: dict[UUID, int]


def release(*, process_id: UUID, versions: Versions, user_id: UUID | None) -> Chosen:
    """Let everybody see the place, and read the words where their author said yes to that (E02, decision 19).

    NotAllowed for secret places and hints at danger.
    """

    def apply(said: Contribution, may_quote: bool) -> str:
        _refuse_public(said)
        said.released_text = full_text(said) if may_quote else ""
        return "released"

    return _decide(process_id, versions, user_id, apply, shows_words=True)


def redact(
    *, process_id: UUID, contribution_id: UUID, version: int | None, user_id: UUID | None, text: str
) -> Chosen:
    """Let everybody read a shortened text; the original stays inside. An empty text shows the place alone.

    DomainError when it quotes somebody who did not say yes to that: then it has to be said in other words.
    """
    shortened = clean(text)
    if len(shortened) > 2 * LONGEST_TEXT:
        raise DomainError(_("Der Text ist zu lang."), field="text")

    def apply(said: Contribution, may_quote: bool) -> str:
        _refuse_public(said)
        if not may_quote and is_quote(shortened, full_text(said)):
            message = _(
                "Diese Person hat nicht erlaubt, ihre Worte zu zeigen. Bitte schreiben Sie es in eigenen Worten, "
                "oder lassen Sie das Feld leer."
            )
            raise DomainError(message, field="text")
        said.released_text = shortened
        return "redacted"

    return _decide(process_id, {contribution_id: version}, user_id, apply, shows_words=True)


def keep_internal(*, process_id: UUID, versions: Versions, user_id: UUID | None) -> Chosen:
    """Count it, but show it to nobody outside."""
    return _decide(process_id, versions, user_id, lambda said, _may_quote: "internal")


def reject(*, process_id: UUID, versions: Versions, user_id: UUID | None, reason: str) -> Chosen:
    """Take it out of counting because it breaks the published rules; `reason` is a key of REASONS."""
    if reason not in REASONS:
        raise DomainError(_("Bitte wählen Sie einen Grund."), field="reason")
    return _decide(process_id, versions, user_id, lambda said, _may_quote: "rejected_rules", reason=reason)


def hold(*, process_id: UUID, versions: Versions, user_id: UUID | None) -> Chosen:
    """Mark as being read; the decision comes later."""
    return _decide(process_id, versions, user_id, lambda said, _may_quote: "in_review")


def report_danger(*, process_id: UUID, versions: Versions, user_id: UUID | None) -> Chosen:
    """Hand what sounds like danger to the safeguarding people; others no longer see it (E19)."""

    def apply(said: Contribution, _may_quote: bool) -> str:
        said.flags = [DANGER, *(flag for flag in said.flags if flag != DANGER)]
        said.urgency = urgency_of(said.flags)
        return "in_review"

    return _decide(process_id, versions, user_id, apply, reason="danger")


def clear_danger(*, process_id: UUID, versions: Versions, user_id: UUID | None) -> Chosen:
    """Safeguarding saw no danger: the contribution goes to the ordinary queue."""

    def apply(said: Contribution, _may_quote: bool) -> str:
        said.flags = [flag for flag in said.flags if flag != DANGER]
        said.urgency = urgency_of(said.flags)
        return "in_review"

    return _decide(process_id, versions, user_id, apply, reason="no_danger", danger=True)


def hand_over(
    *, process_id: UUID, versions: Versions, user_id: UUID | None, recipient: str, note: str = ""
) -> Chosen:
    """Safeguarding took it to the people who help (a key of RECIPIENTS); the contribution stays inside for good.

    Where it went stands in a log of its own that only safeguarding reads (E19).
    """
    for contribution_id in versions:
        log_hand_over(
            process_id=process_id, object_id=contribution_id, user_id=user_id, recipient=recipient, note=note
        )
    return _decide(
        process_id, versions, user_id, lambda said, _may_quote: "internal", reason=HANDED_OVER, danger=True
    )


def undo(*, process_id: UUID, user_id: UUID) -> list[UUID]:
    """Take back one's own last click in this process; returns the contributions, NotFound when there is none.

    What somebody else or the author changed since stays as it is. A shortened text that a later release replaced is
    gone, so such a contribution goes back to being read.
    """
    last = last_of(process_id, user_id)
    if last is None:
        raise NotFound(_("Es gibt nichts mehr rückgängig zu machen."))
    decisions = db.session.scalars(_mine(process_id, user_id).where(ReviewDecision.batch == last.batch)).all()
    contributions = {said.id: said for said in _locked(process_id, [d.contribution_id for d in decisions])}
    restored = []
    for decision in decisions:
        decision.undone = True
        said = contributions[decision.contribution_id]
        if said.state != decision.to_state:
            continue
        lost = decision.from_state == "redacted" and decision.to_state == "released"
        said.state = "in_review" if lost else decision.from_state
        if decision.reason == HANDED_OVER:
            take_back_hand_over([said.id])
        if decision.reason in {"danger", "no_danger"}:
            _turn_danger(said, back=decision.reason == "no_danger")
        said.version += 1
        restored.append(said.id)
    db.session.flush()
    index.refresh(restored)
    note(actor=user_id, action="review.undo", object_kind="process", object_id=process_id)
    return restored


def last_of(process_id: UUID, user_id: UUID) -> ReviewDecision | None:
    """One's own last decision in this process that was not taken back."""
    newest = (ReviewDecision.created_at.desc(), ReviewDecision.id.desc())
    return db.session.scalar(_mine(process_id, user_id).order_by(*newest).limit(1))


def _mine(process_id: UUID, user_id: UUID) -> Select[tuple[ReviewDecision]]:
    return (
        select(ReviewDecision)
        .join(Contribution, Contribution.id == ReviewDecision.contribution_id)
        .where(
            Contribution.process_id == process_id,
            ReviewDecision.user_id == user_id,
            ReviewDecision.undone.is_(False),
        )
    )


def full_text(said: Contribution) -> str:
    """Title and text as one, as they are released when nothing is shortened."""
    return words.full_text(said.title, said.text)


def _turn_danger(said: Contribution, *, back: bool) -> None:
    others = [flag for flag in said.flags if flag != DANGER]
    said.flags = [DANGER, *others] if back else others
    said.urgency = urgency_of(said.flags)


def _refuse_public(said: Contribution) -> None:
    if said.is_secret:
        raise NotAllowed(
            _("Ein geheimer Ort bleibt intern. Er lässt sich nicht freigeben."), field="is_secret"
        )


def _decide(
    process_id: UUID,
    versions: Versions,
    user_id: UUID | None,
    apply: Callable[[Contribution, bool], str],
    *,
    reason: str = "",
    danger: bool = False,
    shows_words: bool = False,
) -> Chosen:
    """Apply one decision to all or none. `danger`: only what waits for safeguarding; otherwise only what does not.

    `apply` is told whether the author said yes to showing the words; asked behind the locks, for `shows_words` only.
    """
    found = {said.id: said for said in _locked(process_id, list(versions))}
    missing = [
        i
        for i in versions
        if i not in found or (found[i].urgency == 2) != danger or found[i].state == "draft"
    ]
    if missing or not versions:
        raise NotFound(_("Diesen Beitrag gibt es hier nicht."))
    stale = [
        i
        for i, seen in versions.items()
        if found[i].state == "withdrawn" or seen not in (None, found[i].version)
    ]
    if stale:
        raise StaleDecision(stale)
    spoken = quotable(versions) if shows_words else set()
    batch = new_id()
    for contribution_id in versions:
        said = found[contribution_id]
        before = said.state
        said.state = apply(said, contribution_id in spoken)
        said.version += 1
        states = {"from_state": before, "to_state": said.state}
        db.session.add(
            ReviewDecision(contribution_id=said.id, user_id=user_id, batch=batch, reason=reason, **states)
        )
    db.session.flush()
    index.refresh(versions)
    return Chosen(batch, {i: found[i].version for i in versions})


def _locked(process_id: UUID, ids: Sequence[UUID]) -> list[Contribution]:
    """The contributions of this process in a fixed order, held until the transaction ends (PostgreSQL)."""
    ordered = sorted(set(ids))
    found: list[Contribution] = []
    for start in range(0, len(ordered), _CHUNK):
        query = (
            select(Contribution)
            .where(
                Contribution.process_id == process_id, Contribution.id.in_(ordered[start : start + _CHUNK])
            )
            .order_by(Contribution.id)
            .with_for_update()
            .execution_options(populate_existing=True)
        )
        found += db.session.scalars(query)
    return found
