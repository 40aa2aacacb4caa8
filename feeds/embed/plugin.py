"""The plugin for WordPress, packed as WordPress takes it."""

from functools import cache
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile, ZipInfo

PATH = "assets/poliflash-wordpress.zip"
_PLUGIN = Path(__file__).parents[2] / "integrations" / "wordpress" / "poliflash.php"


@cache
def packed() -> bytes:
    """A folder with the one file; undated, so that the same plugin gives the same bytes."""
    its = ZipInfo("poliflash/poliflash.php")
    its.external_attr = 0o644 << 16  # or nobody could read it where it is unpacked
    archive = BytesIO()
    with ZipFile(archive, "w") as whole:
        whole.writestr(its, _PLUGIN.read_bytes())
    return archive.getvalue()
