"""Where the documents of embedded stories lie below the public folder."""

from schemas.channel import Variant

FOLDER = "embed/v1"
STYLESHEET_PATH = f"{FOLDER}/poliflash.css"


def paths_of(key: str) -> tuple[str, str]:
    """Of the cards document and the fragment of a variant, by its key."""
    return f"{FOLDER}/{key}.json", f"{FOLDER}/{key}.html"


def cards_path(variant: Variant) -> str:
    """Of the cards document."""
    return paths_of(variant.key)[0]


def fragment_path(variant: Variant) -> str:
    """Of the fragment in its usual look."""
    return paths_of(variant.key)[1]
