"""Pairs of cards that an editor is asked about: one story in two languages, perhaps."""
