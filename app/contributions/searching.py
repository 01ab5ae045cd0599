"""Finding words: each contribution's words once more, folded and narrow, so that a million are read in no time.

A plain table and no full-text index: parts of words are found, nobody has to know grammar, and what is deleted is
gone (an index of tokens keeps traces). Kept with each write, by `renew` and `add`; deleting goes along by itself.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, delete, exists, insert, select

from app.base.database import db
from app.base.prepared import Prepared
from app.contributions.models import Contribution, SearchText

MOST = 20_000
_AT_ONCE = 1000
_NEW = Prepared(insert(SearchText))


def folded(*texts: str) -> str:
    """Texts as they are compared: ä as Ä, ß as ss, letters put together as one, blanks as one."""
    plain = (unicodedata.normalize("NFKC", text).casefold() for text in texts)
    return "\n".join(" ".join(text.split()) for text in plain if text)


def add(rows: Sequence[dict[str, Any]]) -> None:
    """New contributions, as `rows.contribution_rows` made them; those without words are not searched."""
    found = [
        {"contribution_id": row["id"], "words": words}
        for row in rows
        if (words := folded(row["title"], row["text"], row["place_text"]))
    ]
    for start in range(0, len(found), _AT_ONCE):
        _NEW.run_many(found[start : start + _AT_ONCE])


def renew(contribution_id: UUID, *texts: str) -> None:
    """After its words changed or went."""
    db.session.execute(delete(SearchText).where(SearchText.contribution_id == contribution_id))
    if words := folded(*texts):
        _NEW.run({"contribution_id": contribution_id, "words": words})


def holds(sought: str) -> ColumnElement[bool]:
    """The condition for a row of SearchText."""
    return SearchText.words.contains(folded(sought), autoescape=True)


def rare(sought: str) -> list[UUID] | None:
    """Ids of the contributions with these words, when they are not more than MOST."""
    found = list(db.session.scalars(select(SearchText.contribution_id).where(holds(sought)).limit(MOST + 1)))
    return found if len(found) <= MOST else None


def mentions(sought: str) -> ColumnElement[bool]:
    """The condition for a contribution, asked of one after the other."""
    return exists().where(SearchText.contribution_id == Contribution.id, holds(sought))
