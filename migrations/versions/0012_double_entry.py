"""Sheets of paper that are typed a second time."""

import sqlalchemy as sa
from alembic import op

from app.base.database import UtcDateTime

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "double_entry",
        sa.Column("process_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("sheet_id", sa.Uuid(), nullable=False),
        sa.Column("fields", sa.Integer(), nullable=False),
        sa.Column("deviations", sa.JSON(), nullable=False),
        sa.Column("entered_by", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["entered_by"],
            ["user.id"],
            name=op.f("fk_double_entry_entered_by_user"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["process_id"],
            ["process.id"],
            name=op.f("fk_double_entry_process_id_process"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_double_entry")),
        sa.UniqueConstraint("kind", "sheet_id", name=op.f("uq_double_entry_kind_sheet_id")),
    )
    op.create_index("ix_double_entry_process_id", "double_entry", ["process_id"])


def downgrade() -> None:
    op.drop_table("double_entry")
