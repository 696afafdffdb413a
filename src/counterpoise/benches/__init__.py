"""Speeds against the stated alternatives, measured as ratios in one run."""
