"""Forms of those who plan a walk."""
