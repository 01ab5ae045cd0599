"""What packages above want to know about Raumgliederungen: they connect here, areas never imports them."""

from __future__ import annotations

from blinker import Namespace

_signals = Namespace()

shapes_changed = _signals.signal("areas-shapes-changed")
"""Sent in the transaction that changes shapes of a vintage which stays: sender = its id, `region` = the WGS 84
geometry outside of which nothing moved. Receivers return how many places they moved."""

vintage_stored = _signals.signal("areas-vintage-stored")
"""Sent in the transaction that stores a vintage with new areas: sender = its id, `actor` = who stored it."""
