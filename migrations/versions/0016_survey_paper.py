"""Surveys on paper: print runs, and the sheets that were typed in."""

import sqlalchemy as sa
from alembic import op

from app.base.database import UtcDateTime

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "survey_print",
        sa.Column("activity_id", sa.Uuid(), nullable=False),
        sa.Column("version_id", sa.Uuid(), nullable=False),
        sa.Column("language", sa.String(length=12), nullable=False),
        sa.Column("first", sa.Integer(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["activity_id"],
            ["survey.activity_id"],
            name=op.f("fk_survey_print_activity_id_survey"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["version_id"],
            ["questionnaire_version.id"],
            name=op.f("fk_survey_print_version_id_questionnaire_version"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey_print")),
        sa.UniqueConstraint("activity_id", "first", name=op.f("uq_survey_print_activity_id_first")),
    )
    op.create_index("ix_survey_print_version_id", "survey_print", ["version_id"])
    op.create_table(
        "survey_sheet",
        sa.Column("activity_id", sa.Uuid(), nullable=False),
        sa.Column("print_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("submission_id", sa.Uuid(), nullable=False),
        sa.Column("participant_id", sa.Uuid(), nullable=True),
        sa.Column("entered_by", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["activity_id"],
            ["survey.activity_id"],
            name=op.f("fk_survey_sheet_activity_id_survey"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["print_id"],
            ["survey_print.id"],
            name=op.f("fk_survey_sheet_print_id_survey_print"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["participant_id"],
            ["participant.id"],
            name=op.f("fk_survey_sheet_participant_id_participant"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["entered_by"],
            ["user.id"],
            name=op.f("fk_survey_sheet_entered_by_user"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey_sheet")),
        sa.UniqueConstraint("activity_id", "number", name=op.f("uq_survey_sheet_activity_id_number")),
    )
    for column in ("print_id", "participant_id", "entered_by"):
        op.create_index(f"ix_survey_sheet_{column}", "survey_sheet", [column])


def downgrade() -> None:
    op.drop_table("survey_sheet")
    op.drop_table("survey_print")
