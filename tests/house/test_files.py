"""House rules that hold for every file: length, first sentence, nothing of the machine it was written on."""

from __future__ import annotations

import ast
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCES = {".py", ".js", ".mjs", ".css", ".html"}
MACHINE = re.compile(
    r"/(?:wor[k]|roo[t]|tm[p]/\w+|home/\w+)/|[p]ythonhosted|[r]egistry\.npm|//[p]ypi\.|//[d]eb\.debian"
)


def tracked() -> list[Path]:
    """Every file of the repository, new ones too, ignored ones not."""
    names = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    ).stdout.decode()
    return [ROOT / name for name in names.split("\0") if name and (ROOT / name).is_file()]


def sources() -> list[Path]:
    return [path for path in tracked() if path.suffix in SOURCES and "versions" not in path.parts]


def named(paths: list[Path]) -> list[str]:
    return [str(path.relative_to(ROOT)) for path in paths]


def test_no_file_is_longer_than_300_lines() -> None:
    assert named([path for path in sources() if len(path.read_text().splitlines()) > 300]) == []


def test_every_python_file_says_its_task_in_its_first_line() -> None:
    silent = [
        path
        for path in sources()
        if path.suffix == ".py"
        and path.read_text().strip()
        and not ast.get_docstring(ast.parse(path.read_text()))
    ]
    assert named(silent) == []


def test_every_script_and_style_says_its_task_in_its_first_line() -> None:
    starts = {".js": ("//", "/*"), ".mjs": ("//", "/*"), ".css": ("/*",)}
    silent = [
        path for path in sources() if not path.read_text().lstrip().startswith(starts.get(path.suffix, ("",)))
    ]
    assert named(silent) == []


def test_nothing_names_the_machine_it_was_written_on() -> None:
    here = Path(__file__)
    found = []
    for path in tracked():
        if path.suffix in {".png", ".pmtiles", ".woff2", ".gpkg", ".ico"} or path == here:
            continue
        for number, line in enumerate(path.read_text(errors="replace").splitlines(), 1):
            if MACHINE.search(line):
                found.append(f"{path.relative_to(ROOT)}:{number}: {line.strip()[:100]}")
    assert found == []


def test_there_is_no_drawer_for_everything() -> None:
    drawers = re.compile(r"^(utils?|helpers?|common|misc|managers?)\.(py|js|css)$")
    assert named([path for path in sources() if drawers.match(path.name)]) == []


@pytest.mark.parametrize(
    "script", sorted(path.name for path in (ROOT / "script").iterdir() if path.is_file() and not path.suffix)
)
def test_shell_scripts_stop_at_the_first_mistake(script: str) -> None:
    path = ROOT / "script" / script
    text = path.read_text()
    assert text.startswith("#!/usr/bin/env bash\n# ")
    assert "set -euo pipefail" in text
    assert path.stat().st_mode & 0o111
    assert subprocess.run(["bash", "-n", path], check=False).returncode == 0
