"""Making a library's indexes anew, and its vectors where the model is another one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

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
            ids = library.catalogue.article_ids()
            if embed or not library.fits(model=embedder.name):
                library.disown()
                for start in range(0, len(ids), _WINDOW):
                    part = library.catalogue.articles(ids[start : start + _WINDOW])
                    articles = [resplit(article) for article in part.values()]
                    for prepared in prepare(articles, embedder=embedder):
                        library.replace_vectors(prepared)
                    on_progress(Progress(start + len(part), len(ids), "embedding"))
            count = library.rebuild(
                on_step=lambda done: on_progress(Progress(done, len(ids), "indexing"))
            )
            library.compare(anew=True)
            library.adopt(model=embedder.name)
            return count
    finally:
        library.close()
