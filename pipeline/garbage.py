"""How often the interpreter looks for garbage."""

import gc

_NEW, _YOUNG, _OLD = 20_000, 20, 10
"""Python looks after 700 new objects, which a crawl of some thousand pages, or a publish of as many
cards, makes all the time: it came to an eighth of the crawl's time, and found next to nothing."""


def look_seldom() -> None:
    """Have this process look for reference cycles after 20,000 new objects, not after 700.

    What is there when it is first told so, most of it modules, is not looked at again.
    """
    if gc.get_threshold() != (_NEW, _YOUNG, _OLD):
        gc.freeze()
        gc.set_threshold(_NEW, _YOUNG, _OLD)
