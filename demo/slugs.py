"""Addresses cut from titles, after the habits of each content system."""

import re
import unicodedata

CAP = 60
"""Characters after which the university's system cuts, at a word border."""

APOSTROPHES = re.compile("['’ʼ`´]")


def drupal_slug(title: str) -> str:
    """Lower case, hyphens, accents folded, other signs dropped, at most 60 characters."""
    words = _folded(APOSTROPHES.sub("-", title), keep="-").replace("-", " ").split()
    while len(words) > 1 and len("-".join(words)) > CAP:
        words.pop()
    return "-".join(words)[:CAP]


def archive_slug(title: str) -> str:
    """Underscores and no limit of length; quotes and parentheses dropped."""
    spaced = re.sub(r"[-–—/]", " ", APOSTROPHES.sub(" ", title))
    return "_".join(_folded(spaced, keep="").split())


def plain_slug(title: str) -> str:
    """WordPress's habit: hyphens, apostrophes dropped, no limit of length."""
    return "-".join(_folded(APOSTROPHES.sub("", title), keep="-").replace("-", " ").split())


def _folded(title: str, keep: str) -> str:
    letters = unicodedata.normalize("NFKD", title.lower())
    return "".join(c for c in letters if c.isascii() and (c.isalnum() or c.isspace() or c in keep))
