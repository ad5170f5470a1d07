"""Numbers in the console: charts with their tables, and the month's report as Word and Excel."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta, timezone

from starlette.requests import Request
from starlette.responses import Response

from bot import wording
from bot.channels.web.asking import attachment
from bot.channels.web.console import charts
from bot.channels.web.console.door import Admin, inside
from bot.channels.web.site import Site, View
from bot.statistics import counts, monthly_report

_CHINA = timezone(timedelta(hours=8))
_TOP = 10


async def shown(site: Site, request: Request, admin: Admin) -> Response:
    """A month in pictures, with the tables behind them."""
    span = counts.month(request.query_params.get("month", "")[:20], site.services.clock())
    made = await site.services.back(lambda: counts.count(site.services.store, site.services.knowledge(), span))
    days, asked = await site.kept(lambda: _by_day(site, span))
    outcomes = {wording.CONSOLE_OUTCOMES[name]: count for name, count in made.outcomes.items()}
    tops = [
        (title, charts.names(title, found))
        for title, found in (
            (wording.CONSOLE_CAME_TO, _sorted(outcomes)),
            (wording.REPORT_TOPICS, _sorted(made.topics)),
            (wording.REPORT_DOCUMENTS, _sorted(made.documents)),
        )
        if found
    ]
    start = datetime.fromtimestamp(span.since, _CHINA)
    before, after = start - timedelta(days=1), datetime.fromtimestamp(span.until, _CHINA)
    return site.pages.page(
        request,
        "admin/numbers.html",
        admin=admin,
        span=span,
        summary=monthly_report.summary(made),
        sections=monthly_report.sections(made, 30),
        by_day=charts.days(wording.CONSOLE_BY_DAY, days, [(wording.CONSOLE_ASKED, asked)]),
        rows=_hidden(days, asked),
        tops=tops,
        month=start.strftime("%Y-%m"),
        before=before.strftime("%Y-%m"),
        after=after.strftime("%Y-%m"),
        coming=span.until <= site.services.clock(),
        how=monthly_report.opening(made, after.date())[1],
    )


def _sorted(told: Mapping[str, int]) -> list[tuple[str, int]]:
    """The largest ones that may be shown; those that hiding others would give away are left out with them."""
    shown = counts.parts(told)
    found = [(name, count) for name, count in told.items() if shown[name] == str(count) and count]
    return sorted(found, key=lambda one: -one[1])[:_TOP]


def _by_day(site: Site, span: counts.Period) -> tuple[list[str], list[int]]:
    """Days of the span, and how many questions on each; too few to be shown count as none."""
    found: Counter[int] = Counter()
    for one in site.services.store.asked_between(span.since, span.until):
        if one.decision in counts.OUTCOMES:
            found[int((one.asked - span.since) // 86400)] += 1
    days = range(int((span.until - span.since) // 86400))
    return [str(day + 1) for day in days], [found[day] if found[day] >= counts.FEWEST else 0 for day in days]


def _hidden(days: Sequence[str], asked: Sequence[int]) -> list[tuple[str, str]]:
    """The table behind the chart."""
    few = wording.CONSOLE_FEW.format(fewest=counts.FEWEST)
    return [(day, str(count) if count else few) for day, count in zip(days, asked, strict=True)]


async def file(site: Site, request: Request, admin: Admin) -> Response:
    """The month's report as a file."""
    ending = request.path_params["ending"]
    if ending not in ("docx", "xlsx"):
        return site.missing(request)
    span = counts.month(request.query_params.get("month", "")[:20], site.services.clock())

    def made() -> bytes:
        counted = counts.count(site.services.store, site.services.knowledge(), span)
        return monthly_report.file(counted, f".{ending}", datetime.fromtimestamp(site.services.clock(), _CHINA).date())

    content = await site.services.back(made)
    await site.kept(lambda: site.services.store.note_done(admin.key, wording.CONSOLE_ACTS["report"], span.label))
    return attachment(f"{wording.REPORT_TITLE.format(span=span.label)}.{ending}", content)


VIEWS: Mapping[str, tuple[str, View]] = {
    "/admin/numbers": ("GET", inside(shown)),
    "/admin/numbers/report.{ending}": ("GET", inside(file)),
}
