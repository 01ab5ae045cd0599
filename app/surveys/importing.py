"""Makes a survey of a stranger's file: XLSForm or LimeSurvey; what has no counterpart comes back in words."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from app.processes.slugs import slug_from
from app.questions.content import Questionnaire
from app.questions.inspecting import inspect_form
from app.questions.texts import said
from app.questions.xlsform import Read


def read_file(path: Path, *, name: str) -> Read:
    """The questionnaire of a file that its owner calls `name`; FormRefused."""
    with TemporaryDirectory(prefix="streifzug-") as folder:
        return inspect_form(path, name=name, folder=Path(folder))


def title_of(content: Questionnaire, otherwise: str) -> str:
    """The title in the language staff write in, else the name of the file."""
    return (said(content.title, content.languages[0] if content.languages else "de") or otherwise)[:200]


def free_slug(title: str, taken: set[str]) -> str:
    """A short address made of the title that no activity of the process has."""
    plain = slug_from(title) or "umfrage"
    return next(
        one
        for n in range(1, len(taken) + 2)
        if (one := plain if n == 1 else f"{plain[:36]}-{n}") not in taken
    )
