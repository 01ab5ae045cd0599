"""Import of earlier data: any reasonable table, all or nothing, errors by line and column, the same file only once."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyproj import Transformer
from sqlalchemy import select

from app.base.database import db, transaction
from app.contributions import queries
from app.contributions.importing import FileRefused, ImportReport, import_file
from app.contributions.importing.values import moment, number
from app.contributions.models import Contribution, Submission
from tests.contributions.conftest import Town

BASIC = ("text=Text", "lon=Ost", "lat=Nord")


@pytest.fixture(autouse=True)
def _session(db_session: Any) -> Any:
    return db_session


@pytest.fixture
def load(town: Town, tmp_path: Path) -> Any:
    """Import a table given as text or bytes."""

    def run(content: str | bytes, *mapping: str, **options: Any) -> ImportReport:
        path = tmp_path / "beitraege.csv"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        with transaction():
            return import_file(process_id=town.process_id, path=path, mapping=mapping or BASIC, **options)

    return run


def refused(run: Any, *args: Any, **kwargs: Any) -> str:
    with pytest.raises(FileRefused) as caught:
        run(*args, **kwargs)
    db.session.rollback()
    assert db.session.scalars(select(Submission)).all() == []
    return str(caught.value)


def texts() -> list[str]:
    return sorted(db.session.scalars(select(Contribution.text)))


def test_rows_become_contributions_in_review(town: Town, load: Any) -> None:
    table = (
        "id;Titel;Text;Ost;Nord;Art;Thema;Wann;Wer\n"
        "7;Bank;Hier fehlt eine Bank;9,01;52,01;Hier fehlt etwas;Möbel;18.10.2017 14:30;anna\n"
        "8;;Nur Text;;;;;;anna\n"
        "9;;Schön;9,05;52,01;fav;;2017-10-19;\n"
    )
    mapping = (*BASIC, "title=Titel", "id=id", "quality=Art", "code=Thema", "created=Wann", "person=Wer")
    report = load(table, *mapping)
    assert (report.rows, report.new, report.unchanged, report.without_place, report.persons) == (
        3,
        3,
        0,
        1,
        2,
    )
    assert not report.counts_rows_as_persons
    assert [(placed.name, placed.inside, placed.outside) for placed in report.placed] == [("Viertel", 2, [])]
    frame = queries.frame(town.process_id).set_index("quality")
    bench = frame.loc["missing"]
    assert (bench["valence"], bench["code"], bench["source"], bench["kind"]) == (
        "idea",
        "Möbel",
        "import",
        "mark",
    )
    assert bench["said_at"] == datetime(2017, 10, 18, 12, 30, tzinfo=UTC)
    assert "anna" not in bench["person_key"]
    assert set(frame["state"]) == {"in_review"}
    assert db.session.scalars(select(Submission.import_key).order_by(Submission.import_key)).all() == [
        "id:7", "id:8", "id:9",
    ]  # fmt: skip


def test_the_same_file_again_changes_nothing_and_a_changed_row_refuses_it(town: Town, load: Any) -> None:
    table = "id,Text,Ost,Nord\n1,Eins,9.01,52.01\n2,Zwei,9.01,52.01\n"
    mapping = (*BASIC, "id=id")
    assert load(table, *mapping).new == 2
    again = load(table, *mapping)
    assert (again.new, again.unchanged) == (0, 2)
    longer = load(f"{table}3,Drei,9.01,52.01\n", *mapping)
    assert (longer.new, longer.unchanged) == (1, 2)
    with pytest.raises(FileRefused, match="Zeile 3, Spalte »id«"):
        load(table.replace("Zwei", "Anders") + "4,Vier,9.01,52.01\n", *mapping)
    assert texts() == ["Drei", "Eins", "Zwei"]


def test_rows_without_ids_are_told_apart_by_content_and_occurrence(load: Any) -> None:
    table = "Text,Ost,Nord\nGleich,9.01,52.01\nGleich,9.01,52.01\nAnders,9.01,52.01\n"
    report = load(table)
    assert (report.new, report.persons, report.counts_rows_as_persons) == (3, 3, True)
    assert load(table).unchanged == 3
    assert texts() == ["Anders", "Gleich", "Gleich"]


def test_a_dry_run_tells_and_writes_nothing(load: Any) -> None:
    report = load("Text,Ost,Nord\nEins,9.01,52.01\nFern,10,53\n", dry_run=True)
    assert (report.new, report.placed[0].inside, report.placed[0].outside) == (2, 1, [3])
    assert texts() == []


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "latin-1", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_encoding_delimiter_and_line_ends_are_found_out(
    load: Any, encoding: str, delimiter: str, ending: str
) -> None:
    rows = [
        ("Text", "Ost", "Nord"),
        ('"Grüße;, | an ""alle""\nSträße"', "9.01", "52.01"),
        ("Zwei", "9.02", "52.01"),
    ]
    table = ending.join(delimiter.join(row) for row in rows) + ending
    report = load(table.encode(encoding))
    assert report.delimiter == delimiter
    assert texts() == ['Grüße;, | an "alle"\nSträße', "Zwei"]


def test_a_stated_encoding_and_delimiter_are_kept_to(load: Any) -> None:
    assert load("Text:Ost:Nord\nGrün:9.01:52.01\n".encode("cp850"), encoding="cp850", delimiter=":").new == 1
    assert texts() == ["Grün"]


def test_a_tab_table_with_stray_quotes_is_read_as_it_is(load: Any) -> None:
    assert load('Text\tOst\tNord\n"Platz" da\t9.01\t52.01\n"halb\t9.02\t52.01\n').new == 2
    assert texts() == ['"Platz" da', '"halb']


def test_metres_are_placed_with_a_reference_system(load: Any) -> None:
    x, y = Transformer.from_crs(4326, 25832, always_xy=True).transform(9.01, 52.01)
    table = f"Text;X;Y\nEins;{x:.2f};{y:.2f}\n".replace(".", ",")
    report = load(table, "text=Text", "x=X", "y=Y", crs="EPSG:25832")
    assert report.placed[0].inside == 1
    geometry = db.session.scalars(select(Contribution.geometry)).one()
    assert geometry is not None
    assert (geometry.x, geometry.y) == (pytest.approx(9.01, abs=1e-6), pytest.approx(52.01, abs=1e-6))


@pytest.mark.parametrize(
    ("table", "mapping", "message"),
    [
        ("Text,Ost,Nord\nA,52.01,9.01\n", BASIC, "Zeile 2, Spalte »Ost«: Länge und Breite sind vertauscht"),
        ("Text,Ost,Nord\nA,9.01,52.01\nB,x,52.01\n", BASIC, "Zeile 3, Spalte »Ost«: »x« ist keine Zahl"),
        ("Text,Ost,Nord\nA,9.01,\n", BASIC, "Zeile 2, Spalte »Nord«: Hier fehlt"),
        ("Text,Ost,Nord\nA,550000,5800000\n", BASIC, "zum Beispiel 25832"),
        ("Text,Ost,Nord\nA,1e999,52\n", BASIC, "»1e999« ist keine Zahl"),
        (
            "Text,Art\nA,toll\n",
            ("text=Text", "quality=Art"),
            "Zeile 2, Spalte »Art«: Die Art »toll« gibt es nicht",
        ),
        ("Text,Tag\nA,31.02.2020\n", ("text=Text", "created=Tag"), "Zeile 2, Spalte »Tag«: »31.02.2020«"),
        (
            "Text,Nr\nA,1\nB,1\n",
            ("text=Text", "id=Nr"),
            "Zeile 3, Spalte »Nr«: Die Kennung »1« steht schon in Zeile 2",
        ),
        ("Text,Nr\nA,\n", ("text=Text", "id=Nr"), "Zeile 2, Spalte »Nr«"),
        (f"Text\n{'x' * 5001}\nA\n", ("text=Text",), "Zeile 2, Spalte »Text«: Der Text ist zu lang"),
        ("Text,Ost,Nord\nA,9.01,52.01,zu,viel\n", BASIC, "Zeile 2: 5 Zellen, die Kopfzeile hat 3"),
        ('Text,Ost,Nord\n"A\nA",9.01,52.01\n"offen,9.01,52.01\n', BASIC, "Zeile 4"),
        ("Text,Ost,Nord\n,,\n", BASIC, "leer"),
        ("", BASIC, "leer"),
        ("Text,Ost\nA,9\n", ("text=Text", "lon=Ost"), "nicht nur eines"),
        ("Text\nA\n", ("text=Beschreibung",), "Vorhanden sind: Text"),
        ("Text,Text\nA,B\n", ("text=Text",), "zweimal"),
        ("Text\nA\n", ("text=Text", "text=Text"), "zweimal"),
        ("Text\nA\n", ("farbe=Text",), "farbe=Text"),
        ("Text\nA\n", ("Text",), "FELD=SPALTE"),
        ("Nr,Thema\n1,A\n", ("id=Nr", "code=Thema"), "wenigstens eine Spalte"),
        (b"PK\x03\x04rest", BASIC, "beschädigt oder unvollständig"),
        (b"Text\nA\x00B\n", ("text=Text",), "keine Textdatei"),
    ],
)
def test_faults_are_named_by_line_and_column_and_nothing_is_written(
    load: Any, table: str | bytes, mapping: tuple[str, ...], message: str
) -> None:
    assert message in refused(load, table, *mapping)


def test_all_faults_are_listed_up_to_twenty(load: Any) -> None:
    told = refused(load, "Text,Ost,Nord\n" + "".join(f"A,x{n},9\n" for n in range(25)))
    assert told.startswith("25 Fehler in der Datei")
    assert told.endswith("und 5 weitere Fehler")
    assert told.count("Zeile ") == 20


def test_the_same_fault_in_many_rows_is_told_once(load: Any) -> None:
    told = refused(load, "Text,Ost,Nord\n" + "A,x,9\n" * 25 + "A,9,y\n")
    assert told.splitlines() == [
        "26 Fehler in der Datei, nichts wurde übernommen:",
        "  25 Zeilen (2, 3, 4, 5, 6 …), Spalte »Ost«: »x« ist keine Zahl.",
        "  Zeile 27, Spalte »Nord«: »y« ist keine Zahl.",
    ]


def test_missing_coordinates_are_no_fault(load: Any) -> None:
    rows = [",", "-,-", "null,NULL", "NaN,nan", "0,0", " , "]
    report = load("Text,Ost,Nord\n" + "".join(f"Ort {i},{row}\n" for i, row in enumerate(rows)))
    assert (report.without_place, report.new) == (len(rows), len(rows))


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        *(
            ("7.1", 7.1),
            ("7,1", 7.1),
            ("-7,1", -7.1),
            ("5.620.123,45", 5620123.45),
            ("5,620,123.45", 5620123.45),
        ),
        *(
            ("5 620 123", 5620123),
            ("365 123,5", 365123.5),
            ("5.620.123", 5620123),
            ("1e3", 1000),
            ("5.620", 5.62),
        ),
    ],
)
def test_numbers_are_read_as_germans_and_machines_write_them(cell: str, value: float) -> None:
    assert number(cell) == value


@pytest.mark.parametrize(
    "cell", ["", "x", "7..1", "7,1,2", "1.2.3", "0x10", "７", "nan", "inf", "1e999", "--1", "7,"]
)
def test_what_is_no_number_is_not_guessed(cell: str) -> None:
    with pytest.raises(ValueError, match=f"^{cell}$"):
        number(cell)


@pytest.mark.parametrize(
    ("cell", "expected"),
    [("18.10.2017", "2017-10-17T22:00:00+00:00"), ("1.2.17", "2017-01-31T23:00:00+00:00"),
     ("18.10.2017, 14:30 Uhr", "2017-10-18T12:30:00+00:00"), ("2017-10-18", "2017-10-17T22:00:00+00:00"),
     ("2017-10-18T12:00:00Z", "2017-10-18T12:00:00+00:00"), ("1.2.85", "1985-01-31T23:00:00+00:00")],
)  # fmt: skip
def test_dates_are_of_the_town(cell: str, expected: str) -> None:
    assert moment(cell, ZoneInfo("Europe/Berlin")).isoformat() == expected


@settings(max_examples=300, deadline=None)
@given(cell=st.text(max_size=20))
def test_any_cell_is_a_value_or_a_value_error(cell: str) -> None:
    for read in (number, lambda text: moment(text, ZoneInfo("Europe/Berlin"))):
        try:
            read(cell)
        except ValueError:
            continue
