"""Shuffled orders: the same on phone and server, different for each person, fair; special choices at the end."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from app.questions.order import choices_in_order, number_of, questions_in_order, rows_in_order
from app.questions.reading import to_json
from tests.questions.in_node import in_node
from tests.questions.tables import form

FORM = form("""
section  | mixed | | shuffled
single   | way | foot bike other+ bus none- car | shuffled
matrix   | places | good bad / park hall wall | shuffled
note     | hint |
ranking  | wishes | a b c d e f | shuffled
text     | plain |
""")
SECTION = FORM.sections[0]
WAY, PLACES = SECTION.questions[0], SECTION.questions[1]
SEEDS = [f"0192f3c4-0000-7000-8000-{number:012d}" for number in range(600)]


def keys(things: object) -> list[str]:
    return [thing.key for thing in things]  # type: ignore[attr-defined]


def test_special_choices_stay_at_the_end() -> None:
    found = {tuple(keys(choices_in_order(WAY, seed))) for seed in SEEDS}
    assert {order[-2:] for order in found} == {("other", "none")}
    assert len(found) == 24


def test_each_choice_is_first_about_as_often() -> None:
    first = Counter(choices_in_order(SECTION.questions[3], seed)[0].key for seed in SEEDS)
    assert sorted(first) == list("abcdef")
    # 100 each; six standard deviations of a binomial count.
    assert all(100 - 55 < number < 100 + 55 for number in first.values())


def test_questions_do_not_share_their_order() -> None:
    pairs = Counter(
        (choices_in_order(WAY, seed)[0].key, rows_in_order(PLACES, seed)[0].key) for seed in SEEDS
    )
    assert len(pairs) == 12


def test_a_matrix_mixes_its_rows_and_not_its_choices() -> None:
    assert {tuple(keys(choices_in_order(PLACES, seed))) for seed in SEEDS} == {("good", "bad")}
    assert len({tuple(keys(rows_in_order(PLACES, seed))) for seed in SEEDS}) == 6


def test_nothing_is_mixed_unasked() -> None:
    calm = replace(WAY, is_shuffled=False)
    assert choices_in_order(calm, "x") == WAY.choices
    assert rows_in_order(replace(PLACES, is_shuffled=False), "x") == PLACES.rows
    assert questions_in_order(replace(SECTION, is_shuffled=False), "x") == SECTION.questions


def test_known_numbers() -> None:
    """FNV-1a of nothing is its offset basis; the finaliser of MurmurHash3 makes this of it."""
    number = 0x811C9DC5
    for shift, factor in ((16, 0x85EBCA6B), (13, 0xC2B2AE35)):
        number = (number ^ (number >> shift)) * factor % 2**32
    assert number_of("") == number ^ (number >> 16)


def test_the_phone_has_the_same_orders() -> None:
    sheet = to_json(FORM)["sections"][0]
    found = in_node(
        """
        const { choicesInOrder, rowsInOrder, questionsInOrder, hash } = await import("@/order.js");
        const keys = (things) => things.map((thing) => thing.key);
        const [way, places] = data.section.questions;
        return data.seeds.map((seed) => [keys(choicesInOrder(way, seed)), keys(choicesInOrder(places, seed)),
            keys(rowsInOrder(places, seed)), keys(questionsInOrder(data.section, seed)), hash(seed)]);
        """,
        {"section": sheet, "seeds": [*SEEDS[:100], "", "straße 🚲"]},
    )
    assert found == [
        [keys(choices_in_order(WAY, seed)), keys(choices_in_order(PLACES, seed)), keys(rows_in_order(PLACES, seed)),
         keys(questions_in_order(SECTION, seed)), number_of(seed)]
        for seed in [*SEEDS[:100], "", "straße 🚲"]
    ]  # fmt: skip
