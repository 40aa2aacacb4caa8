"""Houses that are brought to where many tests begin, once."""

import shutil
from collections.abc import Callable
from pathlib import Path

from pipeline.settings import Settings


def brought(settings: Settings, copy: Path, make: Callable[[], None]) -> None:
    """A house's folders as `make` leaves them: made if there is no copy yet, copied otherwise.

    Nothing may have the store open before or after.
    """
    known = copy.exists()
    if not known:
        make()
    for own, kept in ((settings.data, copy / "data"), (settings.public, copy / "public")):
        shutil.copytree(*(kept, own) if known else (own, kept), dirs_exist_ok=True)
