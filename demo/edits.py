"""How the switch `edit` changes a story's words."""

import re
from collections.abc import Mapping
from typing import Any, Literal

from demo.content import Language, Words

Mode = Literal["typo", "real", "page_only"]

NEXT_VOWEL = str.maketrans("aeiou", "eioua")
NEWS: dict[Language, str] = {
    "it": "La prova sul campo, annunciata per la primavera, è stata anticipata all’inverno.",
    "en": "The field trial, announced for the spring, has been brought forward to the winter.",
}
PARAGRAPH: dict[Language, str] = {
    "it": "<strong>Aggiornamento.</strong> " + NEWS["it"] + " Lo ha deciso il gruppo di lavoro "
    "dopo avere visto i primi risultati, che sono migliori del previsto su quasi tutti i punti.",
    "en": "<strong>Update.</strong> " + NEWS["en"] + " The team decided to do so after seeing "
    "the first results, which are better than expected on nearly every point.",
}


def edited(words: Words, language: Language, mode: Mode) -> Words:
    """The words after an edit of that mode."""
    if mode == "typo":
        return words.model_copy(update={"title": with_typo(words.title)})
    teaser = None
    if words.teaser:
        first = re.split(r"(?<=[.?!])\s+(?=[A-ZÈÀ“«])", words.teaser)[0]
        teaser = f"{first} {NEWS[language]}"
    body = (*words.body, PARAGRAPH[language])
    return words.model_copy(update={"teaser": teaser, "body": body})


def with_typo(title: str) -> str:
    """The title with one vowel of its longest word changed."""
    longest = max(re.findall(r"\w+", title), key=len)
    wrong = re.sub(r"[aeiou]", lambda m: m[0].translate(NEXT_VOWEL), longest[1:], count=1)
    return title.replace(longest, longest[0] + wrong, 1)


def rewritten(words: Words, given: Mapping[str, Any]) -> Words:
    """The words with the given fields instead of their own; raises ValidationError."""
    return Words.model_validate(words.model_dump() | dict(given))
