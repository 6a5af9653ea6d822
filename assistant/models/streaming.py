"""A stream of items that has a result once it has been read to its end."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from functools import wraps
from typing import Generic, ParamSpec, Self, TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")
Arguments = ParamSpec("Arguments")


class Streamed(Iterator[Item], Generic[Item, Result]):
    """Iterates over the items of a generator and keeps what it returns."""

    def __init__(self, items: Generator[Item, None, Result]) -> None:
        self._items = items
        self._results: list[Result] = []

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> Item:
        try:
            return next(self._items)
        except StopIteration as stop:
            # A generator that has ended, or was closed, raises again without its value.
            if not self._results and stop.value is not None:
                self._results.append(stop.value)
            raise

    def close(self) -> None:
        """Stop here: what the items come from (a connection) is closed."""
        self._items.close()

    @property
    def result(self) -> Result:
        """What the stream came to.

        Raises:
            RuntimeError: the stream has not been read to its end.
        """
        if not self._results:
            raise RuntimeError("the stream has not been read to its end")
        return self._results[0]

    def drained(self) -> Result:
        """Read what is left and return the result."""
        for _ in self:
            pass
        return self.result


def streamed(
    function: Callable[Arguments, Generator[Item, None, Result]],
) -> Callable[Arguments, Streamed[Item, Result]]:
    """Has a generator function give a ``Streamed``."""

    @wraps(function)
    def begun(*args: Arguments.args, **kwargs: Arguments.kwargs) -> Streamed[Item, Result]:
        return Streamed(function(*args, **kwargs))

    return begun
