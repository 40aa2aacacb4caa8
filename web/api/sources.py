"""Sources as declared, and how they are doing."""

from collections import Counter
from collections.abc import Mapping

from fastapi import APIRouter

from pipeline.catalogue import Catalogue
from pipeline.evidence import Manners, manners
from pipeline.schedule import enabled
from pipeline.store import cards, incidents, proposals, runs
from pipeline.store import sources as source_states
from schemas.gate import History
from schemas.incident import Incident
from schemas.source import Confidence, Duration, Source
from schemas.types import Instant, Language, Record, Rights, Section, Slug, Url
from web.api.context import Context, Here

router = APIRouter(prefix="/sources", tags=["sources"])


class SourceStatus(Record):
    """A source, and how it is doing."""

    slug: Slug
    name: str
    home: Url
    kind: str
    language: Language
    section: Section
    urls: tuple[Url, ...]
    """Of its listings or feeds."""
    every: Duration
    enabled: bool
    """The file's word, or an operator's over it."""
    why: str
    """What the operator said."""
    confidence: Confidence
    note: str
    rights: Rights
    health: str
    """`new`, or the outcome of the last run that said something."""
    reason: str
    figures: dict[str, float]
    """What the latest verdict rests on."""
    due: Instant | None
    first_passed: Instant | None
    last_run: Instant | None
    last_passed: Instant | None
    under_way: bool
    """Whether a run of it is queued or running."""
    cards: int
    """Live ones."""
    held: int
    """Cards that wait in quarantine."""


class SourceReport(SourceStatus):
    """A source, how it is doing, and how politely it was read."""

    manners: Manners
    incidents: tuple[Incident, ...]
    """What is wrong with it now."""


class Sources(Record):
    """Every declared source, by slug."""

    sources: tuple[SourceStatus, ...]


@router.get("")
def declared(here: Here) -> Sources:
    """Every declared source."""
    return Sources(sources=_statuses(here, here.sources))


@router.get("/{slug}")
def one(here: Here, slug: str) -> SourceReport:
    """One source, with the evidence of its manners."""
    (source,) = Catalogue(sources=dict(here.sources)).named([slug])
    status = _statuses(here, {slug: source})[0]
    with here.store.reading() as c:
        return SourceReport(
            **dict(status),
            manners=manners(c, source),
            incidents=tuple(incidents.current(c, subject=slug)),
        )


def _statuses(here: Context, wanted: Mapping[str, Source]) -> tuple[SourceStatus, ...]:
    with here.store.reading() as c:
        states, live, busy = source_states.states(c), cards.counts(c), runs.under_way(c)
        held = Counter(row.source for row in proposals.held(c))
    return tuple(
        _status(
            wanted[slug],
            states.get(slug) or source_states.SourceState(source=slug),
            {"cards": live.get(slug, 0), "held": held[slug], "under_way": slug in busy},
        )
        for slug in sorted(wanted)
    )


_DECLARED = (
    "slug", "name", "home", "kind", "language", "section", "urls", "every", "confidence", "note",
    "rights",
)  # fmt: skip
_REMEMBERED = ("why", "health", "reason", "due", "first_passed", "last_run", "last_passed")


def _status(
    source: Source, state: source_states.SourceState, counted: Mapping[str, int]
) -> SourceStatus:
    facts = {name: getattr(source, name) for name in _DECLARED}
    facts |= {name: getattr(state, name) for name in _REMEMBERED}
    facts["figures"] = History.model_validate_json(state.history).figures
    return SourceStatus(**facts, **counted, enabled=enabled(source, state))
