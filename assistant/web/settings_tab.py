"""What answers and why, what is in the library, and what is kept: shown plainly."""

from __future__ import annotations

from assistant import __version__
from assistant.language.dates import format_range
from assistant.rendering.html import render
from assistant.rendering.wording import count, quotes_only
from assistant.types import Filters
from assistant.web.desk import Desk


def settings_html(desk: Desk, *, refusal: str | None) -> str:
    """What answers now; ``refusal`` says why it cannot be changed here, where it cannot."""
    assistant = desk.assistant
    choice = assistant.engine_choice()
    quoting = quotes_only(choice.name)
    return render(
        "settings",
        engine=[
            ("Engine", "quotes the articles" if quoting else "a chat model writes"),
            ("Why", f"{choice.reason[:1].upper()}{choice.reason[1:]}"),
            *([] if quoting else [("Model", choice.model or "")]),
        ],
        problem=choice.problem,
        refusal=refusal,
    )


def about_html(desk: Desk, *, user: str | None, refusal: str | None) -> str:
    """The library and its size, how answers are checked, what is kept, and who is logged in."""
    assistant = desk.assistant
    storage = assistant.storage()
    days = assistant.days()
    quoting = quotes_only(assistant.engine_choice().name)
    return render(
        "about",
        library=[
            ("Articles", count(assistant.count(Filters()), "article")),
            ("Published", format_range(*days) if days else "no date is known"),
            ("Outlets", ", ".join(assistant.outlets()[:20]) or "none is known"),
        ],
        storage=[
            ("Articles", _megabytes(storage.articles)),
            ("Conversations", _megabytes(storage.conversations)),
            ("Indexes", f"{_megabytes(storage.indexes)}, made anew from the articles if lost"),
        ],
        may_back_up=refusal is None,
        user=user,
        elsewhere="" if quoting else ", but for the chat model's server, which the server asks",
        version=f"News desk assistant {__version__}",
    )


def status_html(desk: Desk) -> str:
    """One line for the top of the page: what answers, over how many articles."""
    choice = desk.assistant.engine_choice()
    return render(
        "status",
        engine="Quotes the articles" if quotes_only(choice.name) else f"Written by {choice.model}",
        reason=choice.reason,
        articles=desk.assistant.count(Filters()),
    )


def _megabytes(size: int) -> str:
    """Bytes in the unit that people know from their files."""
    return f"{size / 1_000_000:,.1f} MB"
