"""Runs the page: Gradio inside an application of ours, on a socket of ours."""

from __future__ import annotations

import gc
import ipaddress
import os
import signal
import socket
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final, cast

from assistant.errors import UsageError
from assistant.memory import few_pools
from assistant.web.uploads import private_folder

if TYPE_CHECKING:
    import asyncio
    from types import FrameType

    from starlette.types import ASGIApp

    from assistant.assistant import Assistant
    from assistant.web.connections import Crowd
    from assistant.web.forwarded import Network

LOCAL: Final = frozenset({"localhost", "127.0.0.1", "::1"})
_GRACE_SECONDS: Final = 3
_MOST_CONNECTIONS: Final = 4_096
_OTHER_FILES: Final = 256
"""Files and connections that the program needs besides."""


@dataclass(frozen=True, slots=True)
class Serving:
    """How the app is served.

    Attributes:
        host: the name or address to listen at.
        port: the port; 0 takes one that is free.
        users: passwords by name; none lets everybody in.
        insecure: whether to listen beyond this machine without any password.
        root_path: where a reverse proxy shows the app, if not at the root of its site.
        names: further names that the app is asked by.
        mcp: whether it serves tools for models as well.
        proxies: those that are believed about where a request comes from.
        admins: names of those who may change the settings, where people log in.
    """

    host: str = "127.0.0.1"
    port: int = 7860
    users: Mapping[str, str] = field(default_factory=dict)
    insecure: bool = False
    root_path: str = ""
    names: tuple[str, ...] = ()
    mcp: bool = False
    proxies: tuple[Network, ...] = ()
    admins: tuple[str, ...] = ()


def serve(assistant: Assistant, serving: Serving, *, on_ready: Callable[[str], None]) -> None:
    """Serves the app until the process is told to end (Ctrl-C, SIGTERM).

    Args:
        assistant: answers for everybody.
        serving: how it is served.
        on_ready: told the address once requests are answered.

    Raises:
        UsageError: the address cannot be listened at, or not without a password.
    """
    refuse_open_doors(serving)
    refuse_unknown_admins(serving)
    few_pools()
    listening = listen(serving.host, serving.port)
    address = address_of(listening)
    with private_folder() as folder, private_folder() as exported, listening:
        _tame_gradio(folder)
        from assistant.web.application import application
        from assistant.web.connections import Crowd

        app = application(assistant, serving, uploads=folder, exported=exported)
        crowd = Crowd(most=_connections(), trusted=serving.proxies)
        _run(app, listening, crowd=crowd, ready=lambda: on_ready(address))


def refuse_open_doors(serving: Serving) -> None:
    """Raises where others than this machine could come in without a password.

    Raises:
        UsageError: they could, and nobody said that they may.
    """
    if serving.users or serving.insecure or is_local(serving.host):
        return
    raise UsageError(
        f"{serving.host} can be reached from other machines, and no password is set",
        hint="Set one with --auth-file or --auth, or let everybody in with --insecure",
    )


def refuse_unknown_admins(serving: Serving) -> None:
    """Raises where somebody may change the settings who cannot log in.

    Raises:
        UsageError: a name is none of those with a password.
    """
    for name in serving.admins:
        if name not in serving.users:
            raise UsageError(
                f"{name!r} is to change the settings, and has no password here",
                hint="Name somebody of --auth or --auth-file with --admin",
            )


def is_local(host: str) -> bool:
    """Whether a name or address is this machine's alone."""
    if host.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def listen(host: str, port: int) -> socket.socket:
    """A socket that listens at an address.

    Raises:
        UsageError: something listens there already, or there is no such address here.
    """
    name = host.strip("[]")
    try:
        family, _, _, _, place = socket.getaddrinfo(
            name, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        listening = socket.create_server(place[:2], family=family, backlog=256)
    except OSError as error:
        raise UsageError(
            f"The app cannot listen at {host}, port {port} ({error.strerror or error})",
            hint="Is another one running there? Choose another with --port (0: any that is free)",
        ) from error
    return listening


def address_of(listening: socket.socket) -> str:
    """Where a browser on this machine finds the app."""
    host, port = listening.getsockname()[:2]
    address = ipaddress.ip_address(host.partition("%")[0])
    if address.is_unspecified:
        host = "127.0.0.1" if address.version == 4 else "::1"  # noqa: PLR2004 - of IP
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def hosts_of(serving: Serving) -> frozenset[str] | None:
    """The names that the app answers to; None where a password or nobody keeps strangers out.

    A page of another site cannot make a browser use this machine's app by having its own name
    point here (DNS rebinding).
    """
    if serving.users or not is_local(serving.host):
        return None
    return frozenset({*LOCAL, serving.host.strip("[]").lower(), *map(str.lower, serving.names)})


def _connections() -> int:
    """How many connections at once there is room for, as far as the system lets it be made."""
    try:
        import resource
    except ImportError:  # Windows bounds no process
        return _MOST_CONNECTIONS
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = _MOST_CONNECTIONS + _OTHER_FILES
    most = wanted if hard == resource.RLIM_INFINITY else min(hard, wanted)
    if soft != resource.RLIM_INFINITY and soft < most:
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))
    return max(most - _OTHER_FILES, most // 2)


def _run(
    app: ASGIApp, listening: socket.socket, *, crowd: Crowd, ready: Callable[[], None]
) -> None:
    import uvicorn

    from assistant.web.connections import Connection

    class Server(uvicorn.Server):
        """Says when it is ready."""

        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            await super().startup(sockets)
            if self.started:
                _set_aside()
                ready()

        def handle_exit(self, sig: int, frame: FrameType | None) -> None:
            # A thread that waits for a chat model's server cannot be ended, and would be waited
            # for: nothing that it could still do is kept anywhere.
            last = threading.Timer(2 * _GRACE_SECONDS, os._exit, [0])
            last.daemon = True
            last.start()
            super().handle_exit(sig, frame)

    config = uvicorn.Config(
        app,
        log_level="warning",
        access_log=False,
        server_header=False,
        http=cast("type[asyncio.Protocol]", partial(Connection, crowd)),
        ws="none",
        # Whom to believe is the app's own affair.
        proxy_headers=False,
        timeout_graceful_shutdown=_GRACE_SECONDS,
    )
    # uvicorn ends in order at either signal and raises it again afterwards.
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        Server(config).run(sockets=[listening])
    except KeyboardInterrupt:
        return
    finally:
        signal.signal(signal.SIGTERM, before)


def _set_aside() -> None:
    """Has the garbage collector pass over what is there for good: the packages and the page.

    It would else look at all of it again and again, a third of a second each time in which no
    other thread runs.
    """
    gc.collect()
    gc.freeze()


def _tame_gradio(folder: Path) -> None:
    """Has Gradio ask nobody and listen to no setting but ours; before it is first imported."""
    for name in [name for name in os.environ if name.startswith("GRADIO_")]:
        del os.environ[name]
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
    os.environ["GRADIO_TEMP_DIR"] = str(folder)
    os.environ["HF_HUB_DISABLE_TELEMETRY"] = "1"
    os.environ["HF_HUB_OFFLINE"] = "1"
