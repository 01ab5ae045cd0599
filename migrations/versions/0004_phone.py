"""The phone: photos, voice and drawings of contributions, consents, drawing tasks on maps."""

import sqlalchemy as sa
from alembic import op

from app.base.database import UtcDateTime
from app.base.geometry import Geometry

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_DIGESTS = ("digest", "preview", "public_digest", "public_preview")


def upgrade() -> None:
    _create_consents()
    _create_attachments()
    with op.batch_alter_table("needle_question") as batch:
        batch.add_column(sa.Column("task", sa.String(length=12), nullable=False, server_default="needle"))
    with op.batch_alter_table("needle_question") as batch:
        batch.alter_column("task", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("needle_question") as batch:
        batch.drop_column("task")
    op.drop_table("attachment")
    op.drop_table("consent")


def _create_consents() -> None:
    op.create_table(
        "consent",
        sa.Column("participant_id", sa.Uuid(), nullable=False),
        sa.Column("purpose", sa.String(length=20), nullable=False),
        sa.Column("giver", sa.String(length=10), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=True),
        sa.Column("text_version", sa.String(length=20), nullable=False),
        sa.Column("given_at", UtcDateTime(), nullable=False),
        sa.Column("withdrawn_at", UtcDateTime(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.CheckConstraint("giver IN ('self','guardian')", name=op.f("ck_consent_giver")),
        sa.ForeignKeyConstraint(
            ["participant_id"],
            ["participant.id"],
            name=op.f("fk_consent_participant_id_participant"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent")),
    )
    for column in ("participant_id", "subject_id"):
        op.create_index(f"ix_consent_{column}", "consent", [column])


def _create_attachments() -> None:
    op.create_table(
        "attachment",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("contribution_id", sa.Uuid(), nullable=False),
        sa.Column("process_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("media_type", sa.String(length=60), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("received", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("announced_at", UtcDateTime(), nullable=False),
        sa.Column("received_at", UtcDateTime(), nullable=True),
        *(sa.Column(name, sa.String(length=64), nullable=True) for name in _DIGESTS),
        sa.Column("width", sa.Integer(), nullable=True),
        sa.Column("height", sa.Integer(), nullable=True),
        sa.Column("duration", sa.Float(), nullable=True),
        sa.Column("taken_at", UtcDateTime(), nullable=True),
        sa.Column("found_place", Geometry(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("data", sa.JSON(), nullable=True),
        sa.Column("redactions", sa.JSON(), nullable=False),
        sa.Column("has_people", sa.Boolean(), nullable=True),
        sa.Column("reason", sa.String(length=40), nullable=False),
        sa.Column("reviewed_by", sa.Uuid(), nullable=True),
        sa.Column("reviewed_at", UtcDateTime(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("kind IN ('photo','audio','drawing','scan')", name=op.f("ck_attachment_kind")),
        sa.CheckConstraint(
            "state IN ('pending','received','in_review','released','internal','rejected','locked','failed',"
            "'withdrawn')",
            name=op.f("ck_attachment_state"),
        ),
        sa.CheckConstraint("received BETWEEN 0 AND size", name=op.f("ck_attachment_received")),
        sa.ForeignKeyConstraint(
            ["contribution_id"],
            ["contribution.id"],
            name=op.f("fk_attachment_contribution_id_contribution"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["process_id"], ["process.id"], name=op.f("fk_attachment_process_id_process"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["reviewed_by"], ["user.id"], name=op.f("fk_attachment_reviewed_by_user"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attachment")),
    )
    for column in ("contribution_id", "reviewed_by", *_DIGESTS):
        op.create_index(f"ix_attachment_{column}", "attachment", [column])
    op.create_index("ix_attachment_process_id_state", "attachment", ["process_id", "state"])
