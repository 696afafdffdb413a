"""Numbered, append-only changes of the schema; run by migrating.py, never by hand."""
