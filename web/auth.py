"""The operator's bearer token (RFC 6750)."""

import hmac

from pydantic import SecretStr

UNSET = (
    "No token is set, so nothing can be asked for over HTTP. Set POLIFLASH_API_TOKEN (or"
    " api_token in poliflash.toml) to a long random text and start `poliflash serve` again."
)
MISSING = "Send the operator's token: `Authorization: Bearer <token>`."
WRONG = "This is not the operator's token; it is what POLIFLASH_API_TOKEN is set to."


def refusal(token: SecretStr | None, authorization: bytes) -> str | None:
    """Why an Authorization header lets nobody in; `None` where it does.

    Tokens are compared in constant time.
    """
    if token is None or not token.get_secret_value():
        return UNSET
    scheme, _, given = authorization.strip().partition(b" ")
    if scheme.lower() != b"bearer" or not given.strip():
        return MISSING
    if hmac.compare_digest(given.strip(), token.get_secret_value().encode()):
        return None
    return WRONG
