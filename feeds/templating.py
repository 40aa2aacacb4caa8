"""The templates of pages and mails."""

import traceback
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template, TemplateSyntaxError

from schemas.errors import PublishError

TEMPLATES = Path(__file__).with_name("templates")


@cache
def template(name: str, folder: Path | None = None) -> Template:
    """A template that escapes what it is given, and fails on what it is not given.

    One of that name in `folder` takes the place of ours; each is read once.
    """
    environment = Environment(
        loader=FileSystemLoader([folder, TEMPLATES] if folder else TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    return environment.get_template(name)


def replaced(name: str, folder: Path | None, known: Mapping[str, Any]) -> str:
    """What a template that an operator may replace makes of what is known.

    PublishError where the operator's own cannot be used.
    """
    try:
        return template(name, folder).render(known)
    except Exception as error:
        if folder is None or not (folder / name).is_file():
            raise
        why = _told(error, str(folder / name))
        raise PublishError(why, subject=str(folder / name)) from error


def _told(error: Exception, file: str) -> str:
    """Where a template is wrong, and what is."""
    lines = [at.lineno for at in traceback.extract_tb(error.__traceback__) if at.filename == file]
    line = error.lineno if isinstance(error, TemplateSyntaxError) else lines[-1] if lines else None
    what = getattr(error, "message", None) or str(error) or type(error).__name__
    return f"line {line}: {what}" if line else what
