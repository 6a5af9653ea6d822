"""Files that the page gives to the browser."""

from __future__ import annotations

from typing import Final

from assistant.rendering.renderers import Result, Terms, text_of
from assistant.web.acts import Saved

_FILES: Final = {"json": ("json", "application/json"), "markdown": ("md", "text/markdown")}


def download(name: str, result: Result, saved: Saved, terms: Terms) -> dict[str, str]:
    """A result as a file that the page's script gives to the browser."""
    ending, kind = _FILES[saved.form]
    text = text_of(result, saved.form, terms)
    return {"name": f"{name}.{ending}", "kind": f"{kind};charset=utf-8", "text": text}
