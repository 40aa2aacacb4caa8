"""How long whoever keeps our documents may show them."""

from datetime import timedelta

FRESH = timedelta(minutes=5)
"""For which a document is shown without asking again."""
FRESH_PAGE = timedelta(minutes=1)
"""The same of a page for people."""
STALE = timedelta(minutes=10)
"""For which the old bytes may be shown after that while the new ones are fetched (RFC 5861)."""
LONGEST = FRESH + STALE
"""After which nobody who can reach us shows old bytes; pictures, named by content, apart."""
