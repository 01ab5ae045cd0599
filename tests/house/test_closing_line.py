"""The closing line of the test run adds up what pytest counted."""

from __future__ import annotations

from pathlib import Path

from tests.closing_line import closing_line

REPORT = '<testsuites><testsuite tests="{}" failures="{}" errors="{}" skipped="{}"/></testsuites>'


def test_runs_are_added_up_and_errors_count_as_failed(tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_text(REPORT.format(10, 1, 2, 3))
    (tmp_path / "b.xml").write_text(REPORT.format(5, 0, 0, 0))
    assert closing_line([tmp_path / "a.xml", tmp_path / "b.xml"]) == "9 passed, 3 failed, 3 skipped"
