"""From web addresses to documents: what may be fetched, and what came back."""

from __future__ import annotations

from assistant.fetching.fetcher import Fetched, Fetcher, FetchLimits, Validators

__all__ = ["FetchLimits", "Fetched", "Fetcher", "Validators"]
