"""Review of photos, voice notes and drawings: each is looked at and decided for itself (E11–E13, E20)."""

from app.contributions.review.media import models as models
