"""The exact checks: what can be said of a statement without judging what it means.

Each looks for one kind of fault, gives its findings with their codes and characters, and says
which languages it reads. A new check is a function and a line in ``_OWN``; one of another
package is an entry point of the group ``assistant.checks`` (docs/extending.md).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.metadata import entry_points
from typing import Final

from assistant.extensions import loaded
from assistant.types import Reason
from assistant.verifying.attribution import attribution_reasons
from assistant.verifying.conditions import condition_reasons
from assistant.verifying.figures import figure_reasons
from assistant.verifying.names import name_reasons
from assistant.verifying.quotations import quotation_reasons
from assistant.verifying.sides import side_reasons
from assistant.verifying.sources import SourceSentence

GROUP: Final = "assistant.checks"
Run = Callable[[str, Sequence[SourceSentence]], Sequence[Reason]]

ENGLISH: Final = frozenset({"en"})


@dataclass(frozen=True, slots=True)
class Check:
    """One check.

    ``run`` takes a statement (one sentence) and the sentences that it cites, at least one, and
    gives a reason for each fault, none where there is none. ``languages`` are those that it
    reads, empty for all.
    """

    name: str
    run: Run
    languages: frozenset[str] = frozenset()


_OWN: Final = (
    Check("figures", figure_reasons),
    Check("names", name_reasons),
    Check("quotations", quotation_reasons),
    Check("attribution", attribution_reasons, ENGLISH),
    Check("sides", side_reasons, ENGLISH),
    Check("conditions", condition_reasons, ENGLISH),
)


@cache
def checks() -> tuple[Check, ...]:
    """The program's own checks, and those of other packages.

    Raises:
        UsageError: another package's check cannot be loaded.
    """
    return (*_OWN, *(loaded(point, Check) for point in entry_points(group=GROUP)))
