"""`poliflash serve`."""

from typing import Annotated

import typer

from commands.session import Session, session


def serve(
    context: typer.Context,
    host: Annotated[str | None, typer.Option(help="address to listen on")] = None,
    port: Annotated[int | None, typer.Option(min=0, max=65535, help="0 takes a free one")] = None,
) -> None:
    """Scheduler, crawler and HTTP on this machine, until stopped."""
    from commands.serving import served  # FastAPI and the scheduler: slow to load

    here = session(context)
    given = {"host": host, "port": port}
    chosen = {name: value for name, value in given.items() if value is not None}
    settings = here.settings.model_copy(update=chosen)
    if settings.contact is None:
        here.say("POLIFLASH_CONTACT is not set: nothing but loopback is crawled")
    if settings.api_token is None:
        here.say("POLIFLASH_API_TOKEN is not set: every POST answers 401")
    served(Session(settings), lambda at: here.say(f"serving http://{settings.host}:{at}/"))
