"""How our workbooks look: one heading style, numbers and dates in formats that German Excel shows as written."""

from __future__ import annotations

from typing import Any

OPTIONS = {
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "nan_inf_to_errors": False,
}
"""Text stays text, whatever it begins with."""


class Looks:
    """The formats of one workbook; `head` wraps, so that long German headings need no wide columns."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self.head = book.add_format(
            {"bold": True, "bottom": 1, "bg_color": "#E6EEF5", "text_wrap": True, "valign": "top"}
        )
        self.moment = book.add_format({"num_format": "dd.mm.yyyy hh:mm", "align": "left"})
        self._numbers: dict[tuple[int, bool], Any] = {}

    def number(self, digits: int, *, is_total: bool = False) -> Any:
        """With a mark for thousands when whole, else with exactly so many decimals; a total is bold under a line."""
        if (digits, is_total) not in self._numbers:
            pattern = "#,##0" if not digits else "0." + "0" * digits
            more = {"bold": True, "top": 1} if is_total else {}
            self._numbers[digits, is_total] = self._book.add_format({"num_format": pattern, **more})
        return self._numbers[digits, is_total]

    def for_column(self, kind: str, decimals: int) -> Any:
        """The format of a whole column, for cells that are written without one."""
        return self.number(decimals) if kind == "number" else None
