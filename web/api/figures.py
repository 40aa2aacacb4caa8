"""The archive for analysts: tables and figures."""

from collections.abc import Iterator
from hashlib import sha256
from tempfile import SpooledTemporaryFile
from typing import IO, Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response, StreamingResponse

from feeds import csv_table
from pipeline.counting import Statistics, statistics
from pipeline.store.facts import By
from pipeline.store.patience import limited
from schemas.question import Question
from web.api.asked import Answering
from web.api.context import Context, Here
from web.conditional import names

IN_MEMORY = 1 << 20
"""Bytes of a table from which it waits on the disk."""
EXPORT, FIGURES = 300.0, 30.0
"""Seconds that a table and figures may take."""
_CHUNK = 1 << 16
router = APIRouter(tags=["analysts"])


class Counting(Question):
    """A question, and what its answer is counted by."""

    by: By = "topic"


@router.get("/stats", response_model=Statistics)
async def stats(here: Here, asked: Annotated[Counting, Query()]) -> Statistics:
    """How many stories there are by topic, department, section, source or month."""
    return await here.asking(_counted, here, asked)


def _counted(here: Context, asked: Counting) -> Statistics:
    with here.store.reading() as c, limited(c, FIGURES):
        return statistics(c, asked, asked.by, here.now())


@router.get(
    "/cards.csv",
    response_class=StreamingResponse,
    responses={200: {"content": {"text/csv": {"schema": {"type": "string"}}}}},
)
async def table(here: Here, request: Request, asked: Annotated[Answering, Query()]) -> Response:
    """Every card that is asked for as a table for spreadsheets; one table is made at a time."""
    file, etag = await here.exporting(_written, here, asked)
    headers = {"ETag": etag, "Cache-Control": "no-cache"}
    if names(request.headers.get("if-none-match", "").encode(), etag.encode()):
        file.close()
        return Response(None, 304, headers)
    size = file.seek(0, 2)
    headers |= {"Content-Length": str(size)}
    headers |= {"Content-Disposition": 'attachment; filename="poliflash.csv"'}
    return StreamingResponse(_chunks(file), headers=headers, media_type=csv_table.MEDIA_TYPE)


def _written(here: Context, asked: Answering) -> tuple[IO[bytes], str]:
    """The table on the disk, and its tag: it is known once the last card is written."""
    file = SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115  # whoever sends it closes it
    digest = sha256()
    with here.store.reading() as c, limited(c, EXPORT):
        found = here.archive.answers(c, asked, here.now(), sort=asked.sort)
        for line in csv_table.render(one.card for one in found):
            file.write(line)
            digest.update(line)
    return file, f'"{digest.hexdigest()[:32]}"'


def _chunks(file: IO[bytes]) -> Iterator[bytes]:
    with file:
        file.seek(0)
        while chunk := file.read(_CHUNK):
            yield chunk
