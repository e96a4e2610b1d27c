"""`rasad compare`: two engines on the same articles, figures and differences beside each other."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import tee
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from rasad.cli import beside, common, filing, sides
from rasad.errors import RasadError

if TYPE_CHECKING:
    from rasad.coder import Coded
    from rasad.document import Article
    from rasad.errors import Problem
    from rasad.evaluate import Comparison, Difference, GoldDocument
    from rasad.read import ReadOptions
    from rasad.store import Store

NAME = "compare"
_Engine = (
    "a judge (rasad list judges), ANALYSIS+JUDGE such as crf+trained, a folder that rasad train made, or a file of "
    "events or annotated articles"
)


def command(
    one: Annotated[str, typer.Argument(metavar="ENGINE", help=f"The first: {_Engine}.", show_default=False)],
    other: Annotated[str, typer.Argument(metavar="ENGINE", help="The second, likewise.", show_default=False)],
    inputs: Annotated[
        list[str], typer.Argument(metavar="INPUT", help="Articles, annotated or not.", show_default=False)
    ],
    limit: Annotated[int, typer.Option("--limit", min=0, help="How many differences to show.")] = 10,
    output: Annotated[
        str | None, typer.Option("-o", "--output", metavar="FILE", help="Write all differences as JSON lines.")
    ] = None,
    review: Annotated[
        str | None,
        typer.Option(
            "--review",
            metavar="URL",
            help="Store for review: the first's events where they are new, and the differences.",
        ),
    ] = None,
    jobs: common.Jobs = 1,
    llm: common.Llm = None,
    format_: common.Format = None,
    field: common.Fields = None,
    encoding: common.Encoding = None,
) -> None:
    """Compare two engines. Figures on annotated articles or agreement on others, and where they differ."""
    from rasad.evaluate import comparing

    common.set_llm(llm)
    pair = _sides(one, other)
    gold = _gold(inputs)
    options = common.read_options(format_, field, encoding)
    with _store(review, pair) as store:
        run = Run(pair, gold, store)
        run.take(inputs, options, jobs)
    found = run.comparison
    names = (pair[0].name, pair[1].name)
    if not found.articles:
        run.finish()
        return
    for line in beside.figures(found, *names):
        print(line)
    shown = comparing.most_telling(found.differences)[:limit]
    if shown:
        print(
            f"\nthe {'first ' if len(shown) < len(found.differences) else ''}{len(shown)}, what matters most first:\n"
        )
    for number, difference in enumerate(shown, 1):
        for line in beside.difference(number, difference, *names, annotated=gold is not None):
            print(line)
    if output is not None:
        with common.output(output, inputs) as file:
            for difference in found.differences:
                common.write_line(file, _row(difference, names))
    run.finish()


class Run:
    """Articles on their way through both sides."""

    def __init__(
        self, pair: tuple[sides.Side, sides.Side], gold: dict[str, GoldDocument] | None, store: Store | None
    ) -> None:
        """Take both sides, the annotation by article where there is one, and the store for review where there is."""
        from rasad.evaluate import Comparison

        self.comparison: Comparison = Comparison()
        self._pair, self._gold = pair, gold
        names = (pair[0].name, pair[1].name)
        self._filing = filing.Filing(store, names, pair[0].coder) if store is not None else None
        self._tallies = (common.Tally(), common.Tally())
        self._left_out = {side.name: 0 for side in pair}

    def take(self, inputs: list[str], options: ReadOptions, jobs: int) -> None:
        """Code and compare all articles, each side on the same ones in the same order."""
        from rasad.coder import Coded
        from rasad.read import read

        streams: tuple[Iterator[Article | Problem], ...] = tee(read(inputs, options))
        both = [side.coded(stream, jobs) for side, stream in zip(self._pair, streams, strict=True)]
        first = common.tracked(both[0], self._tallies[0], "comparing")
        for one, other in zip(first, (item for item in both[1] if isinstance(item, Coded)), strict=True):
            self._tallies[1].add(other)
            self._compare(one, other)

    def finish(self) -> None:
        """Say what was read, what was left out, and what was paid."""
        if self._filing is not None:
            self._filing.finish()
        for side, tally in zip(self._pair, self._tallies, strict=True):
            if count := self._left_out[side.name]:
                common.say(f"{side.name} could not code {common.plural(count, 'article')}, left out of the comparison")
            side.finish(tally)
            common.say(f"{side.name}:")
            tally.finish()

    def _compare(self, one: Coded, other: Coded) -> None:
        failed = [side.name for side, coded in zip(self._pair, (one, other), strict=True) if coded.failed]
        for name in failed:
            self._left_out[name] += 1
        if not failed:
            if self._filing is not None:
                self._filing.add(one, other)
            gold = self._gold.get(one.article.id) if self._gold is not None else None
            self.comparison.add(one.article, one.records, other.records, gold)


@contextmanager
def _store(url: str | None, pair: tuple[sides.Side, sides.Side]) -> Iterator[Store | None]:
    from rasad.store import Store

    if url is None:
        yield None
        return
    for side in pair:
        if isinstance(side, sides.FileSide) and side.annotated:
            raise RasadError(f"{side.name} is annotated by people, who need not review it; leave --review out")
    with Store.open(url) as store:
        yield store


def _sides(one: str, other: str) -> tuple[sides.Side, sides.Side]:
    pair = sides.side(one), sides.side(other)
    if pair[0].name == pair[1].name:  # of files and folders only the last part of where they lie
        pair[0].name, pair[1].name = one, other
    if one == other:
        raise RasadError(f"both are {pair[0].name!r}; give two that differ")
    return pair


def _gold(inputs: list[str]) -> dict[str, GoldDocument] | None:
    """Return the annotated articles of the input by id; `None` where it is not one annotated file."""
    from rasad.evaluate import read_gold

    if len(inputs) != 1 or not inputs[0].endswith(".jsonl") or not Path(inputs[0]).is_file():
        return None
    path = Path(inputs[0])
    return {document.id: document for document in read_gold(path)} if sides.is_gold(path) else None


def _row(difference: Difference, names: tuple[str, str]) -> dict[str, object]:
    """Return a difference as it is written."""
    from dataclasses import asdict

    versions = [
        {"engine": name, "record": record}
        for name, record in zip(names, (difference.one, difference.other), strict=True)
    ]
    row = {
        "doc_id": difference.doc_id,
        "kind": filing.kind(difference.kind, names),
        "fields": difference.fields,
        "versions": versions,
    }
    return row | ({"annotated": asdict(difference.gold)} if difference.gold else {})
