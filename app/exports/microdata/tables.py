"""The tables of a survey file: a line a person, a line an answer, the codebook, and what to know before using it."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from flask_babel import force_locale
from flask_babel import gettext as _

from app.areas.age_bands import AGE_BANDS
from app.exports.microdata.file import ABOUT, Microdata
from app.exports.microdata.persons import SAMPLE
from app.exports.microdata.variables import MISSING, SINGLE, UNRANKED, UNRANKED_WORDS, Variable, kind_label
from app.participants.vocabulary import GENDERS

WAYS = {
    "sample": "Stichprobe aus dem Melderegister",
    "open": "offener Link oder Code",
    "school": "Klasse",
    "kiosk": "Gerät vor Ort",
    "paper": "Papier, das auslag",
    "na": "zu wenige auf diesem Weg",
}
"""Of the sample it is not told who answered on paper."""
NOTES = (
    "Nur für den Dienstgebrauch der Statistikstelle. Nicht weitergeben, nicht mit anderen Daten verbinden.",
    "Eine Zeile ist eine Person. Die Nummer ist zufällig und in jeder Datei eine andere.",
    "Raum, Alter und Geschlecht stehen nur dort, wo mindestens fünf Personen dieselben Angaben haben, sonst »na«.",
    "Auch Antworten können eine Person verraten, wenn man sie kennt. Ergebnisse erst ab fünf Personen nennen.",
    "Gewichte beruhen nur auf den Angaben in dieser Datei und gelten nur für die Stichprobe (quelle = sample).",
    "Wer auf anderem Weg kam, hat sich selbst dazu entschieden. Daraus folgt nichts für die ganze Stadt.",
    "Freie Texte stehen nicht neben den Antworten, und nur, was freigegeben ist.",
)


def wide(data: Microdata) -> pd.DataFrame:
    """A line a person; choices by their keys, gaps by their codes, so that it can be read without the codebook."""
    table = data.persons.copy()
    for variable in data.variables:
        table[variable.name] = [_key(variable, value) for value in data.codes[variable.name]]
    return table


def _key(variable: Variable, value: Any) -> Any:
    if isinstance(value, str):
        return value
    number = int(value) if value == int(value) else value
    if variable.shape != SINGLE or number in variable.missing:
        return number
    return next((key for key, code in variable.codes.items() if code == number), number)


def long(data: Microdata) -> pd.DataFrame:
    """A line for each person and variable: nr, variable, key, value, label_de; gaps have their code and its words.

    Answers of sections that repeat follow under their keys; they have no column of their own in the wide table.
    """
    lines = []
    for variable in data.variables:
        for number, value in zip(data.persons["nr"], data.codes[variable.name], strict=True):
            if value == "":
                continue
            shown = _key(variable, value)
            words = "" if isinstance(value, str) else _words(variable, value)
            lines.append((number, variable.name, variable.key, str(shown), words))
    for nr, key, value in data.rounds.itertuples(index=False):
        lines.append((nr, "", str(key), f"{value:g}" if isinstance(value, float) else str(value), ""))
    return pd.DataFrame(lines, columns=["nr", "variable", "key", "value", "label_de"])


def _words(variable: Variable, value: float) -> str:
    return {**variable.labels_de, **variable.missing}.get(int(value), "") if value == int(value) else ""


def codebook(data: Microdata) -> pd.DataFrame:
    """A line for each column: name, key, kind, words in German and English, choices, missing codes, version."""
    with force_locale("de"):
        about = [
            {
                "variable": name,
                "key": "",
                "kind": _("Angabe zur Person") if name not in {"nr", "fassung", "gewicht"} else _("Technik"),
                "text_de": german,
                "text_en": english,
                "choices": _listed(about_labels(data, name)),
                "choices_en": "",
                "missing": "",
                "version": data.survey.version_name,
            }
            for name, (german, english) in ABOUT.items()
        ]
        asked = [
            {
                "variable": variable.name,
                "key": variable.key,
                "kind": kind_label(variable),
                "text_de": variable.label_de,
                "text_en": variable.label_en,
                "choices": _choices(variable, variable.labels_de),
                "choices_en": _choices(variable, variable.labels_en),
                "missing": _listed({str(code): words for code, words in variable.missing.items()}),
                "version": data.survey.version_name,
            }
            for variable in data.variables
        ]
    return pd.DataFrame([*about, *asked])


def _choices(variable: Variable, labels: dict[int, str]) -> str:
    keys = {code: key for key, code in variable.codes.items()}
    return "; ".join(
        f"{code} ({keys[code]}) = {words}" if code in keys else f"{code} = {words}"
        for code, words in labels.items()
    )


def _listed(labels: dict[str, str]) -> str:
    return "; ".join(f"{code} = {words}" for code, words in labels.items())


def about_labels(data: Microdata, name: str) -> dict[str, str]:
    """Words of the values of a column about persons."""
    if name == "raum":
        return {**data.areas, "na": "nicht angegeben oder zu wenige"}
    if name == "alter":
        return {key: str(label) for key, label in AGE_BANDS.items()}
    if name == "geschlecht":
        return {key: str(label) for key, label in GENDERS.items()}
    if name == "quelle":
        return WAYS
    return {}


def notes(data: Microdata) -> pd.DataFrame:
    missing = ", ".join(f"{code} {words}" for code, words in {**MISSING, UNRANKED: UNRANKED_WORDS}.items())
    words = [
        *NOTES,
        f"Fehlende Angaben: {missing}.",
        f"{len(data.persons)} Personen, Umfrage »{data.survey.title}«.",
    ]
    weighted = data.persons["gewicht"].notna().any()
    words += [] if weighted else [_without_weights(data)]
    return pd.DataFrame({"Hinweise": words})


def _without_weights(data: Microdata) -> str:
    if not (data.persons["quelle"] == SAMPLE).any():
        return "Ohne Gewichte: Es gibt keine Stichprobe, oder sie ist zu klein, um sie zu nennen."
    return "Ohne Gewichte: Die Einwohnerzahlen nach Altersgruppen fehlen."


def spoken(texts: list[tuple[str, str]], seed: int | None = None) -> pd.DataFrame:
    """Released words with their question, in random order and beside no person."""
    order = np.random.default_rng(seed).permutation(len(texts))
    return pd.DataFrame([texts[at] for at in order], columns=["key", "text"])
