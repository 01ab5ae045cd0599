"""Plans of walks: codes that ask nothing, who is expected, sealed addresses, observation sheets given out."""

import sqlalchemy as sa
from alembic import op

from app.base.database import UtcDateTime

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("join_code") as table:
        table.add_column(sa.Column("preset_age_band", sa.String(length=10), nullable=True))
        table.add_column(sa.Column("asks_nothing", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("join_code") as table:
        table.alter_column("asks_nothing", server_default=None)
    with op.batch_alter_table("walk") as table:
        table.add_column(sa.Column("dropped_rain_at", UtcDateTime(), nullable=True))
        table.add_column(sa.Column("expected_persons", sa.Integer(), nullable=True))
        table.add_column(sa.Column("is_announced", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("walk") as table:
        table.alter_column("is_announced", server_default=None)
    op.create_table(
        "walk_contact",
        sa.Column("activity_id", sa.Uuid(), nullable=False),
        sa.Column("label", sa.String(length=120), nullable=False),
        sa.Column("sealed_address", sa.Text(), nullable=False),
        sa.Column("purpose", sa.String(length=20), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["activity_id"], ["walk.activity_id"], name=op.f("fk_walk_contact_activity_id_walk"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_walk_contact")),
    )
    op.create_index("ix_walk_contact_activity_id", "walk_contact", ["activity_id"])
    op.create_table(
        "walk_sheet",
        sa.Column("activity_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=10), nullable=False),
        sa.Column("given_to", sa.String(length=120), nullable=False),
        sa.Column("returned_at", UtcDateTime(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["activity_id"], ["walk.activity_id"], name=op.f("fk_walk_sheet_activity_id_walk"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_walk_sheet")),
        sa.UniqueConstraint("activity_id", "number", name=op.f("uq_walk_sheet_activity_id_number")),
        sa.UniqueConstraint("code", name=op.f("uq_walk_sheet_code")),
    )
    op.create_index("ix_walk_sheet_activity_id", "walk_sheet", ["activity_id"])


def downgrade() -> None:
    op.drop_table("walk_sheet")
    op.drop_table("walk_contact")
    with op.batch_alter_table("walk") as table:
        table.drop_column("is_announced")
        table.drop_column("expected_persons")
        table.drop_column("dropped_rain_at")
    with op.batch_alter_table("join_code") as table:
        table.drop_column("asks_nothing")
        table.drop_column("preset_age_band")
