"""The dates that newsrooms print, read day-first."""

import re
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from urllib.parse import urlsplit

from schemas.types import ROME, Moment
from spiders.months import MONTHS

_ITALIAN = "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre"
_ENGLISH = "january february march april may june july august september october november"
_MONTHS = {
    name[:length]: number
    for names in (f"{_ITALIAN} dicembre", f"{_ENGLISH} december")
    for number, name in enumerate(names.split(), 1)
    for length in (3, 4, len(name))
} | {name: number for number, names in MONTHS for name in names}
_NO_MONTHS = {"en": ("ago", "set"), "hr": ("listopada",)}
"""Names that are everyday words of a language, or another month there."""
_WEEKDAYS = {
    name[:length]: number
    for names in (
        "lunedì martedì mercoledì giovedì venerdì sabato domenica",
        "monday tuesday wednesday thursday friday saturday sunday",
    )
    for number, name in enumerate(names.split())
    for length in (3, len(name))
}
_ZONES = {
    "Z": 0, "UT": 0, "UTC": 0, "GMT": 0, "WET": 0, "WEST": 1, "BST": 1, "CET": 1, "MET": 1,
    "MEZ": 1, "CEST": 2, "MEST": 2, "MESZ": 2, "EET": 2, "EEST": 3,
    "EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7,
}  # fmt: skip

_LONGEST_FIRST = sorted(_MONTHS, key=len, reverse=True)
MONTH_NAMES = "|".join(_LONGEST_FIRST)
"""All the names, as an alternative for a pattern."""
_MONTH_EN = "|".join(
    n for n in _LONGEST_FIRST if any(e.startswith(n) for e in (*_ENGLISH.split(), "december"))
)
_YEAR = "(?:19|20)[0-9]{2}"
_FLAGS = re.IGNORECASE

_ISO = re.compile(
    rf"(?<![0-9])(?P<y>{_YEAR})(?P<s>[-/.])(?P<m>[0-9]{{1,2}})(?P=s)(?P<d>[0-9]{{1,2}})(?![0-9])"
)
_COMPACT = re.compile(
    rf" ?(?P<y>{_YEAR})(?P<m>[0-9]{{2}})(?P<d>[0-9]{{2}})"
    r"(?:T(?P<H>[0-9]{2})(?P<M>[0-9]{2})(?P<S>[0-9]{2})?(?P<zone>Z|[+-][0-9]{4})?)? ?"
)
_LONG = re.compile(
    r"(?<![0-9])(?<![0-9]:)(?P<d>[0-3]?[0-9]) ?(?:°|º|st|nd|rd|th|er)?(?: ?[-/.] ?| ?)"
    r"(?:of |de |d[’']|ב-?)?"
    rf"(?P<m>{MONTH_NAMES})(?![^\W0-9_])\.?(?: ?[-/,] ?| ?)(?:del? )?"
    rf"(?:(?P<y>{_YEAR})(?![0-9])|(?P<short>[0-9]{{2}})(?= [0-9]{{1,2}}:)|(?! ?[0-9]{{3}}))",
    _FLAGS,
)
_MONTH_FIRST = re.compile(
    rf"(?<![^\W_])(?P<m>{_MONTH_EN})\.? (?P<d>[0-3]?[0-9])(?:st|nd|rd|th)?(?: ?, ?| )"
    rf"(?P<y>{_YEAR})(?![0-9])",
    _FLAGS,
)
_NUMERIC = re.compile(
    r"(?<![0-9./-])(?P<d>[0-3]?[0-9])(?: ?(?P<s>[./-]) ?)(?P<m>[0-3]?[0-9]) ?(?P=s) ?"
    rf"(?:(?P<y>{_YEAR})|(?P<short>(?<=/)[0-9]{{2}}|(?<=[0-9]{{2}}\.[0-9]{{2}}\.)[0-9]{{2}}))(?![0-9:]|[./-][0-9])"
)
_CJK = re.compile(
    rf"(?<![0-9])(?P<y>{_YEAR}) ?[年년] ?(?P<m>[0-9]{{1,2}}) ?[月월] ?(?P<d>[0-9]{{1,2}}) ?[日일号]"
)
_YEAR_FIRST = re.compile(
    rf"(?<![0-9])(?P<y>{_YEAR})\.? (?P<m>{MONTH_NAMES})\.? (?P<d>[0-3]?[0-9])(?![0-9])\.?", _FLAGS
)
_SHAPES = (_ISO, _LONG, _MONTH_FIRST, _NUMERIC, _CJK, _YEAR_FIRST)
_TIME = re.compile(
    r"(?P<gap>[ ,;|·•–—T-]{0,8})(?:(?:alle )?(?:ore|alle|at|h)[ .]{0,3})?"
    r"(?P<H>[0-9]{1,2})[:.h](?P<M>[0-9]{2})(?::(?P<S>[0-9]{2})(?:[.,][0-9]{1,9})?)?(?![0-9])"
    r"(?: ?(?P<half>[ap])\.?m\b\.?)?"
    rf"(?: ?\(?(?P<zone>(?-i:{'|'.join(sorted(_ZONES, key=len, reverse=True))})(?![^\W_])"
    r"|(?:GMT|UTC)? ?[+-][0-9]{2}(?::?[0-9]{2})?(?![0-9])))?",
    _FLAGS,
)
_IN_PATH = (
    re.compile(rf"/(?P<y>{_YEAR})/(?P<m>[01]?[0-9])/(?P<d>[0-3]?[0-9])(?=/|$)"),
    re.compile(rf"/(?P<y>{_YEAR})/(?P<m>{_MONTH_EN})/(?P<d>[0-3]?[0-9])(?=/|$)", _FLAGS),
    re.compile(rf"[/_-](?P<y>{_YEAR})(?P<m>[01][0-9])(?P<d>[0-3][0-9])(?=[/_-])"),
    re.compile(rf"(?<![0-9])(?P<y>{_YEAR})([-_])(?P<m>[0-9]{{2}})\2(?P<d>[0-9]{{2}})(?![0-9])"),
    re.compile(
        rf"(?<![0-9])(?P<d>[0-9]{{1,2}})([-_.])(?P<m>[0-9]{{1,2}})\2(?P<y>{_YEAR})(?![0-9])"
    ),
    re.compile(rf"/(?P<d>[0-3][0-9])(?P<m>[01][0-9])(?P<y>{_YEAR})(?=[-_])"),
    re.compile(
        rf"(?<![0-9])(?<!/web/)(?P<y>{_YEAR})(?P<m>[01][0-9])(?P<d>[0-3][0-9])[0-2][0-9][0-5][0-9](?=[0-9]{{2,7}}(?![0-9]))"
    ),
)
_DIGIT = re.compile("[0-9]")
_READ = 1_000
"""Characters of a text that are searched."""


def moment(
    text: str,
    *,
    language: str | None = None,
    reference: date | None = None,
    home: tzinfo | None = ROME,
) -> Moment | None:
    """The first date in a text, alone or inside a sentence; None without a possible one.

    ISO 8601, RFC 822 with Italian or English names, long forms in many languages, and numbers,
    which are always day-first: `05/12/2024` is 5 December, `12/25/2024` is no date. Relative words
    mean nothing.

    A time of day without a zone is that of `home`, the newsroom's, and where that is unknown (None)
    nobody's: the day stays. One that the clocks skipped in March counts on from before the jump
    (02:30 is 03:30 summer time); one that came twice in October is the first. The day is the one in
    the zone the text names, except that UTC (`Z`, `GMT`, `+0000`) is how machines write and no
    newsroom's zone: its day is that of `home`.

    A date without a year is resolved against `reference` only: the latest such day that is not
    after it, of the right weekday where one is printed, within a year.
    In `language` `en` the words "ago" and "set" are no months, and `12/25/2024` is 25 December.
    """
    text = " ".join(text[:_READ].split())
    if found := _COMPACT.fullmatch(text):
        return _at(_day(found), found, home)
    if not _DIGIT.search(text):
        return None
    for found in _in_order(text):
        if language in _NO_MONTHS and found["m"].lower() in _NO_MONTHS[language]:
            continue
        day = _day(found) or _yearless(found, text, reference)
        if day or (day := _month_first(found, language)):
            return _at(day, _TIME.match(text, found.end()), home)
    return None


def _in_order(text: str) -> list[re.Match[str]]:
    """The first match of each shape, by its place in the text."""
    matches = []
    for shape in _SHAPES:
        if found := shape.search(text):
            if not found.start():
                return [found]
            matches.append(found)
    return sorted(matches, key=lambda match: match.start())


def from_url(url: str) -> Moment | None:
    """The day an address's path names: `/2026/01/28/`, `-2026-06-17_en`, `30_09_2025`."""
    if "20" not in url and "19" not in url:  # no year
        return None
    try:
        path = urlsplit(url).path
    except ValueError:
        return None
    for shape in _IN_PATH:
        if (found := shape.search(path)) and (day := _day(found)):
            return Moment(day=day)
    return None


def plausible(found: Moment, now: datetime) -> bool:
    """Whether something can have been published then: after 1990, and not after `now`.

    `now` is aware. An hour is granted to crooked clocks, and a bare day to the zones that are
    ahead of ours.
    """
    if found.day.year < 1991:
        return False
    if found.instant is None:
        return found.day <= (now.astimezone(UTC) + timedelta(hours=14)).date()
    return found.instant <= now + timedelta(hours=1)


def _day(found: re.Match[str]) -> date | None:
    """The calendar day a match names; None for an impossible or a yearless one."""
    groups = found.groupdict()
    if groups["y"]:
        year = int(groups["y"])
    elif groups.get("short"):  # RFC 822's two digits
        year = int(groups["short"])
        year += 1900 if year >= 70 else 2000
    else:
        return None
    return _date(year, _month(groups["m"]), int(groups["d"]))


def _month_first(found: re.Match[str], language: str | None) -> date | None:
    """The day of an English page's `12/25/2024`, which is none day-first."""
    if language != "en" or found.re is not _NUMERIC or found["s"] != "/" or not found["y"]:
        return None
    return _date(int(found["y"]), int(found["d"]), int(found["m"]))


def _month(name: str) -> int:
    return int(name) if name.isdecimal() else _MONTHS[name.lower()]


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _yearless(found: re.Match[str], text: str, reference: date | None) -> date | None:
    groups = found.groupdict()
    if reference is None or groups["y"] or groups.get("short"):
        return None
    word = re.search(r"([^\W\d_]{3,10})[.,]?\s*$", text[: found.start()])
    weekday = _WEEKDAYS.get(word[1].lower()) if word else None
    years = (reference.year - 1, reference.year, reference.year + 1)
    days = [d for y in years if (d := _date(y, _month(groups["m"]), int(groups["d"])))]
    days = [d for d in days if weekday in (None, d.weekday())]
    past = [d for d in days if d <= reference]
    ahead = [d for d in days if weekday is not None and d <= reference + timedelta(days=365)]
    return max(past, default=None) or min(ahead, default=None)


def _at(day: date | None, clock: re.Match[str] | None, home: tzinfo | None) -> Moment | None:
    """The day with the time of day beside it, where there is a possible one."""
    if day is None:
        return None
    groups = clock.groupdict() if clock else {}
    wall = _wall(groups)
    if wall is None:
        return Moment(day=day)
    zone = groups.get("zone")
    if zone and zone[0] == "-" and not (groups["S"] or "t" in groups.get("gap", "t").lower()):
        zone = None  # `10:30-11:45` is a span of time, not an offset
    try:
        offset = timezone(_offset(zone)) if zone else home
    except ValueError:
        offset = None
    if offset is None:
        return Moment(day=day)
    local = datetime.combine(day, wall, offset)
    instant = local.astimezone(UTC)
    if home and local.utcoffset() == timedelta(0):
        day = instant.astimezone(home).date()
    return Moment(day=day, instant=instant)


def _wall(groups: dict[str, str | None]) -> time | None:
    if not groups.get("H"):
        return None
    hour, minute = int(groups["H"] or 0), int(groups["M"] or 0)
    if half := groups.get("half"):
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half.lower() == "p" else 0)
    try:
        return time(hour, minute, min(int(groups["S"] or 0), 59))  # a leap second is no time here
    except ValueError:
        return None


def _offset(zone: str) -> timedelta:
    """From a zone's name or `+01:00`; ValueError for one that does not exist."""
    if zone in _ZONES:
        return timedelta(hours=_ZONES[zone])
    digits = re.sub(r"[^0-9]", "", zone).ljust(4, "0")
    hours, minutes = int(digits[:2]), int(digits[2:])
    if hours > 14 or minutes > 59:
        raise ValueError(f"no such offset: {zone!r}")
    return timedelta(hours=hours, minutes=minutes) * (-1 if "-" in zone else 1)
