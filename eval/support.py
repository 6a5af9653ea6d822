"""Measures the choice of the sentences that support a claim.

``python -m eval support --data FOLDER`` prints the table; with ``--fit`` it fits the weights of
``assistant.verifying.support`` anew and prints them first. The articles with even places in
their file choose, the others report.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path

from assistant.models.embedder import Embedder
from assistant.verifying.support import SupportSettings
from eval.support_choice import choice_cases, choice_table, fit_stopping, fit_support
from eval.verification_data import Vectors, VerificationData, load


def support_tables(data: VerificationData, vectors: Vectors) -> Iterator[str]:
    """The table of the choice of supporting sentences, in Markdown."""
    yield "\n### Choice of supporting sentences: WiCE, development claims\n"
    yield from choice_table(choice_cases(data.claims, vectors), settings=SupportSettings())


def fitted_weights(data: VerificationData, vectors: Vectors) -> Iterator[str]:
    """The weights and when to stop, as the choosing half gives them."""
    claims = [case for case in choice_cases(data.claims, vectors) if case.claim.choosing]
    yield str(fit_stopping(claims, fit_support(claims)))


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("data"), help="folder of the judgements")
    parser.add_argument("--keep", type=Path, help="a file (.npz) to keep the vectors in")
    parser.add_argument("--fit", action="store_true", help="fit the weights and print them")
    given = parser.parse_args()
    data = load(given.data)
    vectors = Vectors(Embedder(), keep=given.keep)
    for step in [fitted_weights, support_tables] if given.fit else [support_tables]:
        for line in step(data, vectors):
            print(line, flush=True)
    vectors.save()


if __name__ == "__main__":
    main()
