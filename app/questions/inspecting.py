"""A stranger's form, XLSForm or LimeSurvey, read in a limited child; the parent gets plain values."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from flask_babel import gettext as _

from app.base import child
from app.questions.limesurvey import read_lss
from app.questions.reading import from_json, to_json
from app.questions.xlsform.losses import FormRefused, NotTaken
from app.questions.xlsform.reading import Read, read_xlsform

SECONDS, MEMORY_MB, FILE_MB = 30, 512, 64


def inspect_form(path: Path, *, name: str, folder: Path, language: str = "de") -> Read:
    """Read the file at `path`, which its owner calls `name`, in a child that sees this file and `folder` only.

    `folder` holds files that came with the form. FormRefused says what is wrong with the file, also when it needed too
    much memory or time.
    """
    arguments = {"path": str(path.resolve()), "name": name, "language": language}
    try:
        found = child.run(
            "app.questions.inspecting:look_into",
            arguments,
            folder=folder,
            reads=[path],
            seconds=SECONDS,
            memory_mb=MEMORY_MB,
            file_mb=FILE_MB,
        )
    except child.TooMuch as error:
        raise FormRefused(_("Die Datei ist zu groß oder zu verwickelt, um sie hier zu lesen.")) from error
    except child.NotReadable as error:
        raise FormRefused(
            _(
                "Die Datei konnte nicht gelesen werden. Vielleicht ist sie beschädigt. "
                "Es hilft oft, sie in Excel oder LibreOffice zu öffnen und neu als .xlsx zu speichern."
            )
        ) from error
    return Read(from_json(found["questionnaire"]), [NotTaken(**one) for one in found["not_taken"]])


def look_into(
    arguments: dict[str, Any], folder: Path, report: Callable[[int, int | None], None]
) -> dict[str, Any]:
    """In the child: read the form and answer with the questionnaire as JSON and the list of what is not in it."""
    report(0, 1)
    path, name = Path(arguments["path"]), arguments["name"]
    if Path(name).suffix.lower() == ".lss":
        read = read_lss(path, name=name)
    else:
        read = read_xlsform(path, folder, name=name, language=arguments["language"])
    return {
        "questionnaire": to_json(read.questionnaire),
        "not_taken": [asdict(one) for one in read.not_taken],
    }
