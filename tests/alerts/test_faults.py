"""A public folder that cannot be written, and whose fault that is."""

import pytest

from demo.newsroom import Newsroom
from pipeline.store import incidents, sources
from tests.house import House

pytestmark = pytest.mark.server


def wrong(house: House) -> list[tuple[str, str, str]]:
    """Subject, kind and audience of what is wrong."""
    with house.pipe.store.reading() as c:
        return [(one.subject, one.kind, one.audience) for one in incidents.current(c)]


def test_what_cannot_be_published_is_no_fault_of_the_source(
    house: House, newsroom: Newsroom
) -> None:
    """The operator is told until it can be; the source is well all along."""
    house.read("ateneo-it")
    newsroom.publish()
    feeds = house.settings.public / "feeds"
    feeds.rename(feeds.with_name("aside"))
    feeds.write_text("in the way", "utf-8")
    (run,) = house.refresh("ateneo-it")
    with house.pipe.store.reading() as c:
        health = sources.state(c, "ateneo-it").health
    assert (run.outcome, health) == ("failed", "passed")
    assert wrong(house) == [("publisher", "fault", "operator")]
    feeds.unlink()
    feeds.with_name("aside").rename(feeds)
    house.refresh("ateneo-it")
    assert wrong(house) == []


def test_a_source_that_cannot_be_run_is_the_editors(house: House) -> None:
    """One that nobody answers for, at a port where nobody listens, is none of the operator's."""
    source = house.pipe.declared.sources["europa"]
    text = source.model_dump_json(exclude_none=True).replace(
        f":{source.urls[0].split(':')[2].split('/')[0]}/", ":1/"
    )
    house.pipe.declared.sources["europa"] = type(source).model_validate_json(text)
    house.refresh("europa")
    assert wrong(house) == [("europa", "failed", "editors")]
