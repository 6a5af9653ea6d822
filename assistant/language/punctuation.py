"""Marks that end a sentence, and marks that open and close a quotation, in every language read.

A mark of another language is added here. What a mark that may do either does in its place is
decided by ``quotations.py`` and ``enclosures.py``.
"""

from __future__ import annotations

import re
from typing import Final

ENDS: Final = ".!?…。！？｡؟।۔॥"
PAIRED: Final = {"「": "」", "『": "』", "‹": "›"}
"""Quotation marks that are used one way alone: closing ones by those that open."""
OPENING: Final = "\"'“‘„‟‚«»›" + "".join(PAIRED)
"""Marks that may open a quotation, as they stand in the set of a regular expression."""
CLOSING: Final = "\"'”’“‘»«‹" + "".join(PAIRED.values())
"""Marks that may close one."""
FINISHED: Final = re.compile(rf"[{ENDS}][{CLOSING})\]]*$")
"""Finds the end of a text that ends as a sentence does."""
ASKED: Final = re.compile(rf"[?？؟][{CLOSING})\]]*$")
"""Finds the end of a text that ends as a question does."""
