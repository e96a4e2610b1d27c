"""Sentences of unlabelled news with what the coder itself says of them, as more labels for the encoder.

    python scripts/self_training.py --shared ../shared --work /tmp/encoder --count 2000

Codes articles of the news (none that is annotated) by the judge `combined` and keeps the sentences in the work folder
as `told.pickle`, for `train_encoder.py events --told`. What the judge doubts is left open: it teaches neither event
nor none.
"""

from __future__ import annotations

import argparse
import contextlib
import lzma
import pickle
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import encoder_data as data
import orjson

from rasad import events
from rasad.coder import Coder, Config
from rasad.document import Article, Document
from rasad.encoder.vocabulary import Vocabulary
from rasad.errors import RasadError
from rasad.evaluate import GoldDocument, GoldEvent, read_gold
from rasad.events.context import contexts
from rasad.events.judges import combined
from rasad.events.lexicon import lexicon
from rasad.train.samples import Sample

SURE, DOUBTFUL = 0.6, 0.1  # confidence from which an event is taught; above which a candidate is left open
LONGEST = 2_500  # characters of an article


def articles(news: Path, count: int, annotated: set[str]) -> Iterator[Article]:
    """Yield so many articles, spread over the files and over each file, none that begins like an annotated one."""
    files = sorted(news.glob("*.jsonl.xz"))
    for path in files:
        with lzma.open(path, "rt", encoding="utf8") as file:
            lines = file.readlines()
        for line in lines[:: max(1, len(lines) * len(files) // count)]:
            row = orjson.loads(line)
            text = (row.get("body") or "")[:LONGEST]
            if len(text) > 400 and _beginning(text) not in annotated:
                published = None
                with contextlib.suppress(ValueError):  # a few dates of the news are broken
                    published = date.fromisoformat((row.get("date") or "")[:10])
                yield Article(f"told-{row.get('id')}", text, published)


def rows(doc: Document, judge: combined.Judge, vocabulary: Vocabulary) -> Iterator[data.Row]:
    """Yield the sentences of an article as the judge codes it; what it doubts is `IGNORED`."""
    events.code_with(doc, judge)
    some = contexts(doc, lexicon())
    sample = Sample(GoldDocument(doc.article.id, doc.text, None, (), tuple(_told(doc)), ()), doc, some)
    by_sentence = {context.index: context for context in some}
    for row in data.event_rows(sample, vocabulary):
        context = by_sentence[row.key[1]]
        for candidate in context.candidates:
            if judge.weigh(context, candidate).confidence >= DOUBTFUL:
                for at in range(candidate.first, min(candidate.last + 1, len(row.kinds))):
                    row.kinds[at] = row.kinds[at] or data.IGNORED
        if row.events:
            yield row


def _told(doc: Document) -> Iterator[GoldEvent]:
    for event in doc.events:
        if event.confidence < SURE:
            continue
        sentence = doc.sentences[event.sentence]
        parties = [tuple(doc.quote(span) for span in some) for some in (event.actor, event.recipient)]
        yield GoldEvent(
            event.event_type,
            event.status,
            event.sentence,
            sentence.start,
            sentence.end,
            event.start,
            event.end,
            doc.quote(event),
            parties[0],
            parties[1],
            tuple(doc.quote(span) for span in event.attribution),
            None,
            None,
            None,
        )


def _beginning(text: str) -> str:
    return "".join(text.split())[:60]


def main() -> None:
    """Code and keep."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--work", type=Path, default=Path("/tmp/encoder"))
    parser.add_argument("--count", type=int, default=2000)
    options = parser.parse_args()
    keep(options.shared, options.work, options.count, combined.Judge())


def keep(shared: Path, work: Path, count: int, judge: combined.Judge) -> None:
    """Write the sentences."""
    vocabulary, coder = Vocabulary(work / "encoder.words.bin"), Coder(Config(judge="rules"))
    annotated = {
        _beginning(doc.text) for name in ("train", "dev") for doc in read_gold(shared / f"data/events/{name}.jsonl")
    }
    found: list[data.Row] = []
    coded = 0
    for article in articles(shared / "data/news", count, annotated):
        try:
            doc = coder.document(article)
        except RasadError:  # another language, or no text
            continue
        coded += 1
        found += rows(doc, judge, vocabulary)
    (work / "told.pickle").write_bytes(pickle.dumps(found))
    print(f"{coded} articles, {len(found)} sentences with {sum(len(row.events) for row in found)} events")


if __name__ == "__main__":
    main()
