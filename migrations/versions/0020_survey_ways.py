"""Ways to a survey: how each sitting came, sheets that go out with letters; an index for the answers of an activity."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

# What came before knew its source and its person's code; which device it came from, nobody noted.
BACKFILL = """
INSERT INTO submission_attribute (submission_id, key, value_text)
SELECT s.id, '_way',
  CASE
    WHEN s.source = 'paper' THEN 'paper'
    WHEN p.join_code_id = l.join_code_id THEN 'sample'
    WHEN EXISTS (SELECT 1 FROM class_session c WHERE c.join_code_id = p.join_code_id) THEN 'school'
    ELSE 'open'
  END
FROM submission s
JOIN submission_attribute v ON v.submission_id = s.id AND v.key = '_version'
LEFT JOIN participant p ON p.id = s.participant_id
LEFT JOIN survey_sample l ON l.activity_id = s.activity_id
"""


def upgrade() -> None:
    # The default stays: without it SQLite would build the table anew, and its sheets would go with the old one.
    op.add_column(
        "survey_print", sa.Column("for_letters", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    op.create_index("ix_submission_activity_id", "submission", ["activity_id"])
    op.execute(BACKFILL)


def downgrade() -> None:
    op.execute("DELETE FROM submission_attribute WHERE key = '_way'")
    op.drop_index("ix_submission_activity_id", "submission")
    op.drop_column("survey_print", "for_letters")
