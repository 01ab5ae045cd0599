"""When an activity was ended: what still waited on phones is taken for some days from then on."""

import sqlalchemy as sa
from alembic import op

from app.base.database import UtcDateTime

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("activity", sa.Column("closed_at", UtcDateTime(), nullable=True))


def downgrade() -> None:
    op.drop_column("activity", "closed_at")
