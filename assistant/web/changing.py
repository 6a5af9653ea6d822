"""Who may change the settings in the page: they are everybody's, and say where articles go.

Where people log in, the only one who can, or those who were named for it. Where nobody does,
whoever sits at this machine: the app listens to it alone, no proxy is known of, and the request
shows none.
"""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

import gradio as gr

from assistant.web.forwarded import FORWARDED
from assistant.web.guard import user_of
from assistant.web.server import LOCAL, Serving, is_local

Refusal = Callable[[gr.Request], "str | None"]
"""Why whoever sent a request may not change the settings; None where they may."""


def refusing(serving: Serving) -> Refusal:
    """The rule for an app that is served so."""

    def refusal(request: gr.Request) -> str | None:
        if serving.users:
            return _of_somebody(user_of(request), serving)
        return None if _is_here(request, serving) else _ELSEWHERE

    return refusal


_ELSEWHERE = (
    "The settings can be changed here only by somebody who has logged in, or who sits at the "
    "machine of the app while it listens to that machine alone. At its command line: assistant "
    "config set"
)


def _of_somebody(user: str | None, serving: Serving) -> str | None:
    may = serving.admins or tuple(serving.users)
    if user in may and (serving.admins or len(may) == 1):
        return None
    return (
        "The settings are everybody's: only who was named with --admin when the app was started "
        "may change them here"
    )


def _is_here(request: gr.Request, serving: Serving) -> bool:
    if not is_local(serving.host) or serving.proxies or serving.root_path:
        return False
    if request.request is None:
        return False
    scope = request.request.scope
    client = scope.get("client")
    if scope.get(FORWARDED, True) or not client or not is_local(client[0]):
        return False
    # A proxy that says nothing of itself still leaves the name that the browser asked.
    names = [f"//{request.headers.get('host', '')}"]
    names += [site] if (site := request.headers.get("origin")) else []
    own = {*LOCAL, serving.host.strip("[]").lower()}
    return all((urlsplit(name).hostname or "").lower() in own for name in names)
