"""Refusal of query parameters that a route does not know."""

from fastapi import Request
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute


async def no_unknown_parameters(request: Request) -> None:
    """A misspelt parameter would silently answer another question: 400, naming it."""
    route = request.scope["route"]
    assert isinstance(route, APIRoute)
    known = {field.alias for field in route.dependant.query_params}
    hint = f"known here: {', '.join(sorted(known))}" if known else "there are none here"
    faults = [
        {"loc": ("query", name), "msg": f"no such parameter; {hint}", "type": "extra_forbidden"}
        for name in request.query_params
        if name not in known
    ]
    if faults:
        raise RequestValidationError(faults)
