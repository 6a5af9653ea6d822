"""Who has not logged in: may take little, and for a short time, and keeps nobody else out."""

from __future__ import annotations

import re
import select
import socket
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from itertools import repeat
from pathlib import Path

import httpx
import pytest

from tests.web.serving import ANN, Served, served

_FILES = 300
"""So many files and connections the app may have open at once."""
_CROWD = 700
_HEAD = b"GET /login HTTP/1.1\r\nHost: x\r\n"
_FORM = b"POST /login HTTP/1.1\r\nHost: x\r\n"
_HERE, _ELSEWHERE = "127.0.0.1", "127.0.0.2"


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """An app with passwords, that may have few files open."""
    folder = tmp_path_factory.mktemp("strangers")
    users = folder / "users"
    users.write_text(f"{ANN[0]}:{ANN[1]}\nbo:other\n", encoding="utf-8")
    users.chmod(0o600)
    bounds = ("prlimit", f"--nofile={_FILES}:{_FILES}")
    with served(folder / "home", "--auth-file", str(users), "--mcp", within=bounds) as running:
        yield running


def _client(app: Served, address: str = _HERE) -> httpx.Client:
    transport = httpx.HTTPTransport(local_address=address)
    return httpx.Client(base_url=app.address, transport=transport, timeout=60)


def _connected(app: Served, said: bytes, *, address: str = _HERE) -> socket.socket:
    connection = socket.socket()
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4_096)  # the system reads ahead
    connection.bind((address, 0))
    connection.connect((_HERE, app.port))
    connection.sendall(said)
    return connection


@pytest.mark.parametrize(
    ("said", "address"),
    [
        (b"", _HERE),
        (b"", _ELSEWHERE),
        (_HEAD, _HERE),
        (_FORM + b"Content-Length: 100\r\n\r\nusername=", _HERE),
        (_FORM + b"Transfer-Encoding: chunked\r\n\r\n5\r\nusern", _HERE),
        (b"POST /gradio_api/upload HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n", _HERE),
        (b"POST /mcp HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{", _HERE),
        (_HEAD + b"\r\n", _HERE),
        (_HEAD + b"\r\n", _ELSEWHERE),
    ],
)
def test_a_crowd_that_says_half_of_it_shuts_nobody_out(
    app: Served, said: bytes, address: str
) -> None:
    with ExitStack() as crowd:
        for _ in range(_CROWD):
            crowd.enter_context(_connected(app, said, address=address))
        with _client(app) as client:
            began = time.monotonic()
            assert client.get("/config", auth=ANN).status_code == 200
            # Half a second on a quiet machine; the crowd would hold the app for over a minute.
            assert time.monotonic() - began < 15


def _drip(app: Served, said: bytes, drops: Iterator[bytes]) -> bool:
    """Whether the app cuts off who says ``said``, and then little by little ``drops``."""
    with _connected(app, said) as connection:
        cut = select.poll()
        cut.register(connection, select.POLLHUP | select.POLLERR | select.POLLRDHUP)
        until = time.monotonic() + 60
        while time.monotonic() < until:
            if cut.poll(500):
                return True
            try:
                connection.send(next(drops, b""))
            except OSError:
                return True
    return False


def test_who_dawdles_is_cut_off(app: Served) -> None:
    slow = {
        "a head": (_HEAD, repeat(b"x")),
        "nothing": (b"", repeat(b"")),
        "blank lines": (b"", repeat(b"\r\n")),
        "blank lines after an answer": (_HEAD + b"\r\n", repeat(b"\r\n")),
        "a form": (_FORM + b"Content-Length: 1000\r\n\r\n", repeat(b"x")),
        "a form in pieces": (_FORM + b"Transfer-Encoding: chunked\r\n\r\n", repeat(b"1\r\nx\r\n")),
        "a form that ends with headers": (
            _FORM + b"Transfer-Encoding: chunked\r\n\r\n0\r\n",
            repeat(b"a: b\r\n"),
        ),
        "what nobody wants": (
            b"POST /gradio_api/queue/join HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n",
            repeat(b"x"),
        ),
    }
    with ThreadPoolExecutor(len(slow)) as at_once:
        cut = at_once.map(lambda said: _drip(app, *said), slow.values())
        assert dict(zip(slow, cut, strict=True)) == dict.fromkeys(slow, True)


def test_who_leaves_answers_unread_is_cut_off(app: Served) -> None:
    files = Path(f"/proc/{app.process.pid}/fd")
    with ExitStack() as crowd:
        for _ in range(5):
            crowd.enter_context(_connected(app, (_HEAD + b"\r\n") * 3_000))
        with _client(app) as client:
            assert client.get("/login").status_code == 200
        held = len(list(files.iterdir()))
        until = time.monotonic() + 90
        while time.monotonic() < until and len(list(files.iterdir())) > held - 5:
            time.sleep(0.2)
        assert len(list(files.iterdir())) <= held - 5


@pytest.mark.parametrize(
    ("said", "more"),
    [
        (b"GET / HTTP/1.1\r\nHost: x\r\nx: ", b"x" * 65_536),
        (b"GET /", b"x" * 65_536),
        (b"GET / HTTP/1.1\r\n", b"a: b\r\n" * 10_000),
        (_FORM + b"Content-Length: 700000000\r\n\r\n", b"x" * 65_536),
        (_FORM + b"Transfer-Encoding: chunked\r\n\r\n", b"10000\r\n" + b"x" * 65_536 + b"\r\n"),
        (_FORM + b"Transfer-Encoding: chunked\r\n\r\n0\r\n", b"a: b\r\n" * 10_000),
        (_FORM + b"Transfer-Encoding: chunked\r\n\r\n0\r\na: ", b"x" * 65_536),
        (_FORM + b"Transfer-Encoding: chunked\r\n\r\n1;", b"x" * 65_536),
        (b"POST /mcp HTTP/1.1\r\nHost: x\r\nContent-Length: 700000000\r\n\r\n", b"x" * 65_536),
    ],
)
def test_who_says_without_end_is_cut_off_and_fills_no_memory(
    app: Served, said: bytes, more: bytes
) -> None:
    with _client(app) as client:
        assert client.get("/login").status_code == 200
    before = _memory(app)
    with _connected(app, said) as connection:
        connection.settimeout(30)
        with pytest.raises(OSError, match=r"reset|pipe"):
            connection.sendall(more * (100_000_000 // len(more)))
    assert _memory(app) - before < 20_000_000


def _memory(app: Served) -> int:
    """The most bytes of memory that the app has had."""
    status = Path(f"/proc/{app.process.pid}/status").read_text(encoding="utf-8")
    found = re.search(r"VmHWM:\s+(\d+) kB", status)
    assert found is not None
    return int(found[1]) * 1_000


def test_a_form_that_is_too_long_is_refused(app: Served) -> None:
    with _client(app) as client:
        for content in ({"content": b"x" * 5_000}, {"content": iter([b"x" * 3_000] * 2)}):
            assert client.post("/login", **content).status_code == 413
        many = [(f"x-{number}", "x") for number in range(150)]
        assert client.get("/login", headers=many).status_code == 431
        assert client.get("/login", headers={"x": "y" * 20_000}).status_code in (400, 431)


def test_no_header_makes_a_guesser_somebody_else(app: Served) -> None:
    with _client(app, "127.0.0.3") as guesser, _client(app) as right:
        with _client(app, "127.0.0.3") as hers:
            form = {"username": ANN[0], "password": ANN[1]}
            assert hers.post("/login", data=form).status_code == 200
            judged = 0
            for number in range(50):
                forged = f"10.0.0.{number}"
                answer = guesser.post(
                    "/login",
                    data={"username": ANN[0], "password": f"guess {number}"},
                    headers={"x-forwarded-for": forged, "x-real-ip": forged, "forwarded": forged},
                )
                judged += answer.status_code == 401
            assert judged < 10
            assert answer.status_code == 429
            assert int(answer.headers["retry-after"]) > 0
            # By the other way in it has to wait, too.
            refused = guesser.get("/config", auth=(ANN[0], "guess"))
            assert int(refused.headers["retry-after"]) > 0
            # She goes on where she is, and comes in anew there and from elsewhere.
            assert hers.get("/config").status_code == 200
            hers.get("/logout")
            assert hers.get("/config").status_code == 401
            assert hers.post("/login", data=form).status_code == 200
        assert right.post("/login", data=form).status_code == 200


def test_nobody_is_believed_about_host_and_scheme(app: Served) -> None:
    forged = {"x-forwarded-proto": "https", "x-forwarded-host": "evil.example"}
    with _client(app) as client:
        form = {"username": ANN[0], "password": ANN[1]}
        answer = client.post("/login", data=form, headers=forged)
        assert "Secure" not in answer.headers["set-cookie"]
        assert "evil.example" not in client.get("/config", headers=forged).text
        foreign = {**forged, "origin": "https://evil.example"}
        assert client.post("/login", data=form, headers=foreign).status_code == 403
