"""The editor of questionnaires for staff: outline, questions, conditions in plain words, languages, a phone to try."""
