"""Numbers in the console: charts with their tables, and the month's report as Word and Excel."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta

from starlette.requests import Request
from starlette.responses import Response

from bot import china_time, wording
from bot.channels.web.console import charts
from bot.channels.web.console.sign_in import Admin, inside
from bot.channels.web.question_pages import attachment
from bot.channels.web.site import Site, View
from bot.statistics import counts, monthly_report

_TOP = 10


async def statistics_page(site: Site, request: Request, admin: Admin) -> Response:
    """A month in pictures, with the tables behind them."""
    span = counts.month(request.query_params.get("month", "")[:20], site.services.clock())
    made = await site.services.run_in_office_thread(lambda: counts.count(site.services.store, site.services.knowledge(), span))
    days, asked = await site.in_thread(lambda: _by_day(site, span))
    waited, open_ = await site.in_thread(lambda: (_waited(counts.waiting_times(site.services.store, span)), _open(site)))
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
    start = china_time.moment(span.since)
    before, after = start - timedelta(days=1), china_time.moment(span.until)
    return site.pages.page(
        request,
        "admin/numbers.html",
        admin=admin,
        span=span,
        summary=monthly_report.summary(made),
        sections=monthly_report.sections(made, 30),
        by_day=charts.days(wording.CONSOLE_BY_DAY, days, _series(asked)),
        outcomes=[wording.CONSOLE_OUTCOMES[name] for name in counts.OUTCOMES],
        rows=_rows(days, asked),
        waits=[
            (title, says, charts.names(title, [(name, int(shown) if shown.isdigit() else 0) for name, shown in found]), found)
            for title, says, found in (
                (wording.CONSOLE_WAITED, wording.CONSOLE_WAITED_SAYS, waited),
                (wording.CONSOLE_OPEN, wording.CONSOLE_OPEN_SAYS, open_),
            )
        ],
        tops=tops,
        month=start.strftime("%Y-%m"),
        before=before.strftime("%Y-%m"),
        after=after.strftime("%Y-%m"),
        coming=span.until <= site.services.clock(),
        how=monthly_report.opening(made, after.date())[1],
    )


def _sorted(told: Mapping[str, int]) -> list[tuple[str, int]]:
    """The largest ones that may be shown; those that hiding others would give away are left out with them."""
    shown = counts.masked_parts(told)
    found = [(name, count) for name, count in told.items() if shown[name] == str(count) and count]
    return sorted(found, key=lambda one: -one[1])[:_TOP]


def _by_day(site: Site, span: counts.Period) -> tuple[list[str], list[dict[str, int]]]:
    """Days of the span, and what came of the questions of each."""
    days = range(int((span.until - span.since) // 86400))
    found = [dict.fromkeys(counts.OUTCOMES, 0) for _ in days]
    for one in site.services.store.asked_between(span.since, span.until):
        if one.decision in counts.OUTCOMES:
            found[int((one.asked - span.since) // 86400)][counts.outcome(one)] += 1
    return [str(day + 1) for day in days], found


def _as_text(day: Mapping[str, int]) -> dict[str, str]:
    """A day's outcomes as they are shown; too few in all are hidden together."""
    if 0 < sum(day.values()) < counts.FEWEST:
        return dict.fromkeys(day, wording.REPORT_MASKED)
    return counts.masked_parts(day)


def _series(asked: Sequence[Mapping[str, int]]) -> list[tuple[str, list[int]]]:
    """A row of bars for each outcome; what is hidden has none."""
    shown = [_as_text(day) for day in asked]
    numbers = {name: [int(day[name]) if day[name].isdigit() else 0 for day in shown] for name in counts.OUTCOMES}
    return [(wording.CONSOLE_OUTCOMES[name], found) for name, found in numbers.items()]


def _rows(days: Sequence[str], asked: Sequence[Mapping[str, int]]) -> list[tuple[str, ...]]:
    """The table behind the chart: the day, all questions, each outcome."""
    return [
        (day, counts.masked_count(sum(found.values())), *_as_text(found).values())
        for day, found in zip(days, asked, strict=True)
    ]


_STAGES = (1, 2, 5, 10)
"""Days at which waiting is told apart."""


def _stage_counts(days: Sequence[float]) -> dict[str, int]:
    """How many waited less than a day, from one to two, and so on."""
    places = [sum(one >= stage for stage in _STAGES) for one in days]
    return {name: places.count(number) for number, name in enumerate(wording.CONSOLE_STAGES)}


def _waited(seconds: Sequence[float]) -> list[tuple[str, str]]:
    """Questions that a person answered in the span by how long that took, as they are shown."""
    return list(counts.masked_parts(_stage_counts([one / 86400 for one in seconds])).items())


def _open(site: Site) -> list[tuple[str, str]]:
    """Questions that wait for a person now by how long; admins see each of them anyhow."""
    now = site.services.clock()
    days = [(now - one.since) / 86400 for one in site.services.inquiries.open_by_priority() if one.since]
    return [(name, str(count)) for name, count in _stage_counts(days).items()]


async def file(site: Site, request: Request, admin: Admin) -> Response:
    """The month's report as a file."""
    ending = request.path_params["ending"]
    if ending not in ("docx", "xlsx"):
        return site.missing_page(request)
    span = counts.month(request.query_params.get("month", "")[:20], site.services.clock())

    def made() -> bytes:
        counted = counts.count(site.services.store, site.services.knowledge(), span)
        return monthly_report.file(counted, f".{ending}", site.today)

    content = await site.services.run_in_office_thread(made)
    await site.in_thread(lambda: site.services.store.note_done(admin.key, wording.CONSOLE_ACTS["report"], span.label))
    return attachment(f"{wording.REPORT_TITLE.format(span=span.label)}.{ending}", content)


VIEWS: Mapping[str, tuple[str, View]] = {
    "/admin/numbers": ("GET", inside(statistics_page)),
    "/admin/numbers/report.{ending}": ("GET", inside(file)),
}
