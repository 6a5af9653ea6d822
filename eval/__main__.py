"""The measuring commands by their names: ``python -m eval verification --data folder``."""

from __future__ import annotations

import runpy
import sys
from typing import Final

from eval.arguments import HELP as REGRESSION

COMMANDS: Final = {
    "abstention": "knowing when not to answer: risk and coverage",
    "answers": "whether the extractive engine shows the right sentence",
    "benchmark": "public data sets, beside simple baselines",
    "chosen": "searching among chosen articles, as a collection is",
    "bench": "the speed, side by side with the usual quick start",
    "entailment": "whether true and false claims about articles are told apart",
    "extraction": "what is kept of web pages, by words",
    "corrections": "whether notes of articles about themselves are seen",
    "local-model": "the program with a real chat model, beside the quick start",
    "retrieval": "whether the right passage is found",
    "several": "summaries of several articles: how much the newest counts",
    "summaries": "the extractive summariser, by ROUGE",
    "support": "choosing the sentences that support a claim",
    "verification": "the check of statements against what they cite",
}


def main() -> int:
    """Runs the command that is named first, with the arguments after it."""
    name = sys.argv[1] if len(sys.argv) > 1 else ""
    if name in REGRESSION:
        from eval.regression import main as regression

        return regression(sys.argv[1:])
    if name not in COMMANDS:
        every = REGRESSION | COMMANDS
        listed = "\n".join(f"  {command:<13} {what}" for command, what in every.items())
        print(f"usage: python -m eval COMMAND [--help]\n\n{listed}", file=sys.stderr)
        return 0 if name in {"-h", "--help"} else 2
    sys.argv[1:2] = []
    runpy.run_module(f"eval.{name.replace('-', '_')}", run_name="__main__", alter_sys=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
