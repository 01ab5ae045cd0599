"""Subjective maps: what is asked of those who draw."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "drawing_task",
        sa.Column("activity_id", sa.Uuid(), nullable=False),
        sa.Column("intro", sa.Text(), nullable=False),
        sa.Column("start_hint", sa.Text(), nullable=False),
        sa.Column("second_hint", sa.Text(), nullable=False),
        sa.Column("ask_narration", sa.Boolean(), nullable=False),
        sa.Column("ask_places", sa.Boolean(), nullable=False),
        sa.Column("ratings", sa.JSON(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["activity_id"],
            ["activity.id"],
            name=op.f("fk_drawing_task_activity_id_activity"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("activity_id", name=op.f("pk_drawing_task")),
    )


def downgrade() -> None:
    op.drop_table("drawing_task")
