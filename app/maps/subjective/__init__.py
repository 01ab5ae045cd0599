"""Subjective maps (B5): a white sheet instead of a map, drawn in two stages, told, and never warped onto a map."""

from app.maps.subjective.channel import channel as channel
