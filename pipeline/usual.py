"""What a figure usually is: its median, and how far it strays."""

from collections.abc import Sequence
from statistics import median, median_high
from typing import NamedTuple

_FAR = 4.0
"""Spreads beyond which chance is no explanation."""
_AS_DEVIATION = 1.4826
"""The median of the distances from the median, as a standard deviation of normal noise."""


class Usual(NamedTuple):
    """A figure as it was at earlier runs."""

    middle: float
    """The median; 0 where nothing is remembered."""
    spread: float
    seen: int
    """At how many runs."""

    def below(self, value: float) -> bool:
        """Whether a value is lower than its spread explains."""
        return value < self.middle - _FAR * self.spread

    def above(self, value: float) -> bool:
        """Whether a value is higher than its spread explains."""
        return value > self.middle + _FAR * self.spread


def usual(values: Sequence[float]) -> Usual:
    """What these values say is usual."""
    if not values:
        return Usual(0.0, 0.0, 0)
    middle = median_high(values)
    strays = median(abs(value - middle) for value in values)
    return Usual(float(middle), strays * _AS_DEVIATION, len(values))
