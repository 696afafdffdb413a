"""Disputes between states: the published forecasts made again, and our own, never a dispute seen before it is scored.

Chances for named pairs stay in here; no dossier and no other command uses them.
"""
