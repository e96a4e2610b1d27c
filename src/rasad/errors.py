"""The errors Rasad raises, and the problem it stores instead when a batch must go on.

Every error says what was wrong, where, what is allowed and what to do next. Code that handles one document at a
time raises; the batch (`rasad.coder`) turns what is raised into a `Problem` and takes the next document.
"""

from __future__ import annotations

from dataclasses import dataclass

# The stage of a problem that tells that a language model, asked beside another judge, gave no answer: the article is
# coded without it, and may be coded again (`rasad ingest --retry`).
UNANSWERED = "second-opinion"


class RasadError(Exception):
    """The base of every error that Rasad raises on purpose."""


class InputError(RasadError):
    """An input cannot be read: missing, damaged, too large, or not what its name says.

    Attributes:
        stage: The stage that refused it, such as `read` or `clean`.
        code: A short stable word for the kind of fault, such as `truncated` or `not-arabic`.
        place: Where: a path, with a member, a line or a byte offset where one is known.
    """

    def __init__(self, message: str, *, stage: str = "read", code: str = "unreadable", place: str = "") -> None:
        """Keep the message with the stage, the kind of fault and its place."""
        super().__init__(message)
        self.stage = stage
        self.code = code
        self.place = place


class AnswerError(InputError):
    """A language model gave no answer of use for an article; `code` says why (`llm-timeout`, `llm-malformed`, ...)."""

    def __init__(self, message: str, *, code: str) -> None:
        """Keep the message and the kind of fault, of the stage `events`."""
        super().__init__(message, stage="events", code=code)


class RecordError(RasadError):
    """A record would break the contract (a span that is not its quote, an unknown code): it is never written."""


class PartError(RasadError):
    """A part (format, exporter, engine, event type) is asked for that does not exist, or lacks an installed extra."""


class StoreError(RasadError):
    """The store cannot be opened, is of another version, or refuses a change."""


class NotFoundError(StoreError):
    """The store has no such article, event or decision."""


class ExistsError(StoreError):
    """An event is to be added that the store has already."""


class ConflictError(StoreError):
    """Somebody else has decided on an event since it was looked at; nothing was written.

    Attributes:
        last: The id of the decision now in force; `None` where all are undone.
    """

    def __init__(self, message: str, last: str | None) -> None:
        """Keep the message with the decision that came between."""
        super().__init__(message)
        self.last = last


class VocabularyError(RasadError):
    """A vocabulary file (TOML) holds something that its reader does not allow."""


@dataclass(frozen=True, slots=True)
class Problem:
    """A document, or a part of an input, that could not be handled, with its place; the batch went on.

    Attributes:
        stage: The stage where it happened (`read`, `clean`, `analyse`, ...).
        code: A short stable word for the kind of fault.
        place: The path, with member, line or byte offset where known.
        message: What was wrong, what is allowed, what to do next.
        doc_id: The document's id where one was known.
    """

    stage: str
    code: str
    place: str
    message: str
    doc_id: str | None = None

    @classmethod
    def from_error(cls, error: Exception, *, stage: str, place: str, doc_id: str | None = None) -> Problem:
        """Return the problem that stands for a raised error; an `InputError` keeps its own stage, code and place."""
        if isinstance(error, InputError):
            return cls(error.stage, error.code, error.place or place, str(error), doc_id)
        return cls(stage, type(error).__name__, place, f"{type(error).__name__}: {error}", doc_id)
