"""Cards merged, split and put back, over the real pipe."""

import pytest

from pipeline.history import history
from pipeline.regrouping import regrouped
from pipeline.store import cards, ledger
from schemas.card import StoryCard
from schemas.errors import InputError, PoliflashError, UnknownError
from schemas.order import Action, ActionName
from schemas.run import Run
from tests.builders import card
from tests.pipeline import wandering as w
from tests.pipeline.mill import PLACING, Mill


def crawled(mill: Mill, site: w.Site) -> Run:
    """The newsroom read."""
    mill.declare(site.source())
    return mill.crawl(site.source(), site.pages())


def deed(mill: Mill, name: ActionName, target: str, **fields: str) -> Run:
    """An editor's action."""
    action = Action(name=name, target=target, by="Anna", why="prova", fields=fields)
    with mill.store.writing() as c:
        now = mill.store.clock()
        run = Run(id="0" * 32, source="", trigger="edit", requested=now)
        return regrouped(c, action, PLACING, run, now)


def called(mill: Mill, name: str) -> StoryCard:
    """The card that an id or address leads to."""
    with mill.store.reading() as c:
        found = cards.find(c, name)
    assert found is not None
    return found


def of_story(mill: Mill, site: w.Site, number: int) -> StoryCard:
    """The card of a story's address."""
    return called(mill, site.page(site.stories[number]).url)


def test_both_ids_of_a_merge_lead_to_one_card(mill: Mill, site: w.Site) -> None:
    """Its addresses too; the survivor tells where else the story is."""
    gone, into = of_story(mill, site, 0), of_story(mill, site, 1)
    deed(mill, "merge", gone.id, into=into.key)
    found = [called(mill, name) for name in (gone.id, gone.key, gone.url, into.id)]
    assert {card.id for card in found} == {into.id}
    assert [pickup.url for pickup in found[0].also_at] == [gone.url]
    assert (gone.id in mill.cards(), len(mill.cards())) == (False, len(site.stories) - 1)
    assert found[0].updated == into.updated


def test_a_merge_survives_crawls_and_moves(mill: Mill, site: w.Site) -> None:
    """Whatever becomes of the two pages, one card tells the survivor's text."""
    gone, into = of_story(mill, site, 0), of_story(mill, site, 1)
    deed(mill, "merge", gone.id, into=into.id)
    before = set(mill.cards())
    for move in (w.links, w.edited, w.slug, w.migrate, w.host, w.rename, w.https):
        site.era += 1
        move(site, 0)
        run = crawled(mill, site)
        assert (run.added, set(mill.cards())) == ((), before), move
    assert called(mill, gone.id).title == into.title


def test_a_merge_is_undone(mill: Mill, site: w.Site) -> None:
    """Ids, names and mentions are as before, and the pages update their own cards again."""
    gone, into = of_story(mill, site, 0), of_story(mill, site, 1)
    deed(mill, "merge", gone.id, into=into.id)
    crawled(mill, site)
    deed(mill, "undo", gone.id)
    w.edited(site, 0)
    run = crawled(mill, site)
    assert [item.card for item in run.updated] == [gone.id]
    assert of_story(mill, site, 0).id == gone.id
    assert of_story(mill, site, 1).also_at == ()
    assert len(mill.cards()) == len(site.stories)


def test_merges_in_a_row(mill: Mill, site: w.Site) -> None:
    """Every id leads to the last survivor; the last merge is undone first."""
    a, b, c = (of_story(mill, site, n) for n in range(3))
    deed(mill, "merge", a.id, into=b.id)
    deed(mill, "merge", b.id, into=c.id)
    assert called(mill, a.id).id == c.id
    with pytest.raises(InputError, match="undo that first"):
        deed(mill, "undo", a.id)
    deed(mill, "undo", b.id)
    assert (called(mill, a.id).id, called(mill, a.url).id) == (b.id, b.id)
    deed(mill, "undo", a.id)
    assert {called(mill, x.url).id for x in (a, b, c)} == {a.id, b.id, c.id}


def one_card_for_two(mill: Mill, site: w.Site) -> tuple[StoryCard, str, str]:
    """A card that two stories shared, and their addresses."""
    first, second = (site.page(told).url for told in site.stories[:2])
    before = of_story(mill, site, 0)
    site.stories[1].said, kept = site.stories[0].said, site.stories[1].said
    with mill.store.writing() as c:
        ledger.give(c, _names_of(c, of_story(mill, site, 1).id, before.id))
        cards.set_state(c, of_story(mill, site, 1).id, "withdrawn")
    site.stories[1].said = kept
    return before, first, second


def _names_of(c: object, card_id: str, other: str) -> list[dict[str, object]]:
    rows = ledger.aliases_of(c, card_id)  # type: ignore[arg-type]  # a connection
    return [{**row._asdict(), "card": other} for row in rows]


def test_a_split_gives_names_a_card_of_their_own(mill: Mill, site: w.Site) -> None:
    """The page at them makes it; both keep apart at every later crawl."""
    shared, first, second = one_card_for_two(mill, site)
    node = f"{site.origin}/node/{site.stories[1].number}"
    deed(mill, "split", shared.id, names=f"{second} {node}")
    crawled(mill, site)
    new = called(mill, second)
    assert (called(mill, first).id, new.id != shared.id) == (shared.id, True)
    site.era += 1
    w.slug(site, 1)
    crawled(mill, site)
    assert of_story(mill, site, 1).id == new.id
    assert called(mill, first).title == site.stories[0].said.title


def test_a_merged_card_is_not_split_off(mill: Mill, site: w.Site) -> None:
    """It has an id of its own, under which it comes back when the merge is undone."""
    gone, into = of_story(mill, site, 0), of_story(mill, site, 1)
    deed(mill, "merge", gone.id, into=into.id)
    with pytest.raises(InputError, match=f"came with {gone.id}, which was merged: undo that"):
        deed(mill, "split", into.id, names=gone.url)
    deed(mill, "undo", gone.id)
    assert of_story(mill, site, 0).id == gone.id


def test_a_copy_that_was_split_off_is_not_folded_again(mill: Mill, site: w.Site) -> None:
    """An editor's word stands against what the texts say."""
    own = site.source()
    other = own.model_copy(update={"slug": "copista", "home": "http://copie.example.org/"})
    copies = w.Site(numbered=False, stories=site.stories[:1], origin="http://copie.example.org")
    mill.declare(own, other)
    mill.crawl(other, copies.pages())
    leader, address = of_story(mill, site, 0), copies.pages()[0].url
    assert called(mill, address).id == leader.id
    deed(mill, "split", leader.id, names=address)
    mill.crawl(other, copies.pages())
    new = called(mill, address)
    assert (new.id != leader.id, new.source) == (True, "copista")
    assert of_story(mill, site, 0).also_at == ()


def test_a_split_is_undone(mill: Mill, site: w.Site) -> None:
    """The new id leads to the old card, also when it had told something."""
    shared, _, second = one_card_for_two(mill, site)
    deed(mill, "split", shared.id, names=second)
    crawled(mill, site)
    new = called(mill, second)
    deed(mill, "undo", new.id)
    assert (called(mill, new.id).id, called(mill, second).id) == (shared.id, shared.id)
    assert new.id not in mill.cards()


def test_the_history_tells_who_did_what(mill: Mill, site: w.Site) -> None:
    """Crawls by their run, editors by name, each with the fields and old and new text."""
    gone, into = of_story(mill, site, 0), of_story(mill, site, 1)
    w.reworded(site, 1)
    crawled(mill, site)
    deed(mill, "merge", gone.id, into=into.id)
    with mill.store.reading() as c:
        merged, edited, first = history(c, into.id)
    assert (merged.by, merged.material) == ("editor:Anna", False)
    assert merged.changed == ("also_at", "editor.merge")
    assert (edited.by[:4], edited.material) == ("run:", True)
    (title,) = [field for field in edited.fields if field.field == "title"]
    assert (title.old, title.new) == (into.title, site.stories[1].said.title)
    assert (first.revision, first.changed) == (1, ())


REFUSED: list[tuple[ActionName, str, dict[str, str], type[PoliflashError], str]] = [
    ("merge", "{a}", {"into": "{a}"}, InputError, "the same card already"),
    ("merge", "{a}", {"into": "nobody"}, UnknownError, "no such card"),
    ("merge", "nobody", {"into": "{a}"}, UnknownError, "no such card"),
    ("merge", "{a}", {"into": "{en}"}, InputError, "language versions are linked"),
    ("split", "{a}", {"names": "http://elsewhere.example/"}, InputError, "is no name of this card"),
    ("split", "{a}", {"names": ""}, InputError, "give some of its names"),
    ("undo", "{a}", {}, UnknownError, "neither merged nor split"),
]


@pytest.mark.parametrize(("name", "target", "fields", "error", "message"), REFUSED)
def test_what_cannot_be_done(
    mill: Mill,
    site: w.Site,
    name: ActionName,
    target: str,
    fields: dict[str, str],
    error: type[PoliflashError],
    message: str,
) -> None:
    """It is refused by name, and nothing changes."""
    english = card(language="en")
    with mill.store.writing() as c:
        cards.save(c, english, cause="test", changed=(), at=english.updated)
    known = {"a": of_story(mill, site, 0).id, "en": english.id}
    before = mill.cards()
    wish = {field: text.format(**known) for field, text in fields.items()}
    with pytest.raises(error, match=message):
        deed(mill, name, target.format(**known), **wish)
    assert mill.cards() == before
