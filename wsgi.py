"""Entry point for WSGI servers and the flask command."""

import sys

from app import create_app

# Whoever holds the write lock gives up the interpreter at each question to SQLite and gets it back after this many
# seconds; with Python's own five thousandths of a second everybody waits for that (benchmarks/recording.py).
sys.setswitchinterval(0.0005)

app = create_app()
