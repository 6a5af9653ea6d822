"""What is told about one of many: where it cannot be found out, the others go on.

Whatever is read out of an article's text (its corrections, the questions it answers, the names
in it, what changed in it) rests on rules over what strangers wrote. A fault in such a rule is a
fault about that article alone: it is logged with the article's id, and shown as a mark on it.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Final, TypeVar

from assistant.errors import AssistantError, StoppedError

Found = TypeVar("Found")
Otherwise = TypeVar("Otherwise")

_LOG: Final = logging.getLogger(__name__)

UNEXAMINED: Final = "could not be examined"
"""What is said of an article where nothing could be found out."""


def examined(
    article: str,
    what: str,
    examine: Callable[[], Found],
    *,
    otherwise: Otherwise,
    passing: type[AssistantError] = StoppedError,
) -> Found | Otherwise:
    """What ``examine`` finds out about an article; ``otherwise`` where it fails.

    Args:
        article: its id, or the name of what is to become one; for the log.
        what: what is looked for, for the log.
        examine: finds it out.
        otherwise: what stands for "not examined".
        passing: the errors that are meant, and passed on.
    """
    try:
        return examine()
    except passing:
        raise
    except Exception:  # noqa: BLE001 - a fault in any rule; one article must not stop the rest
        _LOG.exception("%s %s: %s", article, UNEXAMINED, what)
        return otherwise
