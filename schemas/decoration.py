"""What tells logos, icons and placeholders from the pictures of stories, before they are seen."""

import re
from urllib.parse import unquote, urlsplit

_NO_PICTURE = re.compile(
    r"(?:^|[-_./ ])(?:logo[0-9]*|logotype|favicon|placeholder|spacer|blank|pixel|sprite|avatar"
    r"|gravatar|icons?[0-9x]*|1x1|transparent|dummy|no[-_]?image|default(?:[-_](?:image|share|og|social))?"
    r"|(?:og|social|share)[-_](?:default|image|fallback)|loading|loader|emoji|qr[-_]?code)"
    r"(?:[-_. ]|$)",
    re.IGNORECASE,
)
_ORNAMENT = re.compile(
    r"/(?:icons?|themes?|layout|sponsors?|banners?|plugins|symbole|smil(?:ies|eys)|emojis?|flags?"
    r"|buttons?|badges?|avatars?|css|skins?|ads?)/|gravatar\.com/|creativecommons\.org/|maps\.google"
    r"|[^aiou/]logos?(?=[-_.\d?]|$)|[-_/](?:80x15|88x31|728x90|468x60|arrow|button|rss\w*|cc[-_]by[-_\w]*)"
    r"(?=[-_.]|$)|\.gif(?=[?;]|$)",
    re.IGNORECASE,
)
"""Addresses of what stands in a text and is no photograph of its story."""
_NO_PICTURE_TYPE = re.compile(r"\.(?:svgz?|ico|cur)$", re.IGNORECASE)
_SMALLEST = 80
"""Pixels of the shorter side; anything smaller is decoration."""


def decoration(url: str, width: int | None = None, height: int | None = None) -> bool:
    """Whether the address, or a declared size, is that of a logo, a pixel or a placeholder."""
    name = unquote(urlsplit(url).path).rpartition("/")[2]
    if "gravatar.com/" in url:
        return True
    if min(width or _SMALLEST, height or _SMALLEST) < _SMALLEST:
        return True
    return bool(_NO_PICTURE.search(name) or _NO_PICTURE_TYPE.search(name))


def ornament(url: str) -> bool:
    """Whether the address is that of what stands in a text and is no photograph of its story."""
    return bool(_ORNAMENT.search(url))
