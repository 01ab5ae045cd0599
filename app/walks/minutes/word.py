"""Minutes as a DOCX with real headings and lists, for those who work on with them."""

from __future__ import annotations

from io import BytesIO

from docx import Document
from docx.shared import Cm

from app.walks.minutes.content import Printed

_STYLES = {"text": "Normal", "heading": "Heading 3", "list": "List Bullet"}


def minutes_docx(printed: Printed) -> bytes:
    """Office Open XML (ISO/IEC 29500) with title, language, headings, lists and alternative texts of photos."""
    document = Document()
    document.core_properties.title = printed.title
    document.core_properties.author = printed.process
    document.core_properties.language = "de-DE"
    document.add_heading(printed.title, level=1)
    document.add_paragraph(f"{printed.process} · {printed.state}")
    for section in printed.sections:
        document.add_heading(section.title, level=2)
        for block in section.blocks:
            for line in block.lines:
                document.add_paragraph(line, style=_STYLES[block.kind])
        for data, text in section.photos:
            picture = document.add_picture(BytesIO(data), width=Cm(8))
            picture._inline.docPr.set("descr", text)
            document.add_paragraph(text)
        if section.confirmed:
            document.add_paragraph(section.confirmed)
    written = BytesIO()
    document.save(written)
    return written.getvalue()
