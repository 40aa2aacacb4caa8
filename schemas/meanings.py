"""What the fields of a record mean: the docstrings below them, read when somebody asks."""

import ast
import inspect
import sys
from collections.abc import Iterable, Iterator
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
    written = _classes(kind.__module__).get(kind.__qualname__)
    for field, said in pairwise(written.body if written is not None else ()):
        match field, said:
            case (
                ast.AnnAssign(target=ast.Name(id=name)),
                ast.Expr(value=ast.Constant(value=str(words))),
            ):
                yield name, inspect.cleandoc(words)


@cache
def _classes(module: str) -> dict[str, ast.ClassDef]:
    """A module's classes by their qualified names: a file is read once for all its records."""
    try:
        source = inspect.getsource(sys.modules[module])
    except (OSError, TypeError, KeyError):
        return {}
    return dict(_named(ast.parse(source).body, ""))


def _named(body: Iterable[ast.stmt], outer: str) -> Iterator[tuple[str, ast.ClassDef]]:
    for one in body:
        if isinstance(one, ast.ClassDef):
            yield outer + one.name, one
            yield from _named(one.body, f"{outer}{one.name}.")
        elif isinstance(one, ast.FunctionDef):
            yield from _named(one.body, f"{outer}{one.name}.<locals>.")
