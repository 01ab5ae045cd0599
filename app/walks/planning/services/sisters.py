"""A walk on a trail that is there already: of another group (sister walk), or of the same one at another time."""

from __future__ import annotations

from uuid import UUID

from app.base.database import db
from app.walks.models import CrewMember, Walk
from app.walks.planning.materials import plain
from app.walks.services import create_walk

SISTER, AGAIN = "sister", "again"


def walk_again(
    *,
    walk: Walk,
    how: str,
    slug: str,
    title: str,
    group_label: str = "",
    group_role: str = "",
    actor: UUID | str = "command",
) -> Walk:
    """Another walk on the same trail with the same question and tasks, without a date; DomainError names the field.

    A sister walk (SISTER) has a group of its own and no questionnaire yet, because young and old are asked
    differently; the next time of the same group (AGAIN) keeps group and questionnaire.
    """
    is_again = how == AGAIN
    made = create_walk(
        trail=walk.trail,
        slug=slug,
        title=title,
        focus=walk.focus,
        kind=walk.kind,
        audience=walk.audience,
        group_label=walk.group_label if is_again else group_label,
        group_role=walk.group_role if is_again else group_role or walk.group_role,
        group_bands=walk.group_bands if is_again else (),
        actor=actor,
    )
    made.meeting_point, made.accessibility = walk.meeting_point, walk.accessibility
    made.materials = plain(walk.materials)
    if is_again:
        made.questionnaire_id, made.version_id = walk.questionnaire_id, walk.version_id
    made.crew = [CrewMember(position=one.position, function=one.function, who=one.who) for one in walk.crew]
    db.session.flush()
    return made
