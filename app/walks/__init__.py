"""The channel of walks through the quarter (Quartiersspaziergang): planned, walked, read together."""

from app.walks.channel import channel as channel

__all__ = ["channel"]
