"""What a band of doubt asks a language model about, and what it can gain at most (judge `hybrid`, docs/llm.md).

    python benchmarks/doubt.py ../shared/data/events/dev.jsonl          # annotated: also what could be gained
    python benchmarks/doubt.py ../shared/data/news/NAME.jsonl.xz 1000   # unlabelled: how much is asked

For each band `[from, to)` of the default judge's confidence: the share of the articles and of the sentences that are
asked about, and sentences per 1,000 words; on annotated articles also the share of all missed, wrong and mistyped
events that lie in these sentences, the event F1 as it is, and the F1 if every answer were right (a bound: none is).
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import orjson

import rasad
from rasad.document import Article, Document
from rasad.errors import InputError
from rasad.evaluate import GoldDocument, compare, read_gold
from rasad.events import doubt
from rasad.events.context import contexts
from rasad.events.judges.combined import Judge
from rasad.events.lexicon import lexicon
from rasad.read import read
from rasad.record import event_records

_PERCENT = ((40, 60), (35, 65), (30, 60), (30, 70), (25, 75), (20, 60), (20, 80), (10, 60), (10, 80), (5, 95))
BANDS = tuple((low / 100, high / 100) for low, high in _PERCENT)


@dataclass
class Sum:
    """What a band comes to."""

    articles: int = 0
    sentences: int = 0
    words: int = 0
    all_articles: int = 0
    all_sentences: int = 0
    hits: int = 0
    gold: int = 0
    coded: int = 0
    best_hits: int = 0
    best_coded: int = 0
    errors: int = 0
    errors_asked: int = 0


def main() -> None:
    path = Path(sys.argv[1])
    most = int(sys.argv[2]) if len(sys.argv) > 2 else None
    annotated = _annotated(path)
    coder, judge = rasad.load(), Judge()
    sums = {band: Sum() for band in BANDS}
    for article in islice(read([str(path)]), most):
        if not isinstance(article, Article):
            continue
        try:
            doc = coder.document(article)
        except InputError:
            continue
        found = contexts(doc, lexicon())
        for band, total in sums.items():
            asked = doubt.sentences(found, judge, *band)
            total.all_articles += 1
            total.articles += bool(asked)
            total.sentences += len(asked)
            total.all_sentences += len(doc.sentences)
            total.words += len(doc.text.split())
            if article.id in annotated:
                _judge(
                    total, annotated[article.id], doc, {(doc.sentences[n].start, doc.sentences[n].end) for n in asked}
                )
    for band, total in sums.items():
        print(_line(band, total))


def _annotated(path: Path) -> dict[str, GoldDocument]:
    if path.suffix != ".jsonl" or "events" not in orjson.loads(path.open("rb").readline()):
        return {}
    return {document.id: document for document in read_gold(path)}


def _judge(total: Sum, gold: GoldDocument, doc: Document, asked: set[tuple[int, int]]) -> None:
    records = event_records(doc, "benchmark")
    pairs = compare.pair(gold.events, records)
    right = {(g, c) for g, c in pairs if gold.events[g].event_type == records[c]["event_type"]}

    def in_asked(start: int) -> bool:
        return any(first <= start < last for first, last in asked)

    missed = [e for g, e in enumerate(gold.events) if g not in {g for g, _ in right}]
    wrong = [r for c, r in enumerate(records) if c not in {c for _, c in right}]
    places = [e.start for e in missed] + [r["trigger"]["start"] for r in wrong]
    found = sum(in_asked(e.start) for e in missed)
    total.hits += len(right)
    total.gold += len(gold.events)
    total.coded += len(records)
    total.best_hits += len(right) + found
    total.best_coded += len(records) + found - sum(in_asked(r["trigger"]["start"]) for r in wrong)
    total.errors += len(places)
    total.errors_asked += sum(map(in_asked, places))


def _line(band: tuple[float, float], total: Sum) -> str:
    per = 1000 * total.sentences / max(1, total.words)
    line = (
        f"{band[0]:.2f}-{band[1]:.2f}  articles {total.articles / total.all_articles:.2f}  sentences "
        f"{total.sentences / total.all_sentences:.3f}  per 1,000 words {per:.2f}"
    )
    if not total.gold:
        return line
    now = 2 * total.hits / (total.gold + total.coded)
    best = 2 * total.best_hits / (total.gold + total.best_coded)
    return f"{line}  errors in them {total.errors_asked / total.errors:.2f}  F1 {now:.3f} at most {best:.3f}"


if __name__ == "__main__":
    main()
