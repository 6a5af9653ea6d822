"""A chat model's stand-in that knows the gold answers, and does what its prompt tells it.

It cites the gold sentences that it is shown. Where they are missing it declines, if its prompt
says so, and else quotes the first sentence. With ``slips`` it quotes another sentence for a
share of the questions, which ones by a seed: a model that varies.
"""

from __future__ import annotations

import random
import re

from eval.gold.loading import AskCase, GoldSet
from tests.openai_server import Request, answer_by_rule

DECLINES = "If the numbered sentences do not hold the answer"
"""The rule of the answer's prompt without which the stand-in answers everything."""


class StandIn:
    """The rule from request to reply."""

    def __init__(self, gold: GoldSet, *, slips: float = 0.0, seed: int = 0) -> None:
        self._gold = {
            case.asked.question: {each.sentence for each in case.asked.gold}
            for case in gold.cases
            if isinstance(case, AskCase)
        }
        self._slips = slips
        self._seed = seed

    def __call__(self, request: Request) -> str:
        if follow_up := re.search(r"^Follow-up question: (.+)$", request.user, re.MULTILINE):
            return follow_up[1]
        questions = re.findall(r"^Question: (.+)$", request.user, re.MULTILINE)
        if not questions or questions[-1] not in self._gold:
            return answer_by_rule(request)
        shown = re.findall(r"^\[(\d+)\] (.+)$", request.user, re.MULTILINE)
        gold = self._gold[questions[-1]]
        right = [f"{text} [{number}]" for number, text in shown if text in gold][:2]
        slipping = random.Random(f"{self._seed} {questions[-1]}").random() < self._slips
        if right and not slipping:
            return " ".join(right)
        if not slipping and DECLINES in request.system:
            return "NO_ANSWER"
        number, text = shown[0]
        return f"{text} [{number}]"
