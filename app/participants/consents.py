"""Who has to say yes to what (E02, E04, E05): rules by age and purpose, and what is said so far.

Threshold of Art. 8 GDPR used conservatively (16) for any consent given online; § 22 KunstUrhG for people on photos.
Somebody who does not say an age is treated as the youngest they can be, a child under 14, until they say on the
spot that they are 16 or older: nobody is asked for a birth date, and who says nothing still takes part without media.
What needs no yes (pins, ways, drawings, text for the team) is never asked about here: refusing blocks nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import func, or_, select

from app.areas.age_bands import AGE_BANDS
from app.base.database import db
from app.participants.models import Consent, GuardianSlip, JoinCode, Participant
from app.participants.vocabulary import AGE_16, CONSENT_TEXTS, PURPOSES

SELF, GUARDIAN = "self", "guardian"
CHILD, YOUTH, OLDER, ADULT = "under_14", "14_15", "16_17", "18_up"
GROUPS = {
    **dict.fromkeys(AGE_BANDS, ADULT),
    **dict.fromkeys(("a00_05", "a06_09", "a10_11", "a12_13", "na"), CHILD),
    "a14_15": YOUTH,
    "a16_17": OLDER,
}

_OWN, _BOTH = frozenset({SELF}), frozenset({SELF, GUARDIAN})
_FROM_16 = {CHILD: _BOTH, YOUTH: _BOTH, OLDER: _OWN, ADULT: _OWN}
NEEDED = {
    "audio": _FROM_16,
    "audio_public": _FROM_16,
    "photo": _FROM_16,
    "photo_people": {CHILD: _BOTH, YOUTH: _BOTH, OLDER: _BOTH, ADULT: _OWN},
    "quote": _FROM_16,
    "drawing": _FROM_16,
}
"""Whose yes a purpose needs at which age."""

ONLY_TO_SHOW = ("quote", "drawing")
"""Words and drawings are what somebody takes part with, like a pin: making and sending them needs no yes (E05).

The yes is about showing them. It may be said before a guardian's is there, and counts once that is.
"""


@dataclass(frozen=True)
class Allowed:
    """May this person be asked for the yes to a purpose, and make what it is about?

    `needs_guardian`: a guardian's yes is needed and not there; `reason` is a sentence for the person, empty when all
    is fine. `asks_age`: it would help to say "Ich bin 16 oder älter" (purpose AGE_16), because no age was said.
    """

    is_allowed: bool
    needs_guardian: bool
    reason: str
    asks_age: bool = False


@dataclass(frozen=True)
class Said:
    """One line of the consent log as its owner reads it; `count` words of contributions stand in one."""

    consent: Consent
    title: object
    text: object
    count: int = 1


def group_of(participant: Participant) -> str:
    """The age group that decides (GROUPS); who said on the spot to be 16 or older counts as 16–17."""
    if participant.age_band == "na" and _given(participant.id, AGE_16):
        return OLDER
    return GROUPS[participant.age_band]


def allowed(participant: Participant, purpose: str) -> Allowed:
    """Whether the person may say yes to `purpose` (one of PURPOSES) now; KeyError for another."""
    if not _lacks_guardian(participant, purpose):
        return Allowed(is_allowed=True, needs_guardian=False, reason="")
    asks_age = participant.age_band == "na" and GUARDIAN not in NEEDED[purpose][OLDER]
    if purpose in ONLY_TO_SHOW and asks_age:
        reason = _(
            "Andere sehen das erst, wenn du bei »Meine Einwilligungen« sagst, dass du 16 oder älter bist, "
            "oder wenn deine Eltern Ja gesagt haben, auf einem Zettel."
        )
    elif purpose in ONLY_TO_SHOW:
        reason = _("Andere sehen das erst, wenn auch deine Eltern Ja gesagt haben, auf einem Zettel.")
    elif asks_age:
        reason = _("Dafür müssen wir wissen, ob du 16 oder älter bist. Alles andere geht auch so.")
    else:
        reason = _("Dafür müssen auch deine Eltern Ja sagen, auf einem Zettel. Alles andere geht auch so.")
    return Allowed(purpose in ONLY_TO_SHOW, needs_guardian=True, reason=reason, asks_age=asks_age)


def has_guardian(participant: Participant, purpose: str) -> bool:
    """A guardian's yes: on slips staff collected for the code somebody joined with, or noted for this person."""
    if _given(participant.id, purpose, giver=GUARDIAN):
        return True
    slips = slips_of([participant.join_code_id]) if participant.join_code_id else {}
    return any(purpose in slip.purposes for slip in slips.values())


def is_consented(participant_id: UUID | None, purpose: str, subject_id: UUID | None = None) -> bool:
    """Every yes that `purpose` needs is there, for `subject_id` or at large; nobody's things are never consented."""
    participant = db.session.get(Participant, participant_id) if participant_id else None
    if participant is None or _lacks_guardian(participant, purpose):
        return False
    return _given(participant.id, purpose, subject_id=subject_id)


def consented_among(purpose: str, owners: Mapping[UUID, UUID | None]) -> set[UUID]:
    """Of many things (id → participant) those that have every yes `purpose` needs; `is_consented` in few questions."""
    ids = {owner for owner in owners.values() if owner is not None}
    people = {one.id: one for one in db.session.scalars(select(Participant).where(Participant.id.in_(ids)))}
    said: dict[tuple[UUID, str, str], set[UUID | None]] = defaultdict(set)
    standing = select(Consent.participant_id, Consent.purpose, Consent.giver, Consent.subject_id).where(
        Consent.participant_id.in_(ids),
        Consent.purpose.in_((purpose, AGE_16)),
        Consent.withdrawn_at.is_(None),
    )
    for participant_id, about, giver, subject_id in db.session.execute(standing):
        said[participant_id, about, giver].add(subject_id)
    noted = slips_of([one.join_code_id for one in people.values() if one.join_code_id])

    def is_there(subject: UUID, one: Participant) -> bool:
        is_16 = one.age_band == "na" and None in said[one.id, AGE_16, SELF]
        needed = NEEDED[purpose][OLDER if is_16 else GROUPS[one.age_band]]
        slip = noted.get(one.join_code_id) if one.join_code_id else None
        on_paper = None in said[one.id, purpose, GUARDIAN] or (slip is not None and purpose in slip.purposes)
        return bool(said[one.id, purpose, SELF] & {None, subject}) and (on_paper or GUARDIAN not in needed)

    return {
        subject
        for subject, owner in owners.items()
        if owner is not None and owner in people and is_there(subject, people[owner])
    }


def yes_of(purpose: str, subject_ids: Sequence[UUID]) -> dict[UUID, str]:
    """The wording of the standing yes to each of these things that has one of its own."""
    query = select(Consent.subject_id, Consent.text_version).where(
        Consent.subject_id.in_(subject_ids),
        Consent.purpose == purpose,
        Consent.giver == SELF,
        Consent.withdrawn_at.is_(None),
    )
    return {subject_id: version for subject_id, version in db.session.execute(query) if subject_id}


def ever_said(purpose: str, participant_id: UUID) -> set[UUID | None]:
    """What somebody ever said yes to for `purpose`, taken back or not: ids of things, None for all of them."""
    query = select(Consent.subject_id).where(
        Consent.participant_id == participant_id, Consent.purpose == purpose, Consent.giver == SELF
    )
    return set(db.session.scalars(query))


def for_page(participant: Participant) -> dict[str, dict[str, Any]]:
    """What a page's script needs to ask: by purpose the rule for this person, the words and their version."""
    found = {}
    for purpose in PURPOSES:
        rule, words = allowed(participant, purpose), CONSENT_TEXTS[purpose]
        found[purpose] = {
            "isAllowed": rule.is_allowed,
            "asksAge": rule.asks_age,
            "reason": rule.reason,
            "version": words.version,
            "title": str(words.title),
            "text": str(words.text),
            "isGiven": _given(participant.id, purpose),
        }
    return found


def log_of(participant_id: UUID) -> list[Said]:
    """Everything somebody said yes to, newest first, with what was taken back; words of contributions in one line."""
    rows = db.session.scalars(
        select(Consent)
        .where(Consent.participant_id == participant_id)
        .order_by(Consent.given_at.desc(), Consent.id.desc())
    )
    lines: dict[object, list[Consent]] = {}
    for row in rows:
        is_one_of_many = row.purpose == "quote" and row.subject_id is not None
        lines.setdefault(row.withdrawn_at is None if is_one_of_many else row.id, []).append(row)
    return [
        Said(same[0], CONSENT_TEXTS[same[0].purpose].title, CONSENT_TEXTS[same[0].purpose].text, len(same))
        for same in lines.values()
    ]


def counts_of(process_id: UUID) -> list[tuple[str, int, int]]:
    """For staff: (purpose, persons whose yes holds, persons who took one back), in the order of PURPOSES."""
    rows = db.session.execute(
        select(
            Consent.purpose,
            Consent.withdrawn_at.is_(None).label("holds"),
            func.count(Consent.participant_id.distinct()),
        )
        .join(Participant, Participant.id == Consent.participant_id)
        .where(Participant.process_id == process_id)
        .group_by(Consent.purpose, Consent.withdrawn_at.is_(None))
    )
    persons = {(purpose, bool(holds)): int(count) for purpose, holds, count in rows}
    return [
        (purpose, persons.get((purpose, True), 0), persons.get((purpose, False), 0)) for purpose in PURPOSES
    ]


def slips_of(code_ids: Sequence[UUID]) -> dict[UUID, GuardianSlip]:
    """The standing note about guardians' slips of each code that has one."""
    rows = db.session.scalars(
        select(GuardianSlip)
        .where(GuardianSlip.join_code_id.in_(code_ids), GuardianSlip.withdrawn_at.is_(None))
        .order_by(GuardianSlip.marked_at, GuardianSlip.id)
    )
    return {slip.join_code_id: slip for slip in rows}


def joined_with(code: JoinCode) -> list[UUID]:
    """Ids of the people who joined with a code, for what follows when its slips are taken back."""
    query = select(Participant.id).where(
        Participant.process_id == code.process_id, Participant.join_code_id == code.id
    )
    return list(db.session.scalars(query.order_by(Participant.id)))


def _lacks_guardian(participant: Participant, purpose: str) -> bool:
    needed = NEEDED[purpose][group_of(participant)]
    return GUARDIAN in needed and not has_guardian(participant, purpose)


def _given(participant_id: UUID, purpose: str, *, giver: str = SELF, subject_id: UUID | None = None) -> bool:
    about = Consent.subject_id.is_(None)
    query = select(Consent.id).where(
        Consent.participant_id == participant_id,
        Consent.purpose == purpose,
        Consent.giver == giver,
        Consent.withdrawn_at.is_(None),
        about if subject_id is None else or_(about, Consent.subject_id == subject_id),
    )
    return db.session.scalar(query.limit(1)) is not None
