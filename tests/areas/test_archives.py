"""Hostile zip files leave nothing outside their folder and are refused before they unpack."""

from __future__ import annotations

import stat
import zipfile
from pathlib import Path

import pytest

from app.areas.errors import ImportRefused
from app.areas.reading import read_layer
from app.areas.reading.archives import MAX_MEMBERS
from tests.areas.files import two_areas, write_geojson, write_shapefile, zipped

pytestmark = pytest.mark.usefixtures("db_session")


def refusal(path: Path) -> str:
    with pytest.raises(ImportRefused) as caught:
        read_layer(path)
    return str(caught.value)


@pytest.mark.parametrize(
    "name", ["../a.shp", "/etc/a.shp", "x/../../a.shp", "..\\a.shp", "C:\\a.shp", "a:b.shp"]
)
def test_names_that_lead_out_are_refused(tmp_path: Path, name: str) -> None:
    path = tmp_path / "inner" / "a.zip"
    path.parent.mkdir()
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(name, b"x")
    assert "gefährlichen" in refusal(path)
    assert sorted(found.name for found in tmp_path.rglob("*")) == ["a.zip", "inner"]


def test_links_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        link = zipfile.ZipInfo("a.geojson")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")
    assert "Verknüpfung" in refusal(path)


def test_bombs_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.geojson", b" " * 30_000_000)
    assert "zu groß" in refusal(path)


def test_a_size_that_lies_is_found_out(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.geojson", b"x" * 5000)
    content = path.read_bytes()
    path.write_bytes(content.replace((5000).to_bytes(4, "little"), (10).to_bytes(4, "little")))
    assert refusal(path)


def test_too_many_files_and_archives_in_archives_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for number in range(MAX_MEMBERS + 1):
            archive.writestr(f"{number}.txt", b"")
    assert "erlaubt" in refusal(path)
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("b.zip", b"")
    assert "weiteres Archiv" in refusal(path)


@pytest.mark.parametrize("content", [b"", b"PK", b"PK\x03\x04" + b"\x00" * 100, b"keine Zip-Datei"])
def test_damaged_zips_are_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(content)
    assert "beschädigt" in refusal(path)


def test_a_zip_without_areas_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("liesmich.txt", b"Hallo")
    assert "keine Shapefile" in refusal(path)


def test_a_zip_with_two_shapefiles_asks_which(tmp_path: Path) -> None:
    one = write_shapefile(tmp_path / "one")
    parts = sorted(one.parent.iterdir())
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for stem in ("bezirke", "ortsteile"):
            for part in parts:
                archive.write(part, f"{stem}/{stem}{part.suffix}")
    assert "bezirke" in refusal(path)
    assert len(read_layer(path, layer="ortsteile").frame) == 2


def test_litter_of_other_systems_is_passed_over(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", [write_geojson(tmp_path / "a.geojson", two_areas())])
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("__MACOSX/._a.geojson", b"\x00\x05")
    assert len(read_layer(path).frame) == 2


def test_a_layer_in_a_folder_can_be_asked_for_by_the_name_it_is_listed_with(tmp_path: Path) -> None:
    parts = sorted(write_shapefile(tmp_path / "shape").parent.iterdir())
    path = zipped(tmp_path / "a.zip", parts, prefix="Ortsteile/")
    found = read_layer(path)
    assert found.layers == (parts[0].stem,)
    assert read_layer(path, layer=found.layers[0]).name == parts[0].stem


def test_layers_of_one_name_in_two_folders_keep_their_folders(tmp_path: Path) -> None:
    parts = sorted(write_shapefile(tmp_path / "shape").parent.iterdir())
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for part in parts:
            archive.write(part, f"alt/{part.name}")
            archive.write(part, f"neu/{part.name}")
    both = [f"alt/{parts[0].stem}", f"neu/{parts[0].stem}"]
    with pytest.raises(ImportRefused) as caught:
        read_layer(path)
    assert list(caught.value.choices) == both
    assert read_layer(path, layer=both[1]).name == both[1]
