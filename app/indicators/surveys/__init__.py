"""Surveys as counting sees them: who answered what, who was asked, and how a row about an answer is named."""
