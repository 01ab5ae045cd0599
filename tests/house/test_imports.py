"""The import contracts of pyproject.toml hold, and each of them breaks when it should."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def lint_imports(folder: Path) -> subprocess.CompletedProcess[str]:
    """Check the package `app` inside `folder` against the contracts."""
    return subprocess.run(
        [
            Path(sys.executable).with_name("lint-imports"),
            "--no-logo",
            "--no-cache",
            "--config",
            ROOT / "pyproject.toml",
        ],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(folder)},
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_contracts_hold() -> None:
    result = lint_imports(ROOT)
    assert result.returncode == 0, result.stdout


@pytest.mark.parametrize(
    ("file", "line", "contract"),
    [
        ("base/wrong.py", "import app.areas.models", "Water never flows up"),
        ("areas/wrong.py", "from app.processes import models", "Water never flows up"),
        ("atlas/wrong.py", "import app.exports", "Water never flows up"),
        ("questions/wrong.py", "import app.contributions.words", "Water never flows up"),
        ("contributions/wrong.py", "def late():\n    import app.maps", "Water never flows up"),
        ("quizzes/__init__.py", "", "Water never flows up"),
        ("maps/wrong.py", "import app.indicators", "A channel writes contributions"),
        ("maps/wrong.py", "import app.contributions.models", "only contributions knows its tables"),
        ("accounts/wrong.py", "import app", "Nothing imports the factory"),
        ("base/wrong.py", "import app.base.circle", "form no circle"),
    ],
)
def test_a_wrong_import_breaks_its_contract(tmp_path: Path, file: str, line: str, contract: str) -> None:
    shutil.copytree(
        ROOT / "app", tmp_path / "app", ignore=lambda _, names: [n for n in names if not _is_code(n)]
    )
    wrong = tmp_path / "app" / file
    wrong.parent.mkdir(exist_ok=True)
    wrong.write_text(f"{line}\n")
    (tmp_path / "app/base/circle.py").write_text("import app.base.wrong\n")
    result = lint_imports(tmp_path)
    assert result.returncode == 1, result.stdout
    broken = [text for text in result.stdout.splitlines() if text.endswith("BROKEN")]
    assert any(contract in text for text in broken), result.stdout


def _is_code(name: str) -> bool:
    return name.endswith(".py") or (
        "." not in name and name not in {"static", "assets", "templates", "__pycache__"}
    )
