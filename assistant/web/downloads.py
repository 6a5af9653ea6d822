"""Files that the page gives to the browser."""

from __future__ import annotations

from base64 import b64encode
from typing import Final

from assistant.rendering.renderers import Rendered, Result, Terms, renderer
from assistant.web.acts import Saved

_WORD: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_FILES: Final = {
    "json": ("json", "application/json;charset=utf-8"),
    "jsonl": ("jsonl", "application/jsonl;charset=utf-8"),
    "markdown": ("md", "text/markdown;charset=utf-8"),
    "html": ("html", "text/html;charset=utf-8"),
    "docx": ("docx", _WORD),
    "opml": ("opml", "text/x-opml;charset=utf-8"),
}


def download(name: str, result: Result, saved: Saved, terms: Terms) -> dict[str, str]:
    """A result as a file that the page's script gives to the browser.

    Raises:
        UsageError: the result has no such form.
    """
    return file_of(name, saved.form, renderer(saved.form)(result, terms))


def file_of(name: str, form: str, rendered: Rendered) -> dict[str, str]:
    """What was rendered in a form as such a file: its bytes in base 64."""
    ending, kind = _FILES[form]
    content = rendered if isinstance(rendered, bytes) else rendered.encode()
    return {"name": f"{name}.{ending}", "kind": kind, "content": b64encode(content).decode()}
