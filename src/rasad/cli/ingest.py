"""`rasad ingest`: code articles into a store; stopped and started again, it goes on where it was."""

from __future__ import annotations

from collections import Counter, deque
from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from rasad.cli import common
from rasad.errors import Problem, RasadError

if TYPE_CHECKING:
    from rasad.coder import Coder
    from rasad.document import Article
    from rasad.read import ReadOptions
    from rasad.store import Store

NAME = "ingest"


def command(
    inputs: common.Inputs,
    db: common.Database = None,
    jobs: common.Jobs = 1,
    replace_: Annotated[
        bool, typer.Option("--replace", help="Let an article that has changed take the place of the stored one.")
    ] = False,
    retry: Annotated[
        bool, typer.Option("--retry", help="Code again what gave a problem and no event, such as after a full disk.")
    ] = False,
    engine: common.Engine = "crf",
    judge: common.Judge = "combined",
    llm: common.Llm = None,
    encoder: common.Encoder = None,
    format_: common.Format = None,
    field: common.Fields = None,
    encoding: common.Encoding = None,
    progress: Annotated[
        str | None, typer.Option("--progress", metavar="json", help="Write how far it is as JSON lines.")
    ] = None,
) -> None:
    """Code articles into a store. What it has already is passed over, so that a stopped run can go on."""
    from rasad.coder import Coder, Config
    from rasad.store import Store

    if progress not in (None, "json"):
        raise RasadError(f"--progress takes json, not {progress!r}")
    common.set_llm(llm)
    coder = Coder(Config(engine, judge, encoder))
    options = common.read_options(format_, field, encoding)
    with Store.open(db) as store:
        if retry:
            common.say(f"{common.plural(store.forget_failed(), 'article')} to be coded again")
        run = store.start_run(coder.name, " ".join(inputs))
        batch = Batch(store, coder, replace_, common.Told(run) if progress else None)
        try:
            batch.take(inputs, options, jobs)
        except (KeyboardInterrupt, BrokenPipeError) as end:
            store.finish_run(run, batch.counts() | {"stopped": 1})
            if isinstance(end, BrokenPipeError):  # who read the progress has gone, such as a server that was killed
                raise
            batch.tally.summary()
            common.say("stopped; what is stored stays, and the same command goes on from here")
            raise typer.Exit(130) from None
        store.finish_run(run, batch.counts())
        total = store.counts()
    common.say_spent(judge, batch.tally)
    batch.finish()
    common.say(
        f"the store holds {common.plural(total['articles'], 'article')} and {common.plural(total['events'], 'event')}"
    )


class Batch:
    """Articles on their way into a store, one transaction each."""

    def __init__(
        self,
        store: Store,
        coder: Coder,
        replace_: bool = False,
        tell: common.Told | None = None,
    ) -> None:
        """Take store and coder, whether changed articles replace the stored ones, and whom to tell how far it is."""
        self._tell = tell
        self.tally = common.Tally()
        self.outcomes: Counter[str] = Counter()
        self._store, self._coder, self._replace = store, coder, replace_
        self._waiting: deque[Article] = deque()  # as they were read, in the order in which they come back coded

    def take(self, inputs: list[str], options: ReadOptions | None = None, jobs: int = 1) -> None:
        """Read, code and store all inputs."""
        from rasad.coder import code_all
        from rasad.read import read
        from rasad.store import CodedDocument

        self._told(always=True)
        with closing(code_all(self._coder, read(inputs, options), jobs, self._skip)) as items:  # type: ignore[type-var]
            for coded in common.tracked(items, self.tally, "ingesting", self._store_problem):
                document = CodedDocument(self._waiting.popleft(), coded.records, self._coder.name, coded.problems)
                saved = self._store.save(document, replace=self._replace)
                self.outcomes[saved.outcome] += 1
                self._told()
        self._told(always=True)

    def counts(self) -> dict[str, int]:
        """Return what came of the articles, for the store's list of runs."""
        return dict(self.outcomes) | {"skipped": self.tally.skipped, "events": self.tally.events}

    def finish(self) -> None:
        """Write the summary, with what became of articles that were not simply stored.

        Raises:
            typer.Exit: There were problems and not one article.
        """
        meant = {
            "recoded": "coded anew by this coder",
            "replaced": "replaced the stored one of the same id",
            "alias": "are the same story as another",
            "changed": "have the id of a stored one with another content, which was kept (--replace takes the new one)",
            "unstorable": "hold characters that no store can keep",
        }
        for outcome, meaning in meant.items():
            if count := self.outcomes[outcome]:
                common.say(f"  {common.plural(count, 'article')}: {meaning}")
        self.tally.finish()

    def _skip(self, article: Article) -> bool:
        from rasad.store import content_hash

        if self._store.has(article.id, content_hash(article), self._coder.name):
            self.tally.skipped += 1
            self._told()
            return True
        self._waiting.append(replace(article))  # a stage may add to the one that it is given
        return False

    def _store_problem(self, problem: Problem) -> None:
        self._store.add_problem(problem)
        self._told()

    def _told(self, *, always: bool = False) -> None:
        if self._tell is not None:
            self._tell(self.tally, always=always)
