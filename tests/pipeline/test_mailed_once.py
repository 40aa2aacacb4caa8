"""What a newsletter has mailed, and what is no news to it."""

from datetime import timedelta

from pipeline.accept import place
from pipeline.store import oblivion
from tests.pipeline.desk import ITALIAN, Desk


def test_the_other_version_of_an_erased_story_is_not_mailed(desk: Desk) -> None:
    """Whoever had the story in one language does not get it again in another."""
    desk.italian()
    assert desk.release() == {"it"}
    desk.english(translations={"it": ITALIAN})
    italian, english = sorted(desk.cards(), key=lambda card: card.language, reverse=True)
    assert (italian.language, italian.story) == ("it", english.story)
    with desk.store.writing() as c:
        oblivion.forget(c, [italian.id])
        place(c, {english.id: False}, desk.placing, desk.store.clock())
    assert desk.release() == set()


def test_an_old_story_is_no_news_to_a_newsletter_declared_later(desk: Desk) -> None:
    """A young one is; on the web both are shown."""
    declared = desk.placing
    desk.placing = declared.model_copy(update={"variants": ()})
    desk.italian()
    (card,) = desk.cards()
    for age, mailed in ((timedelta(days=100), set[str]()), (timedelta(), {"it"})):
        with desk.store.writing() as c:
            place(c, {card.id: False}, declared, card.first_seen + age, anew=True)
        assert desk.release() == mailed
