"""Real data: imports of contributions with what their columns meant."""

import sqlalchemy as sa
from alembic import op

from app.base.database import UtcDateTime

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _create_contribution_imports()


def downgrade() -> None:
    _drop_contribution_imports()


def _create_contribution_imports() -> None:
    op.create_table(
        "contribution_import",
        sa.Column("process_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=True),
        sa.Column("file_name", sa.String(length=200), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("row_count", sa.Integer(), nullable=False),
        sa.Column("new_count", sa.Integer(), nullable=False),
        sa.Column("unchanged_count", sa.Integer(), nullable=False),
        sa.Column("skipped_count", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=300), nullable=False),
        sa.Column("licence", sa.String(length=40), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("heartbeat_at", UtcDateTime(), nullable=False),
        sa.Column("finished_at", UtcDateTime(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.CheckConstraint(
            "state IN ('reading','staged','publishing','done','cancelled')",
            name=op.f("ck_contribution_import_state"),
        ),
        sa.ForeignKeyConstraint(
            ["process_id"],
            ["process.id"],
            name=op.f("fk_contribution_import_process_id_process"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user.id"], name=op.f("fk_contribution_import_user_id_user"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contribution_import")),
    )
    op.create_index(
        op.f("ix_contribution_import_process_id"), "contribution_import", ["process_id"], unique=False
    )
    op.create_table(
        "import_mapping",
        sa.Column("signature", sa.String(length=64), nullable=False),
        sa.Column("choices", sa.JSON(), nullable=False),
        sa.Column("updated_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("signature", name=op.f("pk_import_mapping")),
    )
    op.add_column("submission", sa.Column("import_id", sa.Uuid(), nullable=True))
    op.create_index(
        "ix_submission_import_id",
        "submission",
        ["import_id"],
        unique=False,
        sqlite_where=sa.text("import_id IS NOT NULL"),
        postgresql_where=sa.text("import_id IS NOT NULL"),
    )


def _drop_contribution_imports() -> None:
    op.drop_index("ix_submission_import_id", table_name="submission")
    op.drop_column("submission", "import_id")
    op.drop_table("import_mapping")
    op.drop_index(op.f("ix_contribution_import_process_id"), table_name="contribution_import")
    op.drop_table("contribution_import")
