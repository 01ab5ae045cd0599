"""Questionnaires for the tests of XLSForm: one of everything, and thirty small ones made of its parts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from app.questions.content import Choice, Question, Questionnaire, Row, Section
from app.questions.texts import Texts

LANGUAGES = ("de", "de-simple", "en")


def said(german: str, english: str = "") -> Texts:
    return {"de": german, "de-simple": f"{german} (leicht)", "en": english or f"{german} (en)"}


YES_NO = (Choice("yes", said("Ja", "Yes")), Choice("no", said("Nein", "No")))
DAYS = (
    Choice("mon", said("Montag"), pictogram="calendar"),
    Choice("1", said("Erster")),
    Choice("other", said("Sonst"), takes_words=True),
)
WITH_NONE = (*YES_NO, Choice("na", said("Keine Angabe"), is_declined=True))
WITH_NOTHING = (*DAYS, Choice("nothing", said("Nichts davon"), is_exclusive=True))
WORDS_TWICE = (
    Choice("club", said("Verein, und zwar"), takes_words=True),
    Choice("course", said("Kurs, und zwar"), takes_words=True),
    Choice("none", said("Nichts davon")),
)
STEPS = tuple(Choice(f"s{n}", said(f"Stufe {n}")) for n in range(1, 6))

QUESTIONS: tuple[Question, ...] = (
    Question("short", "text", said("Wie heißt dein Lieblingsort?"), hint=said("Ein Wort genügt"), most=80),
    Question("long", "longtext", said("Erzähl davon"), relevant=["answered", ["answer", "short"]]),
    Question("coded_text", "text", said("Postleitzahl"), constraint=["matches", ["this"], "[0-9]{5}"],
             constraint_message=said("Fünf Ziffern")),
    Question("single_q", "single", said("Gehst du hin?"), choices=YES_NO, is_required=True),
    Question("single_other", "single", said("Wann, {short}?"), choices=DAYS, is_shuffled=True),
    Question("multi", "multiple", said("Was davon?"), choices=WORDS_TWICE, least=1, most=2,
             constraint=["not", ["and", ["selected", ["this"], "club"], ["selected", ["this"], "none"]]],
             constraint_message=said("Entweder oder")),
    Question("multi_alone", "multiple", said("Was fehlt?"), choices=WITH_NOTHING),
    Question("rated", "scale", said("Wie zufrieden?"), choices=STEPS, look="smileys"),
    Question("plain_scale", "scale", said("Wie sicher?"), choices=WITH_NONE),
    Question("grid", "matrix", said("Orte"), hint=said("Je Zeile eine Antwort"), choices=STEPS, is_required=True,
             rows=(Row("park", said("Park")), Row("school", said("Schule")))),
    Question("after_grid", "note", said("Danke für {single_q}."),
             relevant=["=", ["answer", "grid", "park"], "s1"]),
    Question("best", "ranking", said("Was zuerst?"), choices=YES_NO, most=1),
    Question("age", "number", said("Wie alt?"), least=6, most=99, step=1),
    Question("metres", "number", said("Wie weit?"), least=0.5, step=0.25,
             relevant=["and", [">=", ["answer", "age"], 12],
                       ["or", ["selected", ["answer", "multi"], "club"], ["=", ["count", ["answer", "multi"]], 2]]]),
    Question("day", "date", said("An welchem Tag?"), constraint=["<=", ["this"], ["today"]]),
    Question("hour", "time", said("Um wie viel Uhr?")),
    Question("agreed", "consent", said("Ich bin einverstanden."), is_required=True),
    Question("picture", "photo", said("Ein Foto"), most=3),
    Question("voice", "audio", said("Sag es"), most=1),
    Question("one_place", "point", said("Ein Ort"), most=1, is_required=True),
    Question("places", "point", said("Orte"), least=1, most=5, relevant=["answered", ["answer", "short"]],
             followups=(
                 Question("often", "single", said("Wie oft?"), choices=YES_NO),
                 Question("why", "longtext", said("Warum?"), relevant=["=", ["answer", "often"], "yes"]),
                 Question("parts", "matrix", said("Wie ist es?"), hint=said("Kurz"), choices=STEPS,
                          rows=(Row("light", said("Licht")),)),
             )),
    Question("way", "line", said("Dein Weg"), most=1),
    Question("drawn", "freehand", said("Male es")),
    Question("coded_places", "point", said("Was ist wo?"), most=2, look="coded", choices=YES_NO),
    Question("area", "polygon", said("Dein Viertel"), most=2, pictogram="map"),
    Question("counted", "note", said("So viele"), relevant=[">", ["count", ["answer", "places"]], 1]),
)  # fmt: skip

EVERYTHING = Questionnaire(
    title=said("Alles, was geht"),
    intro=said("Willkommen"),
    closing=said("Danke"),
    languages=LANGUAGES,
    sections=(
        Section("first", said("Zuerst"), text=said("Es geht los."), questions=QUESTIONS),
        Section(
            "child", said("Jedes Kind"), least_repeats=1, most_repeats=4,
            relevant=["selected", ["answer", "single_q"], "yes"],
            questions=(Question("child_age", "number", said("Alter"), step=1),),
        ),
        Section("thrice", said("Dreimal"), least_repeats=3, most_repeats=3,
                questions=(Question("again", "text", said("Noch einmal")),)),
        Section("last", {}, is_shuffled=True,
                questions=(Question("end_a", "note", said("A")), Question("end_b", "text", said("B")))),
    ),
)  # fmt: skip


def small_forms() -> Iterator[Questionnaire]:
    """One form for each question, with what its condition asks for before it."""
    for question in QUESTIONS:
        alone = replace(question, relevant=None)
        label = {code: text.replace("{", "(").replace("}", ")") for code, text in question.label.items()}
        yield Questionnaire(
            title={"de": f"Nur {question.key}"},
            languages=LANGUAGES,
            sections=(Section("only", said("Seite"), questions=(replace(alone, label=label),)),),
        )
