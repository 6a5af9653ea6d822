"""What the list of the library shows: what was looked for, within limits, in an order."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Final

from assistant.assistant import Assistant
from assistant.rendering.safety import one_line
from assistant.rendering.wording import long_date
from assistant.reports import CollapsedPage, Order
from assistant.types import Filters
from assistant.web.acts import Filtered

ROWS: Final = 50
OFFERED: Final = 60
"""Stories that the list can be limited to."""
SORTS: Final = {
    "": ("Best or newest first", None, True),
    "newest": ("Newest first", Order.DATE, True),
    "oldest": ("Oldest first", Order.DATE, False),
    "headline": ("Headlines from A", Order.HEADLINE, False),
    "outlet": ("Outlets from A", Order.OUTLET, False),
    "added": ("Last added first", Order.ADDED, True),
    "longest": ("Longest first", Order.SENTENCES, True),
}
"""The orders by what the page calls them: in words, by what, and whether from the greatest."""


@dataclass(frozen=True, slots=True)
class View:
    """What the list shows: what was looked for, and from which row on."""

    wanted: Filtered = field(default_factory=Filtered)
    offset: int = 0


def found(assistant: Assistant, view: View, *, owner: str) -> CollapsedPage:
    """Those with the words anywhere; where there are none, in the headline or the outlet.

    A word that is still being typed has no stem that an article could have.

    Raises:
        CollectionNotFoundError: ``owner`` has no such collection.
        ArticleNotFoundError: there is no such story.
    """
    wanted = view.wanted
    words = wanted.matching.strip()
    filters = _within(assistant, wanted, owner=owner)
    _, order, descending = SORTS.get(wanted.sort, SORTS[""])

    def page(**words: str) -> CollapsedPage:
        return assistant.browse_collapsed(
            **words,
            filters=filters,
            order=order,
            descending=descending,
            limit=ROWS,
            offset=view.offset,
        )

    with_words = page(text=words)
    return with_words if with_words.total or not words else page(matching=words)


def _within(assistant: Assistant, wanted: Filtered, *, owner: str) -> Filters:
    # The page has names without what steers the direction of writing.
    named = (one for one in assistant.outlets() if one_line(one) == wanted.outlet)
    filters = assistant.within(
        Filters(
            sources=(tuple(named) or (wanted.outlet,)) if wanted.outlet else (),
            since=wanted.since,
            until=wanted.until,
            collection=wanted.collection,
        ),
        owner=owner,
    )
    if not wanted.story:
        return filters
    ids = [one.id for one in assistant.story(wanted.story).articles]
    within = filters.articles
    kept = ids if within is None else [one for one in ids if one in set(within)]
    return replace(filters, articles=tuple(kept))


def wanted_in_words(assistant: Assistant, wanted: Filtered, *, owner: str) -> str:
    """What is looked for, as the end of "No article …"; empty for everything."""
    said = []
    if wanted.outlet:
        said.append(f"of {wanted.outlet}")
    if wanted.story:
        said.append(f"of the story “{assistant.story(wanted.story).title}”")
    if wanted.collection:
        name = assistant.collection(wanted.collection, owner=owner).name
        said.append(f"of the collection “{name}”")
    said += [
        f"{word} {long_date(day)}"
        for word, day in (("from", wanted.since), ("until", wanted.until))
        if day is not None
    ]
    if words := wanted.matching.strip():
        said.append(f"has all of “{words}”")
    return " ".join(said)
