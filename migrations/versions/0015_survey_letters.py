"""Letters of samples: stacks of personal codes, and whether each was used."""

import sqlalchemy as sa
from alembic import op

from app.base.database import UtcDateTime

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "survey_sample",
        sa.Column("activity_id", sa.Uuid(), nullable=False),
        sa.Column("join_code_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["activity_id"],
            ["survey.activity_id"],
            name=op.f("fk_survey_sample_activity_id_survey"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["join_code_id"],
            ["join_code.id"],
            name=op.f("fk_survey_sample_join_code_id_join_code"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("activity_id", name=op.f("pk_survey_sample")),
    )
    op.create_index("ix_survey_sample_join_code_id", "survey_sample", ["join_code_id"])
    op.create_table(
        "survey_batch",
        sa.Column("activity_id", sa.Uuid(), nullable=False),
        sa.Column("label", sa.String(length=120), nullable=False),
        sa.Column("target", sa.Integer(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["activity_id"],
            ["survey_sample.activity_id"],
            name=op.f("fk_survey_batch_activity_id_survey_sample"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey_batch")),
    )
    op.create_index("ix_survey_batch_activity_id", "survey_batch", ["activity_id"])
    op.create_table(
        "survey_code",
        sa.Column("activity_id", sa.Uuid(), nullable=False),
        sa.Column("serial", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("batch_id", sa.Uuid(), nullable=False),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("used_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["activity_id"],
            ["survey_sample.activity_id"],
            name=op.f("fk_survey_code_activity_id_survey_sample"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["batch_id"],
            ["survey_batch.id"],
            name=op.f("fk_survey_code_batch_id_survey_batch"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("activity_id", "serial", name=op.f("pk_survey_code")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_survey_code_code_hash")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_survey_code_batch_id", "survey_code", ["batch_id"])


def downgrade() -> None:
    for table in ("survey_code", "survey_batch", "survey_sample"):
        op.drop_table(table)
