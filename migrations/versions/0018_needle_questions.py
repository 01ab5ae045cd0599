"""The questions of needle maps become questionnaires of the engine; their words in other languages move into them."""

import hashlib
import json
import re
from collections.abc import Sequence
from datetime import UTC, datetime
from uuid import uuid4

import sqlalchemy as sa
from alembic import op

from app.base.database import UtcDateTime

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

KINDS = {"needle": "point", "felt_area": "polygon", "way": "line"}
TASKS = {kind: task for task, kind in KINDS.items()}
# As they were asked on the day of this migration; later words of the platform change nothing of it.
PIN_KINDS = {
    "fav": "Lieblingsort",
    "meet": "Treffpunkt",
    "chill": "Chillen und Ruhe",
    "move": "Bewegung und Sport",
    "learn": "Hier lerne ich etwas",
    "support": "Hier bekomme ich Hilfe",
    "nature": "Natur und draußen",
    "shop": "Einkaufen und Konsum",
    "way": "Mein Weg",
    "avoid": "Meide ich",
    "uneasy": "Hier fühle ich mich unwohl",
    "conflict": "Hier gibt es Streit",
    "sent_away": "Hier werden wir weggeschickt",
    "barrier": "Hier komme ich schlecht durch",
    "dirty": "Ungepflegt",
    "missing": "Hier fehlt etwas",
    "idea": "Idee",
}
WORDS = {
    "needle": "Warum?",
    "felt_area": "Warum ist das dein Viertel?",
    "way": "Wo ist es schwierig? Was ist gut?",
}
CLOSED = {
    "time_of_day": (
        "Wann?",
        {
            "school": "vormittags",
            "afternoon": "nachmittags (13–18 Uhr)",
            "evening": "abends (18–21 Uhr)",
            "night": "nach 21 Uhr",
            "dark": "bei Dunkelheit",
            "any": "immer",
        },
    ),
    "company": (
        "Mit wem?",
        {
            "alone": "allein",
            "friends": "mit Freundinnen und Freunden",
            "family": "mit Familie",
            "group": "mit Verein oder Gruppe",
            "mixed": "mal so, mal so",
        },
    ),
    "travel_mode": (
        "Wie bist du unterwegs?",
        {
            "foot": "zu Fuß",
            "bike": "mit dem Rad",
            "transit": "mit Bus oder Bahn",
            "scooter": "mit Roller oder Mofa",
            "car": "im Auto",
            "wheelchair": "mit dem Rollstuhl",
            "other": "anders unterwegs",
        },
    ),
    "home_inside": ("Wohnst du in diesem Viertel?", {"yes": "Ja", "no": "Nein", "unsure": "Weiß nicht"}),
    "alone_allowed": (
        "Darfst du diesen Weg allein gehen?",
        {"yes": "Ja", "sometimes": "Manchmal", "no": "Nein"},
    ),
}
NAMES = re.compile(r"(?:^|_)(time_of_day|company)(?:_\d+)?$")


def upgrade() -> None:
    with op.batch_alter_table("needle_campaign") as batch:
        batch.add_column(sa.Column("questionnaire_id", sa.Uuid(), nullable=True))
        batch.add_column(sa.Column("version_id", sa.Uuid(), nullable=True))
    _move_up(op.get_bind())
    with op.batch_alter_table("needle_campaign") as batch:
        for column, table in (("questionnaire_id", "questionnaire"), ("version_id", "questionnaire_version")):
            batch.alter_column(column, nullable=False)
            batch.create_foreign_key(
                op.f(f"fk_needle_campaign_{column}_{table}"), table, [column], ["id"], ondelete="CASCADE"
            )
            batch.create_index(f"ix_needle_campaign_{column}", [column])
    op.drop_table("needle_question")


def downgrade() -> None:
    """What only the engine can ask, such as follow-ups of the editor and earlier versions, is lost."""
    maps = _maps(op.get_bind())
    # First of all: where a table is made anew, what points to it would go with the old one.
    with op.batch_alter_table("needle_campaign") as batch:
        for column, table in (("questionnaire_id", "questionnaire"), ("version_id", "questionnaire_version")):
            batch.drop_constraint(op.f(f"fk_needle_campaign_{column}_{table}"), type_="foreignkey")
            batch.drop_index(f"ix_needle_campaign_{column}")
            batch.drop_column(column)
    op.create_table(
        "needle_question",
        sa.Column("campaign_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(length=300), nullable=False),
        sa.Column("qualities", sa.JSON(), nullable=False),
        sa.Column("max_pins", sa.Integer(), nullable=False),
        sa.Column("ask_time", sa.Boolean(), nullable=False),
        sa.Column("ask_company", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("ask_photo", sa.String(length=10), nullable=False),
        sa.Column("ask_voice", sa.Boolean(), nullable=False),
        sa.Column("task", sa.String(length=12), nullable=False),
        sa.ForeignKeyConstraint(
            ["campaign_id"],
            ["needle_campaign.activity_id"],
            name=op.f("fk_needle_question_campaign_id_needle_campaign"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_needle_question")),
    )
    op.create_index("ix_needle_question_campaign_id", "needle_question", ["campaign_id"])
    _move_down(op.get_bind(), maps)


def _table(name: str) -> sa.Table:
    """The columns this migration touches."""
    ids = {"questionnaire_id", "version_id", "campaign_id", "activity_id", "process_id", "object_id", "id"}
    kinds = {"created_at": UtcDateTime(), "published_at": UtcDateTime(), "content": sa.JSON(), "qualities": sa.JSON()}
    columns = {
        "activity": ("id", "process_id", "slug", "title"),
        "needle_campaign": ("activity_id", "questionnaire_id", "version_id"),
        "needle_question": (
            *("id", "campaign_id", "key", "position", "task", "text", "qualities", "max_pins"),
            *("ask_time", "ask_company", "ask_photo", "ask_voice", "created_at"),
        ),
        "questionnaire": ("id", "process_id", "key", "title", "created_at"),
        "questionnaire_version": (
            *("id", "questionnaire_id", "number", "content", "fingerprint", "state"),
            *("published_at", "created_at", "version"),
        ),
        "wording": ("object_id", "field", "language", "process_id", "text"),
    }
    return sa.table(
        name, *(sa.column(one, sa.Uuid() if one in ids else kinds.get(one)) for one in columns[name])
    )  # type: ignore[return-value]


def _move_up(connection: sa.Connection) -> None:
    activity, campaign, asked = _table("activity"), _table("needle_campaign"), _table("needle_question")
    maps = connection.execute(
        sa.select(activity).join(campaign, campaign.c.activity_id == activity.c.id).order_by(activity.c.id)
    ).all()
    for one in maps:
        rows = connection.execute(
            sa.select(asked).where(asked.c.campaign_id == one.id).order_by(asked.c.position, asked.c.id)
        ).all()
        labels = {row.id: {"de": row.text, **_wordings(connection, row.id)} for row in rows}
        languages = list(dict.fromkeys(code for label in labels.values() for code in label))
        content = {
            "title": {"de": one.title},
            **({"languages": languages} if len(languages) > 1 else {}),
            "sections": [{"key": "needle_map", "questions": [_question(row, labels[row.id]) for row in rows]}],
        }
        questionnaire_id, version_id, now = uuid4(), uuid4(), datetime.now(UTC)
        connection.execute(
            _table("questionnaire").insert().values(
                id=questionnaire_id,
                process_id=one.process_id,
                key=_free_key(connection, one.process_id, one.slug),
                title=one.title,
                created_at=now,
            )
        )
        connection.execute(
            _table("questionnaire_version").insert().values(
                id=version_id,
                questionnaire_id=questionnaire_id,
                number=1,
                content=content,
                fingerprint=_fingerprint(content),
                state="published",
                published_at=now,
                created_at=now,
                version=1,
            )
        )
        connection.execute(
            campaign.update().where(campaign.c.activity_id == one.id).values(
                questionnaire_id=questionnaire_id, version_id=version_id
            )
        )


def _wordings(connection: sa.Connection, question_id: object) -> dict[str, str]:
    """The words of a question in other languages, taken out of the table of wordings."""
    wording = _table("wording")
    mine = (wording.c.object_id == question_id) & (wording.c.field == "text")
    found = connection.execute(sa.select(wording).where(mine).order_by(wording.c.language)).all()
    connection.execute(wording.delete().where(mine))
    return {row.language: row.text for row in found}


def _free_key(connection: sa.Connection, process_id: object, slug: str) -> str:
    """The slug of the map, with a number when another questionnaire of the process is called so."""
    table = _table("questionnaire")
    taken = set(connection.scalars(sa.select(table.c.key).where(table.c.process_id == process_id)))
    number, key = 1, slug
    while key in taken:
        number += 1
        key = f"{slug[:70]}-{number}"
    return key


def _fingerprint(content: dict) -> str:
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _question(row: sa.Row, label: dict[str, str]) -> dict:
    asked: dict = {"key": row.key, "kind": KINDS[row.task], "label": label}
    if row.task == "needle" and row.qualities:
        asked["look"] = "coded"
        asked["choices"] = [{"key": code, "label": {"de": PIN_KINDS[code]}} for code in row.qualities]
    return {**asked, "most": row.max_pins, "followups": _followups(row)}


def _followups(row: sa.Row) -> list[dict]:
    words = {"key": f"{row.key}_pin_text", "kind": "longtext", "label": {"de": WORDS[row.task]}, "most": 1000}
    name = {
        "key": f"{row.key}_pin_title",
        "kind": "text",
        "label": {"de": "Wie nennst du dein Viertel?"},
        "most": 80,
    }
    photo = {"key": f"{row.key}_photo", "kind": "photo", "label": {"de": "Foto dazu"}}
    voice = {"key": f"{row.key}_audio", "kind": "audio", "label": {"de": "Sprechen statt schreiben"}}
    before = {
        "felt_area": [name, _closed(row.key, "home_inside")],
        "way": [_closed(row.key, "travel_mode"), _closed(row.key, "alone_allowed")],
    }.get(row.task, [])
    return [
        *([photo] if row.ask_photo == "first" else []),
        *before,
        words,
        *([photo] if row.ask_photo == "offered" else []),
        *([voice] if row.ask_voice else []),
        *([_closed(row.key, "time_of_day")] if row.ask_time else []),
        *([_closed(row.key, "company")] if row.ask_company else []),
    ]


def _closed(key: str, name: str) -> dict:
    label, answers = CLOSED[name]
    choices = [{"key": code, "label": {"de": words}} for code, words in answers.items()]
    return {"key": f"{key}_{name}", "kind": "single", "label": {"de": label}, "choices": choices}


def _maps(connection: sa.Connection) -> Sequence[sa.Row]:
    """Each map with the questionnaire and the content that is asked now."""
    activity, campaign, version = _table("activity"), _table("needle_campaign"), _table("questionnaire_version")
    return connection.execute(
        sa.select(activity.c.id, activity.c.process_id, campaign.c.questionnaire_id, version.c.content)
        .join(campaign, campaign.c.activity_id == activity.c.id)
        .join(version, version.c.id == campaign.c.version_id)
        .order_by(activity.c.id)
    ).all()


def _move_down(connection: sa.Connection, maps: Sequence[sa.Row]) -> None:
    """The questions that are asked now as rows, their words in other languages as wordings."""
    asked_table, wording = _table("needle_question"), _table("wording")
    for one in maps:
        questions = [asked for section in one.content["sections"] for asked in section["questions"]]
        for position, asked in enumerate(questions):
            row = {**_row(asked), "campaign_id": one.id, "position": position, "created_at": datetime.now(UTC)}
            connection.execute(asked_table.insert().values(row))
            for language, words in asked["label"].items():
                if language != "de":
                    said = {"object_id": row["id"], "field": "text", "language": language, "text": words}
                    connection.execute(wording.insert().values(process_id=one.process_id, **said))
        for name, column in (("questionnaire_version", "questionnaire_id"), ("questionnaire", "id")):
            table = _table(name)
            connection.execute(table.delete().where(table.c[column] == one.questionnaire_id))


def _row(asked: dict) -> dict:
    task = TASKS[asked["kind"]]
    followups = asked.get("followups", [])
    kinds = [one["kind"] for one in followups]
    names = {found[1] for one in followups if (found := NAMES.search(one["key"]))}
    qualities = {"felt_area": [], "way": ["way"]}.get(task, [one["key"] for one in asked.get("choices", [])])
    return {
        "id": uuid4(),
        "key": asked["key"],
        "task": task,
        "text": asked["label"].get("de", "")[:300],
        "qualities": qualities,
        "max_pins": int(asked.get("most", 3)),
        "ask_time": "time_of_day" in names,
        "ask_company": "company" in names,
        "ask_photo": "first" if kinds[:1] == ["photo"] else "offered" if "photo" in kinds else "none",
        "ask_voice": "audio" in kinds,
    }
