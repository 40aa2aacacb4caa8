"""The lead picture of a card."""

import re
from urllib.parse import parse_qsl, unquote, urlsplit

from pipeline.text import plain, shortened
from schemas.addresses import NotAnAddress, absolute
from schemas.card import Image
from schemas.extracted import ImageFound
from schemas.types import Rights
from schemas.vocabulary import words_of

_EXTENSION = re.compile(
    r"\.(?:jpe?g|jfif|png|gif|webp|svg|avif|tiff?|bmp|heic)(?:\.\w{3,4})?$", re.IGNORECASE
)
_COUNTER = re.compile(r"(?:[-_ ](?:\d{1,4}|\d{2,5}x\d{2,5}|scaled|copia|copy))+$|\(\d+\)$")
_CAMERA = re.compile(
    r"(?:img|dsc[nf]?|pict?|p|image|foto|photo)?[\W_]*\d{3,}[\W_\d]*", re.IGNORECASE
)
_NO_WORDS = frozenset(
    (
        *(
            "immagine",
            "immagini",
            "image",
            "images",
            "img",
            "foto",
            "photo",
            "picture",
            "copertina",
        ),
        *("cover", "thumbnail", "anteprima", "featured image", "immagine di copertina", "null"),
        *("immagine in evidenza", "placeholder", "banner", "untitled", "senza titolo", "undefined"),
    )
)
_RENDITIONS = (
    re.compile(r"/styles/[^/]+/(?:public|private)(?=/)"),  # Drupal
    re.compile(r"/cdn-cgi/image/[^/]+(?=/)"),  # Cloudflare
    re.compile(r"(?<=/upload)/(?:[a-z]{1,2}_[^/,]+,)*[a-z]{1,2}_[^/,]+(?=/)"),  # Cloudinary
    re.compile(r"(?:-\d{2,5}x\d{2,5}|-scaled|@\dx)+$"),  # WordPress, screens
)
"""What content systems add to the path of a picture that they offer in several sizes."""
_FILES = re.compile(rf"(?:{_EXTENSION.pattern.removesuffix('$')})+$", re.IGNORECASE)
_SIZES = frozenset(
    (
        *("w", "h", "s", "width", "height", "size", "resize", "fit", "crop", "dpr"),
        *("q", "quality", "format", "fm", "auto", "itok", "v", "ver", "t", "ts"),
    )
)
"""Parameters that choose how a picture is shown, not which one."""
_SMALLEST = 3


def image_from(found: ImageFound | None, rights: Rights) -> Image | None:
    """The picture as we may show it; None without one, without the right, for a tracking pixel."""
    if found is None or rights.images == "none":
        return None
    try:
        url = absolute(found.url, found.url)
    except NotAnAddress:
        return None
    width, height = (size if size and size > 0 else None for size in (found.width, found.height))
    if (width or _SMALLEST) < _SMALLEST or (height or _SMALLEST) < _SMALLEST:
        return None
    kind = (found.media_type or "").partition(";")[0].strip().lower()
    return Image(
        url=url,
        width=width,
        height=height,
        bytes=found.bytes if found.bytes and found.bytes > 0 else None,
        media_type=kind if kind.startswith("image/") else None,
        alt=alt_from(found.alt, url),
        credit=shortened(plain(found.credit), 200) or None if found.credit else None,
    )


def alt_from(alt: str | None, url: str) -> str | None:
    """The alternative text somebody wrote; None for a file name, empty as meant."""
    if alt is None:
        return None
    if not alt.strip():
        return ""
    text = plain(alt)
    words = words_of(text)
    if not words or " ".join(words) in _NO_WORDS or _CAMERA.fullmatch(text):
        return None
    if _EXTENSION.search(text) or _named_like_file(text, words, url):
        return None
    return shortened(text, 500)


def _named_like_file(text: str, words: list[str], url: str) -> bool:
    stem = _EXTENSION.sub("", unquote(urlsplit(url).path).rpartition("/")[2])
    if "_" in text and " " not in text:
        return True
    return "".join(words) in {"".join(words_of(s)) for s in (stem, _COUNTER.sub("", stem))}


def image_key(image: Image | None) -> str:
    """What two addresses of one picture have in common; '' for none.

    No size, style or file format, no host: a newsroom that moves takes its pictures along. The
    query counts only where the path names no picture.
    """
    if image is None or image.fallback:
        return ""
    parts = urlsplit(image.url)
    query = dict(parse_qsl(parts.query)) if parts.query else {}
    inner = next((query[name] for name in ("url", "src") if "/" in query.get(name, "")), None)
    if inner is not None:
        parts, query = urlsplit(inner), {}
    whole = unquote(parts.path)
    path = _FILES.sub("", whole)
    which = {} if path != whole else query
    for rendition in _RENDITIONS:
        path = rendition.sub("", path)
    return path + "".join(f"&{n}={which[n]}" for n in sorted(which.keys() - _SIZES))
