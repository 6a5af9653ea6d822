from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import pytest
from filelock import FileLock
from hypothesis import HealthCheck, settings

from assistant import Assistant
from assistant.homes import Home
from tests.postgres import Homes, Server, serving
from tests.samples import assistant_over, copy, fill
from tests.web.serving import ARGUMENTS, chromium

if TYPE_CHECKING:
    from playwright.sync_api import Browser

# How long a machine takes that is busy with other tests is no property of what is tested. The
# profile "long" is for ``make slow``.
settings.register_profile(
    "busy", deadline=None, max_examples=30, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile("long", settings.get_profile("busy"), max_examples=500)
settings.load_profile("busy")

AXE = Path(__file__).parent / "web" / "node_modules" / "axe-core" / "axe.min.js"


def pytest_addoption(parser: pytest.Parser) -> None:
    """What ``make slow`` may be told."""
    parser.addoption("--soak-minutes", type=float, default=2.0, help="how long the soak goes on")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The browser's tests, which take longest, begin.

    Each process is given a run of neighbours, which share what takes long to make, and one that
    has done its own takes over the last half of another's (``--dist worksteal``): at the end
    there are short ones, and nobody waits.
    """
    items.sort(key=lambda item: "browser" not in getattr(item, "fixturenames", ()))


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Bytes are named by their argument: what is packed holds the second it was packed in.

    The processes that share the tests would collect other names, and stop.
    """
    return argname if isinstance(val, bytes) else None


def missing(what: str) -> NoReturn:
    """Skips where a tool of the app's tests is not there; on CI that is a failure."""
    if os.environ.get("CI"):
        pytest.fail(what)
    pytest.skip(what)


@pytest.fixture(scope="session", autouse=True)
def no_settings_of_the_tester(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """An empty configuration folder: no file of settings of whoever runs the tests is read."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CONFIG_HOME", str(tmp_path_factory.mktemp("configuration")))
        yield


@pytest.fixture(scope="session")
def sample_library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library of the sample articles; not to be changed, but copied by who wants to.

    It is made by the first of the processes that share the tests.
    """
    made = tmp_path_factory.getbasetemp()
    made = (made.parent if "PYTEST_XDIST_WORKER" in os.environ else made) / "samples"
    with FileLock(f"{made}.lock"):
        if not made.exists():
            fill(made.with_name("samples-being-made")).rename(made)
    # A copy, since whoever opens a library writes to its folder.
    return copy(made, tmp_path_factory.mktemp("samples") / "home")


@pytest.fixture(scope="module")
def samples(sample_library: Path) -> Iterator[Assistant]:
    """An assistant over the sample articles; its library is not to be changed."""
    with assistant_over(sample_library) as assistant:
        yield assistant


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A real PostgreSQL server, started when it is first asked for."""
    made = tmp_path_factory.getbasetemp()
    worker = os.environ.get("PYTEST_XDIST_WORKER")
    run = (made.parent if worker else made).name
    # Not in pytest's folder, which is closed to the user that the server runs as.
    folder = Path(tempfile.gettempdir()) / f"assistant-tests-{os.getuid()}-{run}"
    with serving(folder, name=worker or "one") as server:
        yield server


@pytest.fixture(params=["embedded", "postgres"])
def homes(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Homes]:
    """Makes homes for libraries: folders, and databases of a server."""
    server = request.getfixturevalue("postgres") if request.param == "postgres" else None
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    made = Homes(tmp_path, server)
    yield made
    made.drop()


@pytest.fixture
def home(homes: Homes) -> Home:
    """The home of a library that is not there yet: a folder, and a database of a server."""
    return homes()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A real Chromium."""
    executable = chromium()
    if executable is None:
        missing("Install Debian's package chromium-headless-shell, or set CHROMIUM")
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=120_000)  # of a machine that is busy with other tests
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=executable, args=[*ARGUMENTS])
        yield running
        running.close()


@pytest.fixture(scope="session")
def axe() -> str:
    """The accessibility checker, to be run inside a page."""
    if not AXE.exists():
        missing("axe-core is not installed: npm ci --prefix tests/web")
    return AXE.read_text(encoding="utf-8")
