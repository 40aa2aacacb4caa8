"""A source made from what a visit found."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from pipeline.catalogue import source_from
from pipeline.owner import owned
from pipeline.raw.keeping import Keeping
from pipeline.raw.shelf import Shelf
from pipeline.settings import VERSION, Settings
from pipeline.store.store import opened
from pipeline.workshop.declare import declaration
from pipeline.workshop.fixture import saved
from pipeline.workshop.visit import Given
from pipeline.workshop.ways import Found
from schemas.crawl import RawSeen
from schemas.errors import InputError, OwnedElsewhere
from schemas.source import Source
from schemas.types import Rights

_FOR_A_TRIAL = frozenset({"max_pages", "max_parts"})


def drafted(found: Found, slug: str, name: str) -> Source:
    """The source that the best way makes; InputError where nothing can be read."""
    if found.best is None:
        why = found.ways[0].because if found.ways else "; ".join(found.problems) or "nothing there"
        raise InputError(f"no way to read it was found: {why}", subject=found.url)
    tried = found.best.source
    rules = tried.rules.model_dump(exclude_defaults=True, exclude=set(_FOR_A_TRIAL))
    facts = {
        **tried.model_dump(exclude_defaults=True),
        "slug": slug,
        "name": name,
        "language": found.language,
        "confidence": "seen",
        "rights": Rights(),
        tried.kind: rules,
    }
    return Source.model_validate(facts)


def written(source: Source, folder: Path, why: str) -> Path:
    """The file of a new source; InputError where there is one already."""
    file = folder / f"{source.slug}.toml"
    if file.exists():
        raise InputError("is there already; give another --slug", subject=str(file))
    folder.mkdir(parents=True, exist_ok=True)
    file.write_text(declaration(source, f"Drafted from {source.home}: {why}."), "utf-8")
    return file


def with_pages(file: Path, answers: Mapping[str, RawSeen], given: Given) -> dict[str, Any]:
    """Save the pages of a source beside its file; what they give."""
    said = (page.extracted for page in given.pages)
    labels = {extracted.section for extracted in said if extracted and extracted.section}
    return saved(source_from(file), file.with_suffix(""), answers, labels)


def originals_kept(settings: Settings, slug: str, answers: Iterable[RawSeen]) -> bool:
    """Put the answers as they came into the data folder; False where another process holds it."""
    try:
        with owned(settings.data):
            store = opened(settings)
            try:
                shelf = Shelf(settings.data / "pages", f"Poliflash/{VERSION}")
                keeping = Keeping(store, shelf, slug, "")
                for answer in answers:
                    keeping.add(answer)
                keeping.write()
                with store.writing() as c:
                    keeping.note(c)
            finally:
                store.close()
    except OwnedElsewhere:
        return False
    return True
