"""Offers the young people of the demo campaign "Zeig dein Ellerbrück" and their marks."""

from app.demo.voices_marks import Mark, marks
from app.demo.voices_people import Participant, participants

__all__ = ["Mark", "Participant", "marks", "participants"]
