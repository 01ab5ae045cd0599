"""What people without a script have answered so far, until they send it."""

import sqlalchemy as sa
from alembic import op

from app.base.database import UtcDateTime

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "survey_draft",
        sa.Column("participant_id", sa.Uuid(), nullable=False),
        sa.Column("activity_id", sa.Uuid(), nullable=False),
        sa.Column("submission_id", sa.Uuid(), nullable=False),
        sa.Column("raw", sa.JSON(), nullable=False),
        sa.Column("updated_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["participant_id"],
            ["participant.id"],
            name=op.f("fk_survey_draft_participant_id_participant"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["activity_id"],
            ["survey.activity_id"],
            name=op.f("fk_survey_draft_activity_id_survey"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("submission_id", name=op.f("pk_survey_draft")),
        sa.UniqueConstraint(
            "participant_id", "activity_id", name=op.f("uq_survey_draft_participant_id_activity_id")
        ),
    )
    op.create_index("ix_survey_draft_activity_id", "survey_draft", ["activity_id"])
    op.create_index("ix_survey_draft_updated_at", "survey_draft", ["updated_at"])


def downgrade() -> None:
    op.drop_table("survey_draft")
