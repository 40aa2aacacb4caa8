"""Dates that stand far from the title, or in no text at all."""

from datetime import date

import pytest

from spiders.extract import extract

URL = "https://ateneo.example/una-storia"
DAY = date(2026, 3, 9)
TEXT = "Il testo della storia che chi legge trova qui, intero e senza tagli. " * 4
FAR = "".join(f"<p>{number}. {TEXT}</p>" for number in range(9))

FOUND = [
    f"<h1>Una</h1>{FAR}<span class=textbox-date>09.03.2026</span>",
    f"<h1>Una</h1>{FAR}<div class=newsDate><b>9 marzo 2026</b></div>",
    f"<div><i class=published>9.3.2026</i></div><main><h1>Una</h1>{FAR}</main>",
    f"<main><aside class=data-block><dl><dt>Datum<dd>9.3.2026</dl></aside><h1>Una</h1>{FAR}</main>",
    f"<h1>Una</h1>{FAR}<p><b>9 marzo 2026</b> Vele</p>",
    f"<h1>Una</h1>{FAR}<aside><p>Mise en ligne</p><p>9.3.2026</p></aside>",
    f"<h1>Una</h1><p>Sottotitolo</p><p>09.03.2026 {TEXT}</p>",
    f"<h1>Una</h1><p>(09.03.2026) {TEXT}</p>",
    f"<h1>Una</h1><p>Pressemitteilung vom 9. März 2026 | Berlin {TEXT}</p>",
    f"<h1>Una</h1>{FAR}<abbr class=timestamp data-utime=1773057600>lunedì</abbr>",
    f"<h1>Una</h1>{FAR}<time datetime=1773057600000>lunedì</time>",
    f'<h1>Una</h1>{FAR}<script>x = {{"publishedAt": "2026-03-09T10:00:00Z"}}</script>',
    f'<h1>Una</h1>{FAR}<script>x("{{\\"publish_date\\":\\"2026-03-09\\"}}")</script>',
    '<script type=application/ld+json>{"@type": "Article", "datePublished": 1773057600}</script>',
    f"<h1>Una</h1>{FAR}<div data-page='{{&quot;publishDate&quot;:&quot;2026-03-09&quot;}}'></div>",
    "<meta property=article:published_time content=1773057600>",
]
UNKNOWN = [
    f"<h1>Una</h1>{FAR}<p>9 marzo 2026 Vele</p><p>10 marzo 2026 Remi</p>",
    f"<h1>Una</h1>{FAR}<aside class=related><p>9 marzo 2026 Vele</p></aside>",
    f"<h1>Una</h1><p>Am 9. März 2026 {TEXT}</p>",
    f"<h1>Una</h1><p>Dal 9 marzo 2026 {TEXT}</p>",
    f"<h1>Una</h1>{FAR}<p>Aggiornato: <span class=date>9.3.2026</span></p>",
    f"<h1>Una</h1>{FAR}<span class=last-updated-date>9.3.2026</span>",
    f"<h1>Una</h1>{FAR}<ol class=comments><li><time datetime=2026-03-09>x</time></ol>",
    f"<h1>Una</h1>{FAR}<a href=/due><span class=date>9.3.2026</span> Due</a>",
    f"<h1>Una</h1>{FAR}<div class=event-card><span class=date>9.3.2026</span> Due</div>",
    f'<h1>Una</h1>{FAR}<script>[{{"pubDate": "2026-03-09"}}, {{"pubDate": "2026-03-08"}}]</script>',
    f'<h1>Una</h1>{FAR}<script>x = {{"updatedAt": "2026-03-09T10:00:00Z"}}</script>',
]


@pytest.mark.parametrize("page", FOUND, ids=range(len(FOUND)))
def test_a_far_date(page: str) -> None:
    """Where nothing beside the title tells, the rest of the page is asked."""
    found = extract(page.encode(), URL).published
    assert found and found.day == DAY


@pytest.mark.parametrize("page", UNKNOWN, ids=range(len(UNKNOWN)))
def test_no_far_date(page: str) -> None:
    """What dates an event, an update, a comment or another story is no publication."""
    assert extract(page.encode(), URL).published is None
