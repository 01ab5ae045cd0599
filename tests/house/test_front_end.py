"""House rules for style sheets, symbols and built files: sizes, one symbol for each pin kind, no foreign host."""

from __future__ import annotations

import gzip
import json
import re
from pathlib import Path

import pytest

from app.contributions.vocabulary import QUALITIES

ROOT = Path(__file__).resolve().parents[2]
ASSETS = ROOT / "app" / "base" / "assets"
DIST = ROOT / "app" / "static" / "dist"
SHAPES = {"pos": "<circle", "zero": '<rect x="3"', "neg": '<path d="M21.2', "idea": '<path d="M21 '}


@pytest.fixture(scope="module")
def manifest() -> dict[str, dict[str, object]]:
    path = DIST / "manifest.json"
    if not path.exists():
        pytest.skip("app/static/dist is not built: run script/build")
    return json.loads(path.read_text())


def test_every_pin_kind_has_a_symbol_whose_outline_tells_its_valence() -> None:
    symbols = dict(
        re.findall(
            r'<symbol id="q-(\w+)" viewBox="0 0 48 48">(.*?)</symbol>',
            (ASSETS / "icons/symbols.svg").read_text(),
        )
    )
    assert set(symbols) == set(QUALITIES)
    wrong = [
        code for code, quality in QUALITIES.items() if not symbols[code].startswith(SHAPES[quality.valence])
    ]
    assert wrong == []


def test_every_pin_kind_and_valence_has_a_colour() -> None:
    css = (ASSETS / "states.css").read_text()
    assert [code for code in QUALITIES if not re.search(rf"\.quality--{code}\b", css)] == []
    assert [kind for kind in SHAPES if not re.search(rf"\.valence--{kind}\b", css)] == []


def test_colours_that_carry_white_text_reach_aa() -> None:
    sheets = (ASSETS / "tokens.css").read_text() + (ASSETS / "town.css").read_text()
    names = r"valence-\w+|good|warn|bad|note|town-brand|town-brand-dark|town-accent|town-accent-dark"
    colours = dict(re.findall(rf"--({names}):\s*(#[0-9a-f]{{6}})", sheets))
    assert len(colours) == 12
    assert {name: value for name, value in colours.items() if contrast_with_white(value) < 4.5} == {}


def contrast_with_white(colour: str) -> float:
    """Contrast ratio of `#rrggbb` against white (WCAG 2.2, relative luminance)."""
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in channels]
    return 1.05 / (0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2] + 0.05)


@pytest.mark.parametrize(
    ("name", "limit"),
    [("base/participant_page.css", 14), ("base/public_page.css", 40), ("base/staff_page.css", 40)],
)
def test_style_sheets_keep_their_budget(
    manifest: dict[str, dict[str, object]], name: str, limit: int
) -> None:
    content = (DIST / str(manifest[name]["file"])).read_bytes()
    assert len(gzip.compress(content, 9)) <= limit * 1024


def test_font_files_keep_their_budget() -> None:
    sizes = {path.name: path.stat().st_size for path in (ASSETS / "fonts").glob("*.woff2")}
    assert len(sizes) == 2
    assert max(sizes.values()) <= 30 * 1024


def test_the_manifest_names_only_files_that_exist(manifest: dict[str, dict[str, object]]) -> None:
    named = [str(entry["file"]) for entry in manifest.values()]
    named += [path for entry in manifest.values() for path in entry.get("imports", [])]  # type: ignore[attr-defined]
    assert [name for name in named if not (DIST / name).is_file()] == []


def test_compressed_copies_hold_the_same_bytes(manifest: dict[str, dict[str, object]]) -> None:
    names = [
        str(entry["file"])
        for entry in manifest.values()
        if str(entry["file"]).endswith((".js", ".css", ".svg"))
    ]
    different = [
        name
        for name in names
        if gzip.decompress((DIST / f"{name}.gz").read_bytes()) != (DIST / name).read_bytes()
    ]
    assert different == []


def test_style_sheets_load_nothing_from_another_host(manifest: dict[str, dict[str, object]]) -> None:
    sheets = [DIST / str(entry["file"]) for name, entry in manifest.items() if name.endswith(".css")]
    foreign = [
        f"{sheet.name}: {address}"
        for sheet in sheets
        for address in re.findall(r"url\([\"']?([^)\"']{1,80})", sheet.read_text())
        if not address.startswith(("/static/dist/", "data:image/", "#"))
    ]
    assert foreign == []


def test_a_page_of_participants_needs_two_files_of_shared_code(
    manifest: dict[str, dict[str, object]],
) -> None:
    """What is shared comes in one file for what all these pages do and one for what lies under every map."""
    needle, simple = manifest["maps/needle_page.js"], manifest["base/participant_page.js"]
    assert len(needle["imports"]) == 2  # type: ignore[arg-type]
    assert len(simple["imports"]) == 1  # type: ignore[arg-type]
    assert set(simple["imports"]) < set(needle["imports"])  # type: ignore[call-overload]
    assert manifest["base/reading_page.js"].get("imports", []) == []


def test_a_page_knows_what_it_may_load_later(manifest: dict[str, dict[str, object]]) -> None:
    later = manifest["maps/needle_page.js"]["later"]
    wanted = (
        "base/capture.js",
        "base/phone_shell.js",
        "base/vectormap.js",
        "base/drawing_by_hand.js",
        "maps/asks.js",
    )
    shared = set(manifest["maps/asks.js"].get("imports", []))  # type: ignore[call-overload]
    assert set(later) - shared == {manifest[name]["file"] for name in wanted}  # type: ignore[call-overload]
