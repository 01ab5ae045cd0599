"""What every package stands on and what knows nothing of the field: database, pages, security, languages."""
