"""A form filled in on a page: the fields, readings and checks of the chat; one page, with a summary of what is wrong on top.

What was typed is kept with every post, right or wrong, so that a closed tab or an error loses nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from bot import china_time, wording
from bot.channels.web import rate_limits
from bot.channels.web.question_pages import attachment
from bot.channels.web.site import Site, View, form_fields
from bot.channels.web.visitors import CHANNEL
from bot.errors import JianhuitongError
from bot.forms import checking
from bot.forms import validation as blanks
from bot.forms.validation import RefusedError
from bot.model import Check, DownloadRecord, Form, FormField
from bot.model.form_values import Value

_PREFIX = "f"
"""Before the number of a field in its name: names of fields are Chinese."""


@dataclass(frozen=True)
class Blank:
    """A field as the page shows it."""

    name: str
    """The control's."""
    field: FormField
    said: str
    wrong: str = ""
    rows: int = 4


@dataclass(frozen=True)
class Filled:
    """A form as it was posted: what can be written, what is wrong by control, and what is only worth a warning."""

    values: Mapping[str, Value]
    wrong: Mapping[str, str]
    warnings: tuple[str, ...]


def read(form: Form, said: Mapping[str, str], now: float) -> Filled:
    """What was typed, read and checked as in the chat."""
    values: dict[str, Value] = {}
    wrong: dict[str, str] = {}
    today = china_time.date_of(now)
    for number, field in enumerate(form.fields):
        text = said.get(_control(number), "").strip()
        if not text:
            if not field.optional:
                wrong[_control(number)] = wording.WEB_FILL_NEEDED.format(name=field.name)
            continue
        try:
            values[field.name] = blanks.read(field, text, today)
        except RefusedError as error:
            wrong[_control(number)] = wording.WEB_FILL_WRONG.format(name=field.name, why=str(error))
    failed = checking.failed(form, values)
    for check in failed:
        if not check.warn:
            wrong.setdefault(_first(check, form), wording.FILL_WRONG.format(say=check.say))
    warnings = tuple(wording.FILL_WARN.format(say=check.say) for check in failed if check.warn)
    return Filled(values, dict(sorted(wrong.items(), key=lambda one: int(one[0][1:]))), warnings)


def _control(number: int) -> str:
    return f"{_PREFIX}{number}"


def _first(check: Check, form: Form) -> str:
    """The control that a check is told at: the last of the fields it compares."""
    concerned = checking.concerned(check)
    numbers = [number for number, field in enumerate(form.fields) if field.name in concerned]
    return _control(max(numbers, default=0))


def _blanks(form: Form, said: Mapping[str, str], wrong: Mapping[str, str]) -> list[Blank]:
    found = []
    for number, field in enumerate(form.fields):
        name = _control(number)
        text = said.get(name, "")
        found.append(Blank(name, field, text, wrong.get(name, ""), max(4, text.count("\n") + 2)))
    return found


async def fill(site: Site, request: Request) -> Response:
    """The form: shown, checked, looked at once more, and made into the Word file."""
    knowledge = site.services.knowledge()
    wanted = request.path_params["id"]
    form, document = knowledge.form(wanted), knowledge.document(wanted)
    if form is None or document is None:
        return site.missing_page(request)
    visitor = site.people.visitor(request)
    if request.method != "POST":
        said = (await site.in_thread(lambda: site.services.store.web_form(visitor, wanted)) if visitor else None) or {}
        again = {_control(number): said.get(field.name, "") for number, field in enumerate(form.fields)}
        return _page(site, request, form, again, {}, bool(said))
    wait = await site.waited(request, "fill", rate_limits.ADDRESS)
    posted = await form_fields(request)
    said = {_control(number): posted.get(_control(number), "") for number in range(len(form.fields))}
    conversation = visitor or site.people.new()
    if posted.get("do") == "drop":
        await site.in_thread(lambda: site.services.store.save_web_form(conversation, wanted, {}))
        return _page(site, request, form, {}, {}, False)
    kept = {field.name: said[_control(number)] for number, field in enumerate(form.fields) if said[_control(number)].strip()}
    personal = _personal(form, said)
    for name in personal:
        kept.pop(name, None)
    await site.in_thread(lambda: site.services.store.save_web_form(conversation, wanted, kept))
    filled = read(form, said, site.services.clock())
    if wait:
        response = _page(site, request, form, said, {_control(0): wording.WEB_ERROR_OFTEN.format(seconds=wait)}, False)
    elif filled.wrong:
        response = _page(site, request, form, said, filled.wrong, False)
    elif posted.get("do") == "make":
        return await _made(site, request, form, filled, conversation)
    else:
        lines = [
            (field, blanks.value_lines(filled.values[field.name]) if field.name in filled.values else ())
            for field in form.fields
        ]
        response = site.pages.page(
            request, "fill_look.html", document=document, lines=lines, said=said, warnings=filled.warnings
        )
    site.people.remember(response, conversation, request)
    return response


def _page(
    site: Site, request: Request, form: Form, said: Mapping[str, str], wrong: Mapping[str, str], resumed: bool
) -> Response:
    document = site.services.knowledge().document(form.document)
    return site.pages.page(
        request,
        "fill.html",
        422 if wrong else 200,
        document=document,
        form=form,
        blanks=_blanks(form, said, wrong),
        wrong=wrong,
        resumed=resumed,
        error=bool(wrong),
    )


async def _made(site: Site, request: Request, form: Form, filled: Filled, conversation: str) -> Response:
    knowledge = site.services.knowledge()
    document = knowledge.document(form.document)
    if document is None:
        return site.missing_page(request)
    try:
        async with site.turns.of(site.network(request)):
            content = await site.in_thread(lambda: site.services.write(knowledge, form, filled.values))
    except JianhuitongError:
        return site.error_page(request, 500, wording.WEB_FILL_FAILED)
    taken = DownloadRecord(document.id, document.version, "docx", CHANNEL, conversation, conversation)
    await site.in_thread(lambda: site.services.store.take(taken))
    response = attachment(wording.FILL_FILE.format(title=document.title), content, _WORD)
    site.people.remember(response, conversation, request)
    return response


def _personal(form: Form, said: Mapping[str, str]) -> Sequence[str]:
    """Fields whose text looks like a number that is never to be kept."""
    found = []
    for number, field in enumerate(form.fields):
        try:
            blanks.read(field, said[_control(number)], blanks.ANY_DAY)
        except RefusedError as error:
            if str(error) == wording.FILL_PERSONAL:
                found.append(field.name)
    return found


_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
VIEWS: Mapping[str, tuple[str, View]] = {"/documents/{id}/fill": ("GET POST", fill)}
