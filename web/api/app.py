"""The API as an ASGI app."""

import re
from typing import Any

from fastapi import Depends, FastAPI, Security
from fastapi.security import HTTPBearer

from pipeline.settings import VERSION
from web import bot, explain, problems
from web.api import (
    actions,
    cards,
    editorial,
    erasing,
    figures,
    health,
    pairs,
    refresh,
    runs,
    sources,
)
from web.api.context import BASE, Context
from web.api.guard import Guard
from web.api.strict import no_unknown_parameters
from web.api.tagged import Tagged
from web.public import App

_ABOUT = (
    "Story cards, sources, runs and editors' actions. Every error is a problem (RFC 9457); GET"
    " answers carry an ETag; unknown parameters are refused. Within v1 fields are only added."
)
_PARAMETER = re.compile(r"\{\w+\}")
_PROBLEM = {
    "description": "What went wrong, and what to do.",
    "content": {problems.MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
}


class Described(FastAPI):
    """A FastAPI app whose description knows our problems."""

    def openapi(self) -> dict[str, Any]:
        """OpenAPI 3.1."""
        if self.openapi_schema is None:
            schemas = super().openapi().setdefault("components", {}).setdefault("schemas", {})
            own = problems.Problem.model_json_schema(ref_template="#/components/schemas/{model}")
            schemas |= {**own.pop("$defs"), "Problem": own}
        assert self.openapi_schema is not None
        return self.openapi_schema


def api_app(context: Context) -> App:
    """The API, `/healthz` and `/bot`, behind their guards."""
    app = Described(
        title="Poliflash",
        version=VERSION,
        description=_ABOUT,
        openapi_url=f"{BASE}/openapi.json",
        docs_url=None,
        redoc_url=None,
        servers=[{"url": context.settings.public_url.rstrip("/")}],
        responses={"default": _PROBLEM},
        dependencies=[Depends(no_unknown_parameters)],
        redirect_slashes=False,
    )
    app.state.context = context
    problems.install(app)
    for module in (cards, figures, sources, runs, editorial, pairs, erasing):
        app.include_router(module.router, prefix=BASE)
    # The guard has checked the token before a route is chosen; this is for the description.
    token = [Security(HTTPBearer(auto_error=False, description="The operator's token."))]
    for asking in (refresh.router, actions.router, pairs.verdict_router):
        app.include_router(asking, prefix=BASE, dependencies=token)
    app.include_router(health.router)
    app.include_router(bot.router)
    app.include_router(explain.router)
    return Guard(Tagged(app), context.settings.api_token, lambda path: _methods(app, path))


def _methods(app: FastAPI, path: str) -> tuple[str, ...]:
    """What an address answers, as described; `cards/x/history` is no action on a card."""
    described: dict[str, dict[str, Any]] = app.openapi()["paths"]
    matching = [its for its in described if re.fullmatch(_PARAMETER.sub("[^/]+", its), path)]
    nearest = min(matching, key=lambda its: its.count("{"), default=None)
    found = set(map(str.upper, described[nearest])) if nearest else {"GET"}
    return tuple(sorted(found | {"OPTIONS"} | ({"HEAD"} if "GET" in found else set())))
