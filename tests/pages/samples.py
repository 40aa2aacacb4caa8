"""A page file, and ways to spoil it."""

from pathlib import Path

PAGE = """\
title = { it = "Innovare", en = "Innovating" }
description = { it = "Che cosa facciamo.", en = "What we do." }

[[intro]]
text = { it = "Uno.\\n\\nDue\\ndue.", en = "One." }

[[figures]]
id = "accordi"
label = { it = "Accordi", en = "Agreements" }
value = 1234
as_of = 2025-12-31
stale_after = "90 years"

[[figures]]
id = "fondi"
label = { it = "Fondi", en = "Funds" }
value = 12.5
unit = { it = "milioni di euro", en = "million euros" }
as_of = "up to 31 December2021"
example = true

[[figures]]
id = "brevetti"
label = { it = "Brevetti", en = "Patents" }
as_of = "al 31 dicembre 2025"
stale_after = "90 years"

[[platforms]]
name = { it = "Energia", en = "Energy" }
description = { it = "Reti & accumulo <b>", en = "Grids & storage <b>" }
url = "https://www.example.org/energia"

[[contacts]]
name = { it = "Ufficio", en = "Office" }
email = "ufficio@example.org"
phone = "+39 011 000 0000"
"""


def page_file(folder: Path, before: str = "", after: str = "", *, name: str = "innovation") -> Path:
    """The file of a page in a folder of pages, with one text in it replaced by another."""
    assert before in PAGE
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"{name}.toml"
    file.write_text(PAGE.replace(before, after) if before else PAGE, "utf-8")
    return file
