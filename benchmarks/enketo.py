"""Enketo's form engine as a peer to measure beside: enketo-core from npm, forms by pyxform, in a folder of its own.

Enketo Express, the server around the engine, is no package of npm. So the engine stands in a page of its own as its
README says: the form transformed beforehand, everything in one script and one style sheet (theme "formhub"), without
the web font of its template and without satellite pictures. A real Enketo sends more than that.

Two dependencies that enketo-core 9.0.1 asks for are not to be had: a fork of leaflet-draw (a git address) and
openrosa-xpath-evaluator 3.2.0; the published 1.0.4 and 3.1.0 take their places. The transformer's `libxslt` does not
compile with today's Node, so its build for browsers makes the forms, in the browser that measures.
"""

from __future__ import annotations

import html
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser

from benchmarks.servers import serving

VERSION = "9.0.1"
_PLACE = Path(tempfile.gettempdir()) / f"streifzug-enketo-{VERSION}"
_PACKAGES = {
    "private": True,
    "dependencies": {
        "enketo-core": VERSION,
        "enketo-transformer": "4.2.0",
        "esbuild": "0.28.2",
        "sass": "^1.80.0",
    },
    "overrides": {"leaflet-draw": "1.0.4", "openrosa-xpath-evaluator": "3.1.0"},
}
_FORMS = {
    "pin": ("geopoint", "Dein Ort", "Was ist dort?"),
    "area": ("geoshape", "Dein Viertel", "Wie heißt es?"),
}
_FORM = """
import sys
from pyxform.xls2xform import convert
name, kind, place, words = sys.argv[1:]
form = f'''
| survey |
| | type | name | label | appearance | required |
| | {kind} | place | {place} | placement-map | yes |
| | text | words | {words} | | |
| settings |
| | form_title | form_id | version |
| | {place} | {name} | 1 |
'''
print(convert(form, file_type=".md", validate=False).xform)
"""
_WORKBOOK = """
import sys
from pyxform.xls2xform import convert
print(convert(sys.argv[1], validate=False).xform)
"""
_CONFIG = """
export default {
  experimentalOptimizations: { computeAsync: false },
  excludeNonRelevant: false,
  maps: [{ name: "streets", tiles: ["https://tile.openstreetmap.org/{z}/{x}/{y}.png"], attribution: "" }],
  googleApiKey: "", repeatOrdinals: false, validateContinuously: false, validatePage: true, swipePage: true,
  textMaxChars: 2000,
};
"""
_MAIN = """
import "leaflet";
import { Form } from "enketo-core";
const data = { modelStr: document.querySelector("#model").textContent, external: [] };
const form = new Form(document.querySelector("form.or"), data, {});
form.init();
document.querySelector("#submit").addEventListener("click", async () => {
  if (!(await form.validate())) return;
  const body = new FormData();
  body.append("xml_submission_file", new Blob([form.getDataStr()], { type: "text/xml" }), "submission.xml");
  await fetch("/submission", { method: "POST", body });
});
"""
_TRANSFORM = """
import { transform } from "enketo-transformer/web";
window.transformed = (xform) => transform({ xform });
"""
_PAGE = """<!DOCTYPE html>
<html lang="de">
<head>
<meta charset="utf-8">
<title>{title}</title>
<meta name="viewport" content="width=device-width, initial-scale=1.0">
<link rel="stylesheet" href="/app.css">
<link rel="icon" href="data:,">
<script defer src="/app.js"></script>
</head>
<body>
<div class="main"><article class="paper">
<header class="form-header clearfix"><span class="form-language-selector hide"><span>Sprache</span></span></header>
{form}
<section class="form-footer"><button id="submit" type="button" class="btn btn-primary">Absenden</button></section>
</article></div>
<script id="model" type="text/xml">{model}</script>
</body>
</html>
"""
_BROWSER_PARTS = {
    "config": "./config.js",
    **{
        name: f"./node_modules/enketo-core/src/js/{file}.js"
        for name, file in {
            "widgets": "widgets",
            "translator": "fake-translator",
            "dialog": "fake-dialog",
            "file-manager": "file-manager",
            "xpath-evaluator-binding": "xpath-evaluator-binding",
        }.items()
    },
}


class NotInstalled(RuntimeError):
    """Enketo could not be installed here; the sentence says at which step."""


@contextmanager
def enketo(browser: Browser, workbooks: Mapping[str, Path] | None = None) -> Iterator[str]:
    """Serve /pin, /area and a form of each workbook (XLSForm) by its name; the browser makes them. Yields the address.

    NotInstalled, for a workbook too that cannot be made a form of.
    """
    _install(browser)
    for name, workbook in (workbooks or {}).items():
        xform = _run("venv/bin/python", "-c", _WORKBOOK, str(workbook.resolve()))
        (_PLACE / f"site/{name}.html").write_text(_page(browser, xform, name), encoding="utf-8")
    command = [sys.executable, "-m", "gunicorn", "benchmarks.enketo_site:application", "--workers", "2"]
    command += ["--bind", "127.0.0.1:{port}", "--no-control-socket", "--log-level", "warning"]
    site = {**os.environ, "SITE": str(_PLACE / "site")}
    with serving("Enketo", site, {}, command, has_sessions=False) as server:
        yield server.environment["BASE_URL"]


def _install(browser: Browser) -> None:
    if (_PLACE / ".made").exists():
        return
    (_PLACE / "site").mkdir(parents=True, exist_ok=True)
    (_PLACE / "package.json").write_text(json.dumps(_PACKAGES))
    _run("npm", "install", "--no-audit", "--no-fund")
    _run(sys.executable, "-m", "venv", "--clear", "venv")
    _run("venv/bin/pip", "install", "-q", "pyxform==4.5.0")
    _bundle()
    for name, (kind, place, words) in _FORMS.items():
        xform = _run("venv/bin/python", "-c", _FORM, name, kind, place, words)
        (_PLACE / f"site/{name}.html").write_text(_page(browser, xform, place), encoding="utf-8")
    (_PLACE / ".made").touch()


def _bundle() -> None:
    """One script, one style sheet, and the transformer by itself."""
    for name, text in (("config", _CONFIG), ("main", _MAIN), ("transform", _TRANSFORM)):
        (_PLACE / f"{name}.js").write_text(text)
    parts = [f"--alias:enketo/{name}={path}" for name, path in _BROWSER_PARTS.items()]
    build = ["node_modules/.bin/esbuild", "--bundle", "--minify", "--target=es2020"]
    # A plain script: leaflet-draw 1.0.4 breaks where modules are strict, as soon as an area has three corners.
    _run(*build, "main.js", "--format=iife", "--outfile=site/app.js", *parts)
    _run(*build, "transform.js", "--format=iife", "--external:libxslt", "--outfile=transform.bundle.js")
    # One sheet is asked for by its place in Enketo's own repository.
    dates = _PLACE / "node_modules/enketo-core/src/widget/date/datepicker-extended.scss"
    dates.write_text(dates.read_text().replace("/packages/enketo-core/node_modules/", ""))
    sheet = "node_modules/enketo-core/src/sass/formhub/formhub.scss"
    look = ["node_modules/.bin/sass", "--load-path=node_modules", "--quiet", "--style=compressed"]
    _run(*look, sheet, "site/app.css")


def _page(browser: Browser, xform: str, title: str) -> str:
    page = browser.new_page()
    page.add_script_tag(path=_PLACE / "transform.bundle.js")
    made = page.evaluate("(xform) => window.transformed(xform)", xform)
    page.close()
    return _PAGE.format(title=html.escape(title), form=made["form"], model=made["model"])


def _run(*command: str) -> str:
    """What the command writes; NotInstalled."""
    try:
        done = subprocess.run(command, cwd=_PLACE, capture_output=True, text=True, check=False)  # noqa: S603
    except FileNotFoundError as error:
        raise NotInstalled(f"{command[0]} is not there") from error
    if done.returncode:
        raise NotInstalled(f"{' '.join(command[:3])} failed: {done.stderr.strip()[-400:]}")
    return done.stdout
