"""Subjective maps (B5): a white sheet instead of a map, drawn in two stages, told, and never warped onto a map."""

from app.contributions.media.processing import add_processor
from app.maps.subjective.channel import channel as channel

add_processor("drawing", "app.maps.subjective.reading:read_drawing")
