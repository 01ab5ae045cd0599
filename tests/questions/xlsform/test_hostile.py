"""Hostile forms are refused in words or harmless: nothing is fetched, expanded, run or read from elsewhere (R48)."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.questions.inspecting import inspect_form
from app.questions.xlsform import FormRefused, read_xlsform
from tests.questions.xlsform.hostile import good, harmless, refused

REFUSED = list(refused(0))
HARMLESS = list(harmless(0))


@pytest.fixture
def listener() -> Iterator[socket.socket]:
    """A port of this machine; whoever connects is noticed."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.setblocking(False)
        yield server
        with pytest.raises(BlockingIOError):
            server.accept()


def put(folder: Path, label: str, port: int) -> tuple[Path, str]:
    name, make = {**refused(port), **harmless(port)}[label]
    path = folder / name
    path.write_bytes(make())
    return path, name


@pytest.mark.parametrize("label", REFUSED)
def test_it_is_refused_in_words(tmp_path: Path, listener: socket.socket, label: str) -> None:
    path, name = put(tmp_path, label, listener.getsockname()[1])

    with pytest.raises(FormRefused) as error:
        read_xlsform(path, tmp_path, name=name)

    assert len(str(error.value.message)) > 20


@pytest.mark.parametrize("label", HARMLESS)
def test_nothing_happens(tmp_path: Path, listener: socket.socket, label: str) -> None:
    path, name = put(tmp_path, label, listener.getsockname()[1])

    read = read_xlsform(path, tmp_path, name=name)

    texts = [text for question in read.questionnaire.questions() for text in question.label.values()]
    assert texts
    assert not any("\x00" in text or text.startswith("=") for text in texts)


def test_formulas_are_named(tmp_path: Path, listener: socket.socket) -> None:
    path, name = put(tmp_path, "formulas", listener.getsockname()[1])

    read = read_xlsform(path, tmp_path, name=name)

    assert [(one.row, one.column) for one in read.not_taken if "Formel" in one.what] == [(3, "C")]
    assert "auch in Zeile 4" in next(one.what for one in read.not_taken if "Formel" in one.what)


@pytest.mark.parametrize("label", ["zip bomb", "too many rows", "billion laughs", "damaged sheet"])
def test_a_child_refuses_it_too(tmp_path: Path, label: str) -> None:
    path, name = put(tmp_path, label, 9)
    (tmp_path / "beside").mkdir()

    with pytest.raises(FormRefused):
        inspect_form(path, name=name, folder=tmp_path / "beside")


def test_a_child_reads_a_good_form(tmp_path: Path) -> None:
    """The control: what the child refuses is not simply everything."""
    path = tmp_path / "upload"
    path.write_bytes(good())
    (tmp_path / "beside").mkdir()

    read = inspect_form(path, name="Frage Bogen.XLSX", folder=tmp_path / "beside")

    assert [question.label for question in read.questionnaire.questions()] == [{"de": "Frage"}]
    assert read == read_xlsform(path, tmp_path, name="a.xlsx")


def test_a_child_sees_the_files_beside_only(tmp_path: Path) -> None:
    (tmp_path / "beside").mkdir()
    (tmp_path / "beside" / "list.csv").write_text("name,label\na,A\n")
    (tmp_path / "secret.csv").write_text("name,label\nb,B\n")
    path = tmp_path / "upload.xlsx"
    path.write_bytes(
        good([
            ("type", "name", "label"),
            ("select_one_from_file list.csv", "q", "F"),
            ("select_one_from_file ../secret.csv", "r", "F"),
        ])
    )  # fmt: skip

    read = inspect_form(path, name="upload.xlsx", folder=tmp_path / "beside")

    (question,) = read.questionnaire.questions()
    assert [choice.key for choice in question.choices] == ["a"]
    assert [one.row for one in read.not_taken] == [3]
