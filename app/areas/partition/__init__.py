"""Gaps and overlaps of a stored vintage: found, repaired after a preview and only on confirmation, with history."""
