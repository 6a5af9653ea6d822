"""Articles that make stories, for the tests of the page: a plain one, and one that attacks."""

from __future__ import annotations

import json
from pathlib import Path

BRIDGE = (
    ("The Harbour Post", 3, "Bridge at Ostrel collapses", 12),
    ("Ostrel Radio", 4, "Toll of the Ostrel bridge rises", 17),
    ("The Corvenne Ledger", 5, "Ostrel bridge: more bodies found", 21),
    ("The Harbour Post", 6, "Ostrel mourns the dead of the bridge", 23),
)
"""Outlet, day of March 2031, headline and toll of the articles of one story."""


def bridge_story(folder: Path) -> Path:
    """The file of a story of four articles, in which a toll rises and two people speak."""
    return _written(
        folder / "bridge.jsonl",
        [
            {
                "title": title,
                "source": outlet,
                "date": f"2031-03-{day:02}",
                "text": f"At least {toll} people died in the collapse of the bridge at Ostrel, "
                f"the police said. The bridge at Ostrel fell into the Karrow on 3 March 2031. "
                f"“We shall build the bridge again by {2031 + day},” Mayor Maria Lund told "
                f"reporters on {day} March 2031.\n\nThe engineer Tomas Breck said that the cables "
                f"of the bridge had been examined {toll} times.",
            }
            for outlet, day, title, toll in BRIDGE
        ],
    )


def long_story(folder: Path, attacks: tuple[str, ...]) -> Path:
    """The file of a story of 60 articles whose headlines, outlets and sentences attack.

    A third of the headlines are long, a third are written from right to left.
    """
    long = "Mayor of Ostrel speaks of the bridge that fell, and of its cables " * 5
    records = []
    for number in range(60):
        attack = attacks[number % len(attacks)]
        day = 1 + number // 3
        title = (
            f"Ostrel bridge {attack}",
            f"رئيسة بلدية أوسترل والجسر {number}",
            f"{long[:295]} {number:03}",
        )[number % 3]
        records.append(
            {
                "title": title,
                "source": f"Outlet {number % 17} {attack if number % 5 == 0 else ''}",
                "date": f"2031-03-{day:02}",
                "text": f"{20 + day} people died when the bridge at Ostrel collapsed, the police "
                f"said. Mayor Maria Lund of Ostrel said on {day} March 2031: “We rebuild the "
                f"bridge {number} times.”\n\nThe engineer Tomas Breck spoke of {attack} and of "
                f"the cables of the bridge. The council of Ostrel met about the bridge on {day} "
                f"March 2031 for the {number}th time.",
            }
        )
    return _written(folder / "long.jsonl", records)


def _written(path: Path, records: list[dict[str, str]]) -> Path:
    path.write_text("\n".join(map(json.dumps, records)), encoding="utf-8")
    return path
