"""How long whoever keeps our documents may show them."""

from datetime import timedelta

FRESH = timedelta(minutes=5)
"""For which a document is shown without asking again."""
FRESH_PAGE = timedelta(minutes=1)
"""The same of a page for people."""
STALE = timedelta(minutes=10)
"""For which the old bytes may be shown after that while the new ones are fetched (RFC 5861)."""
FAILING = timedelta(days=1)
"""For which they may be shown while we cannot be reached, or answer with an error (RFC 5861)."""
KEPT = timedelta(days=365)
"""For which a picture, named by its content, may be kept without asking (RFC 8246)."""
LONGEST = FRESH + STALE
"""After which nobody who can reach us shows old bytes; pictures apart."""
AT_WORST = FRESH + FAILING
"""After which nobody at all does."""
