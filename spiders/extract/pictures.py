"""What makes an image of a page the story's picture."""

import re
from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import unquote, urlsplit

from lxml.etree import _Element

from schemas.decoration import decoration, ornament
from schemas.extracted import ImageFound
from spiders.extract.says import address, said

_FILE_NAME = re.compile(r"\.(?:jpe?g|jfif|png|gif|webp|avif|svg|tiff?|bmp|heic)\W*$", re.IGNORECASE)
_FILLER = re.compile(
    r"(?:immagine|image|img|foto|photo|picture|copertina|cover|figura|thumbnail)[\s_-]*[0-9]*",
    re.IGNORECASE,
)
_FACTS = ("alt", "credit", "width", "height")
_SOURCES = ("data-src", "data-lazy-src", "data-original", "data-lazy", "src")
_STYLE_URL = re.compile(r"""background(?:-image)?\s*:[^;]*?url\(\s*["']?([^"')]+)""", re.IGNORECASE)


def picture(
    base: str,
    url: Any,
    *,
    alt: str | None = None,
    credit: str | None = None,
    width: int | None = None,
    height: int | None = None,
    media_type: str | None = None,
) -> ImageFound | None:
    """The picture at an address; None for logos, placeholders, pixels and what is no address."""
    found = address(base, url)
    if found is None or decoration(found, width, height):
        return None
    return ImageFound(
        url=found,
        alt=worded(alt, found),
        credit=credit,
        width=width,
        height=height,
        media_type=media_type,
    )


def worded(alt: str | None, url: str) -> str | None:
    """An alternative text, unless it is a file name or the word "image"."""
    if alt is None or _FILE_NAME.search(alt) or _FILLER.fullmatch(alt):
        return None
    stem = unquote(urlsplit(url).path).rpartition("/")[2].rpartition(".")[0]
    if _folded(alt) == _folded(stem) or (" " not in alt and re.search(r"[_\d]", alt)):
        return None
    return alt


def described(image: ImageFound, shown: Iterable[ImageFound]) -> ImageFound:
    """The image with what the page says of the same file elsewhere."""
    for other in shown:
        if file_of(other.url) == file_of(image.url):
            facts = {name: getattr(image, name) or getattr(other, name) for name in _FACTS}
            image = image.model_copy(update=facts)
    return image


def number(value: Any) -> int | None:
    """A length in pixels from `1200`, `"1200"` or `"1200px"`."""
    match = re.match(r"\s*([0-9]{1,5})(?:\.0+)?\s*(?:px)?\s*$", str(value))
    return int(match[1]) if match and int(match[1]) else None


def in_element(element: _Element, base: str) -> ImageFound | None:
    """The picture an `img`, or an element with a background, shows; None for ornaments."""
    if element.tag != "img":
        match = _STYLE_URL.search(element.get("style") or "")
        return picture(base, match[1]) if match and not ornament(match[1]) else None
    width, height = number(element.get("width")), number(element.get("height"))
    for candidate in _candidates(element):
        if ornament(candidate):
            return None
        if found := picture(
            base, candidate, alt=said(element.get("alt")), width=width, height=height
        ):
            return found
    return None


def file_name(text: str) -> bool:
    """Whether a line is the name of an image file."""
    return len(text) < 120 and "." in text and bool(_FILE_NAME.search(text))


def _candidates(element: _Element) -> Iterator[str]:
    """Addresses from best to worst: scripts that load late leave a stand-in in `src`."""
    for name in ("data-srcset", "srcset"):
        if widest := _widest(element.get(name) or ""):
            yield widest
    for name in _SOURCES:
        value = element.get(name) or ""
        if value and not value.startswith("data:"):
            yield value


def _widest(srcset: str) -> str | None:
    """The widest of a `srcset`'s addresses (HTML, 4.8.4.2.1)."""
    entries = re.findall(r"(\S*[^\s,])(?:\s+([0-9.]+)[wx])?\s*(?:,|$)", srcset[:4000])
    real = [entry for entry in entries if not entry[0].startswith("data:")]
    return max(real, key=lambda entry: float(entry[1] or 1), default=("", ""))[0] or None


def file_of(url: str) -> str:
    """The name of the file at an address, without case."""
    return unquote(urlsplit(url).path).rpartition("/")[2].casefold()


def _folded(text: str) -> str:
    return re.sub(r"[\W_]+", "", text.casefold())
