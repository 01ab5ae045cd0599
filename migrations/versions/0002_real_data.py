"""Real data: imports of contributions with what their columns meant."""

import sqlalchemy as sa
from alembic import op

from app.base.database import UtcDateTime
from app.base.geometry import Geometry

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _create_jobs()
    _extend_joining()
    _create_contribution_imports()
    _create_area_changes()
    _create_points()
    _create_deliveries()
    _freeze_releases()


def downgrade() -> None:
    _thaw_releases()
    _drop_deliveries()
    _drop_points()
    _drop_area_changes()
    _drop_contribution_imports()
    _reduce_joining()
    _drop_jobs()


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


def _create_area_changes() -> None:
    op.add_column("area_set", sa.Column("file_hash", sa.String(length=64), nullable=True))
    op.add_column("area_set", sa.Column("parent_set", sa.String(length=80), nullable=True))
    op.create_table(
        "area_change",
        sa.Column("area_set_id", sa.Uuid(), nullable=False),
        sa.Column("actor", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("before_hash", sa.String(length=64), nullable=False),
        sa.Column("after_hash", sa.String(length=64), nullable=False),
        sa.Column("steps", sa.JSON(), nullable=False),
        sa.Column("sizes", sa.JSON(), nullable=False),
        sa.Column("placements", sa.Integer(), nullable=False),
        sa.Column("undone_at", UtcDateTime(), nullable=True),
        sa.Column("undone_by", sa.String(length=64), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["area_set_id"],
            ["area_set.id"],
            name=op.f("fk_area_change_area_set_id_area_set"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_area_change")),
    )
    op.create_index(op.f("ix_area_change_area_set_id"), "area_change", ["area_set_id"], unique=False)
    op.create_table(
        "area_change_shape",
        sa.Column("change_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(length=80), nullable=False),
        sa.Column("geometry", Geometry(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["change_id"],
            ["area_change.id"],
            name=op.f("fk_area_change_shape_change_id_area_change"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_area_change_shape")),
    )
    op.create_index(op.f("ix_area_change_shape_change_id"), "area_change_shape", ["change_id"], unique=False)


def _drop_area_changes() -> None:
    op.drop_index(op.f("ix_area_change_shape_change_id"), table_name="area_change_shape")
    op.drop_table("area_change_shape")
    op.drop_index(op.f("ix_area_change_area_set_id"), table_name="area_change")
    op.drop_table("area_change")
    op.drop_column("area_set", "parent_set")
    op.drop_column("area_set", "file_hash")


def _extend_joining() -> None:
    op.add_column("join_code", sa.Column("max_participants", sa.Integer(), nullable=True))
    op.add_column("participant_session", sa.Column("receipt_half", sa.String(length=20), nullable=True))


def _reduce_joining() -> None:
    op.drop_column("participant_session", "receipt_half")
    op.drop_column("join_code", "max_participants")


def _create_points() -> None:
    op.create_table(
        "point_layer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("process_id", sa.Uuid(), nullable=False),
        sa.Column("is_public", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["process_id"], ["process.id"], name=op.f("fk_point_layer_process_id_process"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_point_layer")),
        sa.UniqueConstraint("process_id", "is_public", name=op.f("uq_point_layer_process_id_is_public")),
    )
    op.create_table(
        "point_index",
        sa.Column("number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("contribution_id", sa.Uuid(), nullable=False),
        sa.Column("layer_id", sa.Integer(), nullable=False),
        sa.Column("z24", sa.BigInteger(), nullable=False),
        sa.Column("lon", sa.Float(), nullable=False),
        sa.Column("lat", sa.Float(), nullable=False),
        sa.Column("valence", sa.String(length=5), nullable=True),
        sa.Column("quality", sa.String(length=20), nullable=True),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("urgency", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["contribution_id"],
            ["contribution.id"],
            name=op.f("fk_point_index_contribution_id_contribution"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["layer_id"],
            ["point_layer.id"],
            name=op.f("fk_point_index_layer_id_point_layer"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_point_index")),
        sa.UniqueConstraint(
            "contribution_id", "layer_id", name=op.f("uq_point_index_contribution_id_layer_id")
        ),
    )
    op.create_index(
        "ix_point_index_layer_id_z24",
        "point_index",
        ["layer_id", "z24", "lon", "lat", "valence", "quality", "state", "urgency"],
        unique=False,
    )


def _drop_points() -> None:
    op.drop_index("ix_point_index_layer_id_z24", table_name="point_index")
    op.drop_table("point_index")
    op.drop_table("point_layer")


def _create_jobs() -> None:
    op.create_table(
        "job",
        sa.Column("kind", sa.String(length=60), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=True),
        sa.Column("message", sa.String(length=2000), nullable=False),
        sa.Column("arguments", sa.JSON(), nullable=False),
        sa.Column("result", sa.JSON(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=True),
        sa.Column("process_id", sa.Uuid(), nullable=True),
        sa.Column("worker", sa.String(length=200), nullable=False),
        sa.Column("started_at", UtcDateTime(), nullable=True),
        sa.Column("heartbeat_at", UtcDateTime(), nullable=True),
        sa.Column("finished_at", UtcDateTime(), nullable=True),
        sa.Column("cancel_requested", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["process_id"], ["process.id"], name=op.f("fk_job_process_id_process"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user.id"], name=op.f("fk_job_user_id_user"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job")),
    )
    for column in ("process_id", "state", "user_id"):
        op.create_index(op.f(f"ix_job_{column}"), "job", [column], unique=False)


def _drop_jobs() -> None:
    for column in ("user_id", "state", "process_id"):
        op.drop_index(op.f(f"ix_job_{column}"), table_name="job")
    op.drop_table("job")


def _create_deliveries() -> None:
    op.add_column(
        "population_count", sa.Column("obs_status", sa.String(length=1), nullable=False, server_default="A")
    )
    op.add_column(
        "population_count",
        sa.Column("quality_note", sa.String(length=300), nullable=False, server_default=""),
    )
    op.create_table(
        "delivery",
        sa.Column("subject", sa.String(length=120), nullable=False),
        sa.Column("area_set", sa.String(length=80), nullable=False),
        sa.Column("area_vintage", sa.String(length=10), nullable=False),
        sa.Column("period_start", sa.Date(), nullable=False),
        sa.Column("period_end", sa.Date(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=300), nullable=False),
        sa.Column("file_name", sa.String(length=200), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("rows", sa.JSON(), nullable=False),
        sa.Column("about", sa.JSON(), nullable=False),
        sa.Column("actor", sa.String(length=64), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delivery")),
        sa.UniqueConstraint(
            "subject",
            "area_set",
            "area_vintage",
            "period_start",
            "period_end",
            "version",
            name="uq_delivery_version",
        ),
    )
    op.create_table(
        "area_alias",
        sa.Column("area_set", sa.String(length=80), nullable=False),
        sa.Column("source", sa.String(length=300), nullable=False),
        sa.Column("text", sa.String(length=300), nullable=False),
        sa.Column("area_code", sa.String(length=80), nullable=False),
        sa.Column("actor", sa.String(length=64), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_area_alias")),
        sa.UniqueConstraint("area_set", "source", "text", name=op.f("uq_area_alias_area_set_source_text")),
    )
    op.create_table(
        "external_indicator",
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("meaning", sa.String(length=500), nullable=False),
        sa.Column("unit", sa.String(length=20), nullable=False),
        sa.Column("ref", sa.String(length=10), nullable=False),
        sa.Column("is_public", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_external_indicator")),
        sa.UniqueConstraint("code", name=op.f("uq_external_indicator_code")),
        sa.UniqueConstraint("name", name=op.f("uq_external_indicator_name")),
    )


def _drop_deliveries() -> None:
    op.drop_table("external_indicator")
    op.drop_table("area_alias")
    op.drop_table("delivery")
    op.drop_column("population_count", "quality_note")
    op.drop_column("population_count", "obs_status")


_FROZEN = "a release is frozen"
_GUARDS = {
    # A row goes with its release only, and a release with its process only: then the one above is gone already.
    "release_row_update": ("release_row", "UPDATE", "TRUE"),
    "release_row_delete": (
        "release_row",
        "DELETE",
        "EXISTS (SELECT 1 FROM release WHERE release.id = OLD.release_id)",
    ),
    "release_delete": (
        "release",
        "DELETE",
        "EXISTS (SELECT 1 FROM process WHERE process.id = OLD.process_id)",
    ),
    # Accounts that are deleted, and an earlier release that goes with its process, leave their reference empty.
    "release_update": (
        "release",
        "UPDATE",
        "NEW.id <> OLD.id OR NEW.number <> OLD.number OR NEW.process_id <> OLD.process_id "
        "OR NEW.title <> OLD.title OR CAST(NEW.area_sets AS TEXT) <> CAST(OLD.area_sets AS TEXT) "
        "OR NEW.frozen_at <> OLD.frozen_at OR NEW.content_hash <> OLD.content_hash "
        "OR CAST(NEW.rule AS TEXT) <> CAST(OLD.rule AS TEXT) OR NEW.note <> OLD.note "
        "OR NEW.approved_first_by <> OLD.approved_first_by OR NEW.approved_second_by <> OLD.approved_second_by "
        "OR NEW.previous_id <> OLD.previous_id "
        "OR (OLD.approved_first_by IS NULL AND NEW.approved_first_by IS NOT NULL) "
        "OR (OLD.approved_second_by IS NULL AND NEW.approved_second_by IS NOT NULL) "
        "OR (OLD.previous_id IS NULL AND NEW.previous_id IS NOT NULL)",
    ),
}
"""What the application refuses, the database refuses, too: bulk statements pass every check in Python."""


def _freeze_releases() -> None:
    on_postgres = op.get_bind().dialect.name == "postgresql"
    for name, (table, event, condition) in _GUARDS.items():
        head = f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW"
        if not on_postgres:
            op.execute(f"{head} WHEN {condition} BEGIN SELECT RAISE(ABORT, '{_FROZEN}'); END")
            continue
        # PostgreSQL takes no subquery in WHEN, so the condition stands in the function.
        op.execute(
            f"CREATE FUNCTION refuse_{name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF {condition} THEN "
            f"RAISE EXCEPTION '{_FROZEN}' USING ERRCODE = 'integrity_constraint_violation'; END IF; "
            f"RETURN {'OLD' if event == 'DELETE' else 'NEW'}; END $$"
        )
        op.execute(f"{head} EXECUTE FUNCTION refuse_{name}()")


def _thaw_releases() -> None:
    on_postgres = op.get_bind().dialect.name == "postgresql"
    for name, (table, _event, _condition) in _GUARDS.items():
        op.execute(f"DROP TRIGGER {name}" + (f" ON {table}" if on_postgres else ""))
        if on_postgres:
            op.execute(f"DROP FUNCTION refuse_{name}()")
