"""What a story is recognised by in other newsrooms' words."""

from schemas.types import Record


class Marks(Record):
    """Hashes of what a story says: nothing of the text can be read from them."""

    head: tuple[int, ...] = ()
    """A sketch of title, teaser and first paragraph, for who tells no more than that."""
    words: tuple[int, ...] = ()
    """Its content words, each once, without endings."""
    names: tuple[int, ...] = ()
    """The words written with a capital inside a sentence."""
    figures: tuple[int, ...] = ()
    """Its figures, in digits or in words, as they are; larger ones as a rest."""
    quotes: tuple[int, ...] = ()
    """The sentences within quotation marks."""
    places: dict[int, int] = {}
    """The words before or behind a figure or a name → that figure or name."""
