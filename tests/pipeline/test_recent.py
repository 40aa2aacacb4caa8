"""What is kept in memory of cards."""

from pipeline.recent import make_room


def test_the_newer_half_stays() -> None:
    """What was kept last is asked for again soonest."""
    kept = dict.fromkeys(range(10))
    make_room(kept, 10)
    assert list(kept) == [5, 6, 7, 8, 9]


def test_where_there_is_room_nothing_goes() -> None:
    """One more may be kept."""
    kept = dict.fromkeys(range(9))
    make_room(kept, 10)
    assert list(kept) == [*range(9)]
