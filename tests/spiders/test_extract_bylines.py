"""Authors wherever a page names them."""

import pytest

from spiders.extract import extract

URL = "https://ateneo.example/una-storia"
TEXT = "Il testo della storia che chi legge trova qui, intero e senza tagli. " * 4
STORY = f"<h1>Una vela</h1><p>{TEXT}</p><p>{TEXT}</p><p>{TEXT}</p>"
PERSON = '{"@type": ["Person", "Organization"], "name": "Nives Corradin"}'

PAGES = [
    (f"<h1>Una</h1><div><i class=prep-author>By</i> <span class='author vcard'>"
     f"<a rel=author href=/a/nives>Nives</a></span></div><p>{TEXT}</p>", ["Nives"]),
    (f"<h1>Una</h1><p>ByNives Corradin</p><p>{TEXT}</p>", ["Nives Corradin"]),
    (f"<h1>Una</h1><p>Ein Artikel von Nives Corradin</p><p>{TEXT}</p>", ["Nives Corradin"]),
    (f"{STORY}<p>Autore: Nives Corradin</p>", ["Nives Corradin"]),
    (f"{STORY}<p>Autorin</p><p>Nives Corradin</p>", ["Nives Corradin"]),
    (f"{STORY}<p>Autore: il vento di mare</p>", []),
    (f"{STORY}<p><b>Nives Corradin</b></p>", ["Nives Corradin"]),
    (f"<div>{STORY}<p><b>Nives Corradin</b></p></div><div><p>{TEXT}</p><p>Altro.</p></div>",
     ["Nives Corradin"]),
    (f"{STORY}<p><b>Nives Corradin</b></p><p>{TEXT}</p>", []),
    (f"{STORY}<p>Nives Corradin</p>", []),
    (f"{STORY}<p>Autore: Nives Corradin/ANSA</p>", ["Nives Corradin"]),
    (f"{STORY}<p>Autore: niv/ANSA</p>", []),
    (f"<h1>Una</h1><div><div><i class=prep-author>Posted </i><i>9 marzo</i> by "
     f"<b class=author><a href=/author/n>Nives di Corradin</a></b></div></div><p>{TEXT}</p>",
     ["Nives di Corradin"]),
    (f"{STORY}<p><b>Una vela nuova</b></p>", []),
    (f"<header><i class=author-name>Nives Corradin</i></header><main>{STORY}</main>",
     ["Nives Corradin"]),
    (f"<main>{STORY}</main><div class=related><i class=author>Nives Corradin</i></div>", []),
    (f"<article>{STORY}<footer><a rel=author href=/n>Nives Corradin</a></footer></article>",
     ["Nives Corradin"]),
    ("<meta name=parsely-author content='Nives Corradin'>", ["Nives Corradin"]),
    ("<meta name=twitter:label1 content='Scritto da'>"
     "<meta name=twitter:data1 content='Nives Corradin'>", ["Nives Corradin"]),
    ("<meta name=twitter:label1 content='Tempo di lettura'>"
     "<meta name=twitter:data1 content='3 minuti'>", []),
    (f'<script type=application/ld+json>{{"@type": "Article", "author": {PERSON},'
     f' "publisher": {PERSON}}}</script>', ["Nives Corradin"]),
]  # fmt: skip


@pytest.mark.parametrize(("page", "names"), PAGES, ids=range(len(PAGES)))
def test_authors(page: str, names: list[str]) -> None:
    """A person is named by what says so, in the story or around it, and by nothing else."""
    assert [author.name for author in extract(page.encode(), URL).authors] == names
