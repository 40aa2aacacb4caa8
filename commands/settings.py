"""`poliflash settings`."""

import re
from typing import Annotated

import typer
from pydantic import SecretStr

from commands.session import session
from pipeline.settings import Settings


def settings(
    context: typer.Context,
    as_json: Annotated[bool, typer.Option("--json")] = False,
) -> None:
    """Every setting, its value, its meaning."""
    here = session(context)
    rows = [
        (f"POLIFLASH_{name.upper()}", _value(getattr(here.settings, name)), field.description or "")
        for name, field in Settings.model_fields.items()
    ]
    if as_json:
        here.json([{"name": n, "value": v, "meaning": m} for n, v, m in rows])
    else:
        here.table("Settings", ("variable", "value", "meaning"), rows)


def _value(value: object) -> str:
    if isinstance(value, SecretStr):
        return "set"
    if isinstance(value, tuple):
        return ", ".join(str(part) for part in value) or "–"
    return "–" if value is None else _PASSWORD.sub(r"\1***@", str(value))


_PASSWORD = re.compile(r"(://[^/@]*?:)[^/]*@")
"""In an address."""
