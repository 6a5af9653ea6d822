"""A chat model's stand-in that knows the gold answers, and does what its prompt tells it.

It cites the gold sentences that it is shown. Where they are missing it declines, if its prompt
says so, and else quotes the first sentence. With ``slips`` it quotes another sentence for a
share of the questions, with ``alters`` it gets a figure wrong, which ones by a seed: a model
that varies, and that errs.

``python -m tests.eval.stand_in --out DIR`` runs the gold set against it (``make eval``). It is
asked and not replayed: processors round differently, and so order passages differently that are
nearly as near, which makes other requests.
"""

from __future__ import annotations

import os
import random
import re
import sys
from collections.abc import Sequence

from eval.gold.loading import AskCase, GoldSet, load
from eval.regression import main as regression
from tests.openai_behaviours import Request, Says, answer_by_rule
from tests.openai_server import OpenAIServer

DECLINES = "If the numbered sentences do not hold the answer"
"""The rule of the answer's prompt without which the stand-in answers everything."""


class StandIn:
    """The rule from request to reply."""

    def __init__(
        self, gold: GoldSet, *, slips: float = 0.0, alters: float = 0.0, seed: int = 0
    ) -> None:
        self._gold = {
            case.asked.question: {each.sentence for each in case.asked.gold}
            for case in gold.cases
            if isinstance(case, AskCase)
        }
        self._slips = slips
        self._alters = alters
        self._seed = seed

    def __call__(self, request: Request) -> str:
        if follow_up := re.search(r"^Follow-up question: (.+)$", request.user, re.MULTILINE):
            return follow_up[1]
        if task := re.search(r"^The draft was written for this: (.+)$", request.user, re.MULTILINE):
            return self._revised(request, task[1])
        questions = re.findall(r"^Question: (.+)$", request.user, re.MULTILINE)
        if not questions or questions[-1] not in self._gold:
            return answer_by_rule(request)
        shown = _shown(request)
        right = self._right(shown, questions[-1])
        chance = random.Random(f"{self._seed} {questions[-1]}")
        slipping = chance.random() < self._slips
        if right and not slipping:
            said = " ".join(right)
            return _altered(said) if chance.random() < self._alters else said
        if not slipping and DECLINES in request.system:
            return "NO_ANSWER"
        number, text = shown[0]
        return f"{text} [{number}]"

    def _right(self, shown: Sequence[tuple[str, str]], question: str) -> list[str]:
        gold = self._gold[question]
        return [f"{text} [{number}]" for number, text in shown if text in gold][:2]

    def _revised(self, request: Request, task: str) -> str:
        """Every other faulty sentence put right; of the others it says that it cannot be."""
        faults = re.findall(r"^(\d+): ", request.user.rpartition("-draft>\n")[0], re.MULTILINE)
        drop = re.search(r"this one word: (\w+)", request.system)
        right = self._right(_shown(request), task) if task in self._gold else []
        return "\n".join(
            f"{number}: {right[0] if right and len(task) % 2 else drop[1] if drop else ''}"
            for number in dict.fromkeys(faults)
        )


def _shown(request: Request) -> list[tuple[str, str]]:
    """The numbered sentences, with their numbers."""
    return re.findall(r"^\[(\d+)\] (.+)$", request.user, re.MULTILINE)


def _altered(text: str) -> str:
    """``text`` with its first figure, if any, a wrong one."""
    return re.sub(r"(?<![\[\d])\d+(?!\])", lambda found: str(int(found[0]) + 3), text, count=1)


def main() -> int:
    """Runs the gold set with the stand-in; the arguments go to ``python -m eval run``."""
    with OpenAIServer() as server:
        server.always(Says(StandIn(load(), slips=0.1, alters=0.15, seed=1)))
        os.environ |= {"OPENAI_BASE_URL": server.base_url, "OPENAI_API_KEY": "none"}
        run = ("run", "--engine", "chat", "--model", "openai:stand-in", "--fresh")
        return regression([*run, *sys.argv[1:]])


if __name__ == "__main__":
    sys.exit(main())
