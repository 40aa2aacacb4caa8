"""What the fields of a record mean: the docstrings below them, read when somebody asks."""

import ast
import inspect
import textwrap
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from types import MappingProxyType

from pydantic import BaseModel


@cache
def meanings(record: type[BaseModel]) -> MappingProxyType[str, str]:
    """Name and docstring of each field that has one, an heir's own words first."""
    found: dict[str, str] = {}
    for kind in reversed(record.__mro__):
        if issubclass(kind, BaseModel) and kind is not BaseModel:
            found |= _own(kind)
    return MappingProxyType(found)


def _own(kind: type[BaseModel]) -> Iterator[tuple[str, str]]:
    """What stands in the class itself; nothing in one that was made without a source."""
    try:
        source = inspect.getsource(kind)
    except OSError:
        return
    [written] = ast.parse(textwrap.dedent(source)).body
    if not isinstance(written, ast.ClassDef):
        return
    for field, said in pairwise(written.body):
        match field, said:
            case (
                ast.AnnAssign(target=ast.Name(id=name)),
                ast.Expr(value=ast.Constant(value=str(words))),
            ):
                yield name, inspect.cleandoc(words)
