"""The app behind nginx, in the configuration that the documentation gives."""

from __future__ import annotations

import re
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from getpass import getuser
from pathlib import Path

import httpx
import pytest

from tests.conftest import missing
from tests.samples import copy
from tests.web.serving import ANN, Served, served

_DOCUMENT = Path(__file__).parents[2] / "docs" / "browser.md"
_FORM = {"username": ANN[0], "password": ANN[1]}
_GUESSER, _RIGHT = "127.0.0.9", "127.0.0.8"
_NGINX = """
daemon off;
user {user};
pid {folder}/pid;
error_log {folder}/errors;
events {{}}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    server {{
        listen 127.0.0.1:{port};
        {documented}
    }}
}}
"""


@pytest.fixture(scope="module")
def app(sample_library: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The app as it is run behind a proxy."""
    folder = tmp_path_factory.mktemp("proxied")
    users = folder / "users.txt"
    users.write_text(f"{ANN[0]}:{ANN[1]}\n", encoding="utf-8")
    users.chmod(0o600)
    home = copy(sample_library, folder / "home")
    command = re.search(r"^assistant app (.*)--auth-file users.txt$", _document(), re.MULTILINE)
    assert command is not None
    with served(home, *command[1].split(), "--auth-file", str(users)) as running:
        yield running


@pytest.fixture(scope="module")
def address(app: Served, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where nginx shows it."""
    documented = re.search(r"```nginx\n(.*?)```", _document(), re.DOTALL)
    assert documented is not None
    upstream = documented[1].replace("127.0.0.1:7860", f"127.0.0.1:{app.port}")
    assert upstream != documented[1]
    with _nginx(tmp_path_factory.mktemp("nginx"), upstream) as port:
        yield f"http://127.0.0.1:{port}/desk"


def _document() -> str:
    return _DOCUMENT.read_text(encoding="utf-8")


@contextmanager
def _nginx(folder: Path, documented: str) -> Iterator[int]:
    nginx = shutil.which("nginx", path="/usr/sbin:/usr/bin:/usr/local/bin")
    if nginx is None:
        missing("nginx is not installed")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    configuration = folder / "nginx.conf"
    # Started by root, it would work as somebody who may not write here.
    text = _NGINX.format(folder=folder, user=getuser(), port=port, documented=documented)
    configuration.write_text(text, encoding="utf-8")
    command = [nginx, "-p", str(folder), "-c", str(configuration), "-e", str(folder / "errors")]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    try:
        until = time.monotonic() + 60
        while True:
            assert process.poll() is None, process.communicate()[1]
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            assert time.monotonic() < until
            time.sleep(0.05)
        yield port
    finally:
        process.terminate()
        process.communicate(timeout=30)


def _client(local_address: str = _RIGHT) -> httpx.Client:
    return httpx.Client(transport=httpx.HTTPTransport(local_address=local_address), timeout=60)


def test_people_log_in_and_ask_below_the_path(address: str) -> None:
    with _client() as client:
        browser = {"accept": "text/html"}
        assert client.get(f"{address}/", headers=browser).headers["location"] == "login"
        origin = {**browser, "origin": address.removesuffix("/desk")}
        entered = client.post(f"{address}/login", data=_FORM, headers=origin)
        assert (entered.status_code, entered.headers["location"]) == (303, "./")
        assert client.get(f"{address}/", headers=browser).status_code == 200
        assert client.get(f"{address}/config").json()["root"] == address
        foreign = {"origin": "http://evil.example"}
        assert client.post(f"{address}/login", data=_FORM, headers=foreign).status_code == 403


def test_what_comes_in_parts_is_passed_on_in_parts(address: str) -> None:
    with (
        _client() as client,
        client.stream("GET", f"{address}/gradio_api/heartbeat/page", auth=ANN) as beats,
    ):
        # It has no end: were it kept back, nothing would come.
        assert next(beats.iter_lines()) == "data: ALIVE"
    with _client() as client:
        client.auth = ANN
        question = {
            "data": ["How many people were rescued from the Saint Orla?", None, "", "", "", ""]
        }
        event = client.post(f"{address}/gradio_api/call/ask", json=question).json()["event_id"]
        assert "164" in client.get(f"{address}/gradio_api/call/ask/{event}").text


def test_files_are_uploaded_through_it(address: str) -> None:
    with _client() as client:
        files = {"files": ("large.txt", b"One line of it.\n" * 500_000, "text/plain")}
        sent = client.post(f"{address}/gradio_api/upload", files=files, auth=ANN)
        assert sent.status_code == 200
        assert len(sent.json()) == 1


def test_what_a_client_forges_does_not_get_past_it(address: str) -> None:
    with _client(_GUESSER) as guesser:
        judged = 0
        for number in range(40):
            forged = f"10.0.0.{number}"
            answer = guesser.post(
                f"{address}/login",
                data={**_FORM, "password": f"guess {number}"},
                headers={"x-forwarded-for": forged, "x-real-ip": forged},
            )
            judged += answer.status_code == 401
        assert judged < 10
        assert answer.status_code == 429
        assert guesser.post(f"{address}/login", data=_FORM).status_code == 429
    with _client(_RIGHT) as right:
        forged_host = {"x-forwarded-host": "evil.example", "x-forwarded-proto": "https"}
        entered = right.post(f"{address}/login", data=_FORM, headers=forged_host)
        assert entered.status_code == 200, "behind the same proxy, somebody else"
        assert "Secure" not in entered.headers["set-cookie"]
        assert "evil.example" not in right.get(f"{address}/config", headers=forged_host).text


def test_the_proxy_is_believed_and_nobody_else(app: Served) -> None:
    said = {"x-forwarded-proto": "https", "x-forwarded-host": "news.example"}
    for local_address, believed in (("127.0.0.1", True), (_RIGHT, False)):
        with _client(local_address) as client:
            entered = client.post(f"{app.address}/login", data=_FORM, headers=said)
            assert ("Secure" in entered.headers["set-cookie"]) is believed
            root = client.get(f"{app.address}/config", headers=said, auth=ANN)
            assert ("https://news.example/desk" in root.text) is believed
