"""Web addresses in one spelling."""

import ipaddress
import re
from collections.abc import Collection, Mapping
from urllib.parse import quote, unquote_to_bytes, urljoin, urlsplit

_TRACKING = re.compile(
    r"(?:utm|mc|mtm|matomo|hsa|stm|sfmc)_.*"
    r"|(?:pk|piwik)_(?:campaign|kwd|keyword|source|medium|content|cid|vid)"
    r"|at_(?:medium|campaign|campaign_type|custom[0-9]|link_[a-z]+|format|ptr_[a-z]+)"
    r"|fbclid|fb_(?:action_ids|action_types|source|ref)|gclid|gclsrc|dclid|gbraid|wbraid|msclkid"
    r"|yclid|twclid|ttclid|li_fat_id|igsh|igshid|mibextid|epik|srsltid|wickedid|rb_clickid"
    r"|_ga|_gl|_gac|_openstat|_hsenc|_hsmi|__hs[a-z]+|hsctatracking|mkt_tok|_branch_match_id"
    r"|ref_src|ref_url|__twitter_impression|xtor|s_cid|sc_cid|wt[_.]mc(?:_id)?|cmpid|ncid|dm_i"
    r"|_kx|ck_subscriber_id|guccounter|guce_referrer(?:_sig)?|elqtrack(?:id)?|vero_(?:conv|id)"
    r"|oly_(?:anon|enc)_id|mailpoet_router",
    re.IGNORECASE,
)
_DEFAULT_PORTS = {"http": 80, "https": 443}
_HOST = re.compile(r"[a-z0-9_](?:[a-z0-9_.-]*[a-z0-9_])?")
_ESCAPE = re.compile(r"%(?:([0-9a-fA-F]{2})|)")
_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_PATH_SAFE = "/%:@!$&'()*+,;=~"
_QUERY_SAFE = "/:@!$'()*,;?~"
LONGEST = 2_600
"""Characters of an address as it is spelt: what an index of PostgreSQL holds beside a digest."""
_LONGEST = 8_000
"""Of one as it is written: parameters that count for nothing may go."""
_CLEAN = re.compile(
    r"https?://[a-z0-9](?:[a-z0-9-]|\.(?=[a-z0-9])){0,250}+(?<=[a-z])(?::(?!80/|443/)(?:[1-9][0-9]{1,3}|[1-5][0-9]{4}))?"
    r"/(?:[A-Za-z0-9_~/-]|(?<!/)\.)*+"
)
"""What is spelt right already; the usual case, and ten times faster."""


_PASSAGE = re.compile(r"#:~:text=[A-Za-z0-9_.~%&=]+")


class NotAnAddress(ValueError):
    """A text that is no absolute http(s) address."""


def canonical(url: str, *, hosts: Mapping[str, str] = {}, keep: Collection[str] = ()) -> str:
    """The address as identities spell it.

    Lower-case host without a trailing dot, `hosts` resolved, no credentials, default port,
    fragment (other than a `passage`) or tracking parameters (except those in `keep`), parameters
    sorted by name, dot segments resolved, percent-encoding normalised (RFC 3986, 6.2.2).
    Everything else that may choose the content stays. Raises NotAnAddress.
    """
    scheme, host, path, query = _parted(url, hosts)
    return _short(f"{scheme}://{host}{path}{_query(query, keep)}{passage_in(url)}")


def alias_key(url: str, *, hosts: Mapping[str, str] = {}, keep: Collection[str] = ()) -> str:
    """What two addresses of one page have in common: `host/path?query`.

    As `canonical`, but http and https are the same, and a leading `www.` and slashes at the
    path's end do not count. For comparing only: it is no address. Raises NotAnAddress.
    """
    _, host, path, query = _parted(url, hosts)
    host = host.removeprefix("www.")
    return _short(f"{host}{path.rstrip('/')}{_query(query, keep)}{passage_in(url)}")


def passage(page: str, *texts: str) -> str:
    """The address of a part of a page that has none of its own: the place where its words stand.

    Browsers scroll there (URL Fragment Text Directives). Unlike every other fragment it is part of
    the identity; `absolute` drops it, so that no link brings one in.
    """
    lines = (" ".join(text.split()) for text in texts)
    words = "&text=".join(quote(line, safe="").replace("-", "%2D") for line in lines)
    return f"{page.partition('#')[0]}#:~:text={words}"


def passage_in(url: str) -> str:
    """The fragment that `passage` made; '' without one."""
    found = _PASSAGE.search(url) if "#" in url else None
    return found[0] if found and found.end() == len(url) else ""


def absolute(base: str, reference: str) -> str:
    """The address that a link on the page `base` leads to, safe to request.

    Unlike `canonical` it keeps every parameter in its place. Raises NotAnAddress for `mailto:`,
    `javascript:`, `data:` and whatever else is not http(s).
    """
    for plain in (reference, _at_host(base, reference)):
        if len(plain) <= LONGEST and _CLEAN.fullmatch(plain):
            return plain
    reference = reference.strip("".join(map(chr, range(33))))
    try:
        joined = urljoin(base, reference)
    except ValueError:
        raise _refusal(reference) from None
    scheme, host, path, query = _parted(joined, {})
    asked = f"?{_encoded(query, _PATH_SAFE + '?')}" if query else ""
    found = _short(f"{scheme}://{host}{path}{asked}")
    if len(found) > LONGEST // 3:
        alias_key(found)  # may be longer, and is what the page will be known by: `+` is `%20` there
    return found


def _at_host(base: str, reference: str) -> str:
    """What a link that begins with one slash leads to, if both are spelt right; else ''."""
    end = base.find("/", len("https://"))
    rooted = reference.startswith("/") and not reference.startswith("//")
    return base[:end] + reference if rooted and end > 0 else ""


def is_loopback(host: str) -> bool:
    """Whether a host name is this very machine: `localhost`, `*.localhost` (RFC 6761), 127/8, ::1.

    Only well-formed IP literals count; no name is looked up.
    """
    host = host.strip("[]").rstrip(".").lower()
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return False
    mapped = getattr(address, "ipv4_mapped", None)
    return (mapped or address).is_loopback


def _short(spelt: str) -> str:
    """The address; NotAnAddress for one that no index holds."""
    if len(spelt) > LONGEST:
        raise _refusal(spelt)
    return spelt


def _refusal(text: str) -> NotAnAddress:
    return NotAnAddress(f"not an absolute http(s) address: {text[:200]!r}")


def _parted(url: str, hosts: Mapping[str, str]) -> tuple[str, str, str, str]:
    """Scheme, host with port, encoded path, raw query."""
    if len(url) > _LONGEST:
        raise _refusal(url)
    if not hosts and _CLEAN.fullmatch(url):
        scheme, _, rest = url.partition("://")
        host, slash, path = rest.partition("/")
        return scheme, host, slash + path, ""
    try:
        parts = urlsplit(url.strip())
        host, port = parts.hostname or "", parts.port
    except ValueError:
        raise _refusal(url) from None
    if parts.scheme not in _DEFAULT_PORTS or not host:
        raise _refusal(url)
    host = _alias(_host(host, url), hosts)
    if port is not None and port != _DEFAULT_PORTS[parts.scheme]:
        host = f"{host}:{port}"
    return parts.scheme, host, _path(parts.path), parts.query


def _alias(host: str, hosts: Mapping[str, str]) -> str:
    for _ in hosts:  # an alias may lead to another; a circle ends here
        host = hosts.get(host, host)
    return host


def _host(host: str, url: str) -> str:
    """The host in ASCII, IPv6 in brackets; odd spellings of IPv4 numbers are refused."""
    if ":" in host:
        try:
            address = ipaddress.IPv6Address(host)
        except ValueError:
            raise _refusal(url) from None
        if address.scope_id is not None:
            raise _refusal(url)
        return f"[{address}]"
    try:
        name = (host if host.isascii() else host.encode("idna").decode()).lower().rstrip(".")
    except UnicodeError:
        raise _refusal(url) from None
    if not _HOST.fullmatch(name) or ".." in name or len(name) > 253:
        raise _refusal(url)
    if re.fullmatch(r"[0-9]+|0x[0-9a-f]*", name.rpartition(".")[2]):
        try:
            ipaddress.IPv4Address(name)
        except ValueError:
            raise _refusal(url) from None
    return name


def _path(path: str) -> str:
    if "/." in path or "%2" in path:  # dots, plain or escaped
        path = _without_dots(_encoded(path, _PATH_SAFE))
    return _encoded(path, _PATH_SAFE) or "/"


def _without_dots(path: str) -> str:
    """Dot segments resolved (RFC 3986, 5.2.4)."""
    kept: list[str] = []
    segments = path.split("/")
    for segment in segments:
        if segment == "..":
            del kept[max(1, len(kept) - 1) :]
        elif segment != ".":
            kept.append(segment)
    if segments[-1] in (".", ".."):
        kept.append("")
    return "/".join(kept)


def _encoded(text: str, safe: str) -> str:
    """Unreserved characters plain, escapes in upper case, everything unsafe escaped."""
    if "%" in text:
        text = _ESCAPE.sub(_escape, text)
    return quote(text, safe=safe, errors="replace")


def _escape(match: re.Match[str]) -> str:
    if match[1] is None:  # a lone per cent sign
        return "%25"
    character = chr(int(match[1], 16))
    return character if character in _UNRESERVED else match[0].upper()


def _query(query: str, keep: Collection[str]) -> str:
    """The parameters that count, sorted by name, with `?` in front; '' without any."""
    if not query:
        return ""
    pairs = []
    for part in query.split("&"):
        name, equals, value = part.partition("=")
        name = _parameter(name, "")
        if part and (name in keep or not _TRACKING.fullmatch(name)):
            pairs.append((name, equals + _parameter(value, "=")))
    pairs.sort(key=lambda pair: pair[0])  # values of one name keep their order
    return "?" + "&".join(name + value for name, value in pairs) if pairs else ""


def _parameter(text: str, safe: str) -> str:
    if text.isalnum() and text.isascii():
        return text
    plain = unquote_to_bytes(text.replace("+", " ").encode("utf-8", "replace"))
    return quote(plain, safe=_QUERY_SAFE + safe)
