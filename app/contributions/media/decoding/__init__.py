"""Runs in the limited child only: bytes of strangers become pictures and sound of our own."""
