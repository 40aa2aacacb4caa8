"""Small numbers written in words, Italian and English."""

from collections.abc import Iterator

_IT = """due tre quattro cinque sei sette otto nove dieci undici dodici tredici quattordici quindici
sedici diciassette diciotto diciannove venti"""
_EN = """two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen
sixteen seventeen eighteen nineteen twenty"""
_TENS = """venti trenta quaranta cinquanta sessanta settanta ottanta novanta
twenty thirty forty fifty sixty seventy eighty ninety"""


def _numerals() -> Iterator[tuple[str, int]]:
    units, tens = _IT.split(), _TENS.split()
    for words in (units, _EN.split()):
        yield from zip(words, range(2, 21), strict=True)
    yield from zip(tens, [*range(20, 100, 10)] * 2, strict=True)
    for figure, ten in zip(range(20, 100, 10), tens, strict=False):
        yield from ((ten + unit, figure + n) for n, unit in enumerate(units[:8], 2))
        for unit, n in (("un", 1), ("uno", 1), ("otto", 8)):  # the vowels meet
            yield ten[:-1] + unit, figure + n
    yield from ((f"{unit}cento", n * 100) for n, unit in enumerate(units[:8], 2))
    yield from (("cento", 100), ("hundred", 100), ("mille", 1000), ("thousand", 1000))


NUMERALS = dict(_numerals())
"""Folded word → its figure; one is not among them: it is an article, too."""
