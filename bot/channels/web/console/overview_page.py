"""The console's first page: what waits for whom."""

from __future__ import annotations

from collections.abc import Mapping

from starlette.requests import Request
from starlette.responses import Response

from bot.channels.web.console.sign_in import Admin, inside
from bot.channels.web.site import Site, View
from bot.statistics import counts


async def overview(site: Site, request: Request, admin: Admin) -> Response:
    """What waits: inquiries, edits to agree to, entries due, this month so far."""
    store, knowledge = site.services.store, site.services.knowledge()
    waiting = await site.in_thread(site.services.inquiries.open_by_priority)
    held = await site.in_thread(store.held_edits)
    made = await site.services.run_in_office_thread(
        lambda: counts.count(store, knowledge, counts.month("", site.services.clock()))
    )
    today = site.today
    overdue = sum(counts.due_on(one) <= today for one in knowledge.entries)
    return site.pages.page(
        request,
        "admin/overview.html",
        admin=admin,
        waiting=waiting[:5],
        count=len(waiting),
        mine=sum(one.assigned == admin.key for one in waiting),
        held=len(held),
        overdue=overdue,
        low=len(made.low),
        asked=counts.masked_count(made.asked),
        outcomes=counts.masked_parts(made.outcomes),
    )


VIEWS: Mapping[str, tuple[str, View]] = {"/admin": ("GET", inside(overview))}
