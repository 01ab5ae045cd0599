"""What staff wrote, said in other languages; English questions move there."""

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
    # English questions were a column of their own; they become wordings like those of every other language.
    op.execute(
        "INSERT INTO wording (object_id, field, language, process_id, text) "
        "SELECT needle_question.id, 'text', 'en', activity.process_id, needle_question.text_en "
        "FROM needle_question JOIN activity ON activity.id = needle_question.campaign_id "
        "WHERE needle_question.text_en <> ''"
    )
    with op.batch_alter_table("needle_question") as batch:
        batch.drop_column("text_en")


def downgrade() -> None:
    with op.batch_alter_table("needle_question") as batch:
        batch.add_column(sa.Column("text_en", sa.String(length=300), nullable=False, server_default=""))
    with op.batch_alter_table("needle_question") as batch:
        batch.alter_column("text_en", server_default=None)
    op.execute(
        "UPDATE needle_question SET text_en = COALESCE((SELECT wording.text FROM wording "
        "WHERE wording.object_id = needle_question.id AND wording.field = 'text' AND wording.language = 'en'), '')"
    )
    op.drop_table("wording")
