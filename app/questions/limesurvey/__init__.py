"""LimeSurvey's survey files (.lss) in, and in words what has no counterpart here."""

from app.questions.limesurvey.reading import read_lss

__all__ = ["read_lss"]
