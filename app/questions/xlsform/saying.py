"""Our conditions as XPath for the columns `relevant` and `constraint`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask_babel import gettext as _

from app.questions.content import Condition
from app.questions.xlsform.compiling import Unsupported

NameOf = Callable[[str, str], str | None]
"""The name of a question (key, "") or of a row of a matrix (key, row) in the form, None when there is none."""
_INFIX = ("=", "!=", "<", "<=", ">", ">=", "+", "-", "*", "div", "mod")
_SIMPLE = {"length": "string-length", "count": "count-selected", "not": "not"}


def xpath_of(condition: Condition, name_of: NameOf, is_counted: Callable[[str], bool]) -> str:
    """The expression; `is_counted` tells questions whose answers repeat (marks). Unsupported when there is none."""
    return _said(condition, name_of, is_counted)


def literal(value: object) -> str:
    """A number, text or truth value in XPath; Unsupported for a text with both kinds of quotes."""
    if isinstance(value, bool):
        return "true()" if value else "false()"
    if isinstance(value, int | float):
        text = f"{value:.10f}".rstrip("0").rstrip(".")
        return text or "0"
    text = str(value)
    if "'" not in text:
        return f"'{text}'"
    if '"' not in text:
        return f'"{text}"'
    raise Unsupported(_("Ein Text enthält beide Arten von Anführungszeichen."))


def _said(part: Any, name_of: NameOf, is_counted: Callable[[str], bool]) -> str:
    if not isinstance(part, list):
        return literal(part)
    operator, *arguments = part
    if operator == "answer":
        name = name_of(arguments[0], arguments[1] if len(arguments) > 1 else "")
        if name is None:
            raise Unsupported(_("Die Antwort »%(name)s« hat in XLSForm keinen Namen.", name=arguments[0]))
        return f"${{{name}}}"
    if operator == "this":
        return "."
    if operator == "today":
        return "today()"
    if operator == "count" and arguments[0][:1] == ["answer"] and is_counted(arguments[0][1]):
        return f"count({_said(arguments[0], name_of, is_counted)})"
    said = [_said(one, name_of, is_counted) for one in arguments]
    if operator in {"and", "or"}:
        if len(said) == 1:
            return f"boolean({said[0]})"
        return f" {operator} ".join(
            f"({text})" if _operator(one) in {"and", "or"} and len(one) > 2 else text
            for one, text in zip(arguments, said, strict=True)
        )
    if operator == "answered":
        return f"{said[0]} != ''"
    if operator == "selected":
        return f"selected({said[0]}, {said[1]})"
    if operator == "matches":
        return f"regex({said[0]}, {said[1]})"
    if operator in _SIMPLE:
        return f"{_SIMPLE[operator]}({said[0]})"
    if operator in _INFIX:
        left, right = (
            f"({text})" if _operator(one) in (*_INFIX, "and", "or", "answered") else text
            for one, text in zip(arguments, said, strict=True)
        )
        return f"{left} {operator} {right}"
    raise Unsupported(_("»%(name)s« gibt es in XLSForm nicht.", name=operator))


def _operator(part: Any) -> str:
    return str(part[0]) if isinstance(part, list) and part else ""
