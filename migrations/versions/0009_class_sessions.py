"""Class mode: lessons with their code, clock and board."""

import sqlalchemy as sa
from alembic import op

from app.base.database import UtcDateTime

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "class_session",
        sa.Column("process_id", sa.Uuid(), nullable=False),
        sa.Column("activity_id", sa.Uuid(), nullable=False),
        sa.Column("join_code_id", sa.Uuid(), nullable=True),
        sa.Column("label", sa.String(length=120), nullable=False),
        sa.Column("plan", sa.Integer(), nullable=False),
        sa.Column("phases", sa.JSON(), nullable=False),
        sa.Column("permission", sa.String(length=12), nullable=False),
        sa.Column("permission_note", sa.String(length=300), nullable=False),
        sa.Column("board_hash", sa.String(length=64), nullable=True),
        sa.Column("current_phase", sa.Integer(), nullable=False),
        sa.Column("elapsed_seconds", sa.Integer(), nullable=False),
        sa.Column("extra_seconds", sa.Integer(), nullable=False),
        sa.Column("running_since", UtcDateTime(), nullable=True),
        sa.Column("started_at", UtcDateTime(), nullable=True),
        sa.Column("revealed_at", UtcDateTime(), nullable=True),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.CheckConstraint("plan IN (45,90)", name=op.f("ck_class_session_plan")),
        sa.CheckConstraint(
            "permission IN ('asked','approved','own_school','exempt')",
            name=op.f("ck_class_session_permission"),
        ),
        sa.ForeignKeyConstraint(
            ["process_id"], ["process.id"], name=op.f("fk_class_session_process_id_process"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["activity_id"],
            ["activity.id"],
            name=op.f("fk_class_session_activity_id_activity"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["join_code_id"],
            ["join_code.id"],
            name=op.f("fk_class_session_join_code_id_join_code"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_class_session")),
        sa.UniqueConstraint("board_hash", name=op.f("uq_class_session_board_hash")),
    )
    for column in ("process_id", "join_code_id"):
        op.create_index(f"ix_class_session_{column}", "class_session", [column])


def downgrade() -> None:
    op.drop_table("class_session")
