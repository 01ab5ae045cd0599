"""Structured walks: segments and times, blind notes, what two noters agreed on."""

import sqlalchemy as sa
from alembic import op

from app.base.database import UtcDateTime
from app.base.geometry import Geometry

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def _key(table: str) -> list[sa.Column | sa.PrimaryKeyConstraint]:
    return [
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    ]


def _to(
    table: str, column: str, other: str, key: str = "id", ondelete: str = "CASCADE"
) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{other}")
    return sa.ForeignKeyConstraint([column], [f"{other}.{key}"], name=name, ondelete=ondelete)


def upgrade() -> None:
    op.create_table(
        "walk_segment",
        sa.Column("activity_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("line", Geometry(), nullable=True),
        _to("walk_segment", "activity_id", "walk", "activity_id"),
        sa.UniqueConstraint("activity_id", "number", name=op.f("uq_walk_segment_activity_id_number")),
        *_key("walk_segment"),
    )
    op.create_table(
        "walk_slot",
        sa.Column("activity_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(length=80), nullable=False),
        _to("walk_slot", "activity_id", "walk", "activity_id"),
        *_key("walk_slot"),
    )
    op.create_table(
        "walk_blind_note",
        sa.Column("segment_id", sa.Uuid(), nullable=False),
        sa.Column("slot_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("handed_in_at", UtcDateTime(), nullable=True),
        sa.Column("submission_id", sa.Uuid(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        _to("walk_blind_note", "segment_id", "walk_segment"),
        _to("walk_blind_note", "slot_id", "walk_slot"),
        _to("walk_blind_note", "user_id", "user"),
        sa.UniqueConstraint(
            "segment_id", "slot_id", "user_id", name=op.f("uq_walk_blind_note_segment_id_slot_id_user_id")
        ),
        *_key("walk_blind_note"),
    )
    op.create_table(
        "walk_joint_note",
        sa.Column("segment_id", sa.Uuid(), nullable=False),
        sa.Column("slot_id", sa.Uuid(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("written_by", sa.Uuid(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        _to("walk_joint_note", "segment_id", "walk_segment"),
        _to("walk_joint_note", "slot_id", "walk_slot"),
        _to("walk_joint_note", "written_by", "user", ondelete="SET NULL"),
        sa.UniqueConstraint("segment_id", "slot_id", name=op.f("uq_walk_joint_note_segment_id_slot_id")),
        *_key("walk_joint_note"),
    )
    for table, column in (
        ("walk_slot", "activity_id"),
        ("walk_blind_note", "slot_id"),
        ("walk_blind_note", "user_id"),
        ("walk_joint_note", "slot_id"),
        ("walk_joint_note", "written_by"),
    ):
        op.create_index(f"ix_{table}_{column}", table, [column])


def downgrade() -> None:
    for table in ("walk_joint_note", "walk_blind_note", "walk_slot", "walk_segment"):
        op.drop_table(table)
