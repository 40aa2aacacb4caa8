"""Stories out of JSON, by a map from fields to places."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from schemas.extracted import AuthorFound, Extracted, ImageFound
from schemas.rules import MappedName, Path
from schemas.source import Source
from schemas.types import Language, Moment
from spiders.dates import moment
from spiders.items.item import given, whole_address
from spiders.items.json_feed import language_of
from spiders.items.text import plain

Map = Mapping[MappedName, Path]
Step = Callable[[Any, str], Any]
"""What lies under a name in a value; `None` where nothing does."""
_KINDS = ("story", "event", "call", "release")


def under(value: Any, name: str) -> Any:
    """What an object has under a name, whose capitals and underscores do not count."""
    if not isinstance(value, Mapping):
        return None
    if name in value:
        return value[name]
    wanted = _folded(name)
    return next((found for key, found in value.items() if _folded(str(key)) == wanted), None)


def texts(item: Any, path: Path, step: Step = under) -> tuple[str, ...]:
    """The texts and numbers at a place, through lists; of several places the first with any."""
    for one in (path,) if isinstance(path, str) else path:
        values = [item]
        for name in one.split("."):
            values = [found for value in values for found in _flat(step(value, name))]
        if said := tuple(_text(value) for value in values if _text(value)):
            return said
    return ()


def story(item: Any, places: Map, link: str, base: str, source: Source, step: Step) -> Extracted:
    """What an item says; `base` resolves the addresses of pictures."""

    def all_of(name: MappedName) -> tuple[str, ...]:
        return texts(item, places[name], step) if name in places else ()

    def one(name: MappedName) -> str | None:
        return next(iter(all_of(name)), None)

    fields = {
        "title": plain(one("title") or ""),
        "teaser": plain(one("teaser") or ""),
        "body": one("body"),
        "published": dated(one("published"), source.language),
        "updated": _instant(one("updated"), source.language),
        "language": language_of(one("language")),
        "image": _image(one("image"), one("image_alt"), base),
        "section": plain(one("section") or ""),
        "tags": tuple(dict.fromkeys(map(plain, all_of("tags")))),
        "authors": tuple(AuthorFound(name=plain(name)) for name in all_of("authors")),
        "kind": one("kind") if one("kind") in _KINDS else None,
        "guid": one("guid"),
    }
    return Extracted.model_validate({"url": link, **given(fields)})


def dated(text: str | None, language: Language) -> Moment | None:
    """The date in a text, if there is one."""
    return moment(text, language=language) if text else None


def _instant(text: str | None, language: Language) -> object:
    found = dated(text, language)
    return found.instant if found else None


def _image(href: str | None, alt: str | None, base: str) -> ImageFound | None:
    url = whole_address(href or "", base)
    return ImageFound(url=url, alt=alt) if url else None


def _folded(name: str) -> str:
    return name.replace("_", "").casefold()


def _flat(value: Any) -> Iterator[Any]:
    if isinstance(value, list):
        yield from value
    elif value is not None:
        yield value


def _text(value: Any) -> str:
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    return str(value).strip()
