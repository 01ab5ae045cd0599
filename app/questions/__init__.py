"""The questionnaire engine: content, conditions, answers and forms; it knows no contribution."""
