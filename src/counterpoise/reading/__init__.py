"""Texts into statements: knows language, not law."""
