"""For other sites: how to put the ask box there."""

from __future__ import annotations

from collections.abc import Mapping

from starlette.requests import Request
from starlette.responses import Response

from bot.channels.web.site import Site, View


async def howto(site: Site, request: Request) -> Response:
    """What to paste into another site's pages."""
    return site.pages.always(request, lambda: site.pages.render(request, "sites.html", base=site.base))


async def script(site: Site, request: Request) -> Response:
    """The script that makes the frame, at an address that stays."""
    return site.pages.asset(request, "embed.js") or site.missing_page(request)


VIEWS: Mapping[str, tuple[str, View]] = {"/for-sites": ("GET", howto), "/embed.js": ("GET", script)}
