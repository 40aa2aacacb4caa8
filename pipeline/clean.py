"""One story in publishable form."""

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import urlsplit

from pipeline.classify import Story, facets
from pipeline.html import bare, lines_of, prose_of, sanitised
from pipeline.marks import marks_of
from pipeline.names import authors_from
from pipeline.pictures import image_from
from pipeline.sketch import fingerprint, sketch
from pipeline.teaser import teaser_from
from pipeline.text import clean_title, plain, title_key, visible
from schemas.addresses import NotAnAddress, alias_key, canonical
from schemas.decision import Alias, Cleaned, Learnt
from schemas.errors import CardError
from schemas.extracted import Extracted
from schemas.source import Source
from schemas.types import Kind, Section
from schemas.vocabulary import section_from, words_of

_KINDS: dict[str, Kind] = {
    **dict.fromkeys(("event", "events", "eventi", "evento", "eventi poli", "agenda"), "event"),
    **dict.fromkeys(("call", "calls", "bando", "bandi", "call for proposals"), "call"),
    **dict.fromkeys(("press release", "press releases", "news releases"), "release"),
}
_RELEASES = frozenset({"comunicato", "comunicati"})
_MOST_TAGS, _LONGEST_TAG = 30, 80
_LONGEST_GUID = 1800


class _Text(NamedTuple):
    body: str | None
    lines: tuple[str, ...]
    prose: tuple[str, ...]


def cleaned(extracted: Extracted, source: Source) -> Cleaned:
    """The story as it may be published. CardError where it has no title or no usable address."""
    own, url = _addresses(extracted, source)
    title = _title(extracted, source, url)
    text = _text(extracted, source, url)
    teaser, cut = _teaser(extracted, source, title, text)
    visible = "\n".join(text.lines)
    words = words_of(visible)
    tags = _tags(extracted.tags)
    language = extracted.language or source.language
    about = facets(Story(title, tags, teaser, visible, words, language))
    image = image_from(extracted.image, source.rights)
    return Cleaned(
        source=source.slug,
        url=url,
        aliases=_aliases(extracted, source, own, url),
        title=title,
        teaser=teaser,
        body=text.body or None,
        text_hash=fingerprint(visible),
        shingles=sketch(words or words_of(teaser)),
        marks=marks_of(title, teaser, text.lines),
        published=extracted.published,
        source_updated=extracted.updated,
        language=language,
        image=image,
        authors=authors_from(extracted.authors, _sites(extracted, source)),
        section=_section(extracted, source, url),
        kind=extracted.kind or _kind(extracted, url),
        tags=tags,
        **about._asdict(),
        translations=_translations(extracted, source, url, language),
        rights=source.rights,
        provenance=_provenance(extracted, teaser, cut=cut, image=image is not None),
    )


def alias(url: str, learnt: Learnt, source: Source) -> Alias | None:
    """The alias an address makes; None for what leads to no single story (home page, listing)."""
    try:
        key = alias_key(url, hosts=source.hosts, keep=source.keep_params)
    except NotAnAddress:
        return None
    home = not ("/" in key or "?" in key)
    if home or key in _shared((source.home, *source.urls)):
        return None
    return Alias(key=f"url:{key}", learnt=learnt)


@lru_cache(maxsize=256)
def _shared(pages: tuple[str, ...]) -> frozenset[str]:
    return frozenset(map(alias_key, pages))


def _written(guid: str) -> str:
    """A source's own id as it can be stored; '' for one that is too long to be any."""
    written = guid.encode("utf-8", "ignore")
    return "" if len(written) > _LONGEST_GUID else written.decode()


def _aliases(extracted: Extracted, source: Source, own: str, url: str) -> tuple[Alias, ...]:
    """Every name the page gives itself, each once, the most precise first."""
    named = [alias(url, "canonical", source)] if url != own or extracted.canonical else []
    named += [alias(other, "node", source) for other in extracted.aliases]
    if guid := _written(extracted.guid or "").strip():
        named.append(Alias(key=f"guid:{source.slug}:{guid}", learnt="guid"))
        named += [Alias(key=f"guid:{s}:{guid}", learnt="former") for s in source.formerly]
    if own != url or not named:
        named.append(alias(own, "listed", source))
    unique: dict[str, Alias] = {}
    for name in named:
        if name is not None:
            unique.setdefault(name.key, name)
    return (*unique.values(), *_before_a_move(unique.values(), source))


def _before_a_move(names: Iterable[Alias], source: Source) -> Iterator[Alias]:
    """The addresses that the story had at hosts for which the page's own host stands now."""
    for other in source.hosts:
        old, now = (alias_key(f"https://{other}", hosts=hosts) for hosts in ({}, source.hosts))
        for name in names:
            place, slash, path = name.key.removeprefix("url:").partition("/")
            host, colon, port = place.partition(":")
            if name.learnt in ("canonical", "listed") and host == now != old:
                yield Alias(key=f"url:{old}{colon}{port}{slash}{path}", learnt="host")


def _canonical(url: str, source: Source) -> str | None:
    try:
        return canonical(url, hosts=source.hosts, keep=source.keep_params)
    except NotAnAddress:
        return None


def _addresses(extracted: Extracted, source: Source) -> tuple[str, str]:
    """The address asked for, and the one the story is to be known by."""
    own = _canonical(extracted.url, source)
    if own is None:
        raise CardError(
            "the story has no usable address; see what the listing or feed links to",
            subject=extracted.url,
        )
    if not extracted.canonical or extracted.canonical == extracted.url:
        return own, own
    named = _canonical(extracted.canonical, source)
    return own, named if named and _trusted(named, own, source) else own


def _trusted(named: str, own: str, source: Source) -> bool:
    """A canonical address on another host names another newsroom's copy; a home page is a mistake.

    Either would give many stories one identity.
    """
    here, there = (urlsplit(url).netloc.removeprefix("www.") for url in (own, named))
    same_site = here == there or here.endswith(f".{there}") or there.endswith(f".{here}")
    return same_site and alias(named, "canonical", source) is not None


def _sites(extracted: Extracted, source: Source) -> tuple[str, ...]:
    return tuple(name for name in (source.name, extracted.site_name) if name)


def _title(extracted: Extracted, source: Source, url: str) -> str:
    if title := clean_title(extracted.title or "", _sites(extracted, source)):
        return title
    raise CardError("the page gives no title; give the source a selector for it", subject=url)


def _text(extracted: Extracted, source: Source, url: str) -> _Text:
    raw = extracted.body or ""
    if not raw.strip():
        return _Text(None, (), ())
    if source.rights.text != "full":
        safe, body = bare(raw), None
    else:
        safe = body = sanitised(raw, url, images=source.rights.images != "none")
    lines = lines_of(safe)
    return _Text(body, lines, prose_of(safe, lines))


def _teaser(extracted: Extracted, source: Source, title: str, text: _Text) -> tuple[str, bool]:
    if source.rights.text == "title":
        return "", False
    given = extracted.teaser or ""
    if "<" in given:
        given = " ".join(lines_of(bare(visible(given))))  # which may hide what begins a tag
    return teaser_from(given, title, text.prose or text.lines, source.strip)


def _tags(raw: Sequence[str]) -> tuple[str, ...]:
    unique: dict[str, str] = {}
    for tag in (part for text in raw for part in text.replace(";", ",").split(",")):
        text = plain(tag).replace("_", " ").strip(" #")
        if (key := title_key(text)) and len(text) <= _LONGEST_TAG:
            unique.setdefault(key, text)
    return tuple(unique.values())[:_MOST_TAGS]


def _section(extracted: Extracted, source: Source, url: str) -> Section:
    """By the kicker, else by a folder of the address that is one of the source's own labels."""
    if extracted.section and (found := section_from(extracted.section, source.sections)):
        return found
    folders = [folder.split() for folder in _folders(url)] if source.sections else []
    own = (section for label, section in source.sections.items() if words_of(label) in folders)
    return next(own, source.section)


def _kind(extracted: Extracted, url: str) -> Kind:
    """By the kicker or a folder of the address."""
    for label in (title_key(extracted.section or ""), *_folders(url)):
        if kind := _KINDS.get(label):
            return kind
        if not _RELEASES.isdisjoint(label.split()):
            return "release"
    return "story"


def _folders(url: str) -> list[str]:
    """The words of each; of a passage in a page the page is the last one."""
    parts = urlsplit(url)
    folders = parts.path.split("/")[1:] if parts.fragment else parts.path.split("/")[1:-1]
    return [" ".join(words_of(folder)) for folder in folders]


def _translations(extracted: Extracted, source: Source, url: str, language: str) -> dict[str, str]:
    found = {code: _canonical(to, source) for code, to in extracted.translations.items()}
    return {code: to for code, to in sorted(found.items()) if to and to != url and code != language}


def _provenance(extracted: Extracted, teaser: str, *, cut: bool, image: bool) -> dict[str, str]:
    given = dict(extracted.provenance)
    if cut:
        given["teaser"] = "text"
    if not teaser:
        given.pop("teaser", None)
    if not image:
        given.pop("image", None)
    return given
