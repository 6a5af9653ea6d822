"""Everybody at one library at once, for as long as is wanted, and one killed every 20 seconds.

``python -m tests.soaking.soak --minutes N --home DIR --report FILE``: two writers, three readers,
the app with five people, and a feed that is refreshed. At the end everything that was
acknowledged has to be there, whole and found, and nothing else. The exit code is 1 where
something was lost, or an error was seen that is not documented.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from random import Random, choice, uniform
from typing import Final

from tests.news_server import Asked, Gives, NewsServer
from tests.soaking.checking import verdict
from tests.soaking.journal import Journal, place_name, text_about
from tests.soaking.roles import PEOPLE

_BETWEEN_KILLS: Final = 20.0
_BETWEEN_SAMPLES: Final = 30.0
_BETWEEN_ITEMS: Final = 20.0
_TO_END: Final = 120.0
"""Seconds that everybody has to end well."""


class Crew:
    """The processes, each in a group of its own, begun again when it has ended.

    The journal says who was killed, who ended unasked, when the app was up, and who took how
    much memory.
    """

    def __init__(self, home: Path, folder: Path, *, minutes: float) -> None:
        self.folder, self.journal = folder, Journal(folder / "soak.jsonl")
        self.half = time.monotonic() + minutes * 30
        self.ups = 0
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = str(free.getsockname()[1])
        users = folder / "users"
        users.write_text("".join(f"{name}:{word}\n" for name, word in PEOPLE.items()))
        users.chmod(0o600)
        assistant = ("-m", "assistant", "--home", str(home))
        self.commands: dict[str, tuple[str, ...]] = {
            "app": (*assistant, "app", "--port", port, "--no-open", "--auth-file", str(users)),
            "refresher": (*assistant, "refresh", "--every", "1m", "--allow-private-network"),
        }
        for name in ("writer0", "writer1", "reader0", "reader1", "reader2", "people0"):
            words = (name, str(home), str(folder), port)
            self.commands[name] = ("-m", "tests.soaking.roles", *words)
        self.running: dict[str, subprocess.Popen[bytes]] = {}

    def begin(self, name: str) -> None:
        """Starts the process ``name``, which writes into a file."""
        with (self.folder / f"{name}.log").open("ab") as log:
            self.running[name] = subprocess.Popen(
                [sys.executable, *self.commands[name]],
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def kill(self) -> None:
        """Ends one with all its children, at whatever they are, and starts it again.

        One reader goes on throughout, and the app in the second half, so that memory that only
        grows is seen.
        """
        spared = {"reader0", "people0", "app" if time.monotonic() > self.half else ""}
        name = choice(sorted(self.commands.keys() - spared))
        self.journal.write(killed=name)
        os.killpg(self.running[name].pid, signal.SIGKILL)
        self.running[name].wait()
        self.begin(name)

    def look(self) -> None:
        """Notes that the app is up, and who has ended unasked, who is started again."""
        for name, process in [*self.running.items()]:
            if process.poll() is not None:
                self.journal.failed(name, "ended", f"with {process.returncode}")
                self.begin(name)
        ups = (self.folder / "app.log").read_text(encoding="utf-8").count("Ctrl-C ends it")
        if ups > self.ups:
            self.ups = ups
            self.journal.write(up="app")

    def sample(self) -> None:
        """Notes the memory of the app and of the readers."""
        for name, process in self.running.items():
            if name == "app" or name.startswith("reader"):
                status = Path(f"/proc/{process.pid}/status").read_text(encoding="utf-8")
                if resident := re.search(r"VmRSS:\s*(\d+)", status):
                    mb = int(resident[1]) // 1024
                    self.journal.write(memory=name, pid=process.pid, mb=mb)

    def end(self) -> None:
        """Lets everybody end well, who uses the app before the app."""
        (self.folder / "stop").touch()
        served = ("app", "refresher")
        for name in sorted(self.running, key=served.__contains__):
            process = self.running[name]
            if name in served and process.poll() is None:
                process.send_signal(signal.SIGINT)
            try:
                code = process.wait(timeout=_TO_END)
            except subprocess.TimeoutExpired:
                self.journal.failed(name, "ended", "not at all when it was to")
            else:
                if code:
                    self.journal.failed(name, "ended", f"with {code} when it was to")

    def kill_all(self) -> None:
        """Leaves nobody behind, nor a child of theirs."""
        for process in self.running.values():
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()


class Feed:
    """A feed that grows by an item every 20 seconds."""

    def __init__(self, server: NewsServer, journal: Journal) -> None:
        self.server, self.journal, self.items = server, journal, list[str]()
        server.pages["/feed"] = self.given

    def given(self, _asked: Asked) -> Gives:
        """The feed as it is now."""
        items = "".join(self.items)
        feed = f"<rss version='2.0'><channel><title>Courier</title>{items}</channel></rss>"
        return Gives(feed.encode(), content_type="application/rss+xml")

    def grow(self) -> None:
        """Adds an item, which the last refreshing has to have taken in."""
        place = place_name()
        title, text = f"A feed item about {place}", text_about(place, Random())
        story = f"<article><h1>{title}</h1><p>{text}</p></article>"
        page = f"<html><head><title>{title}</title></head><body>{story}</body></html>"
        self.server.pages[f"/{place}"] = Gives(page.encode())
        link = self.server.at(f"/{place}")
        self.journal.done(title, text)
        self.items.append(f"<item><title>{title}</title><link>{link}</link></item>")


def soak(minutes: float, home: Path, report: Path) -> bool:
    """Runs it all; whether nothing was lost and nothing undocumented seen."""
    folder = home.with_name(f"{home.name}-soak")
    (folder / "files").mkdir(parents=True)
    assistant = [sys.executable, "-m", "assistant", "--home", str(home)]
    private = "--allow-private-network"
    with NewsServer() as server:
        feed = Feed(server, Journal(folder / "feed.jsonl"))
        subprocess.run([*assistant, "follow", server.at("/feed"), private], check=True)
        begun = time.monotonic()
        crew = Crew(home, folder, minutes=minutes)
        steps = (
            (crew.look, 0.0),
            (crew.sample, _BETWEEN_SAMPLES),
            (feed.grow, _BETWEEN_ITEMS),
            (crew.kill, _BETWEEN_KILLS),
        )
        taken = dict.fromkeys((step for step, _ in steps), begun)
        try:
            for name in crew.commands:
                crew.begin(name)
            while (now := time.monotonic()) < begun + minutes * 60:
                for step, every in steps:
                    if now >= taken[step] + every:
                        taken[step] = now
                        step()
                time.sleep(uniform(0.2, 1.0))
            crew.end()
        finally:
            crew.kill_all()
        found = verdict(home, folder, refresh=[*assistant, "refresh", private])
    told = json.dumps({"minutes": minutes, **found}, indent=1, ensure_ascii=False)
    report.write_text(told + "\n", encoding="utf-8")
    print(told)
    return not found["lost"] and not found["undocumented"]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, required=True)
    parser.add_argument("--home", type=Path, required=True)
    parser.add_argument("--report", type=Path, required=True)
    given = parser.parse_args()
    return 0 if soak(given.minutes, given.home.absolute(), given.report) else 1


if __name__ == "__main__":
    sys.exit(main())
