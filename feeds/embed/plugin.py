"""The plugins for content systems, packed as these take them."""

from collections.abc import Iterator
from functools import cache
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile, ZipInfo

_ROOM = Path(__file__).parents[2] / "integrations"
_FOLDERS = {
    "assets/poliflash-wordpress.zip": _ROOM / "wordpress",
    "assets/poliflash-drupal.zip": _ROOM / "drupal" / "poliflash",
}
"""Published path → whose files go into a folder `poliflash`."""


@cache
def plugins() -> tuple[tuple[str, bytes], ...]:
    """Path and bytes of each archive; undated, so that the same plugin gives the same bytes."""
    return tuple((path, _packed(folder)) for path, folder in _FOLDERS.items())


def _packed(folder: Path) -> bytes:
    archive = BytesIO()
    with ZipFile(archive, "w") as whole:
        for file in _files(folder):
            its = ZipInfo(f"poliflash/{file.relative_to(folder).as_posix()}")
            its.external_attr = 0o644 << 16  # or nobody could read it where it is unpacked
            whole.writestr(its, file.read_bytes())
    return archive.getvalue()


def _files(folder: Path) -> Iterator[Path]:
    """What the content system reads; the papers are for people who look here."""
    found = (file for file in sorted(folder.rglob("*")) if file.is_file())
    return (file for file in found if file.suffix != ".md")
