"""The renderers: cards in, documents out; no store, no network, no clock.

    cards ─ selection.belongs ─ entries ─ selection.cut ─ rss | atom | json_feed .render ─ bytes

A document is an envelope around items. An item is built once per card and format
(`generator.py`, `json_feed.py`) and kept; a card that cannot be rendered is left out and named
in `Rendered.refused`, so it never takes a document down with it.
"""
