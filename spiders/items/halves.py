"""JSON in which half a surrogate pair stands for a character."""

import re
from typing import Any

import orjson

_PAIR_OR_HALF = re.compile(
    rb"(\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2})|\\u[dD][89a-fA-F][0-9a-fA-F]{2}"
)


def loads(body: bytes) -> Any:
    """The JSON; halves, as programs write them that cut texts by bytes, become U+FFFD.

    orjson.JSONDecodeError for what is broken otherwise.
    """
    try:
        return orjson.loads(body)
    except orjson.JSONDecodeError:
        mended = _PAIR_OR_HALF.sub(lambda found: found[1] or rb"\ufffd", body)
        if mended == body:
            raise
        return orjson.loads(mended)
