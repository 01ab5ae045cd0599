"""Class mode: a lesson of 45 or 90 minutes with a board for the beamer that shows counts and never anybody."""
