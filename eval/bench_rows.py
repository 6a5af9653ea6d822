"""The rows of the table that the speed is told in."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the table."""

    what: str
    measured: str
    aim: str

    def __str__(self) -> str:
        return f"| {self.what} | {self.measured} | {self.aim} |"
