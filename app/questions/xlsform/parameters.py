"""The column `parameters`: bounds of a range, shuffled choices."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import gettext as _

from app.questions.xlsform.form import Form
from app.questions.xlsform.tree import Node, is_yes

_SHUFFLED = {"single", "multiple", "ranking"}


@dataclass(frozen=True)
class Parameters:
    """What they mean for a question; a range has bounds and a step, a whole number the step 1."""

    least: float | None = None
    most: float | None = None
    step: float | None = None
    is_shuffled: bool = False


def read_parameters(node: Node, kind: str, form: Form) -> Parameters:
    """Read the cell; what has no meaning here is named."""
    entry = node.entry
    found = {}
    for part in entry.take("parameters").replace(",", " ").replace(";", " ").replace(" =", "=").split():
        name, _equals, value = part.partition("=")
        found[name.lower()] = value
    is_range = entry.plain.get("type", "").strip().lower() == "range"
    shuffled = kind in _SHUFFLED and is_yes(found.pop("randomize", ""))
    least, most, step = None, None, 1.0 if node.type.is_whole else None
    if is_range:
        least = _number(found.pop("start", "1"))
        most = _number(found.pop("end", "10"))
        step = _number(found.pop("step", "1"))
        if least is not None and most is not None and least > most:
            least, most = most, least
            step = abs(step) if step else step
    for name in found:
        form.lost(entry, "parameters", _("Die Einstellung »%(name)s« gibt es hier nicht.", name=name))
    return Parameters(_plain(least), _plain(most), _plain(step), shuffled)


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def _plain(number: float | None) -> float | None:
    return int(number) if number is not None and abs(number) < 1e15 and number == int(number) else number
