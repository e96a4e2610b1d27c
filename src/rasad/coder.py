"""The coder: all stages in their order, for one document or a batch.

    import rasad
    coder = rasad.load()
    events = coder("يجتمع وزراء الدفاع غدا في الرياض.", published="2016-07-20")

One `Coder` may be used for any number of documents; it holds no state of any of them.
"""

from __future__ import annotations

import gc
import hashlib
import multiprocessing
import os
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from pathlib import Path

import rasad
from rasad.document import Article, Document
from rasad.encoder.folder import chosen
from rasad.errors import InputError, Problem, RasadError
from rasad.record import Record, event_records

_CHUNK = 6  # articles handed to a worker at once: enough to hide the hand-over, few enough to keep order cheap


@dataclass(frozen=True, slots=True)
class Config:
    """What the coder may be told.

    Attributes:
        engine: The analysis engine, a part of `rasad.analyse.engines`.
        judge: Whether events are weighed by the trained judge, a part of `rasad.events.judges` (`rules`: by the
            vocabulary alone, without any trained model).
        encoder: The folder of `rasad train` that the judge `transformer` opens; `None`: the one that the variable
            `RASAD_ENCODER` names. Where it lies changes no record, so that it is no part of the configuration's hash.
    """

    engine: str = "crf"
    judge: str = "combined"
    encoder: str | None = field(default=None, repr=False)


@dataclass(slots=True)
class Coded:
    """An article with the records coded from it, or with the problem that kept it from being coded.

    Attributes:
        failed: Whether it could not be coded, so that its having no records says nothing.
        counts: What the judge tells of its work, to be summed over a batch (`rasad.events.spent`).
    """

    article: Article
    records: list[Record] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    counts: dict[str, float] = field(default_factory=dict)
    failed: bool = False


class Coder:
    """Codes articles into event records."""

    def __init__(self, config: Config | None = None) -> None:
        """Make a coder.

        Raises:
            PartError: The configuration names an engine or judge that does not exist or is not installed.
            RasadError: A judge is not set up, or an encoder is given to a judge that has no use for one.
        """
        from rasad import analyse, events

        self.config = config or Config()
        analyse.check_engine(self.config.engine)
        with chosen(self.config.encoder):
            events.check_judge(self.config.judge, self.config.encoder)

    @property
    def name(self) -> str:
        """Product, version, analysis backend and configuration hash, as every record carries it."""
        from rasad import events

        with chosen(self.config.encoder):
            backend = f"{self.config.engine}+{events.label(self.config.judge)}"
        return f"rasad {rasad.__version__} {backend} {_configuration_hash(self.config)}"

    def document(self, article: Article) -> Document:
        """Return the article with all its layers.

        Raises:
            InputError: The text cannot be coded: it is not Arabic, empty, or nothing but page.
        """
        with chosen(self.config.encoder):
            return self._document(article)

    def _document(self, article: Article) -> Document:
        from rasad import analyse, attribute, clean, events, link, mentions

        doc = Document(replace(article))  # stages may fill in its language; the article as read stays as it is
        clean.clean(doc)
        analyse.analyse(doc, self.config.engine)
        mentions.find(doc, self.config.engine, events.names_of(doc, self.config.judge))
        link.resolve_places(doc)
        attribute.attribute(doc, self.config.engine)
        events.code(doc, self.config.judge)
        link.resolve(doc)
        link.join_events(doc)
        return doc

    def code(self, article: Article) -> Coded:
        """Return the article's records; whatever goes wrong becomes a problem of the article."""
        try:
            doc = self.document(article)
            return Coded(article, event_records(doc, self.name), doc.problems, doc.counts)
        except InputError as error:
            problem = Problem.from_error(error, stage=error.stage, place=article.origin, doc_id=article.id)
        except Exception as error:  # a batch goes on after any fault of one document
            problem = Problem.from_error(error, stage="code", place=article.origin, doc_id=article.id)
        return Coded(article, problems=[problem], failed=True)

    def __call__(self, text: str, published: str | date | None = None, **fields: str) -> rasad.Events:
        """Return the events of a text.

        Args:
            text: The article.
            published: The day it appeared (ISO), against which relative time words are resolved.
            **fields: Further fields of the article: `id`, `title`, `url`, `source`, `author`.

        Raises:
            RasadError: The text cannot be coded, or `published` is not a day.
        """
        from rasad.view import Events

        if isinstance(published, str):
            try:
                published = date.fromisoformat(published[:10])
            except ValueError:
                raise RasadError(f"published must be an ISO day such as 2016-07-20, not {published!r}") from None
        ident = fields.pop("id", None) or "sha256:" + hashlib.sha256(text.encode()).hexdigest()[:16]
        doc = self.document(Article(ident, text, published, **fields))  # type: ignore[arg-type]
        return Events(event_records(doc, self.name), doc)


def code_all(
    coder: Coder, articles: Iterable[Article | Problem], jobs: int = 1, skip: Callable[[Article], bool] | None = None
) -> Iterator[Coded | Problem]:
    """Code a stream of articles, in their order; problems of reading pass through.

    Args:
        coder: The coder.
        articles: What `rasad.read.read` yields.
        jobs: Worker processes; 1 codes in this one.
        skip: Articles for which it returns true are left out (already in the store).

    Yields:
        A `Coded` for every article, a `Problem` for everything that could not be read.
    """
    wanted = (item for item in articles if isinstance(item, Problem) or not (skip and skip(item)))
    if jobs <= 1:
        for item in wanted:
            yield item if isinstance(item, Problem) else coder.code(item)
    else:
        yield from _code_parallel(coder.config, wanted, jobs)


def _code_parallel(config: Config, items: Iterator[Article | Problem], jobs: int) -> Iterator[Coded | Problem]:
    pool = _pool(jobs)
    waiting: deque[tuple[list[Article | Problem], Future[list[Coded | Problem]]]] = deque()
    try:
        for chunk in _chunks(items):
            waiting.append((chunk, pool.submit(_code_chunk, config, chunk)))
            if len(waiting) >= jobs * 3:
                pool, coded = _collect(config, pool, jobs, waiting)
                yield from coded
        while waiting:
            pool, coded = _collect(config, pool, jobs, waiting)
            yield from coded
        pool.shutdown()  # nothing is left to do; an interpreter that ends while its pool still closes complains
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _collect(
    config: Config,
    pool: ProcessPoolExecutor,
    jobs: int,
    waiting: deque[tuple[list[Article | Problem], Future[list[Coded | Problem]]]],
) -> tuple[ProcessPoolExecutor, list[Coded | Problem]]:
    """Return the oldest chunk's results; after a worker's death find the article it died of and go on without it."""
    chunk, future = waiting.popleft()
    try:
        return pool, future.result()
    except BrokenProcessPool:
        pool.shutdown(wait=False, cancel_futures=True)
    results: list[Coded | Problem] = []
    for item in chunk:
        single = _pool(1)
        try:
            results += single.submit(_code_chunk, config, [item]).result()
        except BrokenProcessPool:
            assert isinstance(item, Article)
            message = "the process that coded it died (killed, or out of memory); the batch went on without it"
            problem = Problem("code", "process-died", item.origin, message, item.id)
            results.append(Coded(item, problems=[problem], failed=True))
        finally:
            single.shutdown(wait=False)
    pool = _pool(jobs)
    again = [(c, pool.submit(_code_chunk, config, c)) for c, _ in waiting]
    waiting.clear()
    waiting.extend(again)
    return pool, results


def _pool(jobs: int) -> ProcessPoolExecutor:
    # `forkserver` workers start clean of the parent's threads and database connections
    return ProcessPoolExecutor(jobs, mp_context=multiprocessing.get_context("forkserver"), initializer=_end_with_parent)


def _end_with_parent() -> None:
    """Let a worker end when the process that it works for is killed; it would wait for work for ever."""
    parent = multiprocessing.parent_process()
    if parent is not None:

        def watch() -> None:
            parent.join()
            os._exit(1)

        threading.Thread(target=watch, daemon=True).start()


def _chunks(items: Iterator[Article | Problem]) -> Iterator[list[Article | Problem]]:
    chunk: list[Article | Problem] = []
    for item in items:
        chunk.append(item)
        if len(chunk) >= _CHUNK:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


def _code_chunk(config: Config, chunk: list[Article | Problem]) -> list[Coded | Problem]:
    coder = _worker_coder(config)
    coded = [item if isinstance(item, Problem) else coder.code(item) for item in chunk]
    _spare_garbage_collection()
    return coded


@cache
def _worker_coder(config: Config) -> Coder:
    return Coder(config)


@cache
def _spare_garbage_collection() -> None:
    """Let a worker whose models are loaded look for garbage less often, and not among them: a tenth of its time."""
    gc.freeze()
    gc.set_threshold(20_000, 50, 100)


@cache
def _configuration_hash(config: Config) -> str:
    """Return a hash of the settings, the vocabulary and the models: what may change what is coded."""
    digest = hashlib.sha256(repr(config).encode())
    root = Path(rasad.__file__).parent
    for path in sorted([*root.glob("vocabulary/**/*.toml"), *root.glob("models/**/*"), *root.glob("gazetteer/*")]):
        if path.is_file() and path.suffix not in (".py", ".md"):
            digest.update(path.relative_to(root).as_posix().encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()[:8]


__all__ = ["Coded", "Coder", "Config", "code_all"]
