"""A year of stories, drawn at random from a seed."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from random import Random

from schemas.types import ROME, Moment
from tests.simulation.newsrooms import NEWSROOMS
from tests.simulation.records import START, YEAR, Newsroom, Story, Version, day
from tests.simulation.texts import (
    Facts,
    Words,
    facts,
    picked_up,
    rewritten,
    told,
    with_typo,
)

_BEFORE = 60
"""Days of stories that were there before the first run."""
_WEEKEND, _AUGUST, _CHRISTMAS = 0.05, 0.1, 0.15
_TRANSLATED, _TYPO, _REWRITTEN, _MARKUP = 0.6, 0.12, 0.1, 0.15
_GONE, _BACK, _SLIP = 0.04, 0.02, 0.05
_SERIES = 30
_BURST = 6


class Year:
    """Every story of every newsroom, and of each what is to become of it."""

    def __init__(self, seed: int) -> None:
        """The same seed gives the same year."""
        self._random = Random(seed)
        self._facts: dict[str, Facts] = {}
        self._numbers: dict[str, int] = {}
        self.stories: dict[str, Story] = {}
        for room in NEWSROOMS:
            for story in self._own(room):
                self.stories[story.key] = story
        for room in NEWSROOMS:
            if room.twin_of:
                self._translate(room)
        for room in NEWSROOMS:
            self._copy(room)

    def _own(self, room: Newsroom) -> Iterator[Story]:
        for number in range(-_BEFORE, YEAR.days):
            for _ in range(self._count(room, number)):
                yield self._story(room, day(number + self._random.uniform(0.3, 0.7)))
            if room.series and number % _SERIES == 0:
                yield self._story(room, day(number + 0.4), series=40 + number // _SERIES)
        for turn in room.turns:
            if turn.what == "gone":
                end = day(turn.end)
                for minute in range(_BURST):
                    story = self._story(room, day(turn.start) + timedelta(minutes=minute))
                    yield story._replace(gone=(end, day(999), 404), slip=False)

    def _count(self, room: Newsroom, number: int) -> int:
        """How many stories come on a day."""
        at = day(number).date()
        pauses = [*room.silent, *((t.start, t.end) for t in room.turns if t.what == "quiet")]
        if any(start <= number < end for start, end in pauses):
            return 0
        if room.steady:
            return int(at.weekday() in (0, 3))
        chance = room.weekly / 5 * _season(at) * (_WEEKEND if at.weekday() > 4 else 1)
        return sum(self._random.random() < chance / 3 for _ in range(3))

    def _story(self, room: Newsroom, born: datetime, *, series: int = 0) -> Story:
        said = facts(self._random, series=series)
        story = self._first(room, born, told(said, room.language))
        self._facts[story.truth] = said
        story = story._replace(versions=self._edited(story, room))
        chance = self._random.random()
        if chance < _GONE and born > START:
            left = born + timedelta(days=self._random.uniform(0.6, 4))
            story = story._replace(gone=(left, day(999), self._random.choice((404, 410, 403))))
        elif chance < _GONE + _BACK and born > START:
            left = born + timedelta(days=self._random.uniform(0.6, 4))
            back = left + timedelta(days=self._random.uniform(9, 14))
            story = story._replace(gone=(left, back, 404))
        elif chance < _GONE + _BACK + _SLIP:
            story = story._replace(slip=True)
        return story

    def _first(self, room: Newsroom, born: datetime, words: Words, truth: str = "") -> Story:
        number = self._numbers[room.host] = self._numbers.get(room.host, 100) + 1
        key = f"{room.slug}/{number}"
        return Story(
            key=key,
            room=room.slug,
            number=number,
            born=born,
            published=_moment(room, born),
            truth=truth or key,
            versions=(Version(born, words, slug=_slug(words.title, number)),),
        )

    def _edited(self, story: Story, room: Newsroom) -> tuple[Version, ...]:
        """The story's versions; of its chances each is drawn, so that none moves another."""
        versions = list(story.versions)
        for chance, change in ((_TYPO, "typo"), (_REWRITTEN, "text"), (_MARKUP, "markup")):
            drawn, when = self._random.random(), self._random.uniform(0.1, 5)
            last = versions[-1]
            at = max(last.at, story.born + timedelta(days=when)) + timedelta(minutes=1)
            if drawn >= chance or story.born < START:
                continue
            if change == "typo":
                versions.append(last._replace(at=at, words=with_typo(last.words)))
            elif change == "text":
                words = rewritten(last.words, self._random, room.language)
                versions.append(last._replace(at=at, words=words))
            else:
                versions.append(last._replace(at=at, markup=last.markup + 1))
        return tuple(versions)

    def _translate(self, room: Newsroom) -> None:
        """A day later, in the other language; numbered alike where both share the numbers."""
        for story in [s for s in self.stories.values() if s.room == room.twin_of]:
            if self._random.random() >= _TRANSLATED or story.gone:
                continue
            born = story.born + timedelta(hours=self._random.uniform(20, 30))
            words = told(self._facts[story.truth], room.language)
            twin = self._first(room, born, words, story.truth)
            number = story.number if room.nodes else twin.number
            twin = twin._replace(number=number, twin=story.key)
            twin = twin._replace(versions=self._edited(twin, room))
            self.stories[twin.key] = twin
            self.stories[story.key] = story._replace(twin=twin.key)

    def _copy(self, room: Newsroom) -> None:
        """Some of other newsrooms' stories, mostly later than they."""
        for origin, share in room.copies:
            for story in [s for s in self.stories.values() if s.room == origin]:
                drawn, hours = self._random.random(), self._random.uniform(-5, 60)
                own = story.truth == story.key and not (story.gone or story.slip)
                if drawn >= share or not own or self._facts[story.truth].series:
                    continue
                words = picked_up(self._facts[story.truth], room.language, cut=room.cuts)
                born = story.born + timedelta(hours=hours)
                copy = self._first(room, born, words, story.truth)
                self.stories[copy.key] = copy


def _season(at: date) -> float:
    if at.month == 8:
        return _AUGUST
    holidays = (at.month == 12 and at.day >= 22) or (at.month == 1 and at.day <= 6)
    return _CHRISTMAS if holidays else 1.0


def _moment(room: Newsroom, born: datetime) -> Moment | None:
    if room.dates == "none":
        return None
    instant = born.replace(second=0, microsecond=0) if room.dates == "minute" else None
    return Moment(day=born.astimezone(ROME).date(), instant=instant)


def _slug(title: str, number: int) -> str:
    words = "".join(c if c.isalnum() else " " for c in title).split()
    return "-".join(word.lower() for word in words[:6] if word.isascii()) + f"-{number}"
