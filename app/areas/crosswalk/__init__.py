"""Umsteigeschlüssel: which area of one vintage became which of another, by area and by population (A10, A11)."""
