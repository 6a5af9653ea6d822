"""What is left at the end, held against what was acknowledged."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections import Counter, defaultdict
from pathlib import Path
from statistics import median
from typing import Any

from assistant import Assistant
from assistant.settings import load_settings
from tests.soaking.journal import Journal

_DOCUMENTED = ("library_busy", "stopped", "article_not_found")
_NOTICED = 5.0
"""Seconds after the app is up again in which somebody may still hear that it was killed."""
_POINTS = 20


def verdict(home: Path, folder: Path, *, refresh: list[str]) -> dict[str, Any]:
    """The report; ``lost`` and ``undocumented`` are empty where all is well."""
    first = doctor(home)
    reindexed = bool(first)
    if reindexed:
        assistant(home, "reindex")
    refreshed = subprocess.run(refresh, capture_output=True, text=True, check=False)
    lost = missing(home, folder)
    last = doctor(home)
    kills, errors, undocumented, done = counted(folder)
    undocumented += [f"doctor: {check}" for check in last]
    if refreshed.returncode:
        undocumented.append(f"refresh: {refreshed.stdout[-600:]} {refreshed.stderr[-600:]}")
    return {
        "kills": kills,
        "done": done,
        "errors": errors,
        "undocumented": undocumented,
        "lost": lost,
        "doctor at first": first or "clean",
        "reindex needed": reindexed,
        "doctor at last": last or "clean",
        "memory in MB": memory(folder),
    }


def assistant(home: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """A command's output."""
    command = [sys.executable, "-m", "assistant", "--home", str(home), "--json", *words]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def doctor(home: Path) -> list[str]:
    """What ``doctor --deep`` finds wrong."""
    said = assistant(home, "doctor", "--deep")
    checks = json.loads(said.stdout)["checks"]
    bad = [f"{c['name']}: {c['detail']}" for c in checks if c["state"] not in ("ok", "info")]
    return bad or ([said.stderr[-600:]] if said.returncode else [])


def missing(home: Path, folder: Path) -> list[str]:
    """What is not there as acknowledged, there though gone, cut, or not found by a search."""
    states: dict[str, set[str | None]] = {}
    for path in folder.glob("*.jsonl"):
        states |= Journal(path).states()
    lost: list[str] = []
    with Assistant(settings=load_settings(home=home, engine="extractive", rerank=False)) as opened:
        there: dict[str, list[str]] = defaultdict(list)
        for summary in opened.articles():
            there[summary.title].append(summary.id)
        lost += [f"never added: {title}" for title in sorted(there.keys() - states.keys())]
        for title, texts in sorted(states.items()):
            found = there.get(title, [])
            if len(found) > 1:
                lost.append(f"there {len(found)} times: {title}")
            if not found and None not in texts:
                lost.append(f"gone: {title}")
            for key in found:
                if opened.article(key).text not in texts:
                    what = "not removed" if texts == {None} else "another text"
                    lost.append(f"{what}: {title}: {opened.article(key).text!r}")
                hits = opened.search(title.rpartition(" ")[2], k=10)
                if key not in {hit.article.id for hit in hits}:
                    lost.append(f"not found by a search: {title}")
    return lost


def counted(folder: Path) -> tuple[dict[str, int], dict[str, int], list[str], dict[str, int]]:
    """Kills, errors by message, those that are not documented, and what was done."""
    kills, errors, done = Counter[str](), Counter[str](), Counter[str]()
    undocumented: list[str] = []
    soak = [*Journal(folder / "soak.jsonl").lines()]
    ups = [(line["time"] + _NOTICED, True) for line in soak if "up" in line]
    downs = [(line["time"], False) for line in soak if line.get("killed") == "app"]
    turns = [(0.0, False), *sorted([*ups, *downs])]
    for path in sorted(folder.glob("*.jsonl")):
        who = re.sub(r"\d+$", "", path.stem)
        for line in Journal(path).lines():
            if "killed" in line:
                kills[re.sub(r"\d+$", "", line["killed"])] += 1
            if "did" in line:
                done[f"{who} {line['did']}"] += 1
            if "kind" not in line:
                continue
            up = [turn for at, turn in turns if at <= line["time"]][-1]
            away = line["kind"] == "http" and not up
            message = re.sub(r"\d+(\.\d+)?", "#", f"{line['kind']}: {line['message']}")
            where = f"{who} while the app was killed" if away else who
            errors[f"{where}: {message}"] += 1
            if not away and line["kind"] not in _DOCUMENTED:
                undocumented.append(
                    f"{path.stem} {line['time']:.0f} {line['doing']}: {line['message']}"
                )
    logs = {path.stem: path.read_text(encoding="utf-8") for path in folder.glob("*.log")}
    undocumented += [
        f"{name}'s log: {text[text.index('Traceback') :][:1_500]}"
        for name, text in sorted(logs.items())
        if "Traceback" in text
    ]
    return dict(kills), dict(errors), undocumented, dict(sorted(done.items()))


def memory(folder: Path) -> dict[str, Any]:
    """Of who lived longest under each name: medians of the quarters, and all along.

    ``over time`` has at most some twenty pairs of minutes since the first look and MB.
    """
    lives: dict[tuple[str, int], list[tuple[float, int]]] = defaultdict(list)
    for line in Journal(folder / "soak.jsonl").lines():
        if "memory" in line:
            lives[line["memory"], line["pid"]].append((line["time"], line["mb"]))
    longest: dict[str, list[tuple[float, int]]] = {}
    for (name, _), life in lives.items():
        longest[name] = max(longest.get(name, []), life, key=len)
    return {
        name: {
            "samples": len(life),
            "first quarter": median(mb for _, mb in life[: max(1, len(life) // 4)]),
            "last quarter": median(mb for _, mb in life[-max(1, len(life) // 4) :]),
            "over time": [
                (round((at - life[0][0]) / 60, 1), mb)
                for at, mb in life[:: len(life) // _POINTS + 1]
            ],
        }
        for name, life in longest.items()
    }
