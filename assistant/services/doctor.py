"""What ``doctor`` looks at: everything that an answer depends on."""

from __future__ import annotations

import platform
import shlex
from collections.abc import Callable, Iterator
from contextlib import closing
from functools import partial
from importlib.metadata import PackageNotFoundError, version
from typing import Final

from assistant import __version__
from assistant.errors import AssistantError
from assistant.library.conversations import Conversations, are_kept
from assistant.library.integrity import Finding
from assistant.library.library import Library
from assistant.models.embedder import Embedder
from assistant.models.entailment import EntailmentModel
from assistant.models.networks import Network
from assistant.models.prompts import load_prompt, prompts_folder
from assistant.models.reader import Reader
from assistant.models.tokens import count_tokens
from assistant.rendering.wording import count
from assistant.reports import Check, CheckState
from assistant.services.resources import Resources
from assistant.settings import Settings
from assistant.settings_file import is_open_to_others, read_settings, settings_path
from assistant.types import Filters

_PACKAGES: Final = (
    "chromadb",
    "langchain",
    "langchain-chroma",
    "langchain-openai",
    "openai",
    "onnxruntime",
    "tantivy",
    "tiktoken",
    "gradio",
)


def examine(resources: Resources, *, deep: bool = False) -> Iterator[Check]:
    """Yields the checks, one after the other, each telling how it came out.

    ``deep`` ones look at everything that the library keeps.
    """
    yield _versions()
    networks: tuple[tuple[str, type[Network]], ...] = (
        ("embedding model", Embedder),
        ("reading model", Reader),
        ("entailment model", EntailmentModel),
    )
    for what, network in networks:
        damaged = network.damaged_files()
        wrong = f"missing or not as shipped: {', '.join(damaged)}" if damaged else None
        yield _installed(what, f"{network.name}, files as shipped; needs no network", wrong=wrong)
    yield _guarded("token vocabulary", _vocabulary)
    yield _guarded("prompts", _prompts)
    yield _guarded("settings", _settings)
    yield from _library(resources, deep=deep)
    yield from _chat_model(resources.settings)


def _guarded(name: str, look: Callable[[], Check]) -> Check:
    """What ``look`` finds, or the error that it met."""
    try:
        return look()
    except AssistantError as error:
        return Check(name, CheckState.FAILED, error.message, error.hint)


def _installed(name: str, detail: str, *, wrong: str | None) -> Check:
    """How something is that comes with the program."""
    if wrong is None:
        return Check(name, CheckState.OK, detail)
    return Check(name, CheckState.FAILED, wrong, "Install the program again")


def _versions() -> Check:
    found, missing = [f"assistant {__version__}", f"Python {platform.python_version()}"], []
    for package in _PACKAGES:
        try:
            found.append(f"{package} {version(package)}")
        except PackageNotFoundError:
            missing.append(package)
    wrong = f"missing: {', '.join(missing)}" if missing else None
    return _installed("versions", ", ".join(found), wrong=wrong)


def _vocabulary() -> Check:
    count_tokens("ready")
    return Check("token vocabulary", CheckState.OK, "as shipped; needs no network")


def _prompts() -> Check:
    prompts = [load_prompt(path.stem) for path in sorted(prompts_folder().glob("*.yaml"))]
    names = ", ".join(f"{prompt.id} {prompt.prompt_hash}" for prompt in prompts)
    return _installed("prompts", names, wrong=None if prompts else "none found")


def _settings() -> Check:
    path, filed = settings_path(), read_settings()
    if not filed:
        return Check("settings", CheckState.OK, f"no file of settings ({path} would be it)")
    detail = f"{count(len(filed), 'setting')} in {path}"
    if not is_open_to_others():
        return Check("settings", CheckState.OK, detail)
    return Check(
        "settings",
        CheckState.INFO,
        f"{detail}, which others on this machine can read",
        f"Close it: chmod 600 {shlex.quote(str(path))}",
    )


def _library(resources: Resources, *, deep: bool) -> Iterator[Check]:
    name = "library"
    try:
        with closing(resources.open_library()) as library:
            name = "library consistency"
            articles = library.catalogue.listing.count(Filters())
            passages = library.catalogue.passages.count()
            place = f"{count(articles, 'article')}, {count(passages, 'passage')} in {library.home}"
            if withdrawn := library.withdrawals.count():
                place += f"; {withdrawn} withdrawn"
            yield Check("library", CheckState.OK, place)
            waiting = library.catalogue.index_notes.unindexed()
            looked = not waiting and library.indexes.are_made()
            if waiting:
                detail = (
                    f"{count(len(waiting), 'article')} to be indexed, by a run that goes on or "
                    "was interrupted; the next question finishes that"
                )
                yield Check(name, CheckState.INFO, detail)
            elif not looked:
                detail = "the indexes are not made yet: the next question makes them"
                yield Check(name, CheckState.INFO, detail)
            else:
                yield _guarded(name, partial(_consistency, name, library))
            if deep:
                yield from _deep(library, indexed=looked)
    except AssistantError as error:
        yield Check(name, CheckState.FAILED, error.message, error.hint)


def _consistency(name: str, library: Library) -> Check:
    problems = library.indexes.disagreements()
    if problems:
        return Check(name, CheckState.FAILED, "; ".join(problems), _ANEW)
    return Check(name, CheckState.OK, "catalogue and both indexes agree")


_ANEW: Final = "Make the indexes anew with: assistant reindex"
_SHOWN: Final = 5


def _deep(library: Library, *, indexed: bool) -> Iterator[Check]:
    from assistant.library import integrity

    damaged = "Add the articles again, or bring back a backup"
    anew = "Make the indexes anew with: assistant reindex --embed"
    yield _found("the database itself", "database", integrity.check_database(library), damaged)
    yield _found("articles", "article", integrity.check_articles(library), f"{anew}; {damaged}")
    yield _found("older versions", "version", integrity.check_versions(library), damaged)
    yield _found("places and notices", "article", integrity.check_origins(library), damaged)
    again = "Give it its name again, or bring back a backup"
    yield _found("collections", "collection", integrity.check_collections(library), again)
    if not indexed:
        detail = "not looked at: they have yet to follow the catalogue"
        yield Check("indexes", CheckState.INFO, detail)
    else:
        yield _guarded(
            "indexes",
            lambda: _found("indexes", "passage", integrity.check_indexes(library), _ANEW),
        )
    if are_kept(library.home):
        with closing(Conversations(library.home)) as kept:
            cited = integrity.check_citations(library, kept.every())
        yield _found("citations of conversations", "citation", cited, damaged)


def _found(name: str, noun: str, finding: Finding, hint: str) -> Check:
    """What a deep check found; the first few problems, where there are many."""
    number = f"{finding.looked_at:,} {noun}{'' if finding.looked_at == 1 else 's'}"
    if not finding.problems:
        return Check(name, CheckState.OK, f"{number} looked at, all sound")
    shown = "; ".join(finding.problems[:_SHOWN])
    more = len(finding.problems) - _SHOWN
    detail = f"{number} looked at: {shown}" + (f"; and {more:,} more" if more > 0 else "")
    return Check(name, CheckState.FAILED, detail, hint)


def _chat_model(settings: Settings) -> Iterator[Check]:
    name, quotes = "chat model", "the extractive engine quotes, offline"
    if settings.engine == "extractive":
        detail = f"none (switched off by the engine setting); {quotes}"
        yield Check(name, CheckState.INFO, detail)
        return
    from assistant.models.chat_setup import few
    from assistant.models.trying import reachable

    if settings.chat_model:
        yield reachable(settings)
        return
    from assistant.models.probing import advice, find_servers

    servers = find_servers(settings)
    offering = [server for server in servers if server.models]
    detail = f"none (ASSISTANT_CHAT_MODEL is not set); {quotes}"
    for server in offering:
        models = few([model.name for model in server.models])
        detail += f". {server.kind or 'A server'} at {server.address} offers {models}"
    yield Check(name, CheckState.INFO, detail, advice(servers))
