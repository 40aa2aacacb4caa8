"""The vocabulary every floor shares: cards, sources, channels, runs, and what a page says."""
