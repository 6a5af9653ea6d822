"""What ``doctor`` looks at: everything that an answer depends on."""

from __future__ import annotations

import platform
import shlex
from collections.abc import Iterator, Sequence
from importlib.metadata import PackageNotFoundError, version
from typing import Final

from assistant import __version__
from assistant.errors import AssistantError
from assistant.library.conversations import Conversations
from assistant.library.library import Library
from assistant.library.soundness import Finding
from assistant.models.embedder import Embedder, damaged_files
from assistant.models.entailment import EntailmentModel
from assistant.models.entailment import damaged_files as damaged_entailment
from assistant.models.prompts import load_prompt, prompts_folder
from assistant.models.reader import Reader
from assistant.models.reader import damaged_files as damaged_reader
from assistant.models.tokens import count_tokens
from assistant.rendering.wording import count
from assistant.reports import Check, CheckState
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


def examine(settings: Settings, *, deep: bool = False) -> Iterator[Check]:
    """The checks, one after the other, each telling how it came out.

    ``deep`` ones look at everything that the library keeps.
    """
    yield _versions()
    yield _model_files("embedding model", Embedder.name, damaged_files())
    yield _model_files("reading model", Reader.name, damaged_reader())
    yield _model_files("entailment model", EntailmentModel.name, damaged_entailment())
    yield _vocabulary()
    yield _prompts()
    yield _settings()
    yield from _library(settings, deep=deep)
    yield from _chat_model(settings)


def _versions() -> Check:
    found, missing = [f"assistant {__version__}", f"Python {platform.python_version()}"], []
    for package in _PACKAGES:
        try:
            found.append(f"{package} {version(package)}")
        except PackageNotFoundError:
            missing.append(package)
    if missing:
        return Check(
            "versions",
            CheckState.FAILED,
            f"missing: {', '.join(missing)}",
            "Install the program again",
        )
    return Check("versions", CheckState.OK, ", ".join(found))


def _model_files(what: str, name: str, damaged: Sequence[str]) -> Check:
    if damaged:
        return Check(
            what,
            CheckState.FAILED,
            f"missing or not as shipped: {', '.join(damaged)}",
            "Install the program again",
        )
    return Check(what, CheckState.OK, f"{name}, files as shipped; needs no network")


def _vocabulary() -> Check:
    try:
        count_tokens("ready")
    except AssistantError as error:
        return _failed("token vocabulary", error)
    return Check("token vocabulary", CheckState.OK, "as shipped; needs no network")


def _prompts() -> Check:
    try:
        prompts = [load_prompt(path.stem) for path in sorted(prompts_folder().glob("*.yaml"))]
    except AssistantError as error:
        return _failed("prompts", error)
    if not prompts:
        return Check("prompts", CheckState.FAILED, "none found", "Install the program again")
    names = ", ".join(f"{prompt.id} {prompt.prompt_hash}" for prompt in prompts)
    return Check("prompts", CheckState.OK, names)


def _settings() -> Check:
    path = settings_path()
    try:
        filed = read_settings()
    except AssistantError as error:
        return _failed("settings", error)
    if not filed:
        return Check("settings", CheckState.OK, f"no file of settings ({path} would be it)")
    detail = f"{count(len(filed), 'setting')} in {path}"
    if is_open_to_others():
        return Check(
            "settings",
            CheckState.INFO,
            f"{detail}, which others on this machine can read",
            f"Close it: chmod 600 {shlex.quote(str(path))}",
        )
    return Check("settings", CheckState.OK, detail)


def _library(settings: Settings, *, deep: bool) -> Iterator[Check]:
    try:
        library = Library(
            settings.home,
            model=Embedder.name,
            dimension=Embedder.dimension,
            lock_timeout=settings.lock_timeout,
        )
    except AssistantError as error:
        yield _failed("library", error)
        return
    try:
        articles = library.catalogue.listing.count(Filters())
        passages = library.catalogue.passages.count()
        place = f"{count(articles, 'article')}, {count(passages, 'passage')} in {settings.home}"
        if withdrawn := library.withdrawals.count():
            place += f"; {withdrawn} withdrawn"
        yield Check("library", CheckState.OK, place)
        looked = False
        if waiting := library.catalogue.index_notes.unindexed():
            yield Check(
                "library consistency",
                CheckState.INFO,
                f"{count(len(waiting), 'article')} to be indexed, by a run that goes on or was "
                "interrupted; the next question finishes that",
            )
        elif not library.indexes.are_made():
            detail = "the indexes are not made yet: the next question makes them"
            yield Check("library consistency", CheckState.INFO, detail)
        else:
            looked = True
            yield _consistency(library)
        if deep:
            yield from _deep(library, indexed=looked)
    except AssistantError as error:
        yield _failed("library consistency", error)
    finally:
        library.close()


def _consistency(library: Library) -> Check:
    try:
        problems = library.indexes.disagreements()
    except AssistantError as error:
        return _failed("library consistency", error)
    if problems:
        return Check("library consistency", CheckState.FAILED, "; ".join(problems), _ANEW)
    return Check("library consistency", CheckState.OK, "catalogue and both indexes agree")


_ANEW: Final = "Make the indexes anew with: assistant reindex"
_SHOWN: Final = 5


def _deep(library: Library, *, indexed: bool) -> Iterator[Check]:
    from assistant.library import soundness

    damaged = "Add the articles again, or bring back a backup"
    anew = "Make the indexes anew with: assistant reindex --embed"
    yield _found("the database itself", "file", soundness.check_database(library), damaged)
    yield _found("articles", "article", soundness.check_articles(library), f"{anew}; {damaged}")
    yield _found("older versions", "version", soundness.check_versions(library), damaged)
    yield _found("places and notices", "article", soundness.check_places(library), damaged)
    if not indexed:
        detail = "not looked at: they have yet to follow the catalogue"
        yield Check("indexes", CheckState.INFO, detail)
    else:
        try:
            yield _found("indexes", "passage", soundness.check_indexes(library), _ANEW)
        except AssistantError as error:
            yield _failed("indexes", error)
    if (library.home / "conversations.sqlite").exists():
        kept = Conversations(library.home)
        try:
            cited = soundness.check_citations(library, kept.every())
        finally:
            kept.close()
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
    from assistant.models.listing import few, reachable

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


def _failed(name: str, error: AssistantError) -> Check:
    return Check(name, CheckState.FAILED, error.message, error.hint)
