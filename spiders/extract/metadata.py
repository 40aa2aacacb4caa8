"""What OpenGraph, Dublin Core and plain HTML metadata say."""

import re

from schemas.extracted import ImageFound
from spiders.extract.head import Head
from spiders.extract.people import people
from spiders.extract.pictures import number, picture
from spiders.extract.says import Clock, Says, address, labels, machine, prose

_WRITTEN = re.compile(
    r"(?:written|posted) by|(?:verfasst|geschrieben|veröffentlicht) von|scritto da|écrit par"
    r"|escrito por|geschreven door|skrevet av|skriven av|autore?|author|napisane przez",
    re.IGNORECASE,
)
"""What Yoast's plugin calls the author in the languages of its users."""


def _terms(*names: str) -> tuple[str, ...]:
    schemes = ("dcterms.", "dc.", "dcterms:", "dc:")
    return tuple(f"{scheme}{name}" for name in names for scheme in schemes)


_TITLE, _CREATOR, _SUBJECT = (_terms(name) for name in ("title", "creator", "subject"))
_DESCRIPTION, _MODIFIED = _terms("description", "abstract"), _terms("modified", "date.modified")
_DATES = _terms("date.issued", "issued", "date.created", "created", "date", "available")


def opengraph_says(head: Head, base: str, when: Clock) -> Says:
    """OpenGraph, its article properties and Twitter's copies of them."""
    published = head.first(
        "article:published_time", "og:published_time", "og:article:published_time"
    )
    modified = head.first("article:modified_time", "og:updated_time")
    changed = when(modified or "")
    teaser = prose(head.first("og:description", "twitter:description"))
    return Says(
        title=prose(head.first("og:title", "twitter:title")),
        teaser=None if _nothing(teaser, head) else teaser,
        published=when(machine(published) or ""),
        updated=changed.instant if changed else None,
        image=_image(head, base),
        authors=people((name, None) for name in head.all("article:author", "og:article:author")),
        section=head.first("article:section", "og:article:section"),
        tags=labels(head.all("article:tag", "og:article:tag")),
        kind="event" if (head.first("og:type") or "").endswith("event") else None,
        site_name=head.first("og:site_name", "application-name"),
    )


def _nothing(teaser: str | None, head: Head) -> bool:
    """Whether a description is the site's name, or what WordPress says where there is none."""
    names = ("Visit the post for more.", head.first("og:site_name", "application-name"))
    return teaser in names


def dublin_core_says(head: Head, when: Clock) -> Says:
    """Dublin Core and DCTERMS, with a dot or a colon."""
    changed = when(head.first(*_MODIFIED) or "")
    return Says(
        title=head.first(*_TITLE),
        teaser=head.first(*_DESCRIPTION),
        published=when(machine(head.first(*_DATES)) or ""),
        updated=changed.instant if changed else None,
        authors=people((name, None) for name in head.all(*_CREATOR)),
        tags=labels(head.all(*_SUBJECT)),
    )


def html_says(head: Head, base: str, when: Clock) -> Says:
    """Plain `<meta>` and `<link>`."""
    published = head.first(
        "citation_publication_date", "publish-date", "publication_date", "pubdate",
        "parsely-pub-date", "sailthru.date", "datepublished",
        "article_date_original", "article.published", "originalpublicationdate", "publishdate",
        "cxenseparse:recs:publishtime", "cxenseparse:publishtime", "og:pubdate", "date",
    )  # fmt: skip
    canonical = next((address(base, link.href) for link in head.hrefs("canonical")), None)
    image = next((picture(base, link.href) for link in head.hrefs("image_src")), None)
    return Says(
        canonical=canonical,
        teaser=prose(head.first("description")),
        published=when(machine(published) or ""),
        image=image,
        authors=people((name, None) for name in _authors(head)),
        tags=labels(head.all("news_keywords")),
    )


def aliases(head: Head, base: str, url: str) -> tuple[str, ...]:
    """The other addresses the page gives itself: shortlink, AMP version, og:url."""
    named = [link.href for rel in ("shortlink", "amphtml") for link in head.hrefs(rel)]
    found = [address(base, href) for href in (*named, head.first("og:url"))]
    return tuple(dict.fromkeys(a for a in found if a and a != url))


def _authors(head: Head) -> list[str]:
    """The names under the first name of a `<meta>` for them; Yoast puts them among Twitter's."""
    names = (
        ("author", "citation_author"), ("parsely-author",), ("sailthru.author",), ("byl", "byline"),
        ("article_author", "article.author", "author_name", "authors", "cxenseparse:author",
         "shareaholic:article_author_name"),
    )  # fmt: skip
    found = (head.all(*several) for several in names)
    written = _WRITTEN.fullmatch(head.first("twitter:label1") or "")
    return next((one for one in found if one), head.all("twitter:data1") if written else [])


def _image(head: Head, base: str) -> ImageFound | None:
    """The first og:image (else Twitter's) that is a picture; figures count if there is only one."""
    shown = head.all("og:image", "og:image:url", "og:image:secure_url")
    alone = len(head.all("og:image")) <= 1
    for url in (*shown, *head.all("twitter:image", "twitter:image:src")):
        found = picture(
            base,
            url,
            alt=head.first("og:image:alt", "twitter:image:alt") if alone else None,
            width=number(head.first("og:image:width")) if alone else None,
            height=number(head.first("og:image:height")) if alone else None,
            media_type=head.first("og:image:type") if alone else None,
        )
        if found:
            return found
    return None
