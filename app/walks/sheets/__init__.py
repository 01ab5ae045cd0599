"""Observation sheets of a walk that were filled in by hand and are typed in afterwards, each once."""
