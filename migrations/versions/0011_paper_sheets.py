"""Paper: printed map sheets, photographs of them, marks on these."""

import sqlalchemy as sa
from alembic import op

from app.base.database import UtcDateTime

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _create_sheets()
    _create_photos()
    _create_marks()


def downgrade() -> None:
    op.drop_table("paper_mark")
    op.drop_table("paper_photo")
    op.drop_table("paper_sheet")


def _create_sheets() -> None:
    op.create_table(
        "paper_sheet",
        sa.Column("process_id", sa.Uuid(), nullable=False),
        sa.Column("activity_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(length=12), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("questions", sa.JSON(), nullable=False),
        sa.Column("colours", sa.String(length=6), nullable=False),
        sa.Column("legend", sa.JSON(), nullable=False),
        sa.Column("crs", sa.Integer(), nullable=False),
        sa.Column("center_x", sa.Float(), nullable=False),
        sa.Column("center_y", sa.Float(), nullable=False),
        sa.Column("scale", sa.Integer(), nullable=False),
        sa.Column("paper", sa.String(length=2), nullable=False),
        sa.Column("landscape", sa.Boolean(), nullable=False),
        sa.Column("copies", sa.Integer(), nullable=False),
        sa.Column("layout", sa.JSON(), nullable=False),
        sa.Column("words", sa.JSON(), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.CheckConstraint("colours IN ('kind','group')", name=op.f("ck_paper_sheet_colours")),
        *_belongs("paper_sheet"),
        sa.ForeignKeyConstraint(
            ["made_by"], ["user.id"], name=op.f("fk_paper_sheet_made_by_user"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper_sheet")),
        sa.UniqueConstraint("code", name=op.f("uq_paper_sheet_code")),
    )
    for column in ("process_id", "activity_id"):
        op.create_index(f"ix_paper_sheet_{column}", "paper_sheet", [column])


def _create_photos() -> None:
    op.create_table(
        "paper_photo",
        sa.Column("process_id", sa.Uuid(), nullable=False),
        sa.Column("activity_id", sa.Uuid(), nullable=False),
        sa.Column("sheet_id", sa.Uuid(), nullable=True),
        sa.Column("copy", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=6), nullable=False),
        sa.Column("file_name", sa.String(length=200), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("page", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=True),
        sa.Column("height", sa.Integer(), nullable=True),
        sa.Column("crs", sa.Integer(), nullable=True),
        sa.Column("origin_x", sa.Float(), nullable=True),
        sa.Column("origin_y", sa.Float(), nullable=True),
        sa.Column("pixel", sa.Float(), nullable=True),
        sa.Column("report", sa.JSON(), nullable=False),
        sa.Column("legend", sa.JSON(), nullable=False),
        sa.Column("question", sa.String(length=40), nullable=False),
        sa.Column("age_band", sa.String(length=10), nullable=False),
        sa.Column("gender", sa.String(length=4), nullable=False),
        sa.Column("is_group", sa.Boolean(), nullable=False),
        sa.Column("participants", sa.JSON(), nullable=False),
        sa.Column("uploaded_by", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("kind IN ('sheet','board')", name=op.f("ck_paper_photo_kind")),
        sa.CheckConstraint(
            "state IN ('waiting','refused','ready','recorded')", name=op.f("ck_paper_photo_state")
        ),
        *_belongs("paper_photo"),
        sa.ForeignKeyConstraint(
            ["sheet_id"],
            ["paper_sheet.id"],
            name=op.f("fk_paper_photo_sheet_id_paper_sheet"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["uploaded_by"], ["user.id"], name=op.f("fk_paper_photo_uploaded_by_user"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper_photo")),
        sa.UniqueConstraint(
            "activity_id", "sha256", "page", name=op.f("uq_paper_photo_activity_id_sha256_page")
        ),
    )
    for column in ("process_id", "sheet_id"):
        op.create_index(f"ix_paper_photo_{column}", "paper_photo", [column])


def _create_marks() -> None:
    op.create_table(
        "paper_mark",
        sa.Column("photo_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("x", sa.Float(), nullable=False),
        sa.Column("y", sa.Float(), nullable=False),
        sa.Column("ink", sa.String(length=10), nullable=False),
        sa.Column("shape", sa.String(length=10), nullable=False),
        sa.Column("confidence", sa.Float(), nullable=True),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("question", sa.String(length=40), nullable=False),
        sa.Column("quality", sa.String(length=20), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("contribution_id", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.CheckConstraint("state IN ('proposed','confirmed','dropped')", name=op.f("ck_paper_mark_state")),
        sa.ForeignKeyConstraint(
            ["photo_id"],
            ["paper_photo.id"],
            name=op.f("fk_paper_mark_photo_id_paper_photo"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper_mark")),
    )
    op.create_index("ix_paper_mark_photo_id", "paper_mark", ["photo_id"])


def _belongs(table: str) -> list[sa.ForeignKeyConstraint]:
    return [
        sa.ForeignKeyConstraint(
            [f"{owner}_id"], [f"{owner}.id"], name=op.f(f"fk_{table}_{owner}_id_{owner}"), ondelete="CASCADE"
        )
        for owner in ("process", "activity")
    ]
