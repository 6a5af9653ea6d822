"""Files that the page gives to the browser."""

from __future__ import annotations


def download(name: str, text: str) -> dict[str, str]:
    """A file that the page's script gives to the browser."""
    kind = "application/json" if name.endswith(".json") else "text/markdown"
    return {"name": name, "kind": f"{kind};charset=utf-8", "text": text}
