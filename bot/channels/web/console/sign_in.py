"""Who is let into the console: one-time links, sessions kept in the store, roles looked up at every request."""

from __future__ import annotations

import secrets
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from bot import wording
from bot.channels.web import rate_limits
from bot.channels.web.pages import to
from bot.channels.web.site import Site, View, form_fields
from bot.channels.web.visitors import digest
from bot.errors import JianhuitongError, StoreError
from bot.settings import ROLES

COOKIE = "jha"
LASTS = 8 * 3600
"""Seconds for which a browser stays signed in: a working day."""
EDITOR, REVIEWER, MANAGER = ROLES


@dataclass(frozen=True)
class Admin:
    """The signed-in admin: her key, role and session."""

    key: str
    role: str
    session: str
    """Digest of the session's token."""

    def may(self, role: str) -> bool:
        """Whether she is at least that."""
        return ROLES.index(self.role) >= ROLES.index(role)


Inside = Callable[[Site, Request, Admin], Awaitable[Response]]


def inside(view: Inside, role: str = EDITOR) -> View:
    """A view for those who are signed in and at least of that role; a sentence of ours that it raises becomes a page."""

    async def guarded(site: Site, request: Request) -> Response:
        admin = await who(site, request)
        if admin is None:
            return site.pages.page(request, "admin/closed.html", 401)
        if not admin.may(role):
            return site.pages.page(
                request, "admin/sorry.html", 403, admin=admin, said=wording.CONSOLE_ROLE.format(role=admin.role, needed=role)
            )
        try:
            return await view(site, request, admin)
        except StoreError:
            raise
        except JianhuitongError as error:
            return site.pages.page(request, "admin/sorry.html", 409, admin=admin, said=str(error))

    return guarded


async def who(site: Site, request: Request) -> Admin | None:
    """The admin of this browser, as long as she is one."""
    token = request.cookies.get(COOKIE, "")
    if not token:
        return None
    session = await site.in_thread(lambda: site.services.store.session(digest(token)))
    if session is None or not site.services.permissions.is_admin(session.who):
        return None
    role = site.services.roles().get(session.who, "")
    return Admin(session.who, role, session.digest) if role in ROLES else None


# ---------------------------------------------------------------- views


async def login(site: Site, request: Request) -> Response:
    """A link's page: GET shows a button, since previews and scanners follow links; POST spends the token."""
    wait = await site.waited(request, "login", rate_limits.LOGIN)
    if wait:
        return site.rate_limit_page(request, wait)
    if request.method != "POST":
        token = request.query_params.get("token", "")
        known = await site.in_thread(lambda: site.services.store.token(digest(token))) if token else ""
        response = site.pages.page(request, "admin/login.html", 200 if known else 403, token=token, who=known)
        response.headers["referrer-policy"] = "no-referrer"  # the address holds the token
        return response
    token = (await form_fields(request)).get("token", "")
    store = site.services.store
    key = await site.in_thread(lambda: store.spend_token(digest(token))) if token else ""
    if not key or not site.services.permissions.is_admin(key):
        return site.pages.page(request, "admin/login.html", 403, token="", who="")
    old = request.cookies.get(COOKIE, "")
    made = secrets.token_urlsafe(32)  # always a new one: what a browser brought along opens nothing

    def enter() -> None:
        if old:
            store.close_session(digest(old))
        store.open_session(digest(made), key, site.services.clock() + LASTS)
        store.note_done(key, wording.CONSOLE_ACTS["login"])

    await site.in_thread(enter)
    response = to(request, "/admin")
    secure = site.base.startswith("https://") or request.url.scheme == "https"
    response.set_cookie(COOKIE, made, max_age=LASTS, httponly=True, samesite="lax", secure=secure, path="/admin")
    return response


async def logout(site: Site, request: Request, admin: Admin) -> Response:
    """Sign out of this browser."""
    store = site.services.store

    def leave() -> None:
        store.close_session(admin.session)
        store.note_done(admin.key, wording.CONSOLE_ACTS["logout"])

    await site.in_thread(leave)
    response = to(request, "/admin")
    response.delete_cookie(COOKIE, path="/admin")
    return response


async def sessions(site: Site, request: Request, admin: Admin) -> Response:
    """Who is signed in where; a manager closes any session, others their own."""
    store = site.services.store
    if request.method == "POST":
        wanted = (await form_fields(request)).get("session", "")
        open_ = await site.in_thread(store.sessions)
        found = next((one for one in open_ if one.digest == wanted), None)
        if found is not None and (admin.may(MANAGER) or found.who == admin.key):
            await site.in_thread(lambda: store.close_session(wanted))
            await site.in_thread(lambda: store.note_done(admin.key, wording.CONSOLE_ACTS["close"], found.who))
        return to(request, "/admin/sessions")
    open_ = await site.in_thread(store.sessions)
    shown = [one for one in open_ if admin.may(MANAGER) or one.who == admin.key]
    return site.pages.page(request, "admin/sessions.html", admin=admin, sessions=shown, roles=site.services.roles())


async def audit(site: Site, request: Request, admin: Admin) -> Response:
    """What was done: edits of the knowledge, and acts in the console."""
    store = site.services.store
    acts = await site.in_thread(lambda: store.acts(limit=100))
    noted = await site.in_thread(lambda: store.noted_done(200))
    return site.pages.page(request, "admin/audit.html", admin=admin, acts=acts, noted=noted)


VIEWS: Mapping[str, tuple[str, View]] = {
    "/admin/login": ("GET POST", login),
    "/admin/logout": ("POST", inside(logout)),
    "/admin/sessions": ("GET POST", inside(sessions)),
    "/admin/audit": ("GET", inside(audit, REVIEWER)),
}
