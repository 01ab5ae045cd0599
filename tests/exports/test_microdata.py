"""Survey files: coarse persons, random numbers, codes for what is missing, and what SPSS, PSPP and Excel read back."""

from __future__ import annotations

import shutil
import subprocess
import zipfile
from dataclasses import replace
from pathlib import Path

import openpyxl
import pandas as pd
import pyogrio
import pyreadstat
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.exports.microdata.file import Microdata, microdata
from app.exports.microdata.formats import SURVEY_FORMATS, SurveyFile
from app.exports.microdata.persons import LEAST, coarsened
from app.exports.microdata.tables import codebook, long, wide
from app.exports.microdata.variables import FAR, variables_of
from app.questions.content import Choice, Question, Questionnaire, Section
from tests.indicators.surveys import made
from tests.indicators.surveys.made import frames, person, survey

KEYS = ("gender", "area", "age_band")


def people() -> pd.DataFrame:
    rows = [("A1", "a14_15", "f")] * 6 + [("A1", "a14_15", "m")] * 3 + [("B1", "a14_15", "m")] * 2
    return pd.DataFrame([*rows, ("B1", "a80p", "d")], columns=["area", "age_band", "gender"])


def sizes(table: pd.DataFrame) -> pd.Series:
    return table.groupby(list(table.columns)).size()


def test_small_groups_give_up_gender_then_area_then_age() -> None:
    table = coarsened(people(), KEYS)
    assert table.iloc[0].to_dict() == {"gender": "f", "area": "A1", "age_band": "a14_15"}
    assert table.iloc[11].tolist() == ["na", "na", "na"]
    assert sizes(table).min() >= LEAST


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from("ABC"), st.sampled_from(["a12_13", "a14_15", "na"]), st.sampled_from("fmd")
        ),
        min_size=LEAST,
        max_size=60,
    )
)
def test_everybody_is_one_of_five(rows: list[tuple[str, str, str]]) -> None:
    table = coarsened(pd.DataFrame(rows, columns=["area", "age_band", "gender"]), KEYS)
    assert sizes(table).min() >= LEAST
    before = pd.DataFrame(rows, columns=["area", "age_band", "gender"])[list(KEYS)]
    assert ((table == before) | (table == "na")).all().all(), "nothing is made up"


def test_a_rare_way_in_takes_the_next_rarest_along() -> None:
    table = pd.DataFrame({"source": ["online"] * 20 + ["paper"] * 6 + ["kiosk"]})
    assert sizes(coarsened(table, ["source"])).to_dict() == {"na": 7, "online": 20}


def data(count: int = 40) -> Microdata:
    usual = {"bus": "ja", "linie": "l2", "orte.park": 1, "sicher": "s3", "minuten": 12.5}
    usual |= {"wunsch.bank": 1, "wunsch.licht": 2}
    lines = [person(n, usual) for n in range(count - 3)]
    lines += [
        person(count - 3, {"bus": "ka"}),
        person(count - 2, {"bus": "nein", "zeiten.tag": "oft", "ok": "yes"}),
        person(count - 1, {}, home_area_code="B1", gender="f"),
    ]
    found = survey(lines)
    return microdata(found, frames(found))


def test_lines_are_in_random_order_and_carry_no_ids() -> None:
    first, second = data(), data()
    assert first.persons["nr"].tolist() == list(range(1, 41))
    assert not first.codes.equals(second.codes), "another order in each file"
    text = wide(first).to_csv() + long(first).to_csv() + codebook(first).to_csv()
    assert "00000000-0000" not in text
    assert "p17" not in text
    assert "2026" not in text


def test_gaps_have_codes() -> None:
    table = data().codes
    assert table["bus"].value_counts().to_dict() == {1: 37, -9: 1, 2: 1, -7: 1}
    assert table["linie"].value_counts().to_dict() == {2: 37, -8: 3}
    assert table["orte_hafen"].value_counts().to_dict() == {0: 37, -7: 3}
    assert set(table["minuten"]) == {12.5, -7 - FAR}
    assert table["ok"].value_counts().to_dict() == {0: 39, 1: 1}
    assert table["wunsch_licht"].value_counts().to_dict() == {2: 37, -7: 3}


def test_small_groups_are_not_told() -> None:
    persons = data().persons
    assert persons["raum"].value_counts().min() >= LEAST
    assert "B1" not in set(persons["raum"])


def test_the_codebook_names_every_column() -> None:
    found = data()
    table = codebook(found).set_index("variable")
    assert set(wide(found).columns) == set(table.index)
    assert table.loc["bus", "text_de"] == "Fährst du Bus?"
    assert table.loc["bus", "text_en"] == "Do you take the bus?"
    assert table.loc["bus", "choices"] == "1 (ja) = Ja; 2 (nein) = Nein"
    assert table.loc["bus", "missing"] == "-9 = keine Angabe; -8 = nicht gefragt; -7 = nicht beantwortet"
    assert table.loc["zeiten_nacht", "text_de"] == "Wann? – In der Nacht"
    assert table.loc["bus", "version"] == "1"


def test_names_are_unique_and_fit_for_spss() -> None:
    choice = (Choice("1", {"de": "Ja"}),)
    keys = ["all", "A-b", "a_b", "1st", "x" * 40, "nr"]
    found = variables_of(
        Questionnaire(
            sections=(Section("s", questions=tuple(Question(key, "single", choices=choice) for key in keys)),)
        )
    )
    names = [one.name for one in found]
    assert len({name.casefold() for name in names}) == len(keys)
    assert all(len(name.encode()) <= 64 and name[0].isalpha() for name in names)
    assert not {"all", "nr"} & set(names)


def write(name: str, folder: Path, file: SurveyFile | None = None) -> Path:
    path = folder / f"daten.{SURVEY_FORMATS[name].ending}"
    places = [
        {"question": "ort", "quality": "fav", "text": "schön", "month": "2026-03", "lon": 9.0, "lat": 52.0}
    ]
    SURVEY_FORMATS[name].write(file or SurveyFile(data(), [("worte", "=1+1")], places), path)
    return path


def test_excel_has_all_sheets_and_runs_no_formula(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(write("xlsx", tmp_path))
    assert book.sheetnames == ["Hinweise", "Antworten", "Antworten lang", "Codebuch", "Freie Texte"]
    assert book["Freie Texte"]["B2"].value == "=1+1"
    assert book["Freie Texte"]["B2"].data_type == "s"
    assert book["Antworten"].max_row == 41


def test_csv_comes_packed(tmp_path: Path) -> None:
    with zipfile.ZipFile(write("csv", tmp_path)) as packed:
        assert len(packed.namelist()) == 5
        with packed.open("antworten.csv") as file:
            table = pd.read_csv(file)
        with packed.open("antworten_lang.csv") as file:
            lines = pd.read_csv(file)
    assert set(table["bus"]) == {"ja", "nein", "-9", "-7"}
    bus = lines[(lines["variable"] == "bus") & (lines["value"] == "ja")]
    assert len(bus) == 37
    assert set(bus["label_de"]) == {"Ja"}


def test_spss_reads_labels_and_missing_codes(tmp_path: Path) -> None:
    table, meta = pyreadstat.read_sav(str(write("sav", tmp_path)), user_missing=True)
    assert meta.column_names_to_labels["bus"] == "Fährst du Bus?"
    assert meta.variable_value_labels["bus"] == {
        1.0: "Ja", 2.0: "Nein", -9.0: "keine Angabe", -8.0: "nicht gefragt", -7.0: "nicht beantwortet",
    }  # fmt: skip
    assert meta.missing_ranges["bus"] == [{"lo": -9.0, "hi": -7.0}]
    assert table["bus"].value_counts().to_dict() == {1: 37, -9: 1, 2: 1, -7: 1}
    plain, _meta = pyreadstat.read_sav(str(tmp_path / "daten.sav"))
    assert plain["bus"].isna().sum() == 2, "without asking for them, missing codes are no values"


@pytest.mark.skipif(shutil.which("pspp") is None, reason="PSPP is not installed")
def test_pspp_opens_the_file(tmp_path: Path) -> None:
    path = write("sav", tmp_path)
    syntax = tmp_path / "lesen.sps"
    syntax.write_text(f"GET FILE='{path}'.\nFREQUENCIES /VARIABLES=bus linie.\nDESCRIPTIVES minuten.\n")
    out = tmp_path / "out.csv"
    found = subprocess.run(
        ["pspp", "-o", str(out), "-O", "format=csv", str(syntax)], capture_output=True, text=True, timeout=60
    )
    assert found.returncode == 0, found.stdout + found.stderr
    text = out.read_text()
    assert "Fährst du Bus?" in text
    assert "keine Angabe" in text
    assert "12.50" in text or "12,50" in text


def test_places_are_a_layer_even_without_any(tmp_path: Path) -> None:
    path = write("gpkg", tmp_path)
    layer = pyogrio.read_dataframe(path, layer="places")
    assert layer.crs.to_epsg() == 25832
    assert layer["question"].tolist() == ["ort"]
    write("gpkg", tmp_path, SurveyFile(data(), [], []))
    assert len(pyogrio.read_dataframe(path, layer="places")) == 0


def test_rounds_stand_in_the_long_table() -> None:
    round_ = Section("kind", most_repeats=3, questions=(Question("alter", "number", {"de": "Wie alt?"}),))
    content = Questionnaire(sections=(Section("a", questions=(made.BUS,)), round_))
    found = survey(
        [person(n, {"bus": "ja", "kind.1.alter": 4, "kind.2.alter": 9}) for n in range(25)], {1: content}
    )
    table = long(microdata(found, frames(found)))
    assert table[table["key"] == "kind.2.alter"]["value"].tolist() == ["9"] * 25
    assert "kind_2_alter" not in wide(microdata(found, frames(found)))


def test_a_day_is_text_and_a_declined_tick_a_code(tmp_path: Path) -> None:
    day = Question("tag", "date", {"de": "Wann?"})
    ticks = replace(made.PLACES, choices=made.choices("park", "-ka"))
    content = Questionnaire(sections=(Section("s", questions=(day, ticks)),))
    found = survey(
        [person(n, {"tag": "2026-04-01", "orte.ka" if n else "orte.park": 1}) for n in range(25)],
        {1: content},
    )
    file = SurveyFile(microdata(found, frames(found)), [], [])
    table, _meta = pyreadstat.read_sav(str(write("sav", tmp_path, file)), user_missing=True)
    assert set(table["tag"]) == {"2026-04-01"}
    assert table["orte_park"].value_counts().to_dict() == {-9: 24, 1: 1}


def test_a_choice_without_a_place_is_no_gap() -> None:
    lines = [person(n, {"wunsch.bank": 1} if n < 6 else {}) for n in range(12)]
    found = survey(lines)
    made_of = microdata(found, frames(found))
    assert made_of.codes["wunsch_bank"].value_counts().to_dict() == {1: 6, -7: 6}
    assert made_of.codes["wunsch_licht"].value_counts().to_dict() == {-6: 6, -7: 6}
    missing = codebook(made_of).set_index("variable")["missing"]
    assert missing["wunsch_licht"].endswith("-6 = nicht gereiht")
    assert "-6" not in missing["bus"]


def both_ways(drawn: int, others: int) -> Microdata:
    parts = [
        survey([person(first + n, {"bus": "ja"}, gender="fm"[n % 2]) for n in range(count)], way=way)
        for way, first, count in (("sample", 0, drawn), ("open", 1000, others))
        if count
    ]
    found = replace(parts[0], answers=pd.concat([part.answers for part in parts], ignore_index=True))
    return microdata(found, frames(found))


def test_weights_are_for_the_sample_alone() -> None:
    persons = both_ways(30, 20).persons
    assert persons["quelle"].value_counts().to_dict() == {"sample": 30, "open": 20}
    assert persons["gewicht"].notna().tolist() == (persons["quelle"] == "sample").tolist()


@pytest.mark.parametrize(("drawn", "others"), [(3, 20), (20, 3), (0, 20)])
def test_too_small_a_side_is_told_by_no_line(drawn: int, others: int) -> None:
    persons = both_ways(drawn, others).persons
    assert persons["gewicht"].isna().all()
    assert persons["quelle"].value_counts().min() >= LEAST
