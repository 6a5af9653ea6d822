"""One error tree. Each error says what happened and what the user can do about it.

AssistantError                       exit code 1
├── UsageError                       2  an argument, a filter, an id that is wrong
├── ReadingError                     1  a file or page that cannot be read as an article
│   └── FetchError                   1  a web address that cannot or must not be fetched
│       └── FeedFoundError           1  a feed stands there, and no article
├── LibraryError                     1  the library cannot be used
│   ├── LibraryFormatError           1  made by another format version or embedding model
│   ├── DamagedFileError             1  an exported library is damaged, cut or none
│   ├── LibraryBusyError             7  another process held the write lock too long
│   ├── LibraryReadOnlyError         1  the library can be read, and not be written to
│   ├── ArticleNotFoundError         2  no article has this id
│   ├── ConversationNotFoundError    2  no conversation of this owner has this id
│   └── CollectionNotFoundError      2  no collection of this owner has this name or id
├── PromptError                      3  a prompt file that does not fit
├── ConfigurationError               3  a setting is missing or wrong
├── StoppedError                     130  whoever asked for the work has stopped it
└── ModelError                       1  the chat model gave nothing usable
    ├── NoAnswerError                1  it answered, and nothing of it can be shown
    ├── ModelRefusedError            4  wrong key, no permission, unknown model, bad request
    │   ├── UnknownModelError        4  the server does not have the model
    │   └── PromptTooLongError       4  more tokens than the model takes
    ├── ModelUnreachableError        5  no connection to the model's server
    ├── ModelRateLimitedError        6  still rate-limited after the retries
    └── ModelTimeoutError            7  no answer in time
"""

from __future__ import annotations

from typing import ClassVar


class AssistantError(Exception):
    """Base of all errors that the program raises on purpose.

    Attributes:
        message: what happened, one sentence, without a final full stop.
        hint: what the user can do about it, or None where there is nothing to do.
        exit_code: what the command line exits with.
    """

    exit_code: ClassVar[int] = 1

    def __init__(self, message: str, *, hint: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message}. {self.hint}" if self.hint else self.message


class UsageError(AssistantError):
    """An argument, a filter or a combination of them is wrong."""

    exit_code = 2


class ReadingError(AssistantError):
    """A file, page or record cannot be read as an article."""


class FetchError(ReadingError):
    """A web address cannot be fetched, must not be, or gives nothing that can be used.

    Attributes:
        passing: whether it may well come out otherwise when it is tried again later.
    """

    def __init__(self, message: str, *, hint: str | None = None, passing: bool = False) -> None:
        super().__init__(message, hint=hint)
        self.passing = passing


class FeedFoundError(FetchError):
    """A feed stands at a web address where an article was looked for."""


class LibraryError(AssistantError):
    """The library cannot be used."""


class LibraryFormatError(LibraryError):
    """The library was made by another format version or embedding model."""


class DamagedFileError(LibraryError):
    """A file that is to be imported is damaged, cut, or no exported library."""


class LibraryBusyError(LibraryError):
    """Another process held the write lock for too long."""

    exit_code = 7


class LibraryReadOnlyError(LibraryError):
    """The library can be read, and not be written to."""


class ArticleNotFoundError(LibraryError):
    """No article of the library has this id."""

    exit_code = 2


class ConversationNotFoundError(LibraryError):
    """No conversation of this owner has this id."""

    exit_code = 2


class CollectionNotFoundError(LibraryError):
    """No collection of this owner has this name or id."""

    exit_code = 2


class PromptError(AssistantError):
    """A prompt file does not fit its schema."""

    exit_code = 3


class ConfigurationError(AssistantError):
    """A setting is missing or wrong."""

    exit_code = 3


class StoppedError(AssistantError):
    """Whoever asked for the work has stopped it; see ``assistant.stopping``."""

    exit_code = 130

    def __init__(self, message: str = "Stopped", *, hint: str | None = None) -> None:
        super().__init__(message, hint=hint)


class ModelError(AssistantError):
    """The chat model gave nothing usable."""

    @property
    def fallback_note(self) -> str:
        """What is told where the articles are quoted in its place."""
        hint = f". {self.hint}" if self.hint else ""
        return f"The chat model failed ({self.message}), so the articles are quoted instead{hint}"


class NoAnswerError(ModelError):
    """The chat model answered, and nothing of it can be shown."""

    @property
    def fallback_note(self) -> str:
        """What is told where the articles are quoted in its place."""
        return f"{self.message}, so the articles are quoted instead"


class ModelRefusedError(ModelError):
    """The model's server refused the request: key, permission, model name, content."""

    exit_code = 4


class UnknownModelError(ModelRefusedError):
    """The model's server does not have the model, or is not at the address."""


class PromptTooLongError(ModelRefusedError):
    """What was asked has more tokens than the model takes.

    Attributes:
        limit: how many it takes, prompt and answer together; None where it does not say.
    """

    def __init__(self, message: str, *, hint: str | None = None, limit: int | None = None) -> None:
        super().__init__(message, hint=hint)
        self.limit = limit


class ModelUnreachableError(ModelError):
    """There is no connection to the model's server."""

    exit_code = 5


class ModelRateLimitedError(ModelError):
    """The model's server still limits the rate after the retries."""

    exit_code = 6


class ModelTimeoutError(ModelError):
    """The model's server did not answer in time."""

    exit_code = 7
