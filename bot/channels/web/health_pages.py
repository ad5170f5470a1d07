"""`/healthz` and `/metrics` on a port of their own: counts and times, never words or names."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from bot import wording
from bot.channels.web import server
from bot.errors import StoreError
from bot.statistics import health

Examine = Callable[[], health.Health]
"""A look at everything, for a thread that may wait; raises StoreError."""
PROMETHEUS = "text/plain; version=0.0.4"


async def serve(host: str, port: int, examine: Examine, said: Callable[[str], None]) -> None:
    """Serve both until cancelled. Raises ChannelError when it can't listen."""
    at = server.listening(host, port, port)

    async def healthz(_: Request) -> Response:
        now = time.time()
        try:
            seen = await asyncio.to_thread(examine)
        except StoreError as error:
            return JSONResponse({"ok": False, "problems": [str(error)]}, 503)
        found = health.problems(seen, now)
        return JSONResponse(health.as_json(seen, now), 503 if found else 200)

    async def metrics(_: Request) -> Response:
        try:
            seen = await asyncio.to_thread(examine)
        except StoreError:
            return PlainTextResponse("# TYPE jianhui_up gauge\njianhui_up 0\n", media_type=PROMETHEUS)
        return PlainTextResponse(health.prometheus(seen, time.time()), media_type=PROMETHEUS)

    app = Starlette(routes=[Route("/healthz", healthz), Route("/metrics", metrics)])
    said(wording.HEALTH_READY.format(address=f"http://{host}:{at.getsockname()[1]}"))
    await server.serve(app, at, "")
