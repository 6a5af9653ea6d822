"""The forms that a report can be written in, by name: its file, and what writes it."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Final

from assistant.library.stored import to_text
from eval.reporting.html import html
from eval.reporting.junit import junit
from eval.reporting.markdown import markdown
from eval.reporting.report import Report

FORMS: Final[dict[str, tuple[str, Callable[[Report], str]]]] = {
    "markdown": ("report.md", markdown),
    "html": ("report.html", html),
    "junit": ("junit.xml", junit),
    "json": ("report.json", lambda report: json.dumps(json.loads(to_text(report)), indent=1)),
}
