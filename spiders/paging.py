"""The addresses of a listing's further pages."""

from collections.abc import Mapping
from urllib.parse import parse_qsl, urlsplit

from w3lib.url import add_or_replace_parameter, add_or_replace_parameters

from schemas.rules import Numbered


def numbered(rules: Numbered, first: str, page: int) -> str | None:
    """The address of a page, counted from 0; `None` where the rules allow no such page."""
    if rules.page_param is None or page >= rules.max_pages:
        return None
    number = str(rules.first_page + page * rules.page_step)
    return str(add_or_replace_parameter(first, rules.page_param, number))


def with_defaults(url: str, params: Mapping[str, str]) -> str:
    """The address with those of the parameters that it does not set itself."""
    given = {name for name, _ in parse_qsl(urlsplit(url).query, keep_blank_values=True)}
    missing = {name: value for name, value in params.items() if name not in given}
    return str(add_or_replace_parameters(url, missing)) if missing else url
