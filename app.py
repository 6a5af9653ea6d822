"""Starts the assistant in the browser: ``python app.py`` is ``assistant app``."""

from __future__ import annotations

import sys

from assistant.__main__ import run

if __name__ == "__main__":
    run(["app", *sys.argv[1:]])
