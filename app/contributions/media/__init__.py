"""Photos, voice, drawings and scans of contributions: sent in parts, decoded in a child, reviewed before shown."""

from app.contributions.media import models as models
