"""What a person reads when an address gave nothing."""

from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    ResponseDataLossError,
    UnsupportedURLSchemeError,
)

from schemas.crawl import Problem, ProblemCode
from schemas.errors import HostileInput, NotAFeed, PageError

BLOCKED = frozenset({401, 403, 429, 451})
GONE = frozenset({404, 410})

_CODES: tuple[tuple[type[BaseException], ProblemCode, str], ...] = (
    (DownloadTimeoutError, "timeout", "the server did not answer in time"),
    (DownloadCancelledError, "too-large", "the answer is larger than 10 MiB"),
    (DownloadConnectionRefusedError, "unreachable", "the server refuses connections"),
    (CannotResolveHostError, "unreachable", "the host's name leads nowhere"),
    (ResponseDataLossError, "unreachable", "the connection broke off in the middle"),
    (DownloadFailedError, "unreachable", "the connection failed"),
    (UnsupportedURLSchemeError, "unreachable", "the address cannot be asked for"),
    (IgnoreRequest, "too-large", "the answer unpacks to more than 10 MiB"),
)
DOWNLOAD_ERRORS = tuple(kind for kind, _, _ in _CODES)
"""Everything that may go wrong between asking and answering."""


class Refused(IgnoreRequest):
    """A request that is not made, or an answer that is not followed; it carries the reason."""

    def __init__(self, code: ProblemCode, detail: str) -> None:
        super().__init__(detail)
        self.problem = Problem(code=code, detail=detail)


class NotAsked(Refused):
    """A request left for another run: the crawl was halted, or its host asked us to wait."""


class InternalAddress(OSError):
    """A public name that leads into a private network."""


def problem_of(error: BaseException) -> Problem | None:
    """The reason in a person's words; `None` for an error nobody expected."""
    if isinstance(error, Refused):
        return error.problem
    if internal := _caused_by(error, InternalAddress):
        return Problem(code="off-limits", detail=str(internal))
    if isinstance(error, PageError):
        return Problem(code=_page_code(error), detail=str(error))
    for kind, code, detail in _CODES:
        if isinstance(error, kind):
            cause = "" if isinstance(error, IgnoreRequest | DownloadTimeoutError) else _why(error)
            return Problem(code=code, detail=detail + cause)
    return None


def problem_of_status(status: int) -> Problem | None:
    """The reason an answer with that status gives nothing; `None` where it does."""
    if status in BLOCKED:
        return Problem(code="blocked", detail=f"the server answers {status} and does not let us in")
    if status in GONE:
        return Problem(code="gone", detail=f"the server answers {status}: there is no such page")
    if 200 <= status < 300 or status == 304:
        return None
    return Problem(code="http", detail=f"the server answers {status}")


def _page_code(error: PageError) -> ProblemCode:
    if isinstance(error, NotAFeed):
        return "not-a-feed"
    return "hostile" if isinstance(error, HostileInput) else "unreadable"


def _why(error: BaseException) -> str:
    text = " ".join(str(error).split())
    return f" ({text[:200]})" if text else ""


def _caused_by(error: BaseException, kind: type[OSError]) -> BaseException | None:
    """The first error of a kind among the causes; aiohttp keeps its own in `os_error`."""
    found: BaseException | None = error
    while found is not None and not isinstance(found, kind):
        found = getattr(found, "os_error", None) or found.__cause__
    return found
