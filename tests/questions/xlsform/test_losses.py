"""What a stranger's XLSForm holds and we do not take: each cell is named, or the file is refused with the reason."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.questions.soundness import faults
from app.questions.xlsform import FormRefused, read_xlsform
from tests.questions.xlsform.workbooks import YES_NO, losses, read_rows, workbook

HEAD = ("type", "name", "label", "appearance", "relevant", "constraint", "required", "parameters")


def test_everything_else_is_named(tmp_path: Path) -> None:
    """Each cell of this form either is in the questionnaire or stands in the list."""
    head = ("type", "name", "label", "default", "image", "choice_filter", "required", "relevant", "constraint",
            "guidance_hint", "body::esri", "read_only", "appearance", "parameters", "trigger", "")  # fmt: skip
    rows = [
        head,
        ("select_one yn", "a", "A", "yes", "a.png", "x=1"),
        (
            "text",
            "b",
            "B ${c}",
            "",
            "",
            "",
            "${a} = 'yes'",
            "pulldata('x','y','z','1') = 1",
            "once(1)",
            "G",
            "E",
            "yes",
        ),
        (
            "calculate",
            "c",
            "",
            "",
            "",
            "",
            "",
            "",
            "",
            "",
            "",
            "",
            "w1",
            "randomize=true rows=3",
            "${a}",
            "daneben",
        ),
        ("deviceid", "d"),
        ("video", "e", "E"),
        ("barcode", "f", "F"),
        ("datetime", "g", "G"),
        ("integer", "h", "H", "", "", "", "", "", "", "", "", "yes", "w4", "start=1"),
        ("", "i", "I"),
        ("begin_group", "j", "J"),
        ("end_group",),
    ]
    settings = [("form_title", "form_id", "style"), ("T", "f", "pages"), ("zwei",)]
    read = read_rows(
        tmp_path, rows, (*YES_NO, ("yn", "yes", "Doppelt"), ("yn", "", "X")), settings, notes=[("frei",)]
    )

    assert {
        (2, "default"), (2, "image"), (2, "choice_filter"),
        (3, "label"), (3, "required"), (3, "relevant"), (3, "constraint"), (3, "guidance_hint"), (3, "body::esri"),
        (4, "type"), (4, "P"), (5, "type"), (6, "type"), (7, "type"), (8, "type"),
        (9, "read_only"), (9, "appearance"), (9, "parameters"), (10, "type"), (11, ""),
    } <= set(losses(read))  # fmt: skip
    assert set(losses(read, "choices")) == {(4, "name"), (5, "name")}
    assert {(2, "form_id"), (2, "style"), (3, "")} <= set(losses(read, "settings"))
    assert (0, "") in losses(read, "notes")
    assert [one.key for one in read.questionnaire.questions()] == ["a", "b", "f", "g", "h"]


@pytest.mark.parametrize(
    "rows, part",
    [
        ([("name", "label"), ("q", "Frage")], "Kopfzeile"),
        ([HEAD, ("calculate", "q")], "keine Frage"),
        ([HEAD, ("begin_group", "g", "G"), ("text", "q", "Q")], "nicht geschlossen"),
        ([HEAD, ("text", "q", "Q"), ("end_group",)], "nicht beginnt"),
        ([HEAD, ("begin_group", "g", "G"), ("text", "q", "Q"), ("end_repeat",)], "eine andere Gruppe"),
        ([HEAD, *(("begin_group", f"g{n}", "G") for n in range(60))], "zu tief"),
    ],
)
def test_no_usable_form_is_refused_with_the_reason(
    tmp_path: Path, rows: list[tuple[str, ...]], part: str
) -> None:
    with pytest.raises(FormRefused, match=part):
        read_rows(tmp_path, rows)


def test_a_workbook_without_survey_is_refused(tmp_path: Path) -> None:
    path = workbook(tmp_path / "form.xlsx", (), YES_NO, Tabelle1=[("a", "b")])

    with pytest.raises(FormRefused, match="choices, Tabelle1"):
        read_xlsform(path, tmp_path)


def test_what_cannot_be_here_is_made_sound_and_named(tmp_path: Path) -> None:
    """Forward references, unknown choices, required photos: XLSForm allows them, a sound questionnaire has none."""
    read = read_rows(
        tmp_path,
        [
            HEAD,
            ("text", "early", "A", "", "${late} = 'yes'"),
            ("select_one yn", "late", "B", "", "", "selected(., 'maybe')"),
            ("image", "photo", "C", "", "", "", "yes"),
            ("note", "hello", "D", "", "", "", "yes"),
            ("text", "long", "E", "", "", "string-length(.) <= 900"),
            ("select_multiple yn", "many", "F", "", "", "count-selected(.) <= 9"),
            ("select_one yn or_other", "own", "G", "likert"),
            ("select_one yn", "scale", "H", "likert", "", "", "", "randomize=true"),
            ("text", "EARLY", "I"),
        ],
    )
    by_key = {one.key: one for one in read.questionnaire.questions()}

    assert faults(read.questionnaire) == []
    assert set(losses(read)) == {
        (2, "relevant"), (3, "constraint"), (4, "required"),
        (8, "appearance"), (9, "parameters"), (10, "name"),
    }  # fmt: skip
    assert (by_key["long"].kind, by_key["long"].most) == ("longtext", 900)
    assert by_key["many"].constraint == ["<=", ["count", ["this"]], 9]
    assert (by_key["own"].kind, by_key["scale"].kind) == ("single", "scale")
    assert "EARLY_2" in by_key
