"""What `rasad compare` sets against each other: engines that code, and files of events that were coded before."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from rasad.cli import common
from rasad.errors import PartError, RasadError

if TYPE_CHECKING:
    from rasad.coder import Coded, Coder, Config
    from rasad.document import Article
    from rasad.errors import Problem
    from rasad.record import Record

NEEDED = "doc_id event_type status trigger actor recipient event_loc date attribution text text_info".split()


class Side(Protocol):
    """One of the two.

    Attributes:
        name: As it is called in what is printed.
        coder: What its records name as their coder.
    """

    name: str
    coder: str

    def coded(self, articles: Iterable[Article | Problem], jobs: int) -> Iterator[Coded | Problem]:
        """Yield what it makes of the articles, in their order."""
        ...

    def finish(self, tally: common.Tally) -> None:
        """Say what there is to say at the end."""
        ...


class EngineSide:
    """A judge or a folder of `rasad train`, with an analysis engine where one is named: `rules`, `crf+trained`."""

    def __init__(self, word: str, config: Config) -> None:
        """Make its coder, by the word of the command line and what it means.

        Raises:
            PartError: There is no such engine or judge.
            RasadError: The judge is not set up.
        """
        from rasad.coder import Coder

        try:
            self._coder: Coder = Coder(config)
        except PartError as error:
            hint = "an engine is JUDGE, ANALYSIS+JUDGE, a folder of rasad train, or a file of events"
            raise PartError(f"{word!r}: {error} ({hint})") from error
        self._judge = config.judge
        self.name = Path(word).resolve().name if config.encoder == word else word
        self.coder = self._coder.name

    def coded(self, articles: Iterable[Article | Problem], jobs: int) -> Iterator[Coded | Problem]:
        """Yield the articles coded now."""
        from rasad.coder import code_all

        return code_all(self._coder, articles, jobs)

    def finish(self, tally: common.Tally) -> None:
        """Say what a judge that is paid for did and cost."""
        common.say_spent(self._judge, tally)


def _config(word: str) -> Config:
    """Return how a word of the command line codes."""
    from rasad.coder import Config

    if Path(word).is_dir() and not _is_judge(word):
        return Config(judge="transformer", encoder=word)
    engine, plus, judge = word.partition("+")
    if not plus:
        return Config(judge=word)
    if Path(judge).is_dir() and not _is_judge(judge):
        return Config(engine, "transformer", judge)
    return Config(engine, judge)


def _is_judge(word: str) -> bool:
    """Return whether a judge is called so; then it is meant, also where a folder is called so."""
    from rasad import parts

    return word in parts.names("rasad.events.judges")


class FileSide:
    """Events in a file: what `rasad code` wrote, or annotated articles."""

    def __init__(self, path: Path) -> None:
        """Read the file.

        Raises:
            RasadError: It cannot be read, or a line is neither an event nor an annotated article.
        """
        from rasad.evaluate import gold

        self.name, self._path = path.name, path
        self.annotated = is_gold(path)
        if self.annotated:
            records = [record for document in gold.read_gold(path) for record in gold.as_records(document)]
        else:
            records = read_records(path, NEEDED)
        self._of: dict[str, list[Record]] = {}
        for record in records:
            self._of.setdefault(record["doc_id"], []).append(record)
        self._met: set[str] = set()
        self.coder = next((str(record["coder"]) for record in records if record.get("coder")), f"file {path.name}")

    def coded(self, articles: Iterable[Article | Problem], jobs: int) -> Iterator[Coded | Problem]:
        """Yield the articles with their events of the file; one without any has none."""
        from rasad.coder import Coded
        from rasad.document import Article

        for item in articles:
            if not isinstance(item, Article):
                yield item
                continue
            self._met.add(item.id)
            records = self._of.get(item.id, [])
            if not all(_stands(record["trigger"], item.text) for record in records):
                raise RasadError(
                    f"{self._path}: events of article {item.id!r} are of another text, in which their triggers stand "
                    "elsewhere; give the articles that they were coded from"
                )
            yield Coded(item, records)

    def finish(self, tally: common.Tally) -> None:
        """Say which of its events were of none of the articles.

        Raises:
            RasadError: All were.
        """
        unmet = self._of.keys() - self._met
        if unmet and len(unmet) == len(self._of):
            raise RasadError(f"no event of {self._path} is of an article of the input: its doc_ids are none of the ids")
        if unmet:
            common.say(f"{self.name}: {common.plural(len(unmet), 'article')} with events are not in the input")


def _stands(trigger: Record, text: str) -> bool:
    return bool(text[trigger["start"] : trigger["end"]] == trigger["text"])


def side(word: str) -> Side:
    """Return what a word of the command line names.

    Raises:
        RasadError: It is neither a file, nor an engine that there is.
    """
    path = Path(word)
    if path.is_file():
        return FileSide(path)
    config = _config(word)
    if config.encoder is None and (path.suffix in (".jsonl", ".json") or "/" in word):
        raise RasadError(f"cannot read {word}: there is no such file or folder")
    return EngineSide(word, config)


def is_gold(path: Path) -> bool:
    """Return whether the first line of a file is an annotated article."""
    import orjson

    from rasad.evaluate import gold

    try:
        with path.open("rb") as file:
            first = next((line for line in file if line.strip()), b"")
        return gold.is_annotated(orjson.loads(first))
    except OSError as error:
        raise RasadError(f"cannot read {path}: {error.strerror}") from error
    except orjson.JSONDecodeError:
        return False


def read_records(path: Path, needed: Iterable[str]) -> list[Record]:
    """Return the event records of a file of JSON lines.

    Args:
        path: The file.
        needed: The fields that each must have.

    Raises:
        RasadError: It cannot be read, or a line is no event record; the message names it.
    """
    import orjson

    try:
        lines = path.read_bytes().splitlines()
    except OSError as error:
        raise RasadError(f"cannot read {path}: {error.strerror}") from error
    found: list[Record] = []
    for number, line in enumerate(lines, 1):
        try:
            if line.strip():
                record = orjson.loads(line)
                found.append({**record, **{name: record[name] for name in needed}})  # all must be there
        except (orjson.JSONDecodeError, KeyError, TypeError) as error:
            raise RasadError(
                f"{path}:{number}: not an event record ({error!r}); give what `rasad code` wrote"
            ) from None
    return found
