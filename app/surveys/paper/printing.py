"""Makes the PDF of a print run in a child: A4, tick boxes with numbers, the key at each question, a QR code a sheet."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import segno
import typst
from flask_babel import force_locale

from app.base import child
from app.base.i18n import locale_of
from app.base.printed_map.labels import FONTS
from app.config import EASY
from app.questions.content import Questionnaire
from app.questions.queries import content_of
from app.questions.texts import said
from app.surveys.models import Survey
from app.surveys.paper.models import SurveyPrint
from app.surveys.paper.plan import plan
from app.surveys.paper.words import sheet_words

PDF = "sheets.pdf"
OWN_FONTS = Path(__file__).with_name("fonts")
"""Noto for Cyrillic and Arabic; none of the system, so that sheets look alike everywhere."""
_TEMPLATE = Path(__file__).with_name("sheet.typ")
SIZE, EASY_SIZE = 12.5, 14.0
"""Points; Leichte Sprache asks for 14 (DIN SPEC 33429)."""


def sheets_pdf(survey: Survey, run: SurveyPrint, *, process_title: str) -> bytes:
    """The pages of all sheets of a run, ready to print."""
    content = content_of(run.asked)
    arguments = sheet_data(content, run.language, title=process_title)
    arguments["copies"] = [
        {"number": number, "code": code_of(survey, run, number)} for number in range(run.first, run.last + 1)
    ]
    with TemporaryDirectory(prefix="streifzug-") as name:
        folder = Path(name)
        child.run("app.surveys.paper.printing:make", arguments, folder=folder, seconds=120, memory_mb=3072)
        return (folder / PDF).read_bytes()


def sheet_data(content: Questionnaire, language: str, *, title: str) -> dict[str, Any]:
    """Everything the template reads but the copies; `title` is that of the process."""
    with force_locale(locale_of(language)):
        parts, words = plan(content, language), sheet_words()
    first = (*content.languages, "de")[0]
    return {
        "language": language.split("-")[0],
        "size": EASY_SIZE if language == EASY else SIZE,
        "process": title,
        "title": said(content.title, language, first) or title,
        "intro": said(content.intro, language, first),
        "closing": said(content.closing, language, first),
        "words": words,
        "parts": [asdict(part) for part in parts],
    }


def code_of(survey: Survey, run: SurveyPrint, number: int) -> str:
    """What the QR code of a sheet says: survey, version, running number."""
    return f"SZU1:{survey.activity.slug}:{run.asked.number}:{number}"


def make(arguments: dict[str, Any], folder: Path, report: Callable[..., None]) -> dict[str, Any]:
    """Write sheets.pdf; `arguments` is what `sheets_pdf` put together. Runs in the child."""
    for copy in arguments["copies"]:
        name = f"code-{copy['number']}.svg"
        segno.make_qr(copy["code"], error="m").save(str(folder / name), scale=1, border=2, xmldecl=False)
    shutil.copy(_TEMPLATE, folder / "sheet.typ")
    (folder / "data.json").write_text(json.dumps(arguments), "utf-8")
    pages = typst.compile(
        str(folder / "sheet.typ"),
        format="pdf",
        pdf_standards=["ua-1"],
        font_paths=[str(FONTS), str(OWN_FONTS)],
        ignore_system_fonts=True,
        root=str(folder),
    )
    (folder / PDF).write_bytes(pages)
    return {}
