"""Walks: trails with stops and notes, a group's walk, its crew, invitations in numbers, codes of devices."""

import sqlalchemy as sa
from alembic import op

from app.base.database import UtcDateTime
from app.base.geometry import Geometry

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def _key(table: str) -> list[sa.Column | sa.PrimaryKeyConstraint]:
    return [
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    ]


def _to(table: str, column: str, other: str, key: str, ondelete: str = "CASCADE") -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{other}")
    return sa.ForeignKeyConstraint([column], [f"{other}.{key}"], name=name, ondelete=ondelete)


def upgrade() -> None:
    op.create_table(
        "walk_trail",
        sa.Column("process_id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("route", Geometry(), nullable=True),
        sa.Column("slope_hint", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        _to("walk_trail", "process_id", "process", "id"),
        *_key("walk_trail"),
    )
    op.create_table(
        "walk_stop",
        sa.Column("trail_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("point", Geometry(), nullable=True),
        sa.Column("place_text", sa.String(length=300), nullable=False),
        sa.Column("prompts", sa.Text(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("is_dropped", sa.Boolean(), nullable=False),
        _to("walk_stop", "trail_id", "walk_trail", "id"),
        *_key("walk_stop"),
    )
    op.create_table(
        "walk_trail_note",
        sa.Column("trail_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("point", Geometry(), nullable=True),
        sa.Column("text", sa.String(length=200), nullable=False),
        _to("walk_trail_note", "trail_id", "walk_trail", "id"),
        *_key("walk_trail_note"),
    )
    op.create_table(
        "walk",
        sa.Column("activity_id", sa.Uuid(), nullable=False),
        sa.Column("trail_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("focus", sa.String(length=300), nullable=False),
        sa.Column("audience", sa.String(length=14), nullable=False),
        sa.Column("group_label", sa.String(length=120), nullable=False),
        sa.Column("group_role", sa.String(length=30), nullable=False),
        sa.Column("group_bands", sa.JSON(), nullable=False),
        sa.Column("starts_at", UtcDateTime(), nullable=True),
        sa.Column("ends_at", UtcDateTime(), nullable=True),
        sa.Column("rain_starts_at", UtcDateTime(), nullable=True),
        sa.Column("meeting_point", sa.String(length=300), nullable=False),
        sa.Column("accessibility", sa.Text(), nullable=False),
        sa.Column("materials", sa.Text(), nullable=False),
        sa.Column("questionnaire_id", sa.Uuid(), nullable=True),
        sa.Column("version_id", sa.Uuid(), nullable=True),
        sa.Column("walked", Geometry(), nullable=True),
        sa.Column("held_on", UtcDateTime(), nullable=True),
        sa.Column("persons", sa.Integer(), nullable=True),
        sa.Column("calendar_sequence", sa.Integer(), nullable=False),
        sa.Column("cancelled_at", UtcDateTime(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        _to("walk", "activity_id", "activity", "id"),
        _to("walk", "trail_id", "walk_trail", "id"),
        _to("walk", "questionnaire_id", "questionnaire", "id", "SET NULL"),
        _to("walk", "version_id", "questionnaire_version", "id", "SET NULL"),
        sa.PrimaryKeyConstraint("activity_id", name=op.f("pk_walk")),
    )
    op.create_table(
        "walk_crew_member",
        sa.Column("activity_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("function", sa.String(length=12), nullable=False),
        sa.Column("who", sa.String(length=120), nullable=False),
        _to("walk_crew_member", "activity_id", "walk", "activity_id"),
        *_key("walk_crew_member"),
    )
    op.create_table(
        "walk_invitation",
        sa.Column("activity_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("group_role", sa.String(length=30), nullable=False),
        sa.Column("label", sa.String(length=120), nullable=False),
        sa.Column("invited", sa.Integer(), nullable=False),
        sa.Column("came", sa.Integer(), nullable=False),
        sa.CheckConstraint("invited >= 0 AND came >= 0", name=op.f("ck_walk_invitation_counts")),
        _to("walk_invitation", "activity_id", "walk", "activity_id"),
        *_key("walk_invitation"),
    )
    op.create_table(
        "walk_code",
        sa.Column("join_code_id", sa.Uuid(), nullable=False),
        sa.Column("activity_id", sa.Uuid(), nullable=False),
        sa.Column("device", sa.String(length=10), nullable=False),
        _to("walk_code", "join_code_id", "join_code", "id"),
        _to("walk_code", "activity_id", "walk", "activity_id"),
        sa.PrimaryKeyConstraint("join_code_id", name=op.f("pk_walk_code")),
    )
    for table, column in INDEXES:
        op.create_index(f"ix_{table}_{column}", table, [column])


INDEXES = (
    ("walk_trail", "process_id"),
    ("walk_stop", "trail_id"),
    ("walk_trail_note", "trail_id"),
    ("walk", "trail_id"),
    ("walk", "questionnaire_id"),
    ("walk", "version_id"),
    ("walk_crew_member", "activity_id"),
    ("walk_invitation", "activity_id"),
    ("walk_code", "activity_id"),
)


def downgrade() -> None:
    for table in (
        "walk_code",
        "walk_invitation",
        "walk_crew_member",
        "walk",
        "walk_trail_note",
        "walk_stop",
        "walk_trail",
    ):
        op.drop_table(table)
