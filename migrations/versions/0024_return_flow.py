"""The return flow: events of return, minutes and reports of walks, proposals with their origins and answers."""

import sqlalchemy as sa
from alembic import op

from app.base.database import UtcDateTime

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def _key(table: str) -> list[sa.Column | sa.PrimaryKeyConstraint]:
    return [
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    ]


def _to(
    table: str, column: str, other: str, key: str = "id", ondelete: str = "CASCADE"
) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{other}")
    return sa.ForeignKeyConstraint([column], [f"{other}.{key}"], name=name, ondelete=ondelete)


def upgrade() -> None:
    _returns()
    _minutes()
    _proposals()


def _returns() -> None:
    op.create_table(
        "results_return",
        sa.Column("process_id", sa.Uuid(), nullable=False),
        sa.Column("activity_id", sa.Uuid(), nullable=True),
        sa.Column("starts_at", UtcDateTime(), nullable=False),
        sa.Column("place", sa.String(length=300), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=True),
        sa.Column("came", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("came >= 0", name=op.f("ck_results_return_came")),
        _to("results_return", "process_id", "process"),
        _to("results_return", "activity_id", "activity", ondelete="SET NULL"),
        *_key("results_return"),
    )
    op.create_index("ix_results_return_process_id", "results_return", ["process_id"])
    op.create_index("ix_results_return_activity_id", "results_return", ["activity_id"])


def _minutes() -> None:
    op.create_table(
        "walk_minutes",
        sa.Column("activity_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("serial", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("sent_at", UtcDateTime(), nullable=True),
        sa.Column("confirmed_at", UtcDateTime(), nullable=True),
        sa.Column("is_spoken", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "state IN ('draft','sent','confirmed','published')", name=op.f("ck_walk_minutes_state")
        ),
        sa.UniqueConstraint("activity_id", name=op.f("uq_walk_minutes_activity_id")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_walk_minutes_token_hash")),
        _to("walk_minutes", "activity_id", "walk", "activity_id"),
        *_key("walk_minutes"),
    )
    op.create_table(
        "walk_minutes_section",
        sa.Column("minutes_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=60), nullable=False),
        sa.Column("title", sa.String(length=220), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("sources", sa.JSON(), nullable=False),
        sa.Column("is_torn", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.UniqueConstraint("minutes_id", "key", name=op.f("uq_walk_minutes_section_minutes_id_key")),
        _to("walk_minutes_section", "minutes_id", "walk_minutes"),
        *_key("walk_minutes_section"),
    )
    op.create_table(
        "walk_minutes_revision",
        sa.Column("section_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=True),
        _to("walk_minutes_revision", "section_id", "walk_minutes_section"),
        _to("walk_minutes_revision", "user_id", "user", ondelete="SET NULL"),
        *_key("walk_minutes_revision"),
    )
    op.create_index("ix_walk_minutes_revision_section_id", "walk_minutes_revision", ["section_id"])
    op.create_index("ix_walk_minutes_revision_user_id", "walk_minutes_revision", ["user_id"])
    op.create_table(
        "walk_minutes_voice",
        sa.Column("section_id", sa.Uuid(), nullable=False),
        sa.Column("speaker", sa.String(length=64), nullable=False),
        sa.Column("participant_id", sa.Uuid(), nullable=True),
        sa.Column("section_version", sa.Integer(), nullable=False),
        sa.Column("is_right", sa.Boolean(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("is_taken", sa.Boolean(), nullable=False),
        sa.Column("answered_at", UtcDateTime(), nullable=True),
        sa.UniqueConstraint("section_id", "speaker", name=op.f("uq_walk_minutes_voice_section_id_speaker")),
        _to("walk_minutes_voice", "section_id", "walk_minutes_section"),
        _to("walk_minutes_voice", "participant_id", "participant"),
        *_key("walk_minutes_voice"),
    )
    op.create_index("ix_walk_minutes_voice_participant_id", "walk_minutes_voice", ["participant_id"])
    op.create_table(
        "walk_report",
        sa.Column("activity_id", sa.Uuid(), nullable=False),
        sa.Column("intro", sa.Text(), nullable=False),
        sa.Column("published_at", UtcDateTime(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        _to("walk_report", "activity_id", "walk", "activity_id"),
        sa.PrimaryKeyConstraint("activity_id", name=op.f("pk_walk_report")),
    )


def _proposals() -> None:
    op.create_table(
        "proposal",
        sa.Column("process_id", sa.Uuid(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("theme", sa.String(length=120), nullable=False),
        sa.Column("area_code", sa.String(length=80), nullable=False),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("answer_text", sa.Text(), nullable=False),
        sa.Column("reason_code", sa.String(length=20), nullable=False),
        sa.Column("decision", sa.String(length=300), nullable=False),
        sa.Column("answered_at", UtcDateTime(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "status IN ('open','check','adopted','deferred','declined','merged')",
            name=op.f("ck_proposal_status"),
        ),
        sa.CheckConstraint(
            "status NOT IN ('deferred','declined') OR (reason_code <> '' AND length(answer_text) >= 40)",
            name=op.f("ck_proposal_reason"),
        ),
        _to("proposal", "process_id", "process"),
        *_key("proposal"),
    )
    op.create_index("ix_proposal_process_id_status", "proposal", ["process_id", "status"])
    op.create_table(
        "proposal_origin",
        sa.Column("proposal_id", sa.Uuid(), nullable=False),
        sa.Column("contribution_id", sa.Uuid(), nullable=False),
        _to("proposal_origin", "proposal_id", "proposal"),
        _to("proposal_origin", "contribution_id", "contribution"),
        sa.PrimaryKeyConstraint("proposal_id", "contribution_id", name=op.f("pk_proposal_origin")),
    )
    op.create_index("ix_proposal_origin_contribution_id", "proposal_origin", ["contribution_id"])


def downgrade() -> None:
    for table in (
        "proposal_origin",
        "proposal",
        "walk_report",
        "walk_minutes_voice",
        "walk_minutes_revision",
        "walk_minutes_section",
        "walk_minutes",
        "results_return",
    ):
        op.drop_table(table)
