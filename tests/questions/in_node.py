"""Calls modules of `app/questions/assets` in the Node that `script/build` sets up: quicker than in a browser."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
_PATH = f"{ROOT / '.venv-tools/bin'}{os.pathsep}{os.environ['PATH']}"


def in_node(body: str, data: Any) -> Any:
    """What `body`, an async function of `data` that may import "@/<module>.js", returns as JSON."""
    modules = (ROOT / "app/questions/assets").as_uri()
    script = f"""
        let text = "";
        for await (const piece of process.stdin) text += piece;
        const run = async (data) => {{ {body.replace("@/", modules + "/")} }};
        process.stdout.write(JSON.stringify(await run(JSON.parse(text))));
    """
    result = subprocess.run(
        ["node", "--input-type=module", "--eval", script],
        input=json.dumps(data),
        env={**os.environ, "PATH": _PATH},
        cwd=ROOT,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert result.returncode == 0, result.stderr
    return json.loads(result.stdout)
