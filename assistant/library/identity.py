"""Of which format and embedding model a library is, and whether this program can use it."""

from __future__ import annotations

from assistant.errors import LibraryFormatError
from assistant.library.facts import Facts
from assistant.library.schema import FORMAT_VERSION


class Identity:
    """What a library records of its format and model, beside what this program has.

    Args:
        facts: what the library records of itself.
        model: name of this program's embedding model.
        dimension: dimension of its vectors.
    """

    def __init__(self, facts: Facts, *, model: str, dimension: int) -> None:
        self._facts = facts
        self.own = {"format": str(FORMAT_VERSION), "model": model, "dimension": str(dimension)}

    def check(self) -> None:
        """Sees to it that the library is of this program's format and model.

        Raises:
            LibraryFormatError: it is of another.
        """
        facts = self._facts.every()
        if int(facts.get("format", "0")) > FORMAT_VERSION:
            raise LibraryFormatError(
                f"The library has format {facts['format']},"
                f" this program knows up to {FORMAT_VERSION}",
                hint="Use a newer version of the program",
            )
        for name, own in self.own.items():
            if facts.get(name) != own:
                raise LibraryFormatError(
                    f"The library's {name} is {facts.get(name)!r}, this program's is {own!r}",
                    hint="Make the library anew with: assistant reindex",
                )

    def fits(self) -> bool:
        """Whether the library is of this program's format and model."""
        facts = self._facts.every()
        return all(facts.get(name) == own for name, own in self.own.items())
