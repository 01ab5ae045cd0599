"""Attacks from outside and inside that once worked or might: each stays repelled."""
