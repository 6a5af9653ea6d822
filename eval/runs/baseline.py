"""The accepted run that others are compared with, and who accepted it when, why."""

from __future__ import annotations

import json
import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from assistant.errors import UsageError
from eval.runs.folder import MANIFEST, OUTCOMES, Run

BASELINES: Final = Path(__file__).parents[1] / "baselines"
HISTORY: Final = "accepted.jsonl"
BESIDE: Final = ("judgements.jsonl", "calibration.json")
"""What a run may have beside it: a judge's grades, and how to read them."""


def baseline_of(run: Run, dataset: Path | None = None) -> Path:
    """The folder of the accepted run for this set and engine: for a set of one's own beside it."""
    engine = run.manifest.identity["engine"]
    plain = "".join(letter if letter.isalnum() else "-" for letter in engine)
    if dataset is not None:
        return dataset.parent / f"{dataset.stem}-accepted-{plain}"
    return BASELINES / f"{run.manifest.name}-{plain}"


def accept(folder: Path, baseline: Path, *, by: str, because: str) -> None:
    """Makes the run in ``folder`` the baseline, and writes down what is different from before.

    Raises:
        UsageError: there is no run, or something in it failed.
    """
    run = Run.read(folder)
    if failed := [outcome.case for outcome in run.outcomes if outcome.error]:
        raise UsageError(
            f"{len(failed)} cases of the run ended with an error, {failed[0]} for one",
            hint="A baseline is a run without errors",
        )
    before = Run.read(baseline).manifest if (baseline / MANIFEST).exists() else None
    changed = run.manifest.differences(before) if before else {}
    baseline.mkdir(parents=True, exist_ok=True)
    for name in (MANIFEST, OUTCOMES, *BESIDE):
        (baseline / name).unlink(missing_ok=True)
        if (folder / name).exists():
            shutil.copyfile(folder / name, baseline / name)
    line = {
        "accepted": datetime.now(UTC).isoformat(timespec="seconds"),
        "by": by,
        "because": because,
        "commit": run.manifest.facts.get("commit", ""),
        "changed": {name: {"from": old, "to": new} for name, (new, old) in changed.items()},
    }
    with (baseline / HISTORY).open("a", encoding="utf-8") as lines:
        lines.write(json.dumps(line) + "\n")
