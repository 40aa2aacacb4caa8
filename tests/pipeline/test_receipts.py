"""Receipts that could not be written when their runs ended."""

import asyncio
from pathlib import Path

import pytest

from pipeline.catalogue import Catalogue
from pipeline.pipe import Pipe
from pipeline.run import carry_out, write_receipts
from pipeline.settings import settings_from
from pipeline.store import runs
from pipeline.store.store import opened
from schemas.errors import StoreError
from schemas.order import Order


def test_a_receipt_is_written_once_it_can_be(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Until then its run counts as running; nothing waits for a restart."""
    settings = settings_from(data=tmp_path / "data", public=tmp_path / "public", own_sources=False)
    pipe = Pipe(settings, opened(settings), Catalogue(sources={}))
    with pipe.store.writing() as c:
        asked = runs.enqueue(c, Order(trigger="publish"), pipe.store.clock())[0]
    claimed = pipe.claim()
    assert claimed is not None

    def full(*_: object) -> None:
        raise StoreError("database or disk is full", subject="store")

    with monkeypatch.context() as patched:
        patched.setattr(runs, "finish", full)
        asyncio.run(carry_out(pipe, *claimed))
        with pytest.raises(StoreError):
            write_receipts(pipe)
    with pipe.store.reading() as c:
        assert runs.run_of(c, asked.id).state == "running"  # type: ignore[union-attr]
    write_receipts(pipe)
    with pipe.store.reading() as c:
        assert runs.run_of(c, asked.id).state == "done"  # type: ignore[union-attr]
    assert pipe.owed == []
    pipe.store.close()
