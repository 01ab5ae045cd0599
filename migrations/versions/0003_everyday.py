"""Everyday work: words to search in, counts of the review desk from an index alone."""

import sqlalchemy as sa
from alembic import op

from app.contributions.searching import folded

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_AT_ONCE = 5_000


def upgrade() -> None:
    _create_search()
    _widen_index()


def downgrade() -> None:
    _narrow_index()
    _drop_search()


def _create_search() -> None:
    op.create_table(
        "search_text",
        sa.Column("contribution_id", sa.Uuid(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["contribution_id"],
            ["contribution.id"],
            name=op.f("fk_search_text_contribution_id_contribution"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("contribution_id", name=op.f("pk_search_text")),
        sqlite_with_rowid=False,
    )
    said = sa.table(
        "contribution",
        sa.column("id", sa.Uuid()),
        *(sa.column(name, sa.Text()) for name in ("title", "text", "place_text")),
    )
    search = sa.table("search_text", sa.column("contribution_id", sa.Uuid()), sa.column("words", sa.Text()))
    last = None
    while True:
        query = sa.select(said).order_by(said.c.id).limit(_AT_ONCE)
        rows = op.get_bind().execute(query if last is None else query.where(said.c.id > last)).all()
        if not rows:
            return
        found = [{"contribution_id": row[0], "words": folded(*row[1:])} for row in rows]
        if found := [row for row in found if row["words"]]:
            op.get_bind().execute(sa.insert(search), found)
        last = rows[-1].id


def _drop_search() -> None:
    op.drop_table("search_text")


def _widen_index() -> None:
    op.create_index(
        "ix_contribution_process_id_state_urgency_quality",
        "contribution",
        ["process_id", "state", "urgency", "quality"],
    )
    op.drop_index("ix_contribution_process_id_state_urgency", table_name="contribution")
    # Without knowing the new index and table SQLite plans badly for large ones.
    for table in ("contribution", "search_text"):
        op.execute(f"ANALYZE {table}")


def _narrow_index() -> None:
    op.create_index(
        "ix_contribution_process_id_state_urgency", "contribution", ["process_id", "state", "urgency"]
    )
    op.drop_index("ix_contribution_process_id_state_urgency_quality", table_name="contribution")
