"""The channels of the map: needles that people set on a phone, and maps they draw themselves."""

from app.maps.channel import channel as channel
from app.maps.subjective import channel as drawings

__all__ = ["channel", "drawings"]
