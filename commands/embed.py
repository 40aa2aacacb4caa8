"""`poliflash embed`."""

import difflib
from typing import Annotated

import typer

from commands.session import session
from feeds.channels import every_channel
from feeds.embed.release import newest
from feeds.embed.snippets import Kit, Layout, Options, Theme, chosen, kit
from feeds.site import Site
from pipeline.catalogue import catalogue
from pipeline.settings import Settings
from pipeline.site import site_of
from schemas.channel import Variant
from schemas.errors import UnknownError
from schemas.types import InterfaceLanguage

LANGUAGES: tuple[InterfaceLanguage, ...] = ("it", "en")
OPTIONS = Options()


def embed(
    context: typer.Context,
    channel: Annotated[str, typer.Argument(metavar="CHANNEL", help="as `feeds list` names it")],
    lang: Annotated[InterfaceLanguage | None, typer.Option(help="of the stories")] = None,
    limit: Annotated[int, typer.Option(min=1, max=12, help="how many stories")] = OPTIONS.limit,
    heading_level: Annotated[
        int, typer.Option(min=2, max=6, help="one below the heading before them")
    ] = OPTIONS.level,
    layout: Annotated[Layout, typer.Option()] = OPTIONS.layout,
    theme: Annotated[Theme, typer.Option()] = OPTIONS.theme,
    as_json: Annotated[bool, typer.Option("--json")] = False,
) -> None:
    """What to paste into a page to show a channel's stories; /use does the same by clicks."""
    here = session(context)
    variant = _named(here.settings, channel, lang)
    options = Options(limit=limit, level=heading_level, layout=layout, theme=theme)
    site = site_of(here.settings)
    found = kit(variant, site, newest(), options, variant.language or lang or LANGUAGES[0])
    if as_json:
        here.json(found)
    else:
        _printed(found, site)


def _named(settings: Settings, name: str, language: InterfaceLanguage | None) -> Variant:
    """The variant of a channel's name, with its language at the end or beside it."""
    known = {one.name: one for one in every_channel(settings.channels, catalogue(settings).sources)}
    stem, _, suffix = name.partition(".")
    if stem not in known or suffix not in ("", *LANGUAGES):
        near = difflib.get_close_matches(stem, known, n=3, cutoff=0.4)
        hint = f"did you mean {' or '.join(near)}?" if near else "see `poliflash feeds list`"
        raise UnknownError(f"no such channel; {hint}", subject=name)
    own = next((one for one in LANGUAGES if one == suffix), LANGUAGES[0])
    return chosen(known[stem], language or own)


def _printed(found: Kit, site: Site) -> None:
    typer.echo(f"{found.title} ({found.channel})")
    for way in found.ways:
        typer.echo(f"\n{way.title.en}. {way.why.en}")
        if way.file:
            typer.echo(site.address(way.file))
        for code in way.codes:
            typer.echo(f"\n{code.label.en}:")
            typer.echo(code.text)
    typer.echo("\nThe addresses of the feeds:")
    for address in found.feeds.values():
        typer.echo(address)
    typer.echo(f"\nThe terms of reuse: {found.terms}")
