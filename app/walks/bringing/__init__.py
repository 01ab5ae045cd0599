"""What comes from outside after a walk: photos of cameras, placed by themselves, by a recorded track or by hand.

A track is a tool for placing and goes afterwards (E15: no tracking); docs/walks.md says how.
"""
