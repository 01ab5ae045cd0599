"""Changes of a questionnaire as plain functions, and conditions in plain words."""

from __future__ import annotations

import pytest
from apiflask import APIFlask

from app.base.errors import NotFound
from app.questions.conditions import holds
from app.questions.content import Choice, Question, Questionnaire, Section
from app.questions.editor import edits
from app.questions.editor.pictures import PICTURES
from app.questions.editor.plain import OPERATORS, Rule, Rules, condition_of, rules_of, told
from app.questions.vocabulary import PICTOGRAMS

CONTENT = Questionnaire(
    title={"de": "Probe"},
    sections=(
        Section(
            "eins",
            questions=(
                Question(
                    "band",
                    "single",
                    {"de": "Wie alt bist du?"},
                    choices=(Choice("jung", {"de": "12–15"}), Choice("alt", {"de": "16–21"})),
                ),
                Question("orte", "multiple", {"de": "Wo bist du?"}, choices=(Choice("park"), Choice("hof"))),
            ),
        ),
        Section(
            "zwei",
            questions=(
                Question(
                    "platz",
                    "point",
                    {"de": "Wo, {band}?"},
                    relevant=["=", ["answer", "band"], "jung"],
                    followups=(Question("warum", "text", {"de": "Warum?"}),),
                ),
            ),
        ),
    ),
)


def keys(content: Questionnaire) -> list[list[str]]:
    return [[question.key for question in section.questions] for section in content.sections]


@pytest.mark.parametrize(
    ("words", "key"),
    [
        ("Wie alt bist du?", "wie_alt_bist_du"),
        ("Größe & Übermaß", "groesse_uebermass"),
        ("12 Orte", "f_12_orte"),
        ("???", "f"),
        ("Band", "band_2"),
        ("warum", "warum_2"),
        ("Eins", "eins_2"),
    ],
)
def test_a_key_is_made_of_words_and_is_free(words: str, key: str) -> None:
    assert edits.free_key(CONTENT, words) == key


def test_a_long_text_gives_a_key_that_fits() -> None:
    assert len(edits.free_key(CONTENT, "wort " * 40)) <= 40


def test_questions_move_within_a_page_and_over_its_edge() -> None:
    assert keys(edits.moved(CONTENT, "orte", -1)) == [["orte", "band"], ["platz"]]
    assert keys(edits.moved(CONTENT, "orte", 1)) == [["band"], ["orte", "platz"]]
    assert keys(edits.moved(CONTENT, "platz", -1)) == [["band", "orte", "platz"], []]
    assert edits.moved(CONTENT, "band", -1) == CONTENT
    assert edits.moved(CONTENT, "platz", 1) == CONTENT


def test_a_question_is_placed_where_it_is_dropped() -> None:
    assert keys(edits.placed(CONTENT, "platz", "eins", 1)) == [["band", "platz", "orte"], []]
    assert keys(edits.placed(CONTENT, "band", "eins", 99)) == [["orte", "band"], ["platz"]]


def test_a_copy_has_keys_of_its_own() -> None:
    changed, key = edits.doubled(CONTENT, "platz")
    assert key == "platz_2"
    copy = edits.question_in(changed, "platz_2")
    assert [followup.key for followup in copy.followups] == ["warum_2"]
    assert copy.relevant == ["=", ["answer", "band"], "jung"]


def test_follow_ups_are_found_and_removed_like_questions() -> None:
    assert edits.question_in(edits.without(CONTENT, "warum"), "platz").followups == ()
    with pytest.raises(NotFound):
        edits.without(CONTENT, "niemand")


def test_a_new_name_is_followed_by_conditions_and_texts() -> None:
    named = edits.replaced(
        CONTENT, "band", Question("alter", "single", choices=CONTENT.sections[0].questions[0].choices)
    )
    platz = edits.question_in(named, "platz")
    assert platz.relevant == ["=", ["answer", "alter"], "jung"]
    assert platz.label == {"de": "Wo, {alter}?"}


def test_pages_move_and_go() -> None:
    assert [one.key for one in edits.moved_section(CONTENT, "zwei", -1).sections] == ["zwei", "eins"]
    assert [one.key for one in edits.without_section(CONTENT, "eins").sections] == ["zwei"]


@pytest.mark.parametrize(
    ("rule", "answers", "expected"),
    [
        (Rule("band", "is", "jung"), {"band": "jung"}, True),
        (Rule("band", "is", "jung"), {"band": "alt"}, False),
        (Rule("band", "is_not", "jung"), {"band": "alt"}, True),
        (Rule("band", "is_not", "jung"), {}, True),
        (Rule("orte", "is", "park"), {"orte": ["hof", "park"]}, True),
        (Rule("orte", "is_not", "park"), {"orte": ["hof", "park"]}, False),
        (Rule("band", "answered"), {}, False),
        (Rule("band", "open"), {}, True),
        (Rule("zahl", "at_least", 3.0), {"zahl": 3}, True),
        (Rule("zahl", "more", 3.0), {"zahl": 3}, False),
        (Rule("zahl", "at_most", 3.0), {"zahl": 4}, False),
        (Rule("zahl", "less", 3.0), {"zahl": 2}, True),
    ],
)
def test_a_rule_means_what_it_says(rule: Rule, answers: dict[str, object], expected: bool) -> None:
    condition = condition_of(Rules("and", (rule,)), CONTENT)
    assert holds(condition, answers.get) is expected
    assert rules_of(condition) == Rules("and", (rule,))


def test_rules_are_joined_and_taken_apart_again() -> None:
    both = Rules("or", (Rule("band", "is", "jung"), Rule("orte", "answered")))
    condition = condition_of(both, CONTENT)
    assert condition == ["or", ["=", ["answer", "band"], "jung"], ["answered", ["answer", "orte"]]]
    assert rules_of(condition) == both
    assert condition_of(Rules("and", ()), CONTENT) is None


@pytest.mark.parametrize(
    "condition",
    [
        [">", ["count", ["answer", "orte"]], 1],
        ["and", ["or", ["answered", ["answer", "band"]], ["answered", ["answer", "orte"]]]],
        ["matches", ["this"], "[0-9]+"],
    ],
)
def test_more_than_simple_rules_is_not_taken_apart(condition: list[object]) -> None:
    assert rules_of(condition) is None


def test_conditions_are_told_in_words(app: APIFlask) -> None:
    with app.test_request_context():
        assert told(["=", ["answer", "band"], "jung"], CONTENT) == "»Wie alt bist du?« ist »12–15«"
        several = [
            "and",
            ["answered", ["answer", "band"]],
            ["or", ["not", ["selected", ["answer", "orte"], "hof"]], [">", ["count", ["answer", "orte"]], 1]],
        ]
        assert told(several, CONTENT) == (
            "»Wie alt bist du?« ist beantwortet und (»Wo bist du?« ist nicht »hof« oder "
            "Zahl der Angaben bei »Wo bist du?« > 1)"
        )
        assert told(["<=", ["this"], 2.5], CONTENT) == "diese Antwort ist höchstens 2,5"


def test_every_comparison_has_a_name() -> None:
    made = {rules_of(condition_of(Rules("and", (Rule("band", name, 1.0),)), CONTENT)) for name in OPERATORS}
    assert len(made) == len(OPERATORS)


def test_every_picture_can_be_chosen() -> None:
    assert tuple(name for name, _words in PICTURES) == PICTOGRAMS
