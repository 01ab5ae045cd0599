"""A report about gaps and overlaps as JSON, kept beside the file it was made for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import shapely

from app.areas.validation import Fault, PartitionReport
from app.base.plain import from_plain, to_plain


def told(report: PartitionReport) -> Any:
    """For json.dumps; shapes as WKB in hexadecimal digits."""
    return to_plain(_with_shapes(report, lambda shape: shapely.to_wkb(shape, hex=True)))


def restored(found: Any) -> PartitionReport:
    """The report again, exactly."""
    return _with_shapes(from_plain(found, (PartitionReport, Fault)), shapely.from_wkb)


def _with_shapes(report: PartitionReport, change: Any) -> PartitionReport:
    def changed(faults: Iterable[Fault]) -> tuple[Fault, ...]:
        return tuple(replace(fault, geometry=change(fault.geometry)) for fault in faults)

    return replace(
        report,
        gaps=changed(report.gaps),
        overlaps=changed(report.overlaps),
        holes=changed(report.holes),
    )
