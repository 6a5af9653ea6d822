"""What a click in the page's own HTML asks for, checked as anything from outside is."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Annotated, Final, Literal, Self, TypeVar

import gradio as gr
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from assistant.errors import UsageError

_MOST: Final = 2_000
_LONGEST_ADDRESSES: Final = 40_000

ArticleId = Annotated[str, Field(pattern=r"^[0-9a-f]{16}$")]
ConversationId = Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,64}$")]

StoryId = Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,64}$")]


CollectionId = Annotated[str, Field(pattern=r"^[0-9a-f]{1,64}$")]


def _unless_blank(value: object) -> object:
    return value or None


Day = Annotated[date | None, BeforeValidator(_unless_blank)]
"""A day as the browser's own field for one gives it; empty for none."""


def _numbers(value: object) -> object:
    """``"3,4"`` as the numbers in it."""
    return [part for part in value.split(",") if part] if isinstance(value, str) else value


Indices = Annotated[
    tuple[Annotated[int, Field(ge=0)], ...], BeforeValidator(_numbers), Field(max_length=_MOST)
]
Ids = Annotated[tuple[ArticleId, ...], BeforeValidator(_numbers), Field(max_length=_MOST)]


class Act(BaseModel):
    """A click, with what the button carried."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    @classmethod
    def of(cls, event: gr.EventData) -> Self:
        """The act that an event tells of.

        Raises:
            UsageError: the event carries something else than the page sends.
        """
        return cls.told(event._data)  # noqa: SLF001 - documented access raises AttributeError

    @classmethod
    def told(cls, value: object) -> Self:
        """The act that the page's script tells of in a value of its own.

        Raises:
            UsageError: it is something else than the page sends.
        """
        try:
            return cls.model_validate(value)
        except ValidationError as error:
            raise UsageError(
                "The page sent something that cannot be understood", hint="Load the page again"
            ) from error


class Cite(Act):
    """Open an article at sentences."""

    article: ArticleId
    focus: Indices = ()
    also: Indices = ()


class Versioned(Cite):
    """Show a version of an article, which was opened at what is cited of one, or of none."""

    place: Annotated[int, Field(ge=0)]
    face: Annotated[str, Field(pattern="^(text|changes|since)$")]
    cited: ArticleId | Literal[""] = ""


class Named(Act):
    """Something about one article."""

    article: ArticleId


class Chosen(Act):
    """Something about several articles."""

    ids: Ids


class Picked(Act):
    """Something about a conversation."""

    conversation: ConversationId
    title: Annotated[str, Field(max_length=1_000)] = ""


class OfStory(Act):
    """Something about a story, which any of its articles names as well."""

    story: StoryId


class Merged(Act):
    """A story is to become one with another."""

    other: StoryId | Literal[""]


class Renamed(Act):
    """A story is to have another title."""

    title: Annotated[str, Field(max_length=1_000)]


class Pinned(Act):
    """A story, or a conversation, is to stand before the others, or no longer."""

    pinned: Literal["yes", ""]


class Typed(Act):
    """Words were typed by which something is to be found."""

    words: Annotated[str, Field(max_length=_MOST)]


class Place(BaseModel):
    """What the page's address says is open: a conversation, an article at sentences."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    conversation: ConversationId | Literal[""] = ""
    article: ArticleId | Literal[""] = ""
    focus: Indices = ()

    @classmethod
    def of(cls, told: object) -> Self:
        """The place that an address names; none where it names nothing that there can be."""
        try:
            return cls.model_validate(told)
        except ValidationError:
            return cls()


class Limited(Act):
    """Something is to limit questions, or no longer."""

    kind: Annotated[str, Field(pattern="^(today|week|days|story|outlet|collection|articles)$")]
    article: ArticleId | Literal[""] = ""
    outlet: Annotated[str, Field(max_length=_MOST)] = ""
    collection: Annotated[str, Field(max_length=_MOST)] = ""
    since: Annotated[str, Field(max_length=20)] = ""
    until: Annotated[str, Field(max_length=20)] = ""


class Noted(Act):
    """A sentence of an answer is to be marked, with a note, or no longer."""

    exchange: Annotated[int, Field(ge=0)]
    statement: Annotated[int, Field(ge=0)]
    title: Annotated[str, Field(max_length=1_000)] = ""
    marked: Literal["yes", ""] = "yes"


class Suggested(Act):
    """A suggested question was clicked."""

    question: Annotated[str, Field(max_length=_MOST)]


class Given(Act):
    """An address, or a text with what is said of it, is to be added."""

    address: Annotated[str, Field(max_length=_LONGEST_ADDRESSES)] = ""
    text: str = ""
    title: Annotated[str, Field(max_length=300)] = ""
    outlet: Annotated[str, Field(max_length=200)] = ""
    day: Day = None


class Addressed(Act):
    """Something about what stands at an address."""

    address: Annotated[str, Field(max_length=_LONGEST_ADDRESSES)]


class Filtered(Act):
    """The list of the library is to show what fits."""

    matching: Annotated[str, Field(max_length=200)] = ""
    outlet: Annotated[str, Field(max_length=1_000)] = ""
    since: Day = None
    until: Day = None
    story: StoryId | Literal[""] = ""
    collection: CollectionId | Literal[""] = ""
    sort: Annotated[str, Field(max_length=40)] = ""


class OfCollection(Act):
    """Something about a collection; ``name`` is a new one."""

    collection: CollectionId | Literal[""] = ""
    name: Annotated[str, Field(max_length=1_000)] = ""


class Collected(Chosen, OfCollection):
    """Articles are to be put into a collection, or into a new one."""


class Exported(Chosen):
    """Articles are to be downloaded."""

    form: Annotated[str, Field(pattern="^(markdown|jsonl)$")]


class Turned(Act):
    """Another page of a list."""

    offset: Annotated[int, Field(ge=0)]


class Saved(Act):
    """Something is to be downloaded."""

    form: Annotated[str, Field(pattern="^(markdown|json|docx|html)$")]


class Preferred(Act):
    """Settings are to have these values, those of a form by their names."""

    model_config = ConfigDict(extra="allow", frozen=True)

    @property
    def values(self) -> dict[str, str]:
        """What was chosen, by the names of settings."""
        given = self.model_extra or {}
        return {name: value for name, value in given.items() if isinstance(value, str)}


class Offered(Act):
    """Something is to be summarised: a topic in words, a story, an article."""

    kind: Literal["topic", "story", "article"]
    key: Annotated[str, Field(max_length=300)]


class Off(Act):
    """The chip at a place is taken off."""

    index: Annotated[int, Field(ge=0)]


class Refined(Act):
    """Another summary of the same is asked for."""

    how: Literal["shorter", "longer", "paragraph", "bullets", "headline"]


class Looked(Act):
    """A sentence of the draft is looked at; ``beside`` says that there is room for its source."""

    index: Annotated[int, Field(ge=0)]
    beside: Literal["yes", ""] = ""


class Edited(Act):
    """A sentence of the draft was written anew."""

    index: Annotated[int, Field(ge=0)]
    text: Annotated[str, Field(max_length=20_000)]


class SavedDraft(Saved):
    """A checked draft is to be downloaded; ``seen`` are the sentences that a person checked."""

    form: Annotated[str, Field(pattern="^(docx|html|json)$")]
    seen: Annotated[Indices, Field(max_length=100_000)] = ()


ActT = TypeVar("ActT", bound=Act)


def clickable(
    *events: str, element: str, value: str = "", classes: Sequence[str] = (), script: str = ""
) -> gr.HTML:
    """HTML of our own whose buttons (``data-do="…"``) trigger ``events`` of that name.

    ``script`` names a function of the page's script that does what is particular to it.
    """
    names = ", ".join(f"'{name}'" for name in events)
    return gr.HTML(
        value,
        elem_id=element,
        elem_classes=list(classes),
        apply_default_css=False,
        js_on_load=f"newsdesk.attach(element, trigger, props, watch, [{names}]);"
        + (f" newsdesk.{script}(element, trigger, props, watch);" if script else ""),
    )
