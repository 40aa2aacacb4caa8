"""The page that tells newsrooms who their visitor is."""

from html import escape

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from pipeline.agent import user_agent
from pipeline.settings import Settings
from web.api.context import Here
from web.headers import PAGE_POLICY

router = APIRouter(include_in_schema=False)

_PAGE = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>The Poliflash crawler</title>
<h1>The Poliflash crawler</h1>
<p>This crawler reads the public news pages and feeds of a few newsrooms, to list their research
and innovation stories with a link back to each, at <a href="{home}">{home}</a>. It introduces
itself as</p>
<pre><code>{agent}</code></pre>
<h2>How it behaves</h2>
<ul>
<li>It obeys <code>robots.txt</code>; it goes by the name <code>{product}</code>.</li>
<li>It waits between two requests, asks for less when a server is slow, and honours
<code>Retry-After</code>.</li>
<li>It asks conditionally, so that a page that has not changed is not sent again.</li>
<li>It never works around a block.</li>
</ul>
<h2>How to opt out</h2>
<p>Put this into your site's <code>robots.txt</code>; it is read again within 24 hours:</p>
<pre><code>User-agent: {product}
Disallow: /</code></pre>
<p>Or write to us. On your word the whole site is asked no more, and what was read of it is deleted
if you wish.</p>
<h2>Contact</h2>
<p>{contact}</p>
</html>
"""
_NOBODY = (
    "No contact address is set for this installation. Without one it reads nothing but the"
    " machine it runs on: whatever else visits you under this name is not this installation."
)


def page(settings: Settings) -> str:
    """The page; it says so where no contact is set."""
    agent = user_agent(settings)
    product = agent.partition("/")[0]
    contact = _contact(settings.contact) if settings.contact else _NOBODY
    home = escape(settings.public_url)
    return _PAGE.format(agent=escape(agent), product=escape(product), contact=contact, home=home)


def _contact(contact: str) -> str:
    address = contact if contact.startswith(("http://", "https://")) else f"mailto:{contact}"
    return f'Write to <a href="{escape(address)}">{escape(contact)}</a>.'


@router.get("/bot")
async def bot(here: Here) -> HTMLResponse:
    """Who the crawler is, and how to keep it away."""
    name, policy = PAGE_POLICY
    headers = {name.decode(): policy.decode(), "Cache-Control": "public, max-age=3600"}
    return HTMLResponse(page(here.settings), headers=headers)
