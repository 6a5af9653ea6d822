"""What is trained, in which order: with a GPU teachers and their pupil, without one less.

The recipe for a GPU was chosen by the held-out questions (docs/measurements/reader.md).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from tools.train_reader.examples import Drawing


@dataclass(frozen=True, slots=True)
class Cycle:
    """One run of training, from small learning rates to ``rate`` and back.

    ``rounded``: with weights and activations rounded as the exported file's are.
    """

    rate: float
    epochs: int
    drawing: Drawing = field(default_factory=Drawing)
    seed: int = 1
    rounded: bool = False


@dataclass(frozen=True, slots=True)
class Schooling:
    """How the network that is shipped is trained.

    Each of the ``teachers`` is a network of its own. The pupil begins with the weights of
    the first one, where there is one, and learns in ``cycles`` from the labels and from all
    teachers.
    """

    teachers: tuple[Cycle, ...]
    cycles: tuple[Cycle, ...]

    @property
    def told(self) -> str:
        """In a few lines, for the card."""
        rows = [
            f"{name}: rate {cycle.rate:g}, {cycle.epochs} epochs, seed {cycle.seed}, "
            f"{'rounded, ' if cycle.rounded else ''}{_drawn(cycle.drawing)}"
            for name, part in (("teacher", self.teachers), ("pupil", self.cycles))
            for cycle in part
        ]
        return "; ".join(rows)


ON_GPU: Final = Schooling(
    teachers=(
        Cycle(9e-5, 3, Drawing(qamr=6000), seed=1),
        Cycle(9e-5, 3, Drawing(qamr=6000, removed=0.3), seed=2),
        Cycle(9e-5, 3, Drawing(qamr=6000, longer=0.25), seed=3),
        Cycle(9e-5, 3, Drawing(wrong=13, own=7, qamr=6000, qamr_wrong=6), seed=4),
        Cycle(1.8e-4, 3, Drawing(qamr=9000), seed=5),
    ),
    cycles=(
        Cycle(
            7e-5,
            3,
            Drawing(wrong=9, own=5, qamr=8000, qamr_wrong=5, removed=0.15, longer=0.15),
            seed=11,
            rounded=True,
        ),
    ),
)
"""Five teachers who saw the data differently, and a pupil: minutes on a GPU."""

ON_PROCESSOR: Final = Schooling(
    teachers=(), cycles=(Cycle(8e-5, 2, seed=1), Cycle(5e-5, 2, seed=2, rounded=True))
)
"""No teachers: under three hours on two cores."""


def _drawn(drawing: Drawing) -> str:
    return (
        f"{drawing.wrong} wrong sentences ({drawing.own} of the own text), {drawing.qamr} of QAMR "
        f"with {drawing.qamr_wrong}, changed {drawing.changed:g}, removed {drawing.removed:g}, "
        f"longer {drawing.longer:g}, bare {drawing.bare:g}, dated {drawing.dated:g}"
    )
