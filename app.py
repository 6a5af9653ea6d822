"""Starts the assistant: for now the chat in the terminal."""

from __future__ import annotations

import sys

from assistant.__main__ import run

if __name__ == "__main__":
    print(
        "The app for the browser is not part of this version yet; this is the chat in the terminal",
        file=sys.stderr,
    )
    run(["chat", *sys.argv[1:]])
