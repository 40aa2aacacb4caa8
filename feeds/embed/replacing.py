"""An operator's own templates of fragments, looked over before anything is published."""

from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

from feeds.embed.fragment import TEMPLATES, render_fragment
from feeds.embed.words import words_for
from schemas.channel import FORMATS
from schemas.embed import LAYOUTS, CardsDocument, Embedded, Look, Picture
from schemas.errors import PublishError, SettingsError

_ADDRESS = "https://stories.example.org/"
_PICTURE = Picture(
    src=_ADDRESS + "600.jpg", width=600, height=338, alt="A", credit="A",
    webp=_ADDRESS + "600.webp 600w", jpeg=_ADDRESS + "600.jpg 600w",
)  # fmt: skip
_FULL = Embedded(
    id="urn:uuid:00000000-0000-4000-8000-000000000001", url=_ADDRESS, title="A", teaser="A",
    language="en", section="awards", kicker="A", date="2026-03-02", day="2 marzo 2026", source="A",
    attribution="A", image=_PICTURE,
)  # fmt: skip
_BARE = Embedded(
    id="urn:uuid:00000000-0000-4000-8000-000000000002", url=_ADDRESS, title="A", language="it",
    section="awards", kicker="A", source="A", image=Picture(src=_ADDRESS),
)  # fmt: skip


def looked_over(folder: Path | None) -> str:
    """Another text for other templates; '' without any.

    SettingsError names the first that cannot be used: it is tried on stories of every kind.
    """
    if folder is None:
        return ""
    if not folder.is_dir():
        raise SettingsError("no such folder; check `templates`", subject=str(folder))
    found = {file.name: file for file in sorted(folder.glob("*.html"))}
    if unknown := next(
        (file for name, file in found.items() if name not in TEMPLATES.values()), None
    ):
        known = ", ".join(TEMPLATES.values())
        raise SettingsError(
            f"takes the place of nothing; rename it to one of {known}", subject=str(unknown)
        )
    try:
        for theme in TEMPLATES:
            for layout in LAYOUTS:
                for cards in ((), (_FULL, _BARE)):
                    render_fragment(_document(cards), Look(theme=theme, layout=layout), folder)
    except PublishError as error:
        raise SettingsError(str(error.args[0]), subject=error.subject) from None
    return sha256(b"".join(n.encode() + f.read_bytes() for n, f in found.items())).hexdigest()


def _document(cards: tuple[Embedded, ...]) -> CardsDocument:
    return CardsDocument(
        channel="stories",
        language="it",
        title="A",
        updated=datetime(2026, 3, 2, tzinfo=UTC),
        day="2 marzo 2026",
        more=_ADDRESS,
        feeds=dict.fromkeys(FORMATS, _ADDRESS),
        words=words_for("it", "A", ["en"]),
        cards=cards,
    )
