"""The column `type`: what XLSForm asks for, and which of our kinds that is."""

from __future__ import annotations

import re
from dataclasses import dataclass

BEGIN, END, GROUP, REPEAT = "begin", "end", "group", "repeat"
CALCULATION, META, UNKNOWN = "calculation", "meta", "unknown"

_SELECTS = {
    "select_one": "single", "select1": "single", "select_one_from": "single",
    "add_select_one_prompt_using": "single", "select_one_from_file": "single",
    "select_multiple": "multiple", "select_all_that_apply": "multiple", "select_all_that_apply_from": "multiple",
    "add_select_multiple_prompt_using": "multiple", "select_multiple_from_file": "multiple", "rank": "ranking",
}  # fmt: skip
_SELECT = re.compile(
    rf"(?P<what>{'|'.join(sorted((name.replace('_', '[ _]') for name in _SELECTS), key=len, reverse=True))})"
    r"\s+(?P<list>\S+)(?P<other>\s+or[ _]+(?:specify[ _]+)?other)?",
    re.IGNORECASE,
)
_SIMPLE = {
    "text": "text", "string": "text", "add_text_prompt": "text", "phone_number": "text", "barcode": "text",
    "integer": "number", "int": "number", "add_integer_prompt": "number", "range": "number",
    "decimal": "number", "add_decimal_prompt": "number",
    "date": "date", "add_date_prompt": "date", "datetime": "date", "add_date_time_prompt": "date", "time": "time",
    "add_time_prompt": "time", "note": "note", "add_note_prompt": "note",
    "acknowledge": "consent", "trigger": "consent", "add_acknowledge_prompt": "consent",
    "image": "photo", "photo": "photo", "add_image_prompt": "photo", "add_photo_prompt": "photo",
    "audio": "audio", "add_audio_prompt": "audio",
    "geopoint": "point", "location": "point", "gps": "point", "add_location_prompt": "point", "q_location": "point",
    "geotrace": "line", "geoshape": "polygon",
}  # fmt: skip
_WHOLE = {"integer", "int", "add_integer_prompt"}
_CALCULATIONS = {"calculate", "add_calculate_prompt"}
_METAS = {
    "start", "end", "today", "deviceid", "device_id", "subscriberid", "subscriber_id", "imei", "simserial", "sim_id",
    "phonenumber", "username", "email", "audit", "start-geopoint", "background-audio", "background-geopoint",
    "hidden", "start_time", "end_time", "get_device_id", "get_start_time", "get_end_time", "get_today",
    "get_phone_number",
}  # fmt: skip


@dataclass(frozen=True)
class Type:
    """What a row is. `what` is one of our kinds, BEGIN, END, CALCULATION, META or UNKNOWN.

    `of` is GROUP or REPEAT for BEGIN and END, else the list of choices (or the file with them, `is_file`).
    """

    what: str
    of: str = ""
    has_other: bool = False
    is_file: bool = False
    is_whole: bool = False
    is_inexact: bool = False


def type_of(written: str) -> Type:
    """The meaning of a cell, whatever its spelling (`select one from`, `Begin Group`, `begin_repeat`)."""
    text = " ".join(written.split())
    plain = text.lower().replace(" ", "_")
    for edge in (BEGIN, END):
        if plain in {f"{edge}_group", f"{edge}group"}:
            return Type(edge, GROUP)
        if plain in {f"{edge}_repeat", f"{edge}repeat", f"{edge}_lgroup", f"{edge}_looped_group"}:
            return Type(edge, REPEAT)
    select = _SELECT.fullmatch(text)
    if select:
        what = select["what"].lower().replace(" ", "_")
        return Type(_SELECTS[what], select["list"], bool(select["other"]), what.endswith("from_file"))
    if plain in _SIMPLE:
        return Type(
            _SIMPLE[plain],
            is_whole=plain in _WHOLE,
            is_inexact=plain in {"datetime", "add_date_time_prompt", "barcode"},
        )
    if plain in _CALCULATIONS:
        return Type(CALCULATION)
    if plain in _METAS or plain.startswith("uri:"):
        return Type(META)
    return Type(UNKNOWN)
