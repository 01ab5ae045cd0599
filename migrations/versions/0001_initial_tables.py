"""Initial tables: everything from areas to releases."""

import sqlalchemy as sa
from alembic import op

from app.base.database import UtcDateTime
from app.base.geometry import Geometry

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    on_postgres = op.get_bind().dialect.name == "postgresql"
    if on_postgres:
        op.execute("CREATE EXTENSION IF NOT EXISTS postgis")
    op.create_table(
        "area_set",
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("stage", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=300), nullable=False),
        sa.Column("crs", sa.String(length=40), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("gap_count", sa.Integer(), nullable=True),
        sa.Column("gap_m2", sa.Float(), nullable=True),
        sa.Column("overlap_count", sa.Integer(), nullable=True),
        sa.Column("overlap_m2", sa.Float(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_area_set")),
        sa.UniqueConstraint("name", "valid_from", name=op.f("uq_area_set_name_valid_from")),
    )
    with op.batch_alter_table("area_set", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_area_set_name"), ["name"], unique=False)

    op.create_table(
        "audit_event",
        sa.Column("actor", sa.String(length=64), nullable=False),
        sa.Column("action", sa.String(length=64), nullable=False),
        sa.Column("object_kind", sa.String(length=40), nullable=False),
        sa.Column("object_id", sa.String(length=64), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_event")),
    )
    with op.batch_alter_table("audit_event", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_audit_event_action"), ["action"], unique=False)
        batch_op.create_index(batch_op.f("ix_audit_event_object_id"), ["object_id"], unique=False)

    op.create_table(
        "guess_count",
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("hour", UtcDateTime(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("kind", "hour", name=op.f("pk_guess_count")),
    )
    with op.batch_alter_table("guess_count", schema=None) as batch_op:
        batch_op.create_index("ix_guess_count_hour", ["hour"], unique=False)

    op.create_table(
        "observation",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("indicator_id", sa.String(length=120), nullable=False),
        sa.Column("indicator_version", sa.String(length=10), nullable=False),
        sa.Column("area_set", sa.String(length=80), nullable=False),
        sa.Column("area_id", sa.String(length=80), nullable=False),
        sa.Column("area_vintage", sa.String(length=10), nullable=False),
        sa.Column("period_start", sa.Date(), nullable=False),
        sa.Column("period_end", sa.Date(), nullable=False),
        sa.Column("ref", sa.String(length=10), nullable=False),
        sa.Column("age_group", sa.String(length=10), nullable=False),
        sa.Column("gender", sa.String(length=4), nullable=False),
        sa.Column("role", sa.String(length=30), nullable=False),
        sa.Column("time_of_day", sa.String(length=12), nullable=False),
        sa.Column("value", sa.Float(), nullable=True),
        sa.Column("unit", sa.String(length=20), nullable=False),
        sa.Column("numerator", sa.Float(), nullable=True),
        sa.Column("denominator", sa.Float(), nullable=True),
        sa.Column("n_persons", sa.Integer(), nullable=True),
        sa.Column("ci_low", sa.Float(), nullable=True),
        sa.Column("ci_high", sa.Float(), nullable=True),
        sa.Column("obs_status", sa.String(length=1), nullable=False),
        sa.Column("conf_status", sa.String(length=1), nullable=False),
        sa.Column("source_id", sa.String(length=80), nullable=False),
        sa.Column("licence_id", sa.String(length=40), nullable=False),
        sa.Column("quality_note", sa.String(length=500), nullable=False),
        sa.Column("codebook_version", sa.String(length=20), nullable=False),
        sa.Column("questionnaire_version", sa.String(length=20), nullable=False),
        sa.Column("computed_at", UtcDateTime(), nullable=False),
        sa.Column("pipeline_version", sa.String(length=20), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_observation")),
        sa.UniqueConstraint(
            "indicator_id",
            "indicator_version",
            "area_set",
            "area_id",
            "area_vintage",
            "period_start",
            "period_end",
            "ref",
            "age_group",
            "gender",
            "role",
            "time_of_day",
            name="uq_observation_key",
        ),
    )
    op.create_table(
        "process",
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("aim", sa.Text(), nullable=False),
        sa.Column("decision_scope", sa.Text(), nullable=False),
        sa.Column("participation_level", sa.String(length=20), nullable=False),
        sa.Column("target_groups", sa.Text(), nullable=False),
        sa.Column("results_use", sa.Text(), nullable=False),
        sa.Column("responsible", sa.String(length=200), nullable=False),
        sa.Column("contact", sa.String(length=200), nullable=False),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("period_start", sa.Date(), nullable=True),
        sa.Column("period_end", sa.Date(), nullable=True),
        sa.Column("opened_at", UtcDateTime(), nullable=True),
        sa.Column("closed_at", UtcDateTime(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_process")),
        sa.UniqueConstraint("slug", name=op.f("uq_process_slug")),
    )
    with op.batch_alter_table("process", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_process_status"), ["status"], unique=False)

    op.create_table(
        "role",
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("description", sa.String(length=200), nullable=True),
        sa.Column("permissions", sa.String(length=200), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_role")),
        sa.UniqueConstraint("name", name=op.f("uq_role_name")),
    )
    op.create_table(
        "sign_in_pace",
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("last_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_sign_in_pace")),
    )
    with op.batch_alter_table("sign_in_pace", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sign_in_pace_last_at"), ["last_at"], unique=False)

    op.create_table(
        "source",
        sa.Column("id", sa.String(length=80), nullable=False),
        sa.Column("provider", sa.String(length=200), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("method", sa.String(length=500), nullable=False),
        sa.Column("contact", sa.String(length=200), nullable=False),
        sa.Column("update_cycle", sa.String(length=80), nullable=False),
        sa.Column("licence_id", sa.String(length=40), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_source")),
    )
    op.create_table(
        "user",
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("password", sa.String(length=255), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("fs_uniquifier", sa.String(length=64), nullable=False),
        sa.Column("tf_primary_method", sa.String(length=64), nullable=True),
        sa.Column("tf_totp_secret", sa.String(length=255), nullable=True),
        sa.Column("tf_phone_number", sa.String(length=64), nullable=True),
        sa.Column("mf_recovery_codes", sa.JSON(), nullable=True),
        sa.Column("tf_last_counter", sa.Integer(), nullable=True),
        sa.Column("last_sign_in_at", UtcDateTime(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_user")),
        sa.UniqueConstraint("email", name=op.f("uq_user_email")),
        sa.UniqueConstraint("fs_uniquifier", name=op.f("uq_user_fs_uniquifier")),
    )
    op.create_table(
        "activity",
        sa.Column("process_id", sa.Uuid(), nullable=False),
        sa.Column("channel", sa.String(length=20), nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("opens_on", sa.Date(), nullable=True),
        sa.Column("closes_on", sa.Date(), nullable=True),
        sa.Column("languages", sa.JSON(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["process_id"], ["process.id"], name=op.f("fk_activity_process_id_process"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_activity")),
        sa.UniqueConstraint("process_id", "slug", name=op.f("uq_activity_process_id_slug")),
    )
    with op.batch_alter_table("activity", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_activity_process_id"), ["process_id"], unique=False)

    op.create_table(
        "area",
        sa.Column("area_set_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(length=80), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("parent_code", sa.String(length=80), nullable=True),
        sa.Column("geometry", Geometry(), nullable=False),
        sa.Column("area_m2", sa.Float(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["area_set_id"], ["area_set.id"], name=op.f("fk_area_area_set_id_area_set"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_area")),
        sa.UniqueConstraint("area_set_id", "code", name=op.f("uq_area_area_set_id_code")),
    )
    op.create_table(
        "invitation",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("invited_by", sa.Uuid(), nullable=True),
        sa.Column("expires_at", UtcDateTime(), nullable=False),
        sa.Column("accepted_at", UtcDateTime(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["invited_by"], ["user.id"], name=op.f("fk_invitation_invited_by_user"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user.id"], name=op.f("fk_invitation_user_id_user"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitation")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_invitation_token_hash")),
    )
    with op.batch_alter_table("invitation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_invitation_user_id"), ["user_id"], unique=False)

    op.create_table(
        "membership",
        sa.Column("process_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["process_id"], ["process.id"], name=op.f("fk_membership_process_id_process"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user.id"], name=op.f("fk_membership_user_id_user"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_membership")),
        sa.UniqueConstraint(
            "process_id", "user_id", "role", name=op.f("uq_membership_process_id_user_id_role")
        ),
    )
    with op.batch_alter_table("membership", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_membership_process_id"), ["process_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_membership_user_id"), ["user_id"], unique=False)

    op.create_table(
        "process_area_set",
        sa.Column("process_id", sa.Uuid(), nullable=False),
        sa.Column("area_set_name", sa.String(length=80), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["process_id"],
            ["process.id"],
            name=op.f("fk_process_area_set_process_id_process"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("process_id", "area_set_name", name=op.f("pk_process_area_set")),
    )
    op.create_table(
        "process_notice",
        sa.Column("process_id", sa.Uuid(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["process_id"],
            ["process.id"],
            name=op.f("fk_process_notice_process_id_process"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_process_notice")),
    )
    with op.batch_alter_table("process_notice", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_process_notice_process_id"), ["process_id"], unique=False)

    op.create_table(
        "release",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("process_id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("area_sets", sa.JSON(), nullable=False),
        sa.Column("approved_first_by", sa.Uuid(), nullable=True),
        sa.Column("approved_second_by", sa.Uuid(), nullable=True),
        sa.Column("frozen_at", UtcDateTime(), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("previous_id", sa.Uuid(), nullable=True),
        sa.Column("rule", sa.JSON(), nullable=False),
        sa.Column("note", sa.String(length=1000), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["approved_first_by"],
            ["user.id"],
            name=op.f("fk_release_approved_first_by_user"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["approved_second_by"],
            ["user.id"],
            name=op.f("fk_release_approved_second_by_user"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["previous_id"], ["release.id"], name=op.f("fk_release_previous_id_release"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["process_id"], ["process.id"], name=op.f("fk_release_process_id_process"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_release")),
        sa.UniqueConstraint("number", name=op.f("uq_release_number")),
    )
    with op.batch_alter_table("release", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_release_process_id"), ["process_id"], unique=False)

    op.create_table(
        "release_proposal",
        sa.Column("process_id", sa.Uuid(), nullable=False),
        sa.Column("proposed_by", sa.Uuid(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("note", sa.String(length=1000), nullable=False),
        sa.Column("area_sets", sa.JSON(), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["process_id"],
            ["process.id"],
            name=op.f("fk_release_proposal_process_id_process"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["proposed_by"],
            ["user.id"],
            name=op.f("fk_release_proposal_proposed_by_user"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_release_proposal")),
    )
    with op.batch_alter_table("release_proposal", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_release_proposal_process_id"), ["process_id"], unique=False)

    op.create_table(
        "staff_session",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("expires_at", UtcDateTime(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user.id"], name=op.f("fk_staff_session_user_id_user"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff_session")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_staff_session_token_hash")),
    )
    with op.batch_alter_table("staff_session", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_staff_session_user_id"), ["user_id"], unique=False)

    op.create_table(
        "user_role",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("role_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["role_id"], ["role.id"], name=op.f("fk_user_role_role_id_role"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user.id"], name=op.f("fk_user_role_user_id_user"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("user_id", "role_id", name=op.f("pk_user_role")),
    )
    op.create_table(
        "join_code",
        sa.Column("process_id", sa.Uuid(), nullable=False),
        sa.Column("activity_id", sa.Uuid(), nullable=True),
        sa.Column("label", sa.String(length=120), nullable=False),
        sa.Column("code", sa.String(length=16), nullable=False),
        sa.Column("serial", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("valid_from", UtcDateTime(), nullable=False),
        sa.Column("valid_to", UtcDateTime(), nullable=True),
        sa.Column("preset_role", sa.String(length=30), nullable=True),
        sa.Column("revoked_at", UtcDateTime(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["activity_id"],
            ["activity.id"],
            name=op.f("fk_join_code_activity_id_activity"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["process_id"], ["process.id"], name=op.f("fk_join_code_process_id_process"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_join_code")),
        sa.UniqueConstraint("code", name=op.f("uq_join_code_code")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_join_code_token_hash")),
    )
    with op.batch_alter_table("join_code", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_join_code_process_id"), ["process_id"], unique=False)

    op.create_table(
        "needle_campaign",
        sa.Column("activity_id", sa.Uuid(), nullable=False),
        sa.Column("intro", sa.Text(), nullable=False),
        sa.Column("center_lon", sa.Float(), nullable=False),
        sa.Column("center_lat", sa.Float(), nullable=False),
        sa.Column("zoom", sa.Integer(), nullable=False),
        sa.Column("min_pin_zoom", sa.Integer(), nullable=False),
        sa.Column("reveal", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["activity_id"],
            ["activity.id"],
            name=op.f("fk_needle_campaign_activity_id_activity"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("activity_id", name=op.f("pk_needle_campaign")),
    )
    op.create_table(
        "population_count",
        sa.Column("area_id", sa.Uuid(), nullable=False),
        sa.Column("reference_date", sa.Date(), nullable=False),
        sa.Column("age_band", sa.String(length=10), nullable=False),
        sa.Column("sex", sa.String(length=3), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=300), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["area_id"], ["area.id"], name=op.f("fk_population_count_area_id_area"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_population_count")),
        sa.UniqueConstraint(
            "area_id",
            "reference_date",
            "age_band",
            "sex",
            name=op.f("uq_population_count_area_id_reference_date_age_band_sex"),
        ),
    )
    with op.batch_alter_table("population_count", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_population_count_area_id"), ["area_id"], unique=False)

    op.create_table(
        "release_row",
        sa.Column("release_id", sa.Uuid(), nullable=False),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("indicator_id", sa.String(length=120), nullable=False),
        sa.Column("indicator_version", sa.String(length=10), nullable=False),
        sa.Column("area_set", sa.String(length=80), nullable=False),
        sa.Column("area_id", sa.String(length=80), nullable=False),
        sa.Column("area_vintage", sa.String(length=10), nullable=False),
        sa.Column("period_start", sa.Date(), nullable=False),
        sa.Column("period_end", sa.Date(), nullable=False),
        sa.Column("ref", sa.String(length=10), nullable=False),
        sa.Column("age_group", sa.String(length=10), nullable=False),
        sa.Column("gender", sa.String(length=4), nullable=False),
        sa.Column("role", sa.String(length=30), nullable=False),
        sa.Column("time_of_day", sa.String(length=12), nullable=False),
        sa.Column("value", sa.Float(), nullable=True),
        sa.Column("unit", sa.String(length=20), nullable=False),
        sa.Column("numerator", sa.Float(), nullable=True),
        sa.Column("denominator", sa.Float(), nullable=True),
        sa.Column("n_persons", sa.Integer(), nullable=True),
        sa.Column("ci_low", sa.Float(), nullable=True),
        sa.Column("ci_high", sa.Float(), nullable=True),
        sa.Column("obs_status", sa.String(length=1), nullable=False),
        sa.Column("conf_status", sa.String(length=1), nullable=False),
        sa.Column("source_id", sa.String(length=80), nullable=False),
        sa.Column("licence_id", sa.String(length=40), nullable=False),
        sa.Column("quality_note", sa.String(length=500), nullable=False),
        sa.Column("codebook_version", sa.String(length=20), nullable=False),
        sa.Column("questionnaire_version", sa.String(length=20), nullable=False),
        sa.Column("computed_at", UtcDateTime(), nullable=False),
        sa.Column("pipeline_version", sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(
            ["release_id"], ["release.id"], name=op.f("fk_release_row_release_id_release"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("release_id", "row", name=op.f("pk_release_row")),
    )
    op.create_table(
        "needle_question",
        sa.Column("campaign_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(length=300), nullable=False),
        sa.Column("text_en", sa.String(length=300), nullable=False),
        sa.Column("qualities", sa.JSON(), nullable=False),
        sa.Column("max_pins", sa.Integer(), nullable=False),
        sa.Column("ask_time", sa.Boolean(), nullable=False),
        sa.Column("ask_company", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["campaign_id"],
            ["needle_campaign.activity_id"],
            name=op.f("fk_needle_question_campaign_id_needle_campaign"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_needle_question")),
    )
    with op.batch_alter_table("needle_question", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_needle_question_campaign_id"), ["campaign_id"], unique=False)

    op.create_table(
        "participant",
        sa.Column("process_id", sa.Uuid(), nullable=False),
        sa.Column("join_code_id", sa.Uuid(), nullable=True),
        sa.Column("receipt_hash", sa.String(length=64), nullable=False),
        sa.Column("age_band", sa.String(length=10), nullable=False),
        sa.Column("gender", sa.String(length=4), nullable=False),
        sa.Column("role", sa.String(length=30), nullable=False),
        sa.Column("home_area_set", sa.String(length=80), nullable=True),
        sa.Column("home_area_code", sa.String(length=80), nullable=True),
        sa.Column("information_version", sa.String(length=20), nullable=False),
        sa.Column("joined_on", sa.Date(), nullable=False),
        sa.Column("withdrawn_at", UtcDateTime(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["join_code_id"],
            ["join_code.id"],
            name=op.f("fk_participant_join_code_id_join_code"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["process_id"], ["process.id"], name=op.f("fk_participant_process_id_process"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_participant")),
        sa.UniqueConstraint("receipt_hash", name=op.f("uq_participant_receipt_hash")),
    )
    with op.batch_alter_table("participant", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_participant_process_id"), ["process_id"], unique=False)

    op.create_table(
        "participant_session",
        sa.Column("participant_id", sa.Uuid(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("expires_at", UtcDateTime(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["participant_id"],
            ["participant.id"],
            name=op.f("fk_participant_session_participant_id_participant"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_participant_session")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_participant_session_token_hash")),
    )
    with op.batch_alter_table("participant_session", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_participant_session_participant_id"), ["participant_id"], unique=False
        )

    op.create_table(
        "submission",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("process_id", sa.Uuid(), nullable=False),
        sa.Column("activity_id", sa.Uuid(), nullable=True),
        sa.Column("participant_id", sa.Uuid(), nullable=True),
        sa.Column("person_key", sa.String(length=64), nullable=False),
        sa.Column("channel", sa.String(length=20), nullable=False),
        sa.Column("source", sa.String(length=20), nullable=False),
        sa.Column("language", sa.String(length=12), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("received_at", UtcDateTime(), nullable=False),
        sa.Column("device_time", UtcDateTime(), nullable=True),
        sa.Column("import_key", sa.String(length=80), nullable=True),
        sa.ForeignKeyConstraint(
            ["activity_id"],
            ["activity.id"],
            name=op.f("fk_submission_activity_id_activity"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["participant_id"],
            ["participant.id"],
            name=op.f("fk_submission_participant_id_participant"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["process_id"], ["process.id"], name=op.f("fk_submission_process_id_process"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_submission")),
    )
    with op.batch_alter_table("submission", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_submission_import_key"), ["import_key"], unique=False)
        batch_op.create_index(batch_op.f("ix_submission_participant_id"), ["participant_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_submission_person_key"), ["person_key"], unique=False)
        batch_op.create_index(
            "ix_submission_process_id_received_at", ["process_id", "received_at"], unique=False
        )

    op.create_table(
        "contribution",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("submission_id", sa.Uuid(), nullable=False),
        sa.Column("process_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("quality", sa.String(length=20), nullable=True),
        sa.Column("valence", sa.String(length=5), nullable=True),
        sa.Column("geometry", Geometry(), nullable=True),
        sa.Column("place_text", sa.String(length=300), nullable=False),
        sa.Column("precision", sa.String(length=12), nullable=False),
        sa.Column("cell_100m", sa.String(length=40), nullable=True),
        sa.Column("is_secret", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("released_text", sa.Text(), nullable=True),
        sa.Column("flags", sa.JSON(), nullable=False),
        sa.Column("urgency", sa.Integer(), nullable=False),
        sa.Column("said_at", UtcDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "state IN ('draft','submitted','in_review','released','internal','redacted','rejected_rules','withdrawn','answered')",
            name=op.f("ck_contribution_state"),
        ),
        sa.ForeignKeyConstraint(
            ["process_id"],
            ["process.id"],
            name=op.f("fk_contribution_process_id_process"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["submission_id"],
            ["submission.id"],
            name=op.f("fk_contribution_submission_id_submission"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contribution")),
    )
    with op.batch_alter_table("contribution", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_contribution_cell_100m"), ["cell_100m"], unique=False)
        batch_op.create_index(
            "ix_contribution_process_id_state_urgency", ["process_id", "state", "urgency"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_contribution_submission_id"), ["submission_id"], unique=False)

    op.create_table(
        "attribute",
        sa.Column("contribution_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(length=60), nullable=False),
        sa.Column("value_text", sa.String(length=200), nullable=True),
        sa.Column("value_number", sa.Float(), nullable=True),
        sa.Column("unit", sa.String(length=20), nullable=True),
        sa.ForeignKeyConstraint(
            ["contribution_id"],
            ["contribution.id"],
            name=op.f("fk_attribute_contribution_id_contribution"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("contribution_id", "key", name=op.f("pk_attribute")),
    )
    with op.batch_alter_table("attribute", schema=None) as batch_op:
        batch_op.create_index("ix_attribute_key_value_text", ["key", "value_text"], unique=False)

    op.create_table(
        "placement",
        sa.Column("contribution_id", sa.Uuid(), nullable=False),
        sa.Column("area_set_id", sa.Uuid(), nullable=False),
        sa.Column("area_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["area_id"], ["area.id"], name=op.f("fk_placement_area_id_area"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["area_set_id"],
            ["area_set.id"],
            name=op.f("fk_placement_area_set_id_area_set"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["contribution_id"],
            ["contribution.id"],
            name=op.f("fk_placement_contribution_id_contribution"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("contribution_id", "area_set_id", name=op.f("pk_placement")),
    )
    with op.batch_alter_table("placement", schema=None) as batch_op:
        batch_op.create_index("ix_placement_area_set_id_area_id", ["area_set_id", "area_id"], unique=False)

    op.create_table(
        "review_decision",
        sa.Column("contribution_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=True),
        sa.Column("batch", sa.Uuid(), nullable=False),
        sa.Column("undone", sa.Boolean(), nullable=False),
        sa.Column("from_state", sa.String(length=16), nullable=False),
        sa.Column("to_state", sa.String(length=16), nullable=False),
        sa.Column("reason", sa.String(length=40), nullable=False),
        sa.Column("note", sa.String(length=500), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["contribution_id"],
            ["contribution.id"],
            name=op.f("fk_review_decision_contribution_id_contribution"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user.id"], name=op.f("fk_review_decision_user_id_user"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_decision")),
    )
    with op.batch_alter_table("review_decision", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_review_decision_batch"), ["batch"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_review_decision_contribution_id"), ["contribution_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_review_decision_user_id"), ["user_id"], unique=False)

    if on_postgres:
        for table in ("area", "contribution"):
            op.create_index(f"ix_{table}_geometry", table, ["geometry"], postgresql_using="gist")


def downgrade() -> None:
    with op.batch_alter_table("review_decision", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_review_decision_user_id"))
        batch_op.drop_index(batch_op.f("ix_review_decision_contribution_id"))
        batch_op.drop_index(batch_op.f("ix_review_decision_batch"))

    op.drop_table("review_decision")
    with op.batch_alter_table("placement", schema=None) as batch_op:
        batch_op.drop_index("ix_placement_area_set_id_area_id")

    op.drop_table("placement")
    with op.batch_alter_table("attribute", schema=None) as batch_op:
        batch_op.drop_index("ix_attribute_key_value_text")

    op.drop_table("attribute")
    with op.batch_alter_table("contribution", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_contribution_submission_id"))
        batch_op.drop_index("ix_contribution_process_id_state_urgency")
        batch_op.drop_index(batch_op.f("ix_contribution_cell_100m"))

    op.drop_table("contribution")
    with op.batch_alter_table("submission", schema=None) as batch_op:
        batch_op.drop_index("ix_submission_process_id_received_at")
        batch_op.drop_index(batch_op.f("ix_submission_person_key"))
        batch_op.drop_index(batch_op.f("ix_submission_participant_id"))
        batch_op.drop_index(batch_op.f("ix_submission_import_key"))

    op.drop_table("submission")
    with op.batch_alter_table("participant_session", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_participant_session_participant_id"))

    op.drop_table("participant_session")
    with op.batch_alter_table("participant", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_participant_process_id"))

    op.drop_table("participant")
    with op.batch_alter_table("needle_question", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_needle_question_campaign_id"))

    op.drop_table("needle_question")
    op.drop_table("release_row")
    with op.batch_alter_table("population_count", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_population_count_area_id"))

    op.drop_table("population_count")
    op.drop_table("needle_campaign")
    with op.batch_alter_table("join_code", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_join_code_process_id"))

    op.drop_table("join_code")
    op.drop_table("user_role")
    with op.batch_alter_table("staff_session", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_staff_session_user_id"))

    op.drop_table("staff_session")
    with op.batch_alter_table("release_proposal", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_release_proposal_process_id"))

    op.drop_table("release_proposal")
    with op.batch_alter_table("release", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_release_process_id"))

    op.drop_table("release")
    with op.batch_alter_table("process_notice", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_process_notice_process_id"))

    op.drop_table("process_notice")
    op.drop_table("process_area_set")
    with op.batch_alter_table("membership", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_membership_user_id"))
        batch_op.drop_index(batch_op.f("ix_membership_process_id"))

    op.drop_table("membership")
    with op.batch_alter_table("invitation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_invitation_user_id"))

    op.drop_table("invitation")
    op.drop_table("area")
    with op.batch_alter_table("activity", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_activity_process_id"))

    op.drop_table("activity")
    op.drop_table("user")
    op.drop_table("source")
    with op.batch_alter_table("sign_in_pace", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sign_in_pace_last_at"))

    op.drop_table("sign_in_pace")
    op.drop_table("role")
    with op.batch_alter_table("process", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_process_status"))

    op.drop_table("process")
    op.drop_table("observation")
    with op.batch_alter_table("guess_count", schema=None) as batch_op:
        batch_op.drop_index("ix_guess_count_hour")

    op.drop_table("guess_count")
    with op.batch_alter_table("audit_event", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_audit_event_object_id"))
        batch_op.drop_index(batch_op.f("ix_audit_event_action"))

    op.drop_table("audit_event")
    with op.batch_alter_table("area_set", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_area_set_name"))

    op.drop_table("area_set")
