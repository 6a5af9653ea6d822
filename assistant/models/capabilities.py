"""Remembers what a chat model's server does not take, as long as the process lives."""

from __future__ import annotations

import re
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

_REFUSED: Final[Mapping[str, re.Pattern[str]]] = MappingProxyType(
    {
        "max_completion_tokens": re.compile("max_completion_tokens"),
        "stream_options": re.compile("stream_options|include_usage"),
        "temperature": re.compile("temperature"),
        "stream": re.compile(
            r"\bstream(?:ing)?\b.{0,40}(?:not |un|n't )support|not support.{0,20}\bstream(?:ing)?\b"
        ),
        "system": re.compile(
            r"(?:system|developer) (?:role|message|prompt|instruction).{0,60}\bnot\b"
            r"|roles? must alternate|not support.{0,20}system"
        ),
    }
)
_VAGUE: Final = re.compile(
    r"unsupported|unknown|unrecogni[sz]ed|unexpected|extra|not permitted|additional propert"
    r"|invalid (?:parameter|field|argument|request body)|unprocessable"
)
_USUAL: Final = frozenset({"max_completion_tokens", "stream_options", "temperature"})
_UNDERSTOOD: Final = frozenset({400, 422})


@dataclass(slots=True)
class Capabilities:
    """What one server, asked for one model, has shown of itself. Shared by all threads.

    Attributes:
        without: options that it refuses: of ``max_completion_tokens`` (it takes
            ``max_tokens``), ``stream_options``, ``temperature``, ``stream``, ``system``.
        context: most tokens of an exchange that it takes; None where it never complained.
        unopened: whether the model closes thoughts that it never opened.
    """

    without: frozenset[str] = frozenset()
    context: int | None = None
    unopened: bool = False

    def learn(self, said: str, *, status: int | None) -> None:
        """Takes from a server's refusal what to ask without."""
        lower = said.lower()
        options = frozenset(option for option, words in _REFUSED.items() if words.search(lower))
        named = options - self.without
        if not named and status in _UNDERSTOOD and _VAGUE.search(lower):
            named = _USUAL - self.without
        self.without |= named


_known: dict[tuple[str, str], Capabilities] = {}
_knowing: Final = threading.Lock()


def capabilities_of(server: str, model: str) -> Capabilities:
    """What is known of ``model`` at the address ``server``."""
    with _knowing:
        return _known.setdefault((server, model), Capabilities())
