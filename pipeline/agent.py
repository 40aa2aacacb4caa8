"""The crawler's name."""

from pipeline.settings import VERSION, Settings

PRODUCT = "Poliflash"
"""What newsrooms write in robots.txt."""


def user_agent(settings: Settings) -> str:
    """Name, version, the page that says who we are, and the contact address if one is set."""
    who = settings.contact or "no contact set; loopback only"
    return f"{PRODUCT}/{VERSION} (+{settings.public_url.rstrip('/')}/bot; {who})"
