"""Answers of a survey person by person, for the statistics role alone (decision 21): coarse, without ids, audited."""
