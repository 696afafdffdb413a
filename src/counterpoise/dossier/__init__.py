"""Results into a cited document. Computes nothing: it arranges, words and cites what others found."""
