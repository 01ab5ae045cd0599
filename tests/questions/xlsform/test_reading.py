"""A stranger's XLSForm, feature by feature: what becomes of it, and that nothing disappears without a word."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import load_workbook

from app.config import PARTICIPANT_LANGUAGES
from app.questions.content import Question
from app.questions.soundness import faults
from app.questions.vocabulary import MOST_REPEATS
from app.questions.xlsform import FormRefused, read_xlsform
from tests.questions.xlsform.workbooks import YES_NO, losses, read_rows, workbook

HEAD = ("type", "name", "label", "appearance", "relevant", "constraint", "required", "parameters")


def questions(folder: Path, *rows: tuple[object, ...]) -> list[Question]:
    read = read_rows(folder, [HEAD, *rows])
    assert read.not_taken == []
    return list(read.questionnaire.questions())


@pytest.mark.parametrize(
    "written, kind",
    [
        ("text", "text"), ("string", "text"), ("integer", "number"), ("int", "number"), ("decimal", "number"),
        ("date", "date"), ("time", "time"), ("note", "note"), ("acknowledge", "consent"), ("trigger", "consent"),
        ("image", "photo"), ("photo", "photo"), ("audio", "audio"), ("geopoint", "point"), ("geotrace", "line"),
        ("geoshape", "polygon"), ("select_one yn", "single"), ("Select One yn", "single"),
        ("select one from yn", "single"), ("select_multiple yn", "multiple"),
        ("select all that apply from yn", "multiple"),
        ("rank yn", "ranking"), ("  TEXT ", "text"),
    ],
)  # fmt: skip
def test_types_become_kinds(tmp_path: Path, written: str, kind: str) -> None:
    (found,) = questions(tmp_path, (written, "q", "Frage"))

    assert (found.key, found.kind, found.label) == ("q", kind, {"de": "Frage"})
    assert [choice.key for choice in found.choices] == (["yes", "no"] if "yn" in written else [])


def test_appearance_makes_long_texts_and_scales(tmp_path: Path) -> None:
    long, scale = questions(tmp_path, ("text", "a", "A", "multiline"), ("select_one yn", "b", "B", "likert"))

    assert (long.kind, scale.kind) == ("longtext", "scale")


def test_bounds_come_from_constraints_and_ranges(tmp_path: Path) -> None:
    age, years, words, some, level, half = questions(
        tmp_path,
        ("integer", "age", "Alter", "", "", ". > 5 and . <= 99"),
        ("decimal", "years", "Jahre", "", "", ". > 5"),
        ("text", "words", "Worte", "", "", "string-length(.) <= 20"),
        ("select_multiple yn", "some", "Was", "", "", "count-selected(.) <= 1 and not(selected(., 'no'))"),
        ("range", "level", "Stufe", "", "", "", "", "start=0 end=10 step=2"),
        ("integer", "half", "Hälfte", "", "", ". < ${age}"),
    )

    assert (age.least, age.most, age.step, age.constraint) == (6, 99, 1, None)
    assert (years.least, years.constraint) == (None, [">", ["this"], 5])
    assert words.most == 20
    assert (some.most, some.constraint) == (1, ["not", ["selected", ["this"], "no"]])
    assert (level.least, level.most, level.step) == (0, 10, 2)
    assert half.constraint == ["<", ["this"], ["answer", "age"]]


def test_a_constraint_with_a_message_stays_one(tmp_path: Path) -> None:
    read = read_rows(
        tmp_path,
        [
            ("type", "name", "label", "constraint", "constraint_message"),
            ("integer", "age", "Alter", ". >= 6", "Zu jung"),
        ],
    )
    (age,) = read.questionnaire.questions()

    assert (age.least, age.constraint, age.constraint_message) == (
        None,
        [">=", ["this"], 6],
        {"de": "Zu jung"},
    )


def test_or_other_and_shuffled_choices(tmp_path: Path) -> None:
    other, mixed = questions(
        tmp_path,
        ("select_one yn or_other", "a", "A"),
        ("select_multiple yn", "b", "B", "", "selected(${a}, 'other')", "", "yes", "randomize=true"),
    )

    assert [(choice.key, choice.takes_words) for choice in other.choices] == [
        ("yes", False), ("no", False), ("other", True),
    ]  # fmt: skip
    assert (mixed.is_shuffled, mixed.is_required) == (True, True)
    assert mixed.relevant == ["selected", ["answer", "a"], "other"]


def test_tables_in_both_spellings(tmp_path: Path) -> None:
    listed, head, plain = questions(
        tmp_path,
        ("begin group", "places", "Orte", "table-list"),
        ("select_one yn", "park", "Park"),
        ("select_one yn", "school", "Schule"),
        ("end group",),
        ("select_one yn", "head", "Wie ist es?", "label"),
        ("select_one yn", "bus", "Bus", "list-nolabel"),
        ("select_one yn", "rail", "Bahn", "list-nolabel"),
        ("text", "why", "Warum?", "", "${park} = 'yes' and ${rail} = 'no'"),
    )

    assert (listed.kind, listed.key, [row.key for row in listed.rows]) == (
        "matrix",
        "places",
        ["park", "school"],
    )
    assert (head.kind, head.key, [row.key for row in head.rows]) == ("matrix", "head", ["bus", "rail"])
    assert plain.relevant == [
        "and", ["=", ["answer", "places", "park"], "yes"], ["=", ["answer", "head", "rail"], "no"],
    ]  # fmt: skip


def test_groups_become_sections_and_their_conditions_are_joined(tmp_path: Path) -> None:
    read = read_rows(
        tmp_path,
        [
            HEAD,
            ("integer", "age", "Alter"),
            ("begin_group", "outer", "Außen", "", "${age} > 10"),
            ("text", "a", "A"),
            ("begin_group", "inner", "Innen", "", "${age} < 20"),
            ("text", "b", "B"),
            ("end_group",),
            ("begin_group", "unnamed", ""),
            ("text", "c", "C"),
            ("end_group",),
            ("end_group",),
            ("text", "d", "D"),
        ],
    )

    older, younger = [">", ["answer", "age"], 10], ["<", ["answer", "age"], 20]
    assert [
        (section.key, section.title, section.relevant, [one.key for one in section.questions])
        for section in read.questionnaire.sections
    ] == [
        ("teil_1", {}, None, ["age"]),
        ("outer", {"de": "Außen"}, older, ["a"]),
        ("inner", {"de": "Außen – Innen"}, ["and", older, younger], ["b"]),
        ("outer_2", {"de": "Außen"}, older, ["c"]),
        ("teil_5", {}, None, ["d"]),
    ]
    assert read.not_taken == []


def test_repeats(tmp_path: Path) -> None:
    read = read_rows(
        tmp_path,
        [
            (*HEAD, "repeat_count"),
            ("begin_repeat", "child", "Kind"),
            ("integer", "age", "Alter"),
            ("begin_group", "more", "Mehr", "", "${age} > 3"),
            ("text", "school", "Schule", "", "${age} > 6"),
            ("end_group",),
            ("begin_repeat", "friend", "Freund"),
            ("text", "hobby", "Hobby"),
            ("end_repeat",),
            ("end_repeat",),
            ("begin_repeat", "thrice", "Dreimal", "", "", "", "", "", "3"),
            ("text", "word", "Wort"),
            ("end_repeat",),
            ("begin_repeat", "counted", "Gezählt", "", "", "", "", "", "${age}"),
            ("text", "line", "Zeile"),
            ("end_repeat",),
        ],
    )
    child, thrice, counted = read.questionnaire.sections

    assert (child.least_repeats, child.most_repeats) == (0, MOST_REPEATS)
    assert [(one.key, one.kind) for one in child.questions] == [
        ("age", "number"), ("more", "note"), ("school", "text"), ("friend", "note"), ("hobby", "text"),
    ]  # fmt: skip
    assert child.questions[2].relevant == ["and", [">", ["answer", "age"], 3], [">", ["answer", "age"], 6]]
    assert (thrice.least_repeats, thrice.most_repeats) == (3, 3)
    assert (counted.least_repeats, counted.most_repeats) == (0, MOST_REPEATS)
    assert set(losses(read)) == {(7, "type"), (14, "repeat_count")}


def test_languages_in_their_columns(tmp_path: Path) -> None:
    read = read_rows(
        tmp_path,
        [
            (" Label::English (en) ", "TYPE", "Name", "label:: Leichte Sprache (de-simple)", "hint::Deutsch (de)",
             "label::Deutsch (de)", "label::Hausname"),
            ("Age, ${n}?", "text", "q", "Alter?", "Zahl", "Wie alt?", "ben jaj"),
            ("Name", "text", "n"),
        ],
        (),
        [("form_title", "default_language"), ("Titel", "Deutsch (de)")],
    )  # fmt: skip
    first, _second = read.questionnaire.questions()

    assert read.questionnaire.languages == ("de", "en", "de-simple")
    assert read.questionnaire.title == {"de": "Titel"}
    assert first.label == {"de": "Wie alt?", "de-simple": "Alter?", "en": "Age, {n}?"}
    assert first.hint == {"de": "Zahl"}
    assert "Hausname" in losses(read)[1, "label::Hausname"]


@pytest.mark.parametrize(
    "language, code",
    [("English", "en"), ("deutsch", "de"), ("Français (fr)", "fr"), ("Türkçe", "tr"), ("uk", "uk"), ("Arabic", "ar"),
     ("Leichte Sprache", "de-simple"), ("Portuguese (pt-BR)", "pt-br")],
)  # fmt: skip
def test_languages_by_their_names(tmp_path: Path, language: str, code: str) -> None:
    read = read_rows(tmp_path, [("type", "name", f"label::{language}"), ("text", "q", "X")])

    assert read.questionnaire.languages == (code if code in PARTICIPANT_LANGUAGES else "de",)
    assert next(read.questionnaire.questions()).label == {code: "X"}


def test_odd_names_become_keys_and_conditions_follow(tmp_path: Path) -> None:
    read = read_rows(
        tmp_path,
        [
            HEAD,
            ("select_one odd", "Größe der Stadt", "A"),
            ("text", "groesse_der_stadt", "B", "", "${Größe der Stadt} = 'sehr groß'"),
            ("text", "7", "C"),
            ("text", "x" * 60, "D"),
            ("text", "", "Ohne Namen"),
        ],
        [("list name", "name", "label"), ("odd", "sehr groß", "Groß"), ("odd", "1", "Eins")],
    )
    first, second, *others = read.questionnaire.questions()

    assert (first.key, second.key) == ("groesse_der_stadt", "groesse_der_stadt_2")
    assert [one.key for one in others] == ["f7", "x" * 40, "ohne_namen"]
    assert second.relevant == ["=", ["answer", first.key], "sehr_gross"]
    assert [choice.key for choice in first.choices] == ["sehr_gross", "1"]
    assert {(2, "name"), (3, "name"), (4, "name"), (5, "name"), (6, "")} <= set(losses(read))
    assert "sehr_gross" in losses(read, "choices")[2, "name"]


def test_files_of_choices_lie_beside_the_form(tmp_path: Path) -> None:
    (tmp_path / "schools.csv").write_text("name,label\na,Schule A\nb,Schule B\n")
    (tmp_path.parent / "outside.csv").write_text("name,label\na,Geheim\n")
    read = read_rows(
        tmp_path,
        [
            HEAD,
            ("select_one_from_file schools.csv", "school", "Schule"),
            ("select_one_from_file ../outside.csv", "secret", "Geheim"),
            ("select_one_from_file ..\\outside.csv", "secret2", "Geheim"),
            ("select_one_from_file /etc/passwd", "secret3", "Geheim"),
            ("select_one nowhere", "missing", "Fehlt"),
        ],
    )

    (school,) = read.questionnaire.questions()
    assert [choice.label["de"] for choice in school.choices] == ["Schule A", "Schule B"]
    assert set(losses(read)) == {(3, "type"), (4, "type"), (5, "type"), (6, "type")}


def test_merged_cells_blank_rows_and_titles_above_the_heads(tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "form.xlsx",
        [("Unser Fragebogen",), (), ("\ufefftype", " name ", "label"), (), ("select_one yn", "q", "Frage")],
        [("list_name", "name", "label"), ("yn", "yes", "Ja"), ("", "no", "Nein")],
    )
    book = load_workbook(path)
    book["survey"].merge_cells("A1:C1")
    book["choices"].merge_cells("A2:A3")
    book.save(path)
    read = read_xlsform(path, tmp_path)

    (question,) = read.questionnaire.questions()
    assert [choice.key for choice in question.choices] == ["yes", "no"]
    assert losses(read)[1, ""].startswith("Zeile über")


def test_everything_else_is_named(tmp_path: Path) -> None:
    """Each cell of this form either is in the questionnaire or stands in the list."""
    head = ("type", "name", "label", "default", "image", "choice_filter", "required", "relevant", "constraint",
            "guidance_hint", "body::esri", "read_only", "appearance", "parameters", "trigger", "")  # fmt: skip
    rows = [
        head,
        ("select_one yn", "a", "A", "yes", "a.png", "x=1"),
        (
            "text",
            "b",
            "B ${c}",
            "",
            "",
            "",
            "${a} = 'yes'",
            "pulldata('x','y','z','1') = 1",
            "once(1)",
            "G",
            "E",
            "yes",
        ),
        (
            "calculate",
            "c",
            "",
            "",
            "",
            "",
            "",
            "",
            "",
            "",
            "",
            "",
            "w1",
            "randomize=true rows=3",
            "${a}",
            "daneben",
        ),
        ("deviceid", "d"),
        ("video", "e", "E"),
        ("barcode", "f", "F"),
        ("datetime", "g", "G"),
        ("integer", "h", "H", "", "", "", "", "", "", "", "", "yes", "w4", "start=1"),
        ("", "i", "I"),
        ("begin_group", "j", "J"),
        ("end_group",),
    ]
    settings = [("form_title", "form_id", "style"), ("T", "f", "pages"), ("zwei",)]
    read = read_rows(
        tmp_path, rows, (*YES_NO, ("yn", "yes", "Doppelt"), ("yn", "", "X")), settings, notes=[("frei",)]
    )

    assert {
        (2, "default"), (2, "image"), (2, "choice_filter"),
        (3, "label"), (3, "required"), (3, "relevant"), (3, "constraint"), (3, "guidance_hint"), (3, "body::esri"),
        (4, "type"), (4, "P"), (5, "type"), (6, "type"), (7, "type"), (8, "type"),
        (9, "read_only"), (9, "appearance"), (9, "parameters"), (10, "type"), (11, ""),
    } <= set(losses(read))  # fmt: skip
    assert set(losses(read, "choices")) == {(4, "name"), (5, "name")}
    assert {(2, "form_id"), (2, "style"), (3, "")} <= set(losses(read, "settings"))
    assert (0, "") in losses(read, "notes")
    assert [one.key for one in read.questionnaire.questions()] == ["a", "b", "f", "g", "h"]


@pytest.mark.parametrize(
    "rows, part",
    [
        ([("name", "label"), ("q", "Frage")], "Kopfzeile"),
        ([HEAD, ("calculate", "q")], "keine Frage"),
        ([HEAD, ("begin_group", "g", "G"), ("text", "q", "Q")], "nicht geschlossen"),
        ([HEAD, ("text", "q", "Q"), ("end_group",)], "nicht beginnt"),
        ([HEAD, ("begin_group", "g", "G"), ("text", "q", "Q"), ("end_repeat",)], "eine andere Gruppe"),
        ([HEAD, *(("begin_group", f"g{n}", "G") for n in range(60))], "zu tief"),
    ],
)
def test_no_usable_form_is_refused_with_the_reason(
    tmp_path: Path, rows: list[tuple[str, ...]], part: str
) -> None:
    with pytest.raises(FormRefused, match=part):
        read_rows(tmp_path, rows)


def test_a_workbook_without_survey_is_refused(tmp_path: Path) -> None:
    path = workbook(tmp_path / "form.xlsx", (), YES_NO, Tabelle1=[("a", "b")])

    with pytest.raises(FormRefused, match="choices, Tabelle1"):
        read_xlsform(path, tmp_path)


def test_what_cannot_be_here_is_made_sound_and_named(tmp_path: Path) -> None:
    """Forward references, unknown choices, required photos: XLSForm allows them, a sound questionnaire has none."""
    read = read_rows(
        tmp_path,
        [
            HEAD,
            ("text", "early", "A", "", "${late} = 'yes'"),
            ("select_one yn", "late", "B", "", "", "selected(., 'maybe')"),
            ("image", "photo", "C", "", "", "", "yes"),
            ("note", "hello", "D", "", "", "", "yes"),
            ("text", "long", "E", "", "", "string-length(.) <= 900"),
            ("select_multiple yn", "many", "F", "", "", "count-selected(.) <= 9"),
            ("select_one yn or_other", "own", "G", "likert"),
            ("select_one yn", "scale", "H", "likert", "", "", "", "randomize=true"),
            ("text", "EARLY", "I"),
        ],
    )
    by_key = {one.key: one for one in read.questionnaire.questions()}

    assert faults(read.questionnaire) == []
    assert set(losses(read)) == {
        (2, "relevant"), (3, "constraint"), (4, "required"),
        (8, "appearance"), (9, "parameters"), (10, "name"),
    }  # fmt: skip
    assert (by_key["long"].kind, by_key["long"].most) == ("longtext", 900)
    assert by_key["many"].constraint == ["<=", ["count", ["this"]], 9]
    assert (by_key["own"].kind, by_key["scale"].kind) == ("single", "scale")
    assert "EARLY_2" in by_key
