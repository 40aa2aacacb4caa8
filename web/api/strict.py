"""Refusal of query parameters that a route does not know, and of texts that are none."""

from collections import Counter
from collections.abc import Iterable
from typing import Annotated, get_origin

from fastapi import Request
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from pydantic import AfterValidator, BaseModel
from pydantic.fields import FieldInfo


def _whole(text: str) -> str:
    try:
        text.encode()
    except UnicodeEncodeError:
        raise ValueError("holds half a character, a surrogate without its other half") from None
    return text


Words = Annotated[str, AfterValidator(_whole)]
"""A text that can be stored: JSON (RFC 8259, 8.2) may hold what no encoding of Unicode can."""


async def no_unknown_parameters(request: Request) -> None:
    """A misspelt parameter would silently answer another question: 400, naming it."""
    route = request.scope["route"]
    assert isinstance(route, APIRoute)
    known = dict(_known(route))
    hint = f"known here: {', '.join(sorted(known))}" if known else "there are none here"
    given = Counter(name for name, _ in request.query_params.multi_items())
    faults = [
        {"loc": ("query", name), "msg": f"no such parameter; {hint}", "type": "extra_forbidden"}
        for name in given
        if name not in known
    ]
    faults += [
        {"loc": ("query", name), "msg": "is given more than once", "type": "too_long"}
        for name, times in given.items()
        if times > 1 and not known.get(name, True)
    ]
    if faults:
        raise RequestValidationError(faults)


def _known(route: APIRoute) -> Iterable[tuple[str, bool]]:
    """Each parameter, and whether it may be given several times."""
    for field in route.dependant.query_params:
        model = field.field_info.annotation
        if isinstance(model, type) and issubclass(model, BaseModel):
            yield from ((name, _many(its)) for name, its in model.model_fields.items())
        else:
            yield field.alias, _many(field.field_info)


def _many(field: FieldInfo) -> bool:
    return get_origin(field.annotation) is tuple
