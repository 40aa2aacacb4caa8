"""What two texts in different languages have in common."""

from typing import NamedTuple

from pipeline.marks import marks_of
from schemas.marks import Marks

LEAST, SHARE = 5, 0.45
"""Names and figures that two texts share, at least, and what part of the shorter one's they are."""
PICTURED_LEAST, PICTURED_SHARE = 2, 0.4
"""The same of two stories that alone have their picture."""
_SMALL = 10
"""Figures below it are in every text."""
_TOLD = 2
"""Figures from which a text is known by them."""
_USUAL = """Politecnico Torino Turin Piemonte Piedmont Italia Italy Europa Europe European
Università University Dipartimento Department Commissione Commission Unione Union Regione Region"""
_EVERYWHERE = frozenset(marks_of("", "", [f"il {' '.join(_USUAL.split())}"]).names)


class Kinship(NamedTuple):
    """What two texts share."""

    names: int
    figures: int
    share: float
    """Of the facts of the text with fewer of them, 0–1."""
    clashing: bool
    """Whether both are rich in figures and have none in common."""


def kinship(one: Marks, other: Marks) -> Kinship:
    """The names and figures that two texts share: a translation keeps them."""
    names, other_names = (set(marks.names) - _EVERYWHERE for marks in (one, other))
    figures, other_figures = (
        {figure for figure in marks.figures if figure >= _SMALL} for marks in (one, other)
    )
    same_names, same_figures = len(names & other_names), len(figures & other_figures)
    fewest = min(len(names) + len(figures), len(other_names) + len(other_figures))
    rich = min(len(figures), len(other_figures)) >= _TOLD
    share = (same_names + same_figures) / fewest if fewest else 0.0
    return Kinship(same_names, same_figures, round(share, 3), rich and not same_figures)


def akin(found: Kinship, *, pictured: bool) -> bool:
    """Whether two stories of the same days are likely one; `pictured`: they alone have a picture.

    A stock picture, which several stories show, says nothing.
    """
    least, share = (PICTURED_LEAST, PICTURED_SHARE) if pictured else (LEAST, SHARE)
    shared = found.names + found.figures
    return not found.clashing and shared >= least and found.share >= share
