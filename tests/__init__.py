"""The tests, and how often cycles of objects are looked for while they are read and run."""

import gc

SELDOM = (100_000, 50, 100)
"""At Python's own pace an eighth of all time goes."""
gc.set_threshold(*SELDOM)
