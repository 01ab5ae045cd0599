"""A sample from the register: personal codes in letters, kept apart from the open link and from every answer.

The town keeps its own list of addresses beside our serial numbers; no name and no address comes in here.
"""
