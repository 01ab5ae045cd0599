"""Hints for review (E09, E16, E19, R59): what points at a person is found, what young people usually say is not."""

from __future__ import annotations

import random
import re

import pytest

from app.config import PARTICIPANT_LANGUAGES
from app.contributions.flags import _WORDS, FLAGS, flags_of, urgency_of
from tests.contributions.seeded_texts import harmless, telling

STRUCTURED = {
    "phone": ["0176 12345678", "0511/123456", "+49 511 123456", "0049 171 2345678", "(0511) 12 34 56", "01761234567"],
    "email": ["max@example.org", "max.muster+x@schule.example.de", "max(at)web.de", "max at web punkt de"],
    "iban": ["DE89370400440532013000", "DE89 3704 0044 0532 0130 00", "AT611904300234573201", "CH9300762011623852957"],
    "address": ["Lindenstraße 12", "Lindenstr. 12a", "Am Wall 4", "An der Eiche 17 b", "Goetheplatz 3", "Haus Nr. 5"],
    "handle": ["@cool_kid", "@anna.07", "insta: anna07", "Snapchat name ist anna07"],
    "person": ["Frau Schmidt", "Herr Öztürk", "der aus der 8b", "Klasse 10", "Ich heiße Anna"],
}  # fmt: skip
SENTENCES = [
    "Frag mal: {}",
    "Ich finde es schön. {} sagt das auch.",
    "{}",
    "Da vorne ({}) ist es dunkel!",
    "{}, danke",
]
HARMLESS = [
    "Ab acht kommt jedes Mal jemand raus und meckert, auch wenn wir nur sitzen.",
    "Der letzte Bus fährt 18:42, Training geht bis halb acht.",
    "Seit 2017 ist hier nichts passiert, am 18.10.2017 wurde der Zaun gebaut.",
    "In der Unterführung geht seit 3 Wochen die Lampe nicht.",
    "Für Sie sind das 4 Minuten, für mich 20.",
    "Im Park 5 Minuten sitzen, am Platz 18 Uhr, das wäre 100 % besser.",
    "Am Kiosk kostet alles 2,50 Euro.",
    "Die Straße ist 300 Meter lang und der Weg 2 m breit.",
    "Dieser Gehweg wird als Parkplatz missbraucht.",
    "Das wäre der Hammer!",
]
DANGER = [
    "Ich bleib so lange am Hafen, weil es zu Hause laut wird, wenn er getrunken hat.",
    "Mein Vater schlägt mich.",
    "mein stiefvater SCHLAEGT mich",
    "Hier wurde ich begrapscht",
    "Ich will nicht mehr leben",
    "manchmal ritze ich mich hier",
    "He hits me",
    "zuhause hab ich angst",
]
DANGER_ELSEWHERE = {
    "tr": ["Babam beni dövüyor.", "babam beni dovuyor", "Burada bir adam beni taciz etti", "İNTİHAR etmek istiyorum",
           "Ölmek istiyorum", "kendime zarar veriyorum", "Eve gitmeye korkuyorum"],
    "ar": ["أبي يضربني كل يوم", "ابي بيضربني", "هنا رجل تحرش بي", "أُرِيدُ أَنْ أَمُوتَ", "اريد ان اموت", "ويهددني بعد المدرسة",
           "أخاف أن أعود إلى البيت"],
    "uk": ["Тато мене б’є", "вітчим б'є мене", "Тут мене побили старші", "Я не хочу жити", "наді мною знущаються щодня",
           "він погрожує мені"],
    "ru": ["Отец бьёт меня", "меня бьет отчим", "Хочу умереть", "Надо мной издеваются в школе", "он угрожает мне",
           "Режу себя иногда"],
    "pl": ["Ojczym mnie bije", "Tata mnie uderzył", "Chcę umrzeć", "chce umrzec", "boję się wracać do domu",
           "Ktoś mnie tu molestował", "Starsi grożą mi tutaj"],
    "fr": ["Mon père me bat", "Il me frappe tous les soirs", "J’ai envie de mourir", "un homme m'a violée ici",
           "J'ai peur de rentrer", "on me fait du chantage"],
}  # fmt: skip
HARMLESS_ELSEWHERE = {
    "tr": ["Burada basketbol oynuyoruz.", "Bu müzik bana dokunuyor.", "Parkta çok çöp var, kedileri seviyorum.",
           "Yemek bana dokundu.", "Kalbim burada hızlı atıyor"],
    "ar": ["نلعب كرة القدم هنا", "أحب هذا المكان لأنه هادئ", "الشارع مظلم في الليل", "الشجرة تلمس البيت",
           "هنا حديقة جميلة"],
    "uk": ["Тут гарно, ми граємо у футбол.", "Серце б'є швидше, коли я тут.", "Бити м'ячем можна тільки тут",
           "Годинник б'є кожну годину"],
    "ru": ["Жизнь здесь бьёт ключом!", "Фонтан бьет высоко", "Здесь темно и нет фонаря.", "Убийственно скучно тут"],
    "pl": ["Można się tu zabić na tych schodach.", "Tu gwałtownie hamują auta.", "Grozi mi mandat za rower",
           "Zegar bije co godzinę", "Serce bije szybciej"],
    "fr": ["Ce qui me frappe, c’est le bruit.", "Cet endroit me touche.", "Le bruit me tape sur les nerfs",
           "La porte violette est jolie", "Cette côte va me tuer", "Mon frère me bat au foot",
           "On joue au ballon ici."],
}  # fmt: skip
HOMES = [
    "Hier wohne ich, das gelbe Haus mit der 4.",
    "bei mir",
    "Zuhause",
    "ZU  HAUSE",
    "my home",
    "vor meiner Haustür",
]


@pytest.mark.parametrize("text", HARMLESS)
def test_what_people_usually_say_raises_nothing(text: str) -> None:
    assert flags_of(text) == []


@pytest.mark.parametrize("text", DANGER)
def test_words_of_danger_come_first(text: str) -> None:
    found = flags_of(text)
    assert found[0] == "danger"
    assert urgency_of(found) == 2


@pytest.mark.parametrize("language", sorted(DANGER_ELSEWHERE))
def test_words_of_danger_are_heard_in_every_language_of_the_pages(language: str) -> None:
    assert [text for text in DANGER_ELSEWHERE[language] if "danger" not in flags_of(text)] == []


@pytest.mark.parametrize("language", sorted(HARMLESS_ELSEWHERE))
def test_words_that_only_look_alike_raise_no_alarm(language: str) -> None:
    assert [text for text in HARMLESS_ELSEWHERE[language] if "danger" in flags_of(text)] == []


def test_each_language_of_the_pages_has_its_words_and_they_are_many() -> None:
    heard = {
        name.removeprefix("danger_"): len(words)
        for name, words in _WORDS.items()
        if re.fullmatch("danger_..", name)
    }
    spoken = {
        language for language in PARTICIPANT_LANGUAGES if len(language) == 2
    }  # Leichte Sprache is German
    assert sorted(heard) == sorted(spoken - {"de", "en"})
    assert min(heard.values()) >= 30


@pytest.mark.parametrize("text", HOMES)
def test_homes_are_noticed(text: str) -> None:
    assert "home" in flags_of(text)


def test_structured_identifiers_are_found_in_ninety_eight_of_a_hundred() -> None:
    chance = random.Random(8)
    made = [
        (code, chance.choice(SENTENCES).format(chance.choice(values)))
        for code, values in STRUCTURED.items()
        for _ in range(40)
    ]
    missed = [(code, text) for code, text in made if code not in flags_of(text)]
    assert len(made) >= 200
    assert len(missed) <= 0.02 * len(made), missed


def test_an_account_number_needs_its_check_digits() -> None:
    assert flags_of("DE89370400440532013000") == ["iban"]
    assert "iban" not in flags_of("DE88370400440532013000")
    assert "iban" not in flags_of("XX89370400440532013000")


def test_title_words_and_place_count_together() -> None:
    assert flags_of("", "", "") == []
    assert flags_of("Zu Hause", "wenn er getrunken hat") == ["danger", "home"]
    assert set(flags_of("a", "b", "Ruf 0176 12345678")) == {"phone"}
    assert set(FLAGS) >= set(flags_of(" ".join(text for texts in STRUCTURED.values() for text in texts)))


@pytest.mark.parametrize(
    "piece", ["a", "-", "1 ", "@", "am ", "a.", "(0", "str ", "de89 ", "ä", "zu hause ", "0 "]
)
def test_repeated_signs_do_not_make_a_pattern_run_away(piece: str) -> None:
    """A pattern that tries every way to cut such a text would not come back before the run is stopped."""
    assert set(flags_of((piece * 5000)[:5000])) <= set(FLAGS)


def test_two_hundred_telling_texts_are_flagged_and_two_hundred_harmless_ones_are_not() -> None:
    """R59: structured identifiers at least 98 %, false alarms at most 5 %."""
    missed = [text for flag, text in telling() if flag not in flags_of(text)]
    alarms = [text for text in harmless() if flags_of(text)]
    assert (len(telling()), len(harmless())) == (200, 200)
    assert len(missed) <= 4, missed
    assert len(alarms) <= 10, alarms
