"""Pictures as SVG with the data behind them: for pages, phones, paper and files. Knows nothing of arms or law."""
