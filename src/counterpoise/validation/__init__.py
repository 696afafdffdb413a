"""Scores against history, papers, closed forms and texts: what the numbers of this package are worth."""
