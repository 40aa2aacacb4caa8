"""Answers to requests that fail, as RFC 9457 problem details."""

from collections.abc import Mapping
from http import HTTPStatus

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from pydantic import Field
from starlette.exceptions import HTTPException

from schemas.errors import InputError, PoliflashError, StoreError, UnknownError
from schemas.types import Record

MEDIA_TYPE = "application/problem+json"


class Fault(Record):
    """One thing that is wrong with a request."""

    where: str
    """The parameter or field, as `query.limit` or `body.sources.0`."""
    why: str


class Problem(Record):
    """What went wrong, and what to do (RFC 9457)."""

    type: str = "about:blank"
    title: str
    status: int = Field(ge=400, le=599)
    detail: str = ""
    faults: tuple[Fault, ...] = ()
    """For a 400: everything that is wrong with the request."""


def problem_bytes(problem: Problem) -> bytes:
    """A problem as it is sent."""
    empty = () if problem.faults else ("faults",)
    return problem.model_dump_json(exclude=set(empty)).encode()


def response(
    status: int,
    detail: str,
    *,
    faults: tuple[Fault, ...] = (),
    headers: Mapping[str, str] | None = None,
) -> Response:
    """A problem as a response; its title is the status's own phrase."""
    problem = Problem(title=HTTPStatus(status).phrase, status=status, detail=detail, faults=faults)
    return Response(problem_bytes(problem), status, headers, media_type=MEDIA_TYPE)


def install(app: FastAPI) -> None:
    """Have the app answer every error with a problem."""
    app.add_exception_handler(HTTPException, _refused)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(PoliflashError, _named)
    app.add_exception_handler(Exception, _crashed)


async def _refused(_: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    return response(error.status_code, str(error.detail), headers=error.headers)


async def _invalid(_: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    faults = tuple(
        Fault(
            where=".".join(str(part) for part in e["loc"]),
            why=e["msg"].removeprefix("Value error, "),
        )
        for e in error.errors()
    )
    if any(fault.where.startswith("path.") for fault in faults):
        return response(404, "There is nothing at this address.")
    first = faults[0]
    return response(400, f"{first.where}: {first.why}", faults=faults)


async def _named(_: Request, error: Exception) -> Response:
    assert isinstance(error, PoliflashError)
    return told(error)


def told(error: PoliflashError) -> Response:
    """What is wrong, for whoever asked."""
    if isinstance(error, UnknownError):
        return response(404, str(error))
    if isinstance(error, InputError):
        return response(400, str(error))
    if isinstance(error, StoreError):
        return response(503, str(error), headers={"Retry-After": "5"})
    return response(500, str(error))


async def _crashed(_: Request, __: Exception) -> Response:
    return response(500, "Something broke in here; the log of `poliflash serve` says what.")
