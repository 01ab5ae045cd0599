"""The day on which all questionnaires of the tests are answered."""

from datetime import date

TODAY = date(2026, 11, 30)
