"""What staff wrote, said in other languages."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "wording",
        sa.Column("object_id", sa.Uuid(), nullable=False),
        sa.Column("field", sa.String(length=30), nullable=False),
        sa.Column("language", sa.String(length=12), nullable=False),
        sa.Column("process_id", sa.Uuid(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["process_id"], ["process.id"], name=op.f("fk_wording_process_id_process"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("object_id", "field", "language", name=op.f("pk_wording")),
    )
    op.create_index("ix_wording_process_id_language", "wording", ["process_id", "language"])


def downgrade() -> None:
    op.drop_table("wording")
