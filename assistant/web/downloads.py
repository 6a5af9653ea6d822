"""Files that the page gives to the browser."""

from __future__ import annotations

from base64 import b64encode
from typing import Final

from assistant.rendering.renderers import Result, Terms, renderer
from assistant.web.acts import Saved

_WORD: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_FILES: Final = {
    "json": ("json", "application/json;charset=utf-8"),
    "markdown": ("md", "text/markdown;charset=utf-8"),
    "html": ("html", "text/html;charset=utf-8"),
    "docx": ("docx", _WORD),
}


def download(name: str, result: Result, saved: Saved, terms: Terms) -> dict[str, str]:
    """A result as a file that the page's script gives to the browser: its bytes in base 64.

    Raises:
        UsageError: the result has no such form.
    """
    ending, kind = _FILES[saved.form]
    rendered = renderer(saved.form)(result, terms)
    content = rendered if isinstance(rendered, bytes) else rendered.encode()
    return {"name": f"{name}.{ending}", "kind": kind, "content": b64encode(content).decode()}
