"""Photos, tracks and typed sheets that are brought in to a walk afterwards."""

import sqlalchemy as sa
from alembic import op

from app.base.database import UtcDateTime
from app.base.geometry import Geometry

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def _to(table: str, column: str, other: str, key: str, ondelete: str = "CASCADE") -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{other}")
    return sa.ForeignKeyConstraint([column], [f"{other}.{key}"], name=name, ondelete=ondelete)


def upgrade() -> None:
    op.create_table(
        "walk_bringing",
        sa.Column("activity_id", sa.Uuid(), nullable=False),
        sa.Column("track", sa.JSON(), nullable=True),
        sa.Column("track_at", UtcDateTime(), nullable=True),
        sa.Column("offset", sa.Float(), nullable=False),
        sa.Column("team_id", sa.Uuid(), nullable=True),
        sa.Column("group_id", sa.Uuid(), nullable=True),
        _to("walk_bringing", "activity_id", "walk", "activity_id"),
        _to("walk_bringing", "team_id", "participant", "id", "SET NULL"),
        _to("walk_bringing", "group_id", "participant", "id", "SET NULL"),
        sa.PrimaryKeyConstraint("activity_id", name=op.f("pk_walk_bringing")),
    )
    op.create_table(
        "walk_brought_photo",
        sa.Column("activity_id", sa.Uuid(), nullable=False),
        sa.Column("process_id", sa.Uuid(), nullable=False),
        sa.Column("file_name", sa.String(length=200), nullable=False),
        sa.Column("media_type", sa.String(length=60), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("reason", sa.String(length=40), nullable=False),
        sa.Column("found", sa.JSON(), nullable=True),
        sa.Column("taken_at", UtcDateTime(), nullable=True),
        sa.Column("found_place", Geometry(), nullable=True),
        sa.Column("place", Geometry(), nullable=True),
        sa.Column("stop_id", sa.Uuid(), nullable=True),
        sa.Column("is_between", sa.Boolean(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("uploaded_by", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.CheckConstraint(
            "state IN ('waiting','ready','refused','recorded')", name=op.f("ck_walk_brought_photo_state")
        ),
        _to("walk_brought_photo", "activity_id", "walk", "activity_id"),
        _to("walk_brought_photo", "process_id", "process", "id"),
        _to("walk_brought_photo", "stop_id", "walk_stop", "id", "SET NULL"),
        _to("walk_brought_photo", "uploaded_by", "user", "id", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_walk_brought_photo")),
        sa.UniqueConstraint("activity_id", "sha256", name=op.f("uq_walk_brought_photo_activity_id_sha256")),
    )
    op.create_table(
        "walk_typed_sheet",
        sa.Column("activity_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("entry", sa.Integer(), nullable=False),
        sa.Column("words_id", sa.Uuid(), nullable=True),
        sa.Column("hands_id", sa.Uuid(), nullable=True),
        sa.Column("entered_by", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        _to("walk_typed_sheet", "activity_id", "walk", "activity_id"),
        _to("walk_typed_sheet", "entered_by", "user", "id", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_walk_typed_sheet")),
        sa.UniqueConstraint(
            "activity_id", "number", "entry", name=op.f("uq_walk_typed_sheet_activity_id_number_entry")
        ),
    )
    for table, columns in (
        ("walk_bringing", ("team_id", "group_id")),
        ("walk_brought_photo", ("process_id", "stop_id", "uploaded_by")),
        ("walk_typed_sheet", ("entered_by",)),
    ):
        for column in columns:
            op.create_index(op.f(f"ix_{table}_{column}"), table, [column])


def downgrade() -> None:
    op.drop_table("walk_typed_sheet")
    op.drop_table("walk_brought_photo")
    op.drop_table("walk_bringing")
