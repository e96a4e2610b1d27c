"""Articles to pretrain on: the news of ../shared, and whatever else the user names."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from rasad.analyse.sentences import split
from rasad.document import Article
from rasad.read import read

LONGEST_SENTENCE = 2_000  # code points; a longer one is a table or a list that lost its line ends


@dataclass(frozen=True, slots=True)
class Story:
    """An article as sentences.

    Attributes:
        id: As read.
        source: The paper, empty where unknown.
        day: The day of publication as a proleptic ordinal, 0 where unknown.
        sentences: The title first (it may be empty), then the sentences of the body.
    """

    id: str
    source: str
    day: int
    sentences: tuple[str, ...]


def story(article: Article) -> Story:
    """Return an article's sentences; longer ones than `LONGEST_SENTENCE` are cut there."""
    title = " ".join((article.title or "").split())
    body = [article.text[start:end] for start, end in split(article.text)]
    day = article.published.toordinal() if isinstance(article.published, date) else 0
    sentences = tuple(sentence[:LONGEST_SENTENCE] for sentence in [title, *body])
    return Story(article.id, article.source or "", day, sentences)


def stories(inputs: Sequence[str | Path], limit: int = 0) -> Iterator[Story]:
    """Yield the articles of some files, folders or patterns in any format that Rasad reads; each text once.

    Args:
        inputs: What `rasad.read.read` takes.
        limit: Stop after so many articles; 0 for all.

    Yields:
        The articles in the order of reading. What cannot be read is named on standard error, by kind and number.
    """
    seen: set[bytes] = set()
    problems: dict[str, int] = {}
    for item in read([str(path) for path in inputs]):
        if not isinstance(item, Article):
            problems[item.code] = problems.get(item.code, 0) + 1
            continue
        key = hashlib.blake2b(item.text.encode("utf8", "replace"), digest_size=12).digest()
        if key in seen:
            continue
        seen.add(key)
        yield story(item)
        if limit and len(seen) >= limit:
            break
    if problems:
        print(f"could not be read, or read in part: {problems}", file=sys.stderr, flush=True)
