"""The channel of surveys: a questionnaire that people answer at one sitting."""

from app.surveys.channel import channel as channel

__all__ = ["channel"]
