"""Questions on the map say whether they ask for a photo and offer to speak."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("needle_question") as batch:
        batch.add_column(
            sa.Column("ask_photo", sa.String(length=10), nullable=False, server_default="offered")
        )
        batch.add_column(sa.Column("ask_voice", sa.Boolean(), nullable=False, server_default=sa.true()))
    with op.batch_alter_table("needle_question") as batch:
        batch.alter_column("ask_photo", server_default=None)
        batch.alter_column("ask_voice", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("needle_question") as batch:
        batch.drop_column("ask_voice")
        batch.drop_column("ask_photo")
