"""What every command is given: settings, and how to print."""

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import typer
from pydantic import BaseModel
from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    SpinnerColumn,
    TextColumn,
    TimeElapsedColumn,
)
from rich.table import Table

from pipeline.settings import Settings
from pipeline.store.store import Store, opened


class Session:
    """One call of the command line."""

    def __init__(self, settings: Settings) -> None:
        """Tables go to standard output, everything else to standard error."""
        self.settings = settings
        self.out = Console(soft_wrap=True, highlight=False)
        self.err = Console(stderr=True, soft_wrap=True, highlight=False)

    @contextmanager
    def store(self) -> Iterator[Store]:
        """The store, open."""
        store = opened(self.settings)
        try:
            yield store
        finally:
            store.close()

    def json(self, value: Any) -> None:
        """Print a value as JSON."""
        typer.echo(json.dumps(value, indent=2, ensure_ascii=False, default=_plain))

    def table(self, title: str, columns: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
        """Print a table on a terminal, tab-separated lines when piped."""
        if not self.out.is_terminal:
            for row in rows:
                typer.echo("\t".join(" ".join(str(cell).split()) for cell in row))
            return
        table = Table(title=title, title_justify="left", box=None, pad_edge=False)
        for column in columns:
            table.add_column(column, overflow="fold")
        for row in rows:
            table.add_row(*(str(cell) for cell in row))
        self.out.print(table)

    def say(self, text: str) -> None:
        """Print a line for a person."""
        self.err.print(text, markup=False)

    @contextmanager
    def waiting(self, what: str, total: int | None = None) -> Iterator[Callable[[int], None]]:
        """Show on a terminal that something takes a while; it is told how much is done."""
        if not self.err.is_terminal:
            yield lambda _done: None
            return
        columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn())
        with Progress(
            *columns, MofNCompleteColumn(), TimeElapsedColumn(), console=self.err, transient=True
        ) as bar:
            task = bar.add_task(what, total=total)
            yield lambda done: bar.update(task, completed=done)


def _plain(value: object) -> object:
    if isinstance(value, BaseModel):
        return value.model_dump(mode="json")
    return str(value)


def session(context: typer.Context) -> Session:
    """The session of a command's context."""
    found = context.obj
    assert isinstance(found, Session)
    return found
