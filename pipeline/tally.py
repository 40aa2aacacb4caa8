"""The counting of a run, on its way to the receipt."""

from collections.abc import Collection

from schemas.card import StoryCard
from schemas.crawl import ListingSeen, PageSeen
from schemas.decision import Decision
from schemas.run import Item, ListingNote, Run

_REFUSALS = ("robots", "blocked", "off-limits")
_AGAIN = ("http", "unreachable", "timeout")


class Tally:
    """What a run came to so far."""

    def __init__(self) -> None:
        """Nothing yet."""
        self.listings: list[ListingSeen] = []
        self.fetched = 0
        self.not_modified = 0
        self.unchanged = 0
        self.unread = 0
        """Pages that gave nothing this time and are to be asked for again."""
        self.refused = 0
        """Pages that robots.txt or the server forbids."""
        self.untitled = 0
        """Stories rejected because their page gives no title."""
        self.future = 0
        """Stories rejected because their date is in the future."""
        self.confirmed: set[str] = set()
        """Cards whose pages were read as stories."""
        self.items: dict[str, list[Item]] = {
            name: []
            for name in ("added", "updated", "duplicates", "withdrawn", "rejected", "problems")
        }

    def listing(self, seen: ListingSeen) -> None:
        """A listing answered, or did not."""
        self.listings.append(seen)

    def reject(self, url: str, why: str) -> None:
        """A page that cannot become a card."""
        self.untitled += "gives no title" in why
        self.items["rejected"].append(Item(url=url, why=why))

    def decided(self, decision: Decision, url: str, title: str, *, back: bool = False) -> None:
        """What `decide` made of a page; `back`: its story had been withdrawn."""
        name = {"new": "added", "updated": "updated", "duplicate": "duplicates"}
        kind = "rejected" if decision.action == "rejected" else name.get(decision.action)
        if decision.card is not None:
            self.confirmed.add(decision.card.id)
        self.future += kind == "rejected" and "future" in decision.reason
        if kind is None and back:
            kind = "updated"
        if kind is None:
            self.unchanged += 1
            return
        why = decision.reason or ", ".join(decision.changed)
        card = decision.card.id if decision.card else None
        why = "the page is back" if back else why
        self.items[kind].append(Item(url=url, card=card, title=title, why=why))

    def problem(self, seen: PageSeen) -> None:
        """A page that could not be read."""
        assert seen.problem is not None
        if seen.problem.code in _REFUSALS or seen.status in (401, 403):
            self.refused += 1
        elif seen.problem.code in _AGAIN:
            self.unread += 1
        self.items["problems"].append(Item(url=seen.url, why=seen.problem.detail))

    def suspect(self, seen: PageSeen, card: StoryCard) -> None:
        """A page that seems gone."""
        why = f"answers {seen.status}; withdrawn if a second look in 10 minutes finds the same"
        self.items["problems"].append(Item(url=seen.url, card=card.id, title=card.title, why=why))

    def withdraw(self, url: str, card: StoryCard, why: str) -> None:
        """A story that is gone."""
        self.items["withdrawn"].append(Item(url=url, card=card.id, title=card.title, why=why))

    def refuse(self, cards: Collection[str], why: str) -> None:
        """What was found of these cards is not taken."""
        for name in ("added", "updated", "withdrawn"):
            refused = [item for item in self.items[name] if item.card in cards]
            self.items[name] = [item for item in self.items[name] if item.card not in cards]
            said = [item.model_copy(update={"why": why}) for item in refused]
            self.items["rejected"] += said

    def onto(self, run: Run) -> Run:
        """The receipt with these figures."""
        return run.model_copy(
            update={
                "listings": tuple(_note(seen) for seen in self.listings),
                "fetched": self.fetched,
                "not_modified": self.not_modified,
                "unchanged": self.unchanged,
                **{name: tuple(items) for name, items in self.items.items()},
            }
        )


def _note(seen: ListingSeen) -> ListingNote:
    return ListingNote(
        url=seen.url,
        status=seen.status,
        links=len(seen.links),
        not_modified=seen.not_modified,
        age=seen.age,
        moved=seen.moved,
        problem=seen.problem.detail if seen.problem else "",
    )
