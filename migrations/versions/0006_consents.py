"""Slips of guardians, decisions about attachments, and the log of what safeguarding handed over."""

import sqlalchemy as sa
from alembic import op

from app.base.database import UtcDateTime

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _create_slips()
    _create_decisions()
    _create_hand_overs()


def downgrade() -> None:
    op.drop_table("hand_over")
    op.drop_table("attachment_decision")
    op.drop_table("guardian_slip")


def _create_slips() -> None:
    op.create_table(
        "guardian_slip",
        sa.Column("join_code_id", sa.Uuid(), nullable=False),
        sa.Column("purposes", sa.JSON(), nullable=False),
        sa.Column("text_version", sa.String(length=20), nullable=False),
        sa.Column("marked_by", sa.Uuid(), nullable=True),
        sa.Column("marked_at", UtcDateTime(), nullable=False),
        sa.Column("withdrawn_at", UtcDateTime(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["join_code_id"],
            ["join_code.id"],
            name=op.f("fk_guardian_slip_join_code_id_join_code"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["marked_by"], ["user.id"], name=op.f("fk_guardian_slip_marked_by_user"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_guardian_slip")),
    )
    for column in ("join_code_id", "marked_by"):
        op.create_index(f"ix_guardian_slip_{column}", "guardian_slip", [column])


def _create_decisions() -> None:
    op.create_table(
        "attachment_decision",
        sa.Column("attachment_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=True),
        sa.Column("undone", sa.Boolean(), nullable=False),
        sa.Column("from_state", sa.String(length=10), nullable=False),
        sa.Column("to_state", sa.String(length=10), nullable=False),
        sa.Column("reason", sa.String(length=40), nullable=False),
        sa.Column("note", sa.String(length=500), nullable=False),
        sa.Column("seal", sa.String(length=64), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["attachment_id"],
            ["attachment.id"],
            name=op.f("fk_attachment_decision_attachment_id_attachment"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user.id"], name=op.f("fk_attachment_decision_user_id_user"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attachment_decision")),
    )
    for column in ("attachment_id", "user_id"):
        op.create_index(f"ix_attachment_decision_{column}", "attachment_decision", [column])


def _create_hand_overs() -> None:
    op.create_table(
        "hand_over",
        sa.Column("process_id", sa.Uuid(), nullable=False),
        sa.Column("object_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=True),
        sa.Column("recipient", sa.String(length=20), nullable=False),
        sa.Column("note", sa.String(length=500), nullable=False),
        sa.Column("handed_over_at", UtcDateTime(), nullable=False),
        sa.Column("taken_back_at", UtcDateTime(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["process_id"], ["process.id"], name=op.f("fk_hand_over_process_id_process"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user.id"], name=op.f("fk_hand_over_user_id_user"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hand_over")),
    )
    for column in ("process_id", "object_id", "user_id"):
        op.create_index(f"ix_hand_over_{column}", "hand_over", [column])
