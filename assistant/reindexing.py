"""Making a library's indexes anew, and its vectors where the model is another one."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Final

from assistant import __version__
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
    and vectors are made anew from the articles' texts first. Others read what was there until
    all of it is there; a run that is interrupted has changed nothing, and the next one goes on.
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
                done = library.catalogue.staged(by=f"{embedder.name} {__version__}")
                left = [key for key in ids if key not in done]
                for start in range(0, len(left), _WINDOW):
                    part = library.catalogue.articles.by_id(left[start : start + _WINDOW])
                    articles = [
                        examined(one.id, "sentences", partial(resplit, one), otherwise=one)
                        for one in part.values()
                    ]
                    library.catalogue.stage(list(prepare(articles, embedder=embedder)))
                    embedded = len(ids) - len(left) + start + len(part)
                    on_progress(Progress(embedded, len(ids), "embedding"))
                library.catalogue.put_staged(library.identity.own)
            count = library.indexes.rebuild(
                on_step=lambda done: on_progress(Progress(done, len(ids), "indexing"))
            )
            library.compare(anew=True)
            return count
    finally:
        library.close()
