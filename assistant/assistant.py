"""Assistant: the one object that answers, summarises and checks, over the services."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import wraps
from types import TracebackType
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, Self, TypeVar

from assistant.services.briefings import Briefed
from assistant.services.browsing import Browsing
from assistant.services.collecting import Collecting
from assistant.services.grouping import Grouping
from assistant.services.intake import Intake
from assistant.services.maintenance import Maintenance
from assistant.services.questions import Questions
from assistant.services.resources import Resources
from assistant.services.subscriptions import Subscriptions
from assistant.services.telling import Telling
from assistant.services.texts import Texts
from assistant.settings import Settings

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

    from assistant.answering.retrieval import RetrievalSettings
    from assistant.homes import Home
    from assistant.library.conversations import Conversations
    from assistant.models.chat import ChatModel

Service = TypeVar("Service")
Given = ParamSpec("Given")
Result = TypeVar("Result")


def _of(
    service: type[Service], method: Callable[Concatenate[Service, Given], Result]
) -> Callable[Concatenate[Assistant, Given], Result]:
    """Offers a method of a service, with its signature and documentation, as one of Assistant."""

    @wraps(method)
    def offered(self: Assistant, /, *args: Given.args, **named: Given.kwargs) -> Result:
        return method(self._services[service], *args, **named)

    return offered


class Assistant:
    """Answers questions about the articles of a library, and summarises articles.

    Everything is opened when it is first needed: making one costs nothing. It is a
    context manager; ``close`` it when it is no longer needed.

    Thread-safe: one may serve any number of threads at once, whatever they call, beside
    other processes at the same library. Questions go on beside each other and beside one
    writer; writers take turns. Nobody waits while another thread's chat model writes or its
    articles are embedded. ``close`` and ``reindex`` may be called while others ask. What it
    gives out (answers, articles, hits) is never changed; an iterator of ``stream`` is for
    one thread at a time. ``on_wait`` and ``on_progress`` are called by the thread that works;
    for ``add`` that is a thread of its own, too. Work is stopped from another thread by
    ``assistant.stopping``.

    Args:
        home: folder of the library; by default as the settings say.
        settings: all settings at once; by default from the environment.
        chat_model: a LangChain chat model of your own, instead of the settings' one, or the
            program's ``ChatModel``.
        retrieval: how passages are found; by default as measured.
        on_wait: takes messages such as "Waiting for process 123, which is adding articles …".
        today: the day that "yesterday" in a question is counted from; by default the clock's.
        now: the time that feeds are refreshed by, with its zone; by default the clock's.

    Example:
        >>> from assistant import Assistant
        >>> with Assistant(home="my-library") as assistant:
        ...     report = assistant.add("articles/")
        ...     answer = assistant.ask("How many people were on the ferry?")
        ...     for statement in answer.statements:
        ...         print(statement.text, [c.quote for c in statement.citations])
    """

    def __init__(
        self,
        *,
        home: Home | str | None = None,
        settings: Settings | None = None,
        chat_model: BaseChatModel | ChatModel | None = None,
        retrieval: RetrievalSettings | None = None,
        on_wait: Callable[[str], None] | None = None,
        today: Callable[[], date] = date.today,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._resources = Resources(
            home=home,
            settings=settings,
            chat_model=chat_model,
            retrieval=retrieval,
            on_wait=on_wait,
            today=today,
            now=now,
        )
        services = (Questions, Grouping, Collecting, Texts, Telling, Briefed, Browsing, Intake)
        self._services: dict[type, Any] = {one: one(self._resources) for one in services}
        self._services[Maintenance] = Maintenance(self._resources)
        self._services[Subscriptions] = Subscriptions(self._resources)
        self._services[Resources] = self._resources

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    @property
    def settings(self) -> Settings:
        """The settings that it works by."""
        return self._resources.settings

    @property
    def conversations(self) -> Conversations:
        """The conversations that are kept beside the library."""
        return self._resources.conversations

    @property
    def engine_name(self) -> str:
        """What answers: ``extractive``, or ``chat:`` and the model's name."""
        return self._resources.engine_name

    @property
    def today(self) -> date:
        """The day that "yesterday" in a question is counted from."""
        return self._resources.today()

    close = _of(Resources, Resources.close)
    use = _of(Resources, Resources.use)
    engine_choice = _of(Resources, Resources.engine_choice)

    # Questions
    search = _of(Questions, Questions.search)
    ask = _of(Questions, Questions.ask)
    stream = _of(Questions, Questions.stream)
    suggestions = _of(Questions, Questions.suggestions)
    spellings = _of(Questions, Questions.spellings)
    as_retriever = _of(Questions, Questions.as_retriever)
    as_vector_store = _of(Questions, Questions.as_vector_store)

    # Summaries, drafts, and what they are made of
    summarise = _of(Texts, Texts.summarise)
    summarise_covered = _of(Texts, Texts.summarise_covered)
    cover = _of(Texts, Texts.cover)
    about = _of(Texts, Texts.about)
    verify = _of(Texts, Texts.verify)
    draft = _of(Texts, Texts.draft)
    draft_check = _of(Texts, Texts.draft_check)
    read = _of(Texts, Texts.read)
    read_whole = _of(Texts, Texts.read_whole)

    # Which articles run together
    stories = _of(Grouping, Grouping.stories)
    story = _of(Grouping, Grouping.story)
    merge_stories = _of(Grouping, Grouping.merge_stories)
    part_story = _of(Grouping, Grouping.part_story)
    rename_story = _of(Grouping, Grouping.rename_story)
    pin_story = _of(Grouping, Grouping.pin_story)

    # What somebody keeps together
    collections = _of(Collecting, Collecting.collections)
    collection = _of(Collecting, Collecting.collection)
    make_collection = _of(Collecting, Collecting.make_collection)
    add_to_collection = _of(Collecting, Collecting.add_to_collection)
    remove_from_collection = _of(Collecting, Collecting.remove_from_collection)
    rename_collection = _of(Collecting, Collecting.rename_collection)
    delete_collection = _of(Collecting, Collecting.delete_collection)
    within = _of(Resources, Resources.within)

    # What is told of stories
    timeline = _of(Telling, Telling.timeline)
    quotes = _of(Telling, Telling.quotes)
    figures = _of(Telling, Telling.figures)
    coverage = _of(Telling, Telling.coverage)
    changed_since = _of(Telling, Telling.changed_since)
    briefing = _of(Briefed, Briefed.briefing)
    tell_watched = _of(Briefed, Briefed.tell_watched)
    watch = _of(Briefed, Briefed.watch)
    unwatch = _of(Briefed, Briefed.unwatch)
    watched = _of(Briefed, Briefed.watched)
    last_look = _of(Telling, Telling.last_look)
    looking = _of(Telling, Telling.looking)
    looked = _of(Telling, Telling.looked)

    # What the library holds
    articles = _of(Browsing, Browsing.articles)
    clusters = _of(Browsing, Browsing.clusters)
    browse = _of(Browsing, Browsing.browse)
    browse_collapsed = _of(Browsing, Browsing.browse_collapsed)
    corrections = _of(Browsing, Browsing.corrections)
    listed = _of(Browsing, Browsing.listed)
    count = _of(Browsing, Browsing.count)
    generation = _of(Browsing, Browsing.generation)
    outlets = _of(Browsing, Browsing.outlets)
    days = _of(Browsing, Browsing.days)
    article = _of(Browsing, Browsing.article)
    version = _of(Browsing, Browsing.version)
    versions = _of(Browsing, Browsing.versions)
    history = _of(Browsing, Browsing.history)
    changes = _of(Browsing, Browsing.changes)

    # What comes into it, and goes
    add = _of(Intake, Intake.add)
    add_samples = _of(Intake, Intake.add_samples)
    add_or_follow = _of(Intake, Intake.add_or_follow)
    remove = _of(Intake, Intake.remove)

    # The feeds that it follows
    feeds = _of(Subscriptions, Subscriptions.feeds)
    follow = _of(Subscriptions, Subscriptions.follow)
    unfollow = _of(Subscriptions, Subscriptions.unfollow)
    pause_feed = _of(Subscriptions, Subscriptions.pause_feed)
    resume_feed = _of(Subscriptions, Subscriptions.resume_feed)
    follow_listed = _of(Subscriptions, Subscriptions.follow_listed)
    feed_list = _of(Subscriptions, Subscriptions.feed_list)
    refresh = _of(Subscriptions, Subscriptions.refresh)
    refresh_due = _of(Subscriptions, Subscriptions.refresh_due)
    next_refresh = _of(Subscriptions, Subscriptions.next_refresh)

    # The library as a whole
    reindex = _of(Maintenance, Maintenance.reindex)
    doctor = _of(Maintenance, Maintenance.doctor)
    export = _of(Maintenance, Maintenance.export)
    import_ = _of(Maintenance, Maintenance.import_)
    backup = _of(Maintenance, Maintenance.backup)
    storage = _of(Maintenance, Maintenance.storage)
    prune = _of(Maintenance, Maintenance.prune)
