"""Where the documents of embedded stories lie below the public folder."""

from schemas.channel import Variant

FOLDER = "embed/v1"
STYLESHEET_PATH = f"{FOLDER}/poliflash.css"


def cards_path(variant: Variant) -> str:
    """Of the cards document."""
    return f"{FOLDER}/{variant.key}.json"


def fragment_path(variant: Variant) -> str:
    """Of the fragment in its usual look."""
    return f"{FOLDER}/{variant.key}.html"
