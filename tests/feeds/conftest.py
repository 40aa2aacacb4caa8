"""What tests of documents share."""

import os

collect_ignore = [] if os.environ.get("FEEDCHECK") else ["test_feedcheck.py"]
"""The validators of the world are installed apart; without them nothing is skipped or missed."""
