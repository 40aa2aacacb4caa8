"""Pictures asked for as politely as pages, and no more of each than is needed."""

import re
from collections.abc import Iterable, Sequence
from typing import Any
from weakref import WeakKeyDictionary

from scrapy import Spider
from scrapy.exceptions import StopDownload
from scrapy.http import Request, Response
from scrapy.signals import bytes_received
from twisted.python.failure import Failure

from schemas.crawl import CrawlPlan, CrawlSummary, Known, Problem, Sink
from schemas.decoration import decoration
from schemas.picture import Enough, PictureSeen, PictureWish, Tell
from spiders.answers import validators_of
from spiders.crawl import crawled
from spiders.failures import problem_of, problem_of_status
from spiders.job import Job

ACCEPT = "image/jpeg, image/png, image/webp, image/gif, image/avif;q=0.5"
PATIENCE = 10.0
"""Seconds until an answer must have come."""
FIRST = 64 * 2**10
"""Bytes that are asked for at first of what is only to be measured."""
HEAD = 512 * 2**10
"""Bytes in which a picture must have told its size."""
HEAVIEST = 20 * 2**20
"""Bytes of the largest picture that is read whole."""
_TOTAL = re.compile(r"bytes 0-\d+/(\d+)")


async def run_look(
    plan: CrawlPlan,
    known: Known,
    sink: Sink,
    wishes: Sequence[PictureWish],
    enough: Enough,
    tell: Tell,
) -> CrawlSummary:
    """Asks for pictures one after the other; each answer goes to `tell` as it comes.

    `sink` hears of robots.txt and manners. What is put off (a halt, a host that asked us to
    wait) is not told, and the summary says that the look is not complete.
    """
    job = Job(plan, known, sink)
    return await crawled(job, PictureSpider, wishes, enough, tell)


class PictureSpider(Spider):
    """Asks for pictures and reads each until it is understood."""

    name = "picture"

    def __init__(self, job: Job, wishes: Sequence[PictureWish], enough: Enough, tell: Tell) -> None:
        super().__init__()
        self.job = job
        self._wishes = wishes
        self._enough = enough
        self._tell = tell
        self._heads: WeakKeyDictionary[Request, bytearray] = WeakKeyDictionary()
        """Request → what came so far; a redirect is another request."""

    async def start(self) -> Any:
        """Every picture, in order."""
        self.crawler.signals.connect(self.heard, bytes_received)
        for wish in self._wishes:
            if decoration(wish.url):
                self._refused(wish)
            else:
                yield self._request(wish, part=not wish.whole)

    def heard(self, data: bytes, request: Request) -> None:
        """Stop a download that has told enough."""
        head = self._heads.setdefault(request, bytearray())
        if request.meta.get("robots") or len(head) >= HEAD:
            return
        head += data
        wish: PictureWish = request.cb_kwargs["wish"]
        if self._enough(wish, bytes(head)) or (len(head) >= HEAD and not wish.whole):
            raise StopDownload(fail=False)

    def answered(self, response: Response, wish: PictureWish, *, part: bool) -> Iterable[Request]:
        """An answer, of whatever status."""
        seen = PictureSeen(url=wish.url, status=response.status, validators=validators_of(response))
        problem = problem_of_status(response.status)
        if response.status == 304:
            self._tell(seen.model_copy(update={"not_modified": True}))
        elif problem is not None:
            self._tell(seen.model_copy(update={"problem": problem}))
        elif decoration(response.url):
            self._refused(wish)
        elif response.status == 206 and part and not self._enough(wish, response.body):
            yield self._request(wish, part=False)
        else:
            self._tell(seen.model_copy(update=_read(response)))

    def failed(self, failure: Failure) -> None:
        """No answer came; nothing is told of what was never asked for."""
        error, request = failure.value, failure.request  # type: ignore[attr-defined]
        assert error is not None, "a failure has an error"
        problem = problem_of(error)
        if problem is None:
            self.job.crash = self.job.crash or error
            raise RuntimeError("an unexpected error") from error  # ends the look
        if not self.job.halted:
            self._tell(PictureSeen(url=request.cb_kwargs["wish"].url, problem=problem))

    def _request(self, wish: PictureWish, *, part: bool) -> Request:
        headers = {"Accept-Encoding": "identity"}
        if part:
            headers["Range"] = f"bytes=0-{FIRST - 1}"
        return Request(
            wish.url,
            headers=headers,
            callback=self.answered,
            errback=self.failed,
            cb_kwargs={"wish": wish, "part": part},
            meta={
                "picture": True,
                "conditional": True,
                "asked": wish.url,
                "accept": ACCEPT,
                "patience": PATIENCE,
                "download_maxsize": HEAVIEST if wish.whole else 0,
                "dont_retry": True,
            },
            dont_filter=True,
        )

    def _refused(self, wish: PictureWish) -> None:
        detail = "the address is that of a logo, an icon or a placeholder"
        self._tell(PictureSeen(url=wish.url, problem=Problem(code="unreadable", detail=detail)))


def _read(response: Response) -> dict[str, Any]:
    """What came of a picture, and how much there is."""
    total = _TOTAL.match((response.headers.get("Content-Range") or b"").decode("latin-1"))
    declared = (response.headers.get("Content-Length") or b"").decode("latin-1")
    got = len(response.body)
    if total:
        size: int | None = int(total[1])
    elif declared.isdigit() and not response.headers.get("Content-Encoding"):
        size = int(declared) if response.status != 206 else None
    else:
        size = None
    cut = "download_stopped" in response.flags
    whole = not cut and (response.status != 206 or got == size)
    return {"body": response.body, "whole": whole, "size": got if whole else size}
