"""Whether a page is a story we know.

    a name | the very story under other names | a name of something akin | the story, edited

Names (addresses, node numbers, guids) come first, but newsrooms give them away: a slug goes to
another story, a new content system counts from 1 again. A name is passed over where its card
plainly tells something else. A story under new names only is known by its title, its day and its
text together, edited or not, and only once in a run.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, time, timedelta
from typing import NamedTuple

from pipeline.alike import Text, alike
from pipeline.dating import rome_day
from pipeline.sketch import similarity
from pipeline.text import title_key
from schemas.card import StoryCard
from schemas.decision import Alias, Cleaned, Learnt
from schemas.marks import Marks
from schemas.types import ROME, CardId, Record

_PRECISE: tuple[Learnt, ...] = (
    *("editor", "canonical", "node", "guid", "former", "redirect", "host", "listed"),
)
"""Which name is believed first, where names disagree."""
_NUMBERS: tuple[Learnt, ...] = ("node", "guid")
"""Names that content systems give once."""
DAYS = timedelta(days=2)
"""How far a migration moves a date: less than a week, because some titles return weekly."""
EDITIONS = timedelta(days=10)
"""Two tellings under one name that are further apart may be two editions."""
SAME, AKIN = 0.8, 0.3
"""Shares of a text from which it is the same, or related."""
EDITED = 0.6
"""The share that an edit leaves at least, where the title was reworded too."""
_ENOUGH = 30
"""Hashes in a sketch from which it can tell two texts apart."""
_TEASER = 80
"""Characters from which a teaser does so."""


class Lead(NamedTuple):
    """Where a name leads."""

    card: CardId
    learnt: Learnt = "listed"
    merged: CardId | None = None
    """The card, merged into `card`, of which it was a name."""


class Face(NamedTuple):
    """A card, as it is told from others."""

    card: StoryCard
    title_key: str
    text_hash: str
    shingles: tuple[int, ...]
    names: Mapping[str, Learnt] = {}
    """Every key that leads to it, and how it was learnt."""
    met: bool = False
    """Whether a page at another address led to it in this run."""
    listed: bool = False
    """Whether a listing of this run names it."""
    own: bool = True
    """Whether it is the newsroom's own, not another one's."""
    survivor: CardId | None = None
    """The card it was merged into."""
    marks: Callable[[], Marks] = Marks
    """The facts of its text, where they are indexed; seldom asked for."""


class Identity(Record):
    """The card that a page belongs to."""

    card: CardId | None = None
    """None for a story never seen."""
    by: Alias | None = None
    """The name that was believed; None where the story itself was known again."""
    merged: CardId | None = None
    """The card that the page belonged to before it was merged into `card`."""
    conflict: tuple[CardId, ...] = ()
    """Other cards that names of the page lead to, each once."""
    given_away: tuple[str, ...] = ()
    """Own names of the page that lead to cards which plainly tell something else."""


class _Look(NamedTuple):
    """A page, with what it is compared by."""

    page: Cleaned
    aliases: Sequence[Alias]
    title: str


def identity(
    page: Cleaned,
    aliases: Sequence[Alias],
    leads: Mapping[str, Lead],
    faces: Mapping[CardId, Face],
) -> Identity:
    """The one card behind a page.

    `leads`: the known ones among the aliases' keys; `faces`: the cards they lead to, where those
    were told before, and those of the same title or text. Within one precision the page's own
    order counts.
    """
    look = _Look(page, aliases, title_key(page.title))
    known = sorted((a for a in aliases if a.key in leads), key=lambda a: _rank(a, leads))
    if plain := [a for a in known if _plain(look, leads[a.key], faces)]:
        return _named(page, plain[0], known, plain, leads)
    if moved := _one(look, [f for f in faces.values() if _exact(look, f)]):
        return _known_again(page, moved, known, leads)
    if akin := [a for a in known if _akin(look, faces[leads[a.key].card])]:
        return _named(page, akin[0], known, akin, leads)
    if moved := _one(look, [f for f in faces.values() if _moved(look, f, elsewhere=not known)]):
        return _known_again(page, moved, known, leads)
    if left := [a for a in known if not _another(look, faces[leads[a.key].card])]:
        return _named(page, left[0], known, left, leads)
    return Identity(given_away=_own(page, known))


def _rank(alias: Alias, leads: Mapping[str, Lead]) -> int:
    learnt = leads[alias.key].learnt
    return _PRECISE.index("editor" if learnt == "editor" else alias.learnt)


def _own(page: Cleaned, names: Sequence[Alias]) -> tuple[str, ...]:
    """Those that the page gives itself, unlike those it was reached by."""
    own = {alias.key for alias in page.aliases}
    return tuple(alias.key for alias in names if alias.key in own)


def _named(
    page: Cleaned,
    by: Alias,
    known: Sequence[Alias],
    kept: Sequence[Alias],
    leads: Mapping[str, Lead],
) -> Identity:
    lead = leads[by.key]
    others = dict.fromkeys(leads[alias.key].card for alias in known)
    return Identity(
        card=lead.card,
        by=by,
        merged=lead.merged,
        conflict=tuple(other for other in others if other != lead.card),
        given_away=_own(page, [alias for alias in known if alias not in kept]),
    )


def _known_again(
    page: Cleaned, moved: Face, known: Sequence[Alias], leads: Mapping[str, Lead]
) -> Identity:
    card = moved.survivor or moved.card.id
    others = dict.fromkeys(leads[alias.key].card for alias in known)
    return Identity(
        card=card,
        merged=moved.card.id if moved.survivor else None,
        conflict=tuple(other for other in others if other != card),
        given_away=_own(page, [alias for alias in known if leads[alias.key].card != card]),
    )


def _plain(look: _Look, lead: Lead, faces: Mapping[CardId, Face]) -> bool:
    """Whether nothing speaks against a name: an editor's word, the same title on the same day.

    A card that never told anything may tell this.
    """
    face = faces.get(lead.card)
    if face is None or lead.learnt == "editor" or lead.merged is not None:
        return True
    return look.title == face.title_key and _apart(look, face, DAYS) is not True


def _akin(look: _Look, face: Face) -> bool:
    """Whether a name's card tells something like the page."""
    if look.title != face.title_key and _alike(look, face) < AKIN:
        return False
    return not _another_edition(look, face)


def _another(look: _Look, face: Face) -> bool:
    """Whether a card plainly tells something else than a page that shares a name with it."""
    if _another_edition(look, face):
        return True
    if not _telling(look, face) or look.title == face.title_key or _alike(look, face) >= AKIN:
        return False
    if face.met:
        return True
    asked = {alias.key for alias in look.aliases if alias.learnt == "listed"}
    elsewhere = bool(asked) and not asked & face.names.keys()
    return elsewhere or _apart(look, face, EDITIONS) is True


def _another_edition(look: _Look, face: Face) -> bool:
    """Whether an address was given to a new page: another number, another date, another text."""
    if _apart(look, face, EDITIONS) is not True or not _telling(look, face):
        return False
    return _renumbered(look, face) and _alike(look, face) < SAME


def _renumbered(look: _Look, face: Face) -> bool:
    for kind in _NUMBERS:
        mine = {alias.key for alias in look.aliases if alias.learnt == kind}
        theirs = {key for key, learnt in face.names.items() if learnt == kind}
        if mine and theirs and not mine & theirs:
            return True
    return False


def _alike(look: _Look, face: Face) -> float:
    return similarity(look.page.shingles, face.shingles)


def _telling(look: _Look, face: Face) -> bool:
    return min(len(look.page.shingles), len(face.shingles)) >= _ENOUGH


def _apart(look: _Look, face: Face, window: timedelta) -> bool | None:
    """Whether two known dates are further apart; None where one is not known."""
    here, there = look.page.published, rome_day(face.card.published)
    if here is None or not isinstance(there, date):
        return None
    return abs(here.day - there) > window


def _one(look: _Look, found: Sequence[Face]) -> Face | None:
    """The story that the page tells under new names; where two could be meant, none is."""
    own = [f for f in found if f.own and not f.met and f.card.language == look.page.language]
    return own[0] if len(own) == 1 else None


def _exact(look: _Look, face: Face) -> bool:
    """Whether a card tells the very same: title, day and a long text.

    The text may be printed under a reworded title, or without its date.
    """
    if not look.page.text_hash or look.page.text_hash != face.text_hash:
        return False
    apart = _apart(look, face, DAYS)
    if apart is True or not _telling(look, face):
        return False
    same = bool(look.title) and look.title == face.title_key
    agreed = apart is False or (look.page.published is None and face.card.published is None)
    return same or (agreed and _reworded(look.title, face.title_key))


def _moved(look: _Look, face: Face, *, elsewhere: bool) -> bool:
    """Whether a card of the same day tells the same, edited meanwhile.

    `elsewhere`: no name of the page is known; then the card must not be alive under its own names,
    or these are two pages of one title.
    """
    if not look.title or (elsewhere and face.listed) or _apart(look, face, DAYS) is not False:
        return False
    if look.page.text_hash and face.text_hash:
        return _telling(look, face) and _edited(look, face)
    same = look.title == face.title_key and look.page.teaser == face.card.teaser
    return same and len(look.page.teaser) >= _TEASER


def _edited(look: _Look, face: Face) -> bool:
    """Whether a text is the other one after an edit.

    What is not nearly the same must be of the same minute or tell the same facts; where the title
    was reworded, too, both count for more.
    """
    shared, minute = _alike(look, face), _same_minute(look, face)
    if look.title == face.title_key:
        return shared >= SAME or (shared >= AKIN and (minute or _agreeing(look, face)))
    least = AKIN if minute else EDITED
    return shared >= least and _reworded(look.title, face.title_key) and _agreeing(look, face)


def _agreeing(look: _Look, face: Face) -> bool:
    """Whether two texts are known to tell the same: notices cut from one template do not."""
    mine, theirs = look.page.marks, face.marks()
    if not (mine.words and theirs.words):
        return False
    return alike(Text(look.page.shingles, mine), Text(face.shingles, theirs)) > 0


def _same_minute(look: _Look, face: Face) -> bool:
    """Whether both have one time of day; midnight is what systems write who know but the day."""
    here = look.page.published
    if here is None or here.instant is None or face.card.published_precision != "minute":
        return False
    midnight = any(here.instant.astimezone(zone).time() == time() for zone in (UTC, ROME))
    return here.instant == face.card.published and not midnight


def _reworded(title: str, other: str) -> bool:
    """Whether two titles share half of their words."""
    words, others = set(title.split()), set(other.split())
    return len(words & others) * 2 >= len(words | others) > 0
