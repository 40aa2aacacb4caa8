"""A story's title without the name of its site."""

import re
from collections.abc import Collection

_SEPARATOR = re.compile(r"\s+(?:[|\-–—·•»«>/]|::|:)\s+|\s*\|\s*")


def without_site(title: str, names: Collection[str], heading: str | None) -> str:
    """The title without " | Site" behind or "Site - " before it.

    A part is the site's name if it is one of `names` (folded), or if what remains is the page's
    `heading`.
    """
    sites = {name for name in names if name}
    main = folded(heading or "")
    while True:
        marks = list(_SEPARATOR.finditer(title))
        if not marks:
            return title
        first, last = marks[0], marks[-1]
        front, tail = title[: last.start()], title[last.end() :]
        if main and main in (whole := [folded(title[: m.start()]) for m in marks]):
            return title[: marks[whole.index(main)].start()]
        if main and main == folded(title[first.end() :]):
            return title[first.end() :]
        if folded(tail) in sites and front:
            title = front
        elif folded(title[: first.start()]) in sites and title[first.end() :]:
            title = title[first.end() :]
        else:
            return title


def completed(title: str, heading: str | None) -> str:
    """The heading, where the title is the same cut short."""
    stem = re.sub(r"\s*(?:…|\.\.\.)$", "", title)
    if heading and stem != title and folded(heading).startswith(folded(stem)):
        return heading
    return title


def folded(text: str) -> str:
    """Letters and digits alone, without case."""
    return re.sub(r"[\W_]+", "", text).casefold()
