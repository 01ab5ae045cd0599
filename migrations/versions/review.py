"""Slips of guardians that staff have collected for all who join with one code."""

import sqlalchemy as sa
from alembic import op

from app.base.database import UtcDateTime

revision = "review"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
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


def downgrade() -> None:
    op.drop_table("guardian_slip")
