"""A newsroom of some thousand pages of 50 KB, as fast as Python serves bytes.

Run as a process of its own (`python -m benchmarks.pages COUNT`), so that it uses the other core.
"""

import asyncio
import random
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

WORDS = (
    "ricerca energia ateneo progetto laboratorio innovazione imprese brevetto dati rete sistema "
    "sensori materiali modello studenti dottorato partner europeo territorio impianto prototipo "
    "misura algoritmo acqua suolo ponte satellite batteria idrogeno luce calore campo prova"
).split()
SIZE = 50_000
HEAD = (
    '<!doctype html><html lang="it"><head><meta charset="utf-8"><title>{title} | Ateneo</title>'
    '<meta property="og:title" content="{title}"><meta name="description" content="{teaser}">'
    '<meta property="og:image" content="http://pages.localhost:{port}/i/{n}.jpg">'
    '<meta property="article:published_time" content="2026-{month:02}-{day:02}T09:30:00+01:00">'
    '<link rel="canonical" href="http://pages.localhost:{port}/n/{n}"></head><body>'
    "<header><nav>{nav}</nav></header><main><article><h1>{title}</h1>{body}</article></main>"
    "<footer>{foot}</footer></body></html>"
)


def _sentence(rng: random.Random, words: int) -> str:
    return " ".join(rng.choices(WORDS, k=words)).capitalize() + "."


def page(n: int, port: int) -> bytes:
    """One story page: a third of it text, the rest what pages carry around."""
    rng = random.Random(n)
    body = "".join(f"<p>{' '.join(_sentence(rng, 14) for _ in range(6))}</p>" for _ in range(12))
    nav = "".join(
        f'<a class="menu__link" href="/m/{i}">{rng.choice(WORDS)}</a>' for i in range(180)
    )
    foot = '<div class="related">' + nav * 2 + "</div>"
    text = HEAD.format(
        title=_sentence(rng, 9).rstrip("."),
        teaser=_sentence(rng, 30),
        port=port,
        n=n,
        month=1 + n % 10,
        day=1 + n % 28,
        nav=nav,
        body=body,
        foot=foot,
    )
    return text.encode().ljust(SIZE)


class _Server(asyncio.Protocol):
    answers: dict[bytes, bytes]

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        path = data.split(b" ", 2)[1]
        found = self.answers.get(path)
        status = b"200 OK" if found is not None else b"404 Not Found"
        body = found or b""
        head = (
            b"HTTP/1.1 %b\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: %d\r\n\r\n"
        )
        self._transport.write(head % (status, len(body)) + body)


async def _serve(count: int) -> None:
    loop = asyncio.get_running_loop()
    server = await loop.create_server(_Server, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    answers = {f"/n/{n}".encode(): page(n, port) for n in range(count)}
    links = "".join(f'<h3><a href="/n/{n}">Storia {n}</a></h3>' for n in range(count))
    answers[b"/"] = f"<html><body><main>{links}</main></body></html>".encode()
    _Server.answers = answers
    print(port, flush=True)
    await server.serve_forever()


@contextmanager
def served(count: int) -> Iterator[int]:
    """The newsroom in another process; its port."""
    command = [sys.executable, "-m", "benchmarks.pages", str(count)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield int(process.stdout.readline())
        finally:
            process.terminate()


if __name__ == "__main__":
    asyncio.run(_serve(int(sys.argv[1])))
