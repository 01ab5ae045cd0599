"""Real forms of other projects: taken over, or refused with a sentence; what is missing is named."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from app.questions.reading import from_json, to_json
from app.questions.soundness import faults
from app.questions.xlsform import FormRefused, read_xlsform, write_xlsform
from app.questions.xlsform.keys import key_from
from app.questions.xlsform.losses import Losses
from app.questions.xlsform.opening import open_form
from tests.shared_data import SHARED_DATA, shared_file

pytestmark = pytest.mark.shared_data
FOLDER = "xlsform"
TAKEN = {
    "attribute_columns_test.xlsx": 39,
    "choice_filter_test.xlsx": 3,
    "duplicate_columns.xlsx": 38,
    "geo.xlsx": 6,
    "group.md": 3,
    "or_other.xlsx": 2,
    "widgets.csv": 20,
    "xlsform_spec_test.xlsx": 38,
}
"""File to the number of questions in it; all others are refused."""


def names() -> list[str]:
    root = SHARED_DATA / FOLDER
    return sorted(str(path.relative_to(root)) for path in root.rglob("*") if path.is_file()) or ["none"]


@pytest.mark.parametrize("name", names())
def test_it_is_taken_over_or_refused_in_words(tmp_path: Path, name: str) -> None:
    path = shared_file(f"{FOLDER}/{name}")
    if path.name not in TAKEN:
        with pytest.raises(FormRefused, match=r"\.xlsx|keine Frage"):
            read_xlsform(path, tmp_path)
        return

    read = read_xlsform(path, tmp_path)

    questions = list(read.questionnaire.questions())
    assert len(questions) == TAKEN[path.name]
    keys = [one.key for one in questions] + [section.key for section in read.questionnaire.sections]
    assert len(keys) == len(set(keys))
    assert faults(read.questionnaire) == []
    assert from_json(to_json(read.questionnaire)) == read.questionnaire
    write_xlsform(read.questionnaire, tmp_path / "again.xlsx")
    assert read_xlsform(tmp_path / "again.xlsx", tmp_path).questionnaire == read.questionnaire


def test_every_row_of_the_full_form_is_in_it_or_named(tmp_path: Path) -> None:
    path = shared_file(f"{FOLDER}/pyxform/xlsform_spec_test.xlsx")
    read = read_xlsform(path, tmp_path)
    form = read.questionnaire
    keys = {section.key for section in form.sections} | {one.key for one in form.questions()}
    keys |= {row.key for question in form.questions() for row in question.rows}
    named = {one.row for one in read.not_taken if one.sheet == "survey"}
    named |= {
        int(row) for one in read.not_taken if "auch in" in one.what for row in re.findall(r"\d+", one.what)
    }

    _head, *rows = open_form(path, path.name, Losses())["survey"]
    for row in rows:
        is_frame = row.cells[0].startswith(("begin", "end"))
        assert is_frame or key_from(row.cells[1]) in keys or row.number in named, row
