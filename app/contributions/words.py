"""What people type, made storable (`app.base.words`), and title and text as one."""

from __future__ import annotations

from app.base.words import clean as clean
from app.base.words import clean_line as clean_line


def full_text(title: str, text: str) -> str:
    """Title and text as one, as they are released when nothing is shortened."""
    return "\n\n".join(part for part in (title, text) if part)
