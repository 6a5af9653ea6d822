"""What is told where a command found nothing."""

from __future__ import annotations

from typing import Final

EMPTY: Final = "The library is empty: put articles into it with assistant add"
FURTHER_BACK: Final = "Look further back with --since, or take in what is new: assistant refresh"
NO_TOPIC: Final = 'No topic is followed: try assistant watch "port strike"'
