"""Measures whether notes of articles about themselves are seen: ``python -m eval corrections``.

Prints the tables of docs/measurements/corrections.md: the invented notes and what only looks
like one, by half; and with ``--data FOLDER`` how many of the articles of news-quiz-2025 carry
a note (``--show`` lists those, to be looked at).
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from time import perf_counter
from typing import Final, Literal

import yaml
from pydantic import BaseModel, ConfigDict, TypeAdapter

from assistant.articles.corrections import correction_notes
from assistant.language.articles import make_article
from assistant.types import Article, CorrectionKind, CorrectionNote, Document

CASES: Final = Path(__file__).parent / "datasets" / "correction-notes.yaml"
STORY: Final = (
    "SKARN — The ferry Saint Orla sank off the island of Skarn on Tuesday.",
    "Nine people died, the coast guard said. 212 were on board.",
    "The operator did not answer questions. Its offices were closed.",
    "Divers found the bow ramp open. It had been repaired twice this year.",
    "The ministry ordered an inquiry. It begins on Monday.",
    "Families waited at the quay. Some had come from the mainland.",
    "The mayor of Skarn asked for a helicopter. None was sent.",
    "The harbor stays closed until Sunday, the harbor master said.",
)


class Case(BaseModel):
    """A text in a story, and the kind of note that it is; None for none."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    half: Literal["choose", "report"]
    at: Literal["head", "foot", "inline", "title"]
    kind: CorrectionKind | None
    text: str

    @property
    def article(self) -> Article:
        """The story with the text in its place."""
        story = list(STORY)
        if self.at == "head":
            story.insert(0, self.text)
        elif self.at == "foot":
            story.append(self.text)
        elif self.at == "inline":
            story[-1] += f" {self.text}"
        title = self.text if self.at == "title" else "Ferry sinks off Skarn"
        return make_article(Document(title=title, text="\n\n".join(story), origin="made"))

    @property
    def right(self) -> bool:
        """Whether it is seen as what it is, all of it and nothing else."""
        notes = correction_notes(self.article)
        if self.kind is None:
            return not notes
        return [(note.kind, note.text) for note in notes] == [(self.kind, _line(self.text))]

    @property
    def seen(self) -> bool:
        """Whether any note is seen."""
        return bool(correction_notes(self.article))


def read_cases() -> tuple[Case, ...]:
    """The cases of the file."""
    found = yaml.safe_load(CASES.read_text(encoding="utf-8"))
    return tuple(TypeAdapter(list[Case]).validate_python(found))


def table(cases: Sequence[Case]) -> list[str]:
    """What becomes of the cases, in rows of Markdown."""
    rows = [
        "| | half | cases | seen as a note | as that kind, all of it |",
        "|---|---|---|---|---|",
    ]
    for kind in (*CorrectionKind, None):
        for half in ("choose", "report"):
            of = [case for case in cases if case.kind is kind and case.half == half]
            seen = sum(case.seen for case in of)
            right = "" if kind is None else f"{sum(case.right for case in of)}"
            name = kind.value if kind else "no note"
            rows.append(f"| {name} | {half} | {len(of)} | {seen} | {right} |")
    return rows


def flagged(folder: Path) -> dict[str, tuple[CorrectionNote, ...]]:
    """The notes of the articles of news-quiz-2025 by address, of those that have any."""
    found: dict[str, tuple[CorrectionNote, ...]] = {}
    taken, read = 0.0, 0
    with (folder / "news-quiz-2025" / "articles.jsonl").open(encoding="utf-8") as lines:
        for line in lines:
            raw = json.loads(line)
            article = make_article(
                Document(title=raw["title"], text=raw["text"], origin=raw["url"])
            )
            since = perf_counter()
            notes = correction_notes(article)
            taken += perf_counter() - since
            read += 1
            if notes:
                found[raw["url"]] = notes
    print(f"\n{read} articles, {1000 * taken / read:.2f} ms each\n")
    return found


def main() -> None:
    """Prints the tables."""
    parser = argparse.ArgumentParser(prog="python -m eval corrections", description=__doc__)
    parser.add_argument("--data", type=Path, help="the folder that holds news-quiz-2025")
    parser.add_argument("--show", action="store_true", help="show what is missed and flagged")
    given = parser.parse_args()
    cases = read_cases()
    print("\n".join(table(cases)))
    if given.show:
        for case in cases:
            if not case.right:
                said = [(note.kind.value, note.text) for note in correction_notes(case.article)]
                print(f"{case.half} {case.at} {case.kind}: {case.text}\n    {said}")
    if given.data:
        found = flagged(given.data)
        counts = Counter(note.kind.value for notes in found.values() for note in notes)
        print(f"{len(found)} carry a note")
        for kind in CorrectionKind:
            print(f"| {kind.value} | {counts[kind.value]} |")
        if given.show:
            for url, notes in found.items():
                for note in notes:
                    print(f"{note.kind.value}\t{url}\t{note.text[:200]}")


def _line(text: str) -> str:
    return " ".join(text.split())


if __name__ == "__main__":
    main()
