"""`poliflash cards`."""

import re
from collections.abc import Iterator
from typing import Annotated, Any

import typer

from commands import erasing, exporting, holding, regrouping
from commands.ordering import me, reported
from commands.session import session
from feeds.channels import names
from pipeline import quarantine
from pipeline.catalogue import catalogue
from pipeline.editing import shown
from pipeline.edits import after
from pipeline.history import Revision, history
from pipeline.media import account as pictures
from pipeline.store import cards, ledger, proposals, publication
from pipeline.store.record import card_from
from pipeline.store.store import Store
from schemas.card import StoryCard
from schemas.errors import InputError, UnknownError
from schemas.order import Action, ActionName, Order

app = typer.Typer(
    help="Look at cards, and edit, hide, pin, include, exclude, release, retract them.",
    no_args_is_help=True,
)
Name = Annotated[str, typer.Argument(metavar="CARD", help="its id, key, or any address of it")]
Why = Annotated[str, typer.Option(help="noted in the card's log")]
By = Annotated[str, typer.Option(help="who does it")]
Json = Annotated[bool, typer.Option("--json")]
InChannel = Annotated[str, typer.Argument(metavar="CHANNEL", help="as `feeds list` names it")]
Off = Annotated[bool, typer.Option("--off", help="take it back: the filter decides again")]


@app.command("list")
def list_(
    context: typer.Context,
    source: Annotated[str | None, typer.Option(help="of one source")] = None,
    language: Annotated[str | None, typer.Option(help="it, en, …")] = None,
    held: Annotated[bool, typer.Option(help="those in quarantine instead")] = False,
    without_alt: Annotated[
        bool, typer.Option("--without-alt", help="whose picture has no alternative text")
    ] = False,
    limit: Annotated[int, typer.Option(min=1, max=10000)] = 50,
    as_json: Json = False,
) -> None:
    """The newest cards."""
    here = session(context)
    if language is not None and not re.fullmatch("[a-z]{2}", language):
        raise InputError("a language is two letters, as in it or en", subject=language)
    with here.store() as store, store.reading() as c:
        if source is not None and source not in cards.counts(c):
            catalogue(here.settings).named([source])  # cards may outlive their source's file
        if held:
            waiting = proposals.held(c, source)
            found = [card_from(row.record) for row in waiting][:limit]
        elif without_alt:
            found = pictures.without_words(c, source, language, limit)
        else:
            found = cards.page_of(c, limit=limit, source=source, language=language)
    if as_json:
        here.json([card.model_dump(mode="json") for card in found])
        return
    rows = [
        (card.key, card.published or "no date", card.language, card.source, shown(card).title)
        for card in found
    ]
    here.table("Cards", ("key", "published", "lang", "source", "title"), rows)


@app.command()
def show(
    context: typer.Context,
    name: Name,
    past: Annotated[bool, typer.Option("--history", help="who changed what, and when")] = False,
    as_json: Json = False,
) -> None:
    """One card with its provenance, aliases and releases."""
    here = session(context)
    with here.store() as store:
        card = _card(store, name)
        with store.reading() as c:
            aliases = ledger.aliases_of(c, card.id)
            releases = publication.releases_of(c, card.id)
            state = cards.state_of(c, card.id)
            picture = pictures.told(c, card)
            revisions = history(c, card.id) if past else []
    if as_json:
        extra: dict[str, Any] = {"aliases": [alias._asdict() for alias in aliases]}
        extra |= {"releases": releases, "state": state}
        if past:
            extra["history"] = [one.model_dump(mode="json") for one in revisions]
        here.json({**card.model_dump(mode="json"), **extra})
        return
    for field, value in shown(card).model_dump(mode="json", exclude={"provenance", "body"}).items():
        if value not in _EMPTY:
            typer.echo(f"{field}: {_read_out(value)}{_given_by(card, field)}")
    if picture:
        typer.echo(f"picture: {picture}")
    typer.echo(f"state: {state}")
    for alias in aliases:
        typer.echo(f"alias: {alias.key} ({_learnt(alias)})")
    for variant, at in releases:
        typer.echo(f"released: {variant} at {at:%Y-%m-%d %H:%M:%S}Z")

    for revision in revisions:
        typer.echo("\n".join(told_of(revision)))


def _read_out(value: Any) -> str:
    """A value of JSON as one reads it; what is empty is left out."""
    if isinstance(value, dict):
        told = (f"{name} {_read_out(its)}" for name, its in value.items() if its not in _EMPTY)
        return "; ".join(told)
    if isinstance(value, list):
        between = " | " if any(isinstance(each, dict) for each in value) else ", "
        return between.join(map(_read_out, value))
    return str(value)


_EMPTY: tuple[Any, ...] = (None, "", [], {})


def _learnt(alias: ledger.AliasRow) -> str:
    how = "split off by an editor" if alias.learnt == "editor" else alias.learnt
    merged = f", merged from {alias.merged}" if alias.merged else ""
    return f"{how}, {alias.first_seen:%Y-%m-%d %H:%M}{merged}"


def told_of(revision: Revision) -> Iterator[str]:
    """A revision, line by line."""
    moved = "" if revision.material else ", `updated` stays"
    what = ", ".join(revision.changed) or "first seen"
    yield f"revision {revision.revision}: {revision.at:%Y-%m-%d %H:%M} {revision.by}: {what}{moved}"
    for field in revision.fields:
        old = f"{field.old} → " if field.old else ""
        yield f"    {field.field}: {old}{field.new}"


def _given_by(card: StoryCard, field: str) -> str:
    by = shown(card).provenance.get(field)
    return f"   [{by}]" if by else ""


@app.command()
def edit(
    context: typer.Context,
    name: Name,
    fields: Annotated[list[str], typer.Argument(metavar="FIELD=TEXT...", help="e.g. title='…'")],
    why: Why = "",
    by: By = "",
) -> None:
    """Change title, teaser, section, topics or image_alt; an empty text gives the field back."""
    pairs = [field.partition("=") for field in fields]
    if wrong := [field for field, equals, _ in pairs if not equals]:
        raise InputError("write FIELD=TEXT, as in title='A better title'", subject=wrong[0])
    _act(context, "edit", name, why, by, {field: text for field, _, text in pairs})


@app.command()
def hide(context: typer.Context, name: Name, why: Why = "", by: By = "") -> None:
    """Take a card out of every document until it is restored."""
    _act(context, "hide", name, why, by)


@app.command()
def restore(context: typer.Context, name: Name, why: Why = "", by: By = "") -> None:
    """Show a hidden or retracted card again."""
    _act(context, "restore", name, why, by)


@app.command()
def pin(
    context: typer.Context,
    name: Name,
    why: Why = "",
    by: By = "",
    off: Annotated[bool, typer.Option("--off", help="unpin")] = False,
) -> None:
    """Keep a card at the top of web pages."""
    _act(context, "unpin" if off else "pin", name, why, by)


@app.command()
def release(
    context: typer.Context,
    name: Name,
    channel: Annotated[str, typer.Option(metavar="CHANNEL", help="to this newsletter only")] = "",
    why: Why = "",
    by: By = "",
) -> None:
    """Send a card to the newsletters now, whatever its age; let a held one out of quarantine."""
    here = session(context)
    with here.store() as store, store.reading() as c:
        waits = None if cards.find(c, name) else quarantine.find(c, name)
    if waits is not None:  # it was never public: out of quarantine is the release that is meant
        holding.decide(here, "accept", waits, why, by or me())
    _act(context, "release", name, why, by, {"channel": channel} if channel else None)


@app.command()
def include(
    context: typer.Context,
    name: Name,
    channel: InChannel,
    off: Off = False,
    why: Why = "",
    by: By = "",
) -> None:
    """Put a card into a channel, whatever its filter says."""
    _act(context, "follow" if off else "include", name, why, by, {"channel": channel})


@app.command()
def exclude(
    context: typer.Context,
    name: Name,
    channel: InChannel,
    off: Off = False,
    why: Why = "",
    by: By = "",
) -> None:
    """Keep a card out of a channel: on the web but not in the mail, say."""
    _act(context, "follow" if off else "exclude", name, why, by, {"channel": channel})


@app.command()
def retract(context: typer.Context, name: Name, why: Why = "", by: By = "") -> None:
    """Take a card back for good: gone from every document within one publish."""
    _act(context, "retract", name, why, by)


def _act(
    context: typer.Context,
    action: ActionName,
    name: str,
    why: str,
    by: str,
    fields: dict[str, str] | None = None,
) -> None:
    here = session(context)
    with here.store() as store:
        card = _card(store, name)
        asked = Action(name=action, target=card.id, by=by or me(), why=why, fields=fields or {})
        if fields:  # what is wrong is refused here, not by a run that fails
            known = names(here.settings.channels, catalogue(here.settings).sources)
            after(card, asked, store.clock(), known)
    reported(here, [Order(trigger="edit", action=asked)])


def _card(store: Store, name: str) -> StoryCard:
    with store.reading() as c:
        found = cards.find(c, name)
    if found is None:
        raise UnknownError(
            "no such card; `poliflash cards list` shows ids and titles", subject=name
        )
    return found


for command in (regrouping.merge, regrouping.split, regrouping.undo, erasing.erase):
    app.command()(command)
app.command()(holding.held)
app.command()(holding.accept)
app.command()(holding.reject)
app.command()(exporting.export)
app.command()(exporting.stats)
