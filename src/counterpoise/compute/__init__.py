"""Where work runs; knows nothing of arms or law."""
