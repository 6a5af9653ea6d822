"""Made articles that show whether they are whole, and journals of what was acknowledged."""

from __future__ import annotations

import json
import os
import time
import zlib
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any, Final

_SYLLABLES: Final = "bakelorimutanevosidupagezofihuwa"
_NOUNS: Final = (
    *("harbour", "bridge", "school", "council", "budget", "mayor", "ferry", "strike", "museum"),
    *("hospital", "vineyard", "railway", "storm", "quarry", "library", "orchard", "theatre"),
    *("tunnel", "airport", "market", "dam", "lighthouse", "factory", "stadium", "chapel"),
    *("forest", "glacier", "union", "tariff", "census", "vaccine", "archive", "parliament"),
)
_FORMS: Final = (
    "In {place} the {a} near the {b} was closed for {n} days after the {c} failed.",
    "A spokeswoman of {place} said that {n} people had asked for a new {a} beside the {b}.",
    "The {a} cost {n} million crowns, more than the {b} and the {c} together.",
    "Workers of the {a} in {place} counted {n} faults in the {b} on Tuesday.",
    "Before the {c} was sold, {n} families had lived between the {a} and the {b}.",
    "The {b} is to open again when the {a} has been looked at by {n} engineers.",
)


def place_name() -> str:
    """A name that no other article has."""
    number, name = time.time_ns() // 1000 % 16**9, ""
    while number:
        number, rest = divmod(number, 16)
        name += _SYLLABLES[2 * rest : 2 * rest + 2]
    return name.capitalize()


def text_about(place: str, random: Random) -> str:
    """A story of one paragraph, whose last sentence holds the sum of what is before it."""
    sentences = []
    for form in random.sample(_FORMS, 4):
        a, b, c = random.sample(_NOUNS, 3)
        sentences.append(form.format(place=place, a=a, b=b, c=c, n=random.randrange(3, 900)))
    told = " ".join(sentences)
    return f"{told} The registry of {place} has it under {zlib.crc32(told.encode())}."


def is_whole(text: str) -> bool:
    """Whether the sum at the end is that of what is before it."""
    told, _, end = " ".join(text.split()).rpartition(" The registry of ")
    return end.rpartition(" under ")[2] == f"{zlib.crc32(told.encode())}."


class Journal:
    """Lines that are on the disk before the next step is taken."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.path.touch()

    def write(self, **fields: Any) -> None:
        """Adds a line, with the time."""
        line = json.dumps({"time": time.time(), **fields}) + "\n"
        with self.path.open("ab", buffering=0) as file:
            file.write(line.encode())
            os.fsync(file.fileno())

    def lines(self) -> Iterator[dict[str, Any]]:
        """What was written, oldest first."""
        for line in self.path.read_text(encoding="utf-8").splitlines():
            yield json.loads(line)

    def began(self, title: str, text: str | None) -> None:
        """From now on the article may have this text, or (None) be gone."""
        self.write(title=title, text=text, done=False)

    def done(self, title: str, text: str | None) -> None:
        """The program has said that it is so."""
        self.write(title=title, text=text, done=True)

    def failed(self, doing: str, kind: str, message: str) -> None:
        """The program refused, or did something that it is not to do."""
        self.write(doing=doing, kind=kind, message=message)

    def did(self, doing: str) -> None:
        """Counts one that went well."""
        self.write(did=doing)

    def states(self) -> dict[str, set[str | None]]:
        """By title the texts that the article may have now; None is being gone."""
        states: dict[str, set[str | None]] = {}
        for line in self.lines():
            if "title" in line:
                before = states.get(line["title"], {None})
                states[line["title"]] = {line["text"]} | (set() if line["done"] else before)
        return states
