"""Answers questions about news articles and summarises them, every sentence cited."""

from __future__ import annotations

from typing import TYPE_CHECKING

__version__ = "0.1.0"
__all__ = ["Assistant", "__version__"]

if TYPE_CHECKING:
    from assistant.assistant import Assistant


def __getattr__(name: str) -> object:
    """Loads ``Assistant`` when it is first asked for, so that the version costs nothing."""
    if name == "Assistant":
        from assistant.assistant import Assistant

        return Assistant
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
