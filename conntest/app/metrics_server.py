"""`/metrics` for Prometheus to scrape, on the event loop of the watch."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from aiohttp import web

from conntest.app.errors import UserError

#: The text format's version, as Prometheus asks for it.
_CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"


@asynccontextmanager
async def serving(host: str, port: int, document: Callable[[], str]) -> AsyncIterator[int]:
    """Serve `document()` while the context lasts; gives the port, which is another than `port` where that is 0.

    Raises UserError where nobody may listen there.
    """

    async def metrics(request: web.Request) -> web.Response:
        return web.Response(body=document().encode(), headers={"Content-Type": _CONTENT_TYPE})

    application = web.Application(client_max_size=1024)
    application.router.add_get("/metrics", metrics)
    runner = web.AppRunner(application, access_log=None, handle_signals=False, shutdown_timeout=1.0)
    await runner.setup()
    try:
        await _listen(runner, host, port)
        yield runner.addresses[0][1]
    finally:
        await runner.cleanup()


async def _listen(runner: web.AppRunner, host: str, port: int) -> None:
    try:
        await web.TCPSite(runner, host, port).start()
    except OSError as error:
        raise UserError(f"--listen {host}:{port}: cannot listen there ({error.strerror or error})") from error
