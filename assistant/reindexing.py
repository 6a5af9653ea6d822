"""Making a library's indexes anew, and its vectors where the model is another one."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Final

from assistant.examining import examined
from assistant.language.articles import resplit
from assistant.library.library import Library
from assistant.library.preparation import prepare
from assistant.models.embedder import Embedder
from assistant.reports import Progress

_WINDOW: Final = 16


def reindex(
    home: Path,
    *,
    embedder: Embedder,
    embed: bool,
    lock_timeout: float,
    on_notice: Callable[[str], None],
    on_progress: Callable[[Progress], None],
) -> int:
    """Makes both indexes anew from the catalogue; the number of articles.

    With ``embed``, or where the library was made with another model, sentences, passages
    and vectors are made anew from the articles' texts first. A run that is interrupted
    leaves a library that says so and that the next run makes whole.
    """
    library = Library(
        home,
        model=embedder.name,
        dimension=embedder.dimension,
        lock_timeout=lock_timeout,
        on_notice=on_notice,
        checked=False,
    )
    try:
        with library.rebuilding("making the indexes anew"):
            ids = library.catalogue.articles.ids()
            if embed or not library.identity.fits():
                library.identity.disown()
                for start in range(0, len(ids), _WINDOW):
                    part = library.catalogue.articles.by_id(ids[start : start + _WINDOW])
                    articles = [
                        examined(one.id, "sentences", partial(resplit, one), otherwise=one)
                        for one in part.values()
                    ]
                    for prepared in prepare(articles, embedder=embedder):
                        library.catalogue.replace_vectors(prepared)
                    on_progress(Progress(start + len(part), len(ids), "embedding"))
            count = library.indexes.rebuild(
                on_step=lambda done: on_progress(Progress(done, len(ids), "indexing"))
            )
            library.compare(anew=True)
            library.identity.adopt()
            return count
    finally:
        library.close()
