"""Age bands (C2): cut at 14, 16 and 18 so that the consent path follows without a birth date; rollups for counting."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

AGE_BANDS = {
    "a00_05": _l("0–5"),
    "a06_09": _l("6–9"),
    "a10_11": _l("10–11"),
    "a12_13": _l("12–13"),
    "a14_15": _l("14–15"),
    "a16_17": _l("16–17"),
    "a18_21": _l("18–21"),
    "a22_26": _l("22–26"),
    "a27_44": _l("27–44"),
    "a45_64": _l("45–64"),
    "a65_79": _l("65–79"),
    "a80p": _l("80 und älter"),
    "na": _l("keine Angabe"),
}
YOUNG = ("a06_09", "a10_11", "a12_13", "a14_15", "a16_17", "a18_21")
ROLLUPS = {
    "r06_13": ("a06_09", "a10_11", "a12_13"),
    "r14_17": ("a14_15", "a16_17"),
    "r18_26": ("a18_21", "a22_26"),
    "r27_64": ("a27_44", "a45_64"),
    "r65p": ("a65_79", "a80p"),
    "r06_21": YOUNG,
}
"""Kinder, Jugendliche, junge Volljährige, Erwachsene, Senior/-innen, jung 6–21."""
STAGES = ("r06_13", "r14_17", "r18_26", "r27_64", "r65p")
"""Rollups that do not overlap and leave out only the smallest children."""

ROLLUP_LABELS = {
    "r06_13": _l("Kinder (6–13)"),
    "r14_17": _l("Jugendliche (14–17)"),
    "r18_26": _l("junge Volljährige (18–26)"),
    "r27_64": _l("Erwachsene (27–64)"),
    "r65p": _l("Senior/-innen (65 und älter)"),
    "r06_21": _l("jung (6–21)"),
    "all": _l("alle"),
}
