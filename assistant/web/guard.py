"""What stands before the page: who may come in, by which doors, and with which rules.

A pure ASGI middleware around Gradio's application, so that nothing of it, whatever a new
version adds, can be reached past it.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from http.cookies import CookieError, SimpleCookie
from math import ceil
from typing import Final
from urllib.parse import urlsplit

import gradio as gr
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import ClientDisconnect, Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.rendering.html import render
from assistant.web.access import SESSION_SECONDS, Access, basic, form_of
from assistant.web.connections import ADMITTED
from assistant.web.forwarded import origin

BROWSER: Final = "assistant_browser"
SESSION: Final = "assistant_session"
FAMILIAR: Final = "assistant_familiar"
"""Cookie of a browser in which somebody has logged in."""
_BASIC: Final = 'Basic realm="News desk assistant", charset="UTF-8"'
_YEAR: Final = 365 * 24 * 3600
_HASHED: Final = re.compile(r"/assets/[\w./-]+-[\w-]{8}\.(?:js|css)", re.ASCII)
"""Gradio's scripts and styles, whose names change with what they hold."""
_KEY: Final = re.compile(r"[A-Za-z0-9_-]{43}")
USER: Final = "assistant.user"
"""In a request's scope: who has logged in."""

OPEN: Final = re.compile(
    r"""
    /(?: config/? | theme\.css | favicon\.ico | robots\.txt | manifest\.json
    | (?:static|assets|svelte)/.*
    | mcp/?
    | export/\w+
    | gradio_api/(?: info/? | openapi\.json | startup-events | app_id/? | theme\.css
        | heartbeat/[\w-]+ | queue/(?:join|data) | upload | upload_progress | cancel | reset/?
        | (?:call|call/v2|run|api)/\w+(?:/[\w-]+)?
      )
    )?
    """,
    re.VERBOSE | re.ASCII,
)
"""The doors that the app needs. All others of Gradio's are shut, among them those to files of
the machine, to other servers, to its monitoring and to its editor."""

_POLICY: Final = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self' 'unsafe-inline' 'unsafe-eval'",  # Gradio's page is made of such
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "connect-src 'self'",
        "worker-src 'self' blob:",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)
_HEADERS: Final = (
    ("content-security-policy", _POLICY),
    ("x-content-type-options", "nosniff"),
    ("x-frame-options", "DENY"),
    # Not "no-referrer": with it the page to log in would not say that it is this site's own.
    ("referrer-policy", "same-origin"),
    ("permissions-policy", "camera=(), microphone=(), geolocation=(), payment=()"),
    ("cross-origin-resource-policy", "same-origin"),
)


@dataclass(frozen=True, slots=True)
class Doors:
    """What is let in.

    Attributes:
        hosts: names that the app is known by; None asks for no name.
        secure: whether cookies are for https alone, whatever the request came by.
    """

    hosts: frozenset[str] | None
    secure: bool = False


class Guard:
    """The middleware.

    Args:
        app: what is guarded.
        access: who may come in.
        doors: by which names.
    """

    def __init__(self, app: ASGIApp, *, access: Access, doors: Doors) -> None:
        self._app = app
        self._access = access
        self._doors = doors

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Lets a request through, or answers it."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        if scope["type"] != "http":
            await send({"type": "websocket.close", "code": 1008})
            return
        headers = Headers(scope=scope)
        cookies = _cookies(headers)
        outgoing = _Outgoing(send, path=scope["path"])
        refusal = self._refusal(scope, headers)
        if refusal is None and scope["path"] in ("/login", "/logout"):
            refusal = await self._at_the_door(scope, receive, headers, cookies)
        if refusal is None:
            refusal = self._stranger(scope, headers, cookies)
        if refusal is not None:
            await refusal(scope, receive, outgoing)
            return
        if scope["path"] == "/" and not _KEY.fullmatch(cookies.get(BROWSER, "")):
            outgoing.cookie = self._cookie(scope, BROWSER, secrets.token_urlsafe(32), _YEAR)
        if admitted := scope.get("state", {}).get(ADMITTED):
            admitted()
        await self._app(scope, receive, outgoing)

    def _refusal(self, scope: Scope, headers: Headers) -> Response | None:
        """Why a request is not answered, whoever it comes from."""
        host = _name(headers.get("host", ""))
        if self._doors.hosts is not None and host not in self._doors.hosts:
            return JSONResponse({"error": "This app is not known by that name"}, 421)
        begins = scope["path"] == "/logout" or scope["path"].startswith("/export/")
        acts = scope["method"] not in ("GET", "HEAD") or begins
        if acts and not _from_here(headers):
            return JSONResponse({"error": "Requests from other sites are refused"}, 403)
        if scope["path"] not in ("/login", "/logout") and not OPEN.fullmatch(scope["path"]):
            return JSONResponse({"error": "There is nothing here"}, 404)
        return None

    def _stranger(
        self, scope: Scope, headers: Headers, cookies: Mapping[str, str]
    ) -> Response | None:
        """The answer to somebody who is not logged in; None for whoever is."""
        if not self._access.needed:
            return None
        user = self._access.user_of(
            session=cookies.get(_port_cookie(SESSION, scope)),
            authorisation=headers.get("authorization"),
            place=origin(_address(scope)),
        )
        if user is not None:
            scope[USER] = user
            return None
        if scope["path"] == "/" and "text/html" in headers.get("accept", ""):
            return RedirectResponse("login", 303)
        refusal = JSONResponse({"error": "Log in first", "detail": "Not authenticated"}, 401)
        # A browser would ask for the password in a window of its own, in mid-page.
        if "mozilla" not in headers.get("user-agent", "").lower():
            refusal.headers["www-authenticate"] = _BASIC
        name, _ = basic(headers.get("authorization", "")) or ("", "")
        if wait := self._access.wait(name, place=origin(_address(scope))):
            refusal.headers["retry-after"] = f"{ceil(wait)}"
        return refusal

    async def _at_the_door(
        self, scope: Scope, receive: Receive, headers: Headers, cookies: Mapping[str, str]
    ) -> Response:
        if scope["path"] == "/logout":
            self._access.end(cookies.get(_port_cookie(SESSION, scope)))
            gone = RedirectResponse("login", 303)
            gone.headers["set-cookie"] = self._cookie(scope, _port_cookie(SESSION, scope), "", 0)
            return gone
        if not self._access.needed:
            return RedirectResponse("./", 303)
        if scope["method"] != "POST":
            return HTMLResponse(render("login", problem=""))
        try:
            name, password = form_of(await Request(scope, receive).body())
        except ClientDisconnect:
            return Response(status_code=400)
        # Gradio's client for programs sends the same form, and wants no redirection.
        program = "text/html" not in headers.get("accept", "")
        familiar = cookies.get(_port_cookie(FAMILIAR, scope))
        place = self._access.place(name, address=origin(_address(scope)), familiar=familiar)
        if not self._access.check(name, password, place=place):
            return _not_entered(self._access.wait(name, place=place), program=program)
        entered: Response = (
            JSONResponse({"success": True}) if program else RedirectResponse("./", 303)
        )
        for cookie, value, seconds in (
            (SESSION, self._access.begin(name), SESSION_SECONDS),
            (FAMILIAR, self._access.familiar(name), _YEAR),
        ):
            entered.headers.append(
                "set-cookie", self._cookie(scope, _port_cookie(cookie, scope), value, seconds)
            )
        return entered

    def _cookie(self, scope: Scope, name: str, value: str, seconds: int) -> str:
        """A cookie that no script and no other site gets to see.

        Lax, not strict: whoever comes by a link from elsewhere is still who they are.
        """
        secure = "; Secure" if self._doors.secure or scope["scheme"] == "https" else ""
        return f"{name}={value}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Lax{secure}"


class _Outgoing:
    """Puts the headers of ours on what goes out, and takes off what lets other sites in."""

    def __init__(self, send: Send, *, path: str) -> None:
        self._send = send
        self._path = path
        self.cookie: str | None = None

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name in [name for name in headers if name.startswith("access-control-")]:
                del headers[name]
            for name, value in _HEADERS:
                headers[name] = value
            if _HASHED.fullmatch(self._path) and message["status"] == HTTPStatus.OK:
                headers["cache-control"] = f"private, max-age={_YEAR}, immutable"
            elif "cache-control" not in headers or self._path == "/":
                headers["cache-control"] = "no-store"
            if self.cookie is not None:
                headers.append("set-cookie", self.cookie)
        await self._send(message)


def user_of(request: gr.Request) -> str | None:
    """Who is logged in where an event comes from; None where nobody has to be."""
    user = request.request.scope.get(USER) if request.request is not None else None
    return None if user is None else str(user)


def owner_of(request: gr.Request) -> str:
    """Whose conversations an event is about: its browser's key, and who is logged in there.

    A browser without cookies has conversations for as long as its page is open.
    """
    key = request.cookies.get(BROWSER, "")
    if not _KEY.fullmatch(key):
        key = f"page {request.session_hash}"
    user = user_of(request)
    return f"{key} {user}" if user else key


def _cookies(headers: Headers) -> dict[str, str]:
    jar: SimpleCookie = SimpleCookie()
    try:
        jar.load(headers.get("cookie", ""))
    except CookieError:
        return {}
    return {name: morsel.value for name, morsel in jar.items()}


def _from_here(headers: Headers) -> bool:
    """Whether a request comes from the app's own page, or from no page at all."""
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site in ("same-origin", "none")
    site = headers.get("origin")
    if site is None:
        return True
    return urlsplit(site).netloc == headers.get("host", "")


def _name(host: str) -> str:
    """The name in a Host header, without the port."""
    return (urlsplit(f"//{host}").hostname or "").lower()


def _port_cookie(name: str, scope: Scope) -> str:
    """The cookie's name has the port: other apps of this machine are not to log people out."""
    server = scope.get("server")
    return f"{name}_{server[1]}" if server else name


def _not_entered(wait: float, *, program: bool) -> Response:
    """The answer to a name and a password that do not fit, or have to wait."""
    problem = "Name and password do not fit"
    if wait:
        problem = f"Too many wrong passwords: wait {ceil(wait)} seconds"
    status = 429 if wait else 401
    told = (
        JSONResponse({"error": problem}, status)
        if program
        else HTMLResponse(render("login", problem=problem), status)
    )
    if wait:
        told.headers["retry-after"] = f"{ceil(wait)}"
    return told


def _address(scope: Scope) -> str:
    client = scope.get("client")
    return client[0] if client else ""
