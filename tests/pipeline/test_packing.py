"""Tests of the packed copies beside documents."""

import gzip
from pathlib import Path

import brotli
import pytest

from pipeline import files
from pipeline.packing import Packing

TEXT = b"Una storia, e poi un'altra. " * 200


def put(path: Path, content: bytes = TEXT) -> Path:
    """A document in its place."""
    files.replace(path, content)
    return path


def lying(public: Path) -> list[str]:
    """Every file's path."""
    return sorted(p.relative_to(public).as_posix() for p in public.rglob("*") if p.is_file())


def test_a_document_is_packed_twice(tmp_path: Path) -> None:
    """As gzip and as Brotli, and both hold its bytes."""
    path = put(tmp_path / "feeds/stories.it.rss")
    Packing(tmp_path).everything()
    packed, brotlied = (copy.read_bytes() for copy in files.copies(path))
    assert gzip.decompress(packed) == brotli.decompress(brotlied) == TEXT


def test_the_same_document_gives_the_same_copies(tmp_path: Path) -> None:
    """No clock and no file name is in them."""
    paths = [put(tmp_path / name / "a.rss") for name in ("one", "two")]
    Packing(tmp_path).everything()
    one, two = ([copy.read_bytes() for copy in files.copies(path)] for path in paths)
    assert one == two


@pytest.mark.parametrize(
    "name", ["cards/0a/0a1.json", "media/ab.svg", "feeds/a.rss.gz", "assets/a.png", "feeds/.a.new"]
)
def test_what_gains_nothing_is_left_alone(tmp_path: Path, name: str) -> None:
    """Single cards are small and many; pictures are packed by their nature."""
    put(tmp_path / name)
    Packing(tmp_path).everything()
    assert lying(tmp_path) == [name]


def test_a_copy_that_is_no_smaller_is_not_kept(tmp_path: Path) -> None:
    """A server then sends the document."""
    put(tmp_path / "a.json", b"{}")
    Packing(tmp_path).everything()
    assert lying(tmp_path) == ["a.json"]


def test_no_copy_outlives_its_document(tmp_path: Path) -> None:
    """Neither when other bytes take its place, nor when it goes."""
    replaced, removed = put(tmp_path / "a.rss"), put(tmp_path / "b.rss")
    Packing(tmp_path).everything()
    put(replaced, TEXT[::-1])
    files.remove(removed)
    assert lying(tmp_path) == ["a.rss"]


def test_what_a_crash_left_unpacked_is_packed_at_the_next_start(tmp_path: Path) -> None:
    """A folder is looked over once."""
    put(tmp_path / "a.rss")
    Packing(tmp_path).everything()
    put(tmp_path / "b.rss")
    Packing(tmp_path).everything()
    assert lying(tmp_path) == [f"{name}.rss{end}" for name in "ab" for end in ("", ".br", ".gz")]


def test_only_what_was_written_is_packed_later(tmp_path: Path) -> None:
    """However long the history, a publish packs what it changed."""
    packing = Packing(tmp_path)
    packing.everything()
    wanted = put(tmp_path / "a.rss")
    put(tmp_path / "b.rss")
    packing.expect([wanted])
    packing.everything()
    assert lying(tmp_path) == ["a.rss", "a.rss.br", "a.rss.gz", "b.rss"]


def test_packing_goes_by_a_few_at_a_time(tmp_path: Path) -> None:
    """Who packs between other work hears whether more waits."""
    for name in "abc":
        put(tmp_path / f"{name}.rss")
    packing = Packing(tmp_path)
    assert [packing.some(2), packing.some(2), len(lying(tmp_path))] == [True, False, 9]


def test_a_document_that_went_meanwhile_is_no_trouble(tmp_path: Path) -> None:
    """Its removal came between the publish and the packing."""
    packing = Packing(tmp_path)
    packing.expect([tmp_path / "a.rss"])
    packing.everything()
    assert lying(tmp_path) == []
