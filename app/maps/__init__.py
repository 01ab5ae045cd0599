"""The needle map channel: people mark places on a phone."""

from app.maps.channel import channel as channel
