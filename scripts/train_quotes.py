"""Train the labelling of speakers and outlets of reported speech (`rasad.attribute.speakers`).

    python scripts/train_quotes.py --shared ../shared               trains on train.jsonl, writes models/quotes.crfsuite
    python scripts/train_quotes.py --shared ../shared --folds 5     measures by cross-validation over articles

The labels are the annotated quotes of `data/events/train.jsonl` and of the project's own `corpus/*.jsonl`. The solver
is deterministic: the same input gives the same weights.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import pycrfsuite

from rasad import analyse, clean, document, link, mentions, models
from rasad.analyse.sentences import split
from rasad.attribute import quotes, speakers
from rasad.attribute.cues import Cue, find
from rasad.document import Document, Word
from rasad.errors import RasadError
from rasad.evaluate import GoldDocument, read_gold
from rasad.evaluate.compare import alike
from rasad.evaluate.gold import document as document_of
from rasad.phrases import noun_phrases

CORPUS = Path(__file__).parent.parent / "corpus"
FOLDS = 5
C1, C2 = 0.02, 0.2  # regularisation, chosen by cross-validation over train.jsonl


class Article(NamedTuple):
    """An annotated article, analysed, with the rows and labels of its annotated cues."""

    gold: GoldDocument
    doc: Document
    samples: list[tuple[list[list[str]], list[str]]]


def main() -> None:
    """Train or measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--folds", type=int)
    options = parser.parse_args()
    articles = list(prepare(read_gold(options.shared / "data/events/train.jsonl")))
    own = list(prepare(corpus()))
    if not options.folds:
        train([*articles, *own], models.FOLDER / speakers.MODEL)
        return
    ruled, trained = Counter[str](), Counter[str]()
    with tempfile.TemporaryDirectory() as folder:
        for fold in range(options.folds):
            model = Path(folder, f"{fold}.crfsuite")
            train([*(a for i, a in enumerate(articles) if i % options.folds != fold), *own], model)
            tagger = pycrfsuite.Tagger()
            tagger.open(str(model))
            for article in articles[fold :: options.folds]:
                count(article, None, ruled)
                count(article, tagger, trained)
    for name, found in (("rules", ruled), ("trained", trained)):
        print(name, {key: f"{found[f'{key} right']} of {found[key]}" for key in ("in its sentence", "carried", "via")})


def corpus() -> list[GoldDocument]:
    """Return the project's own corpus; its sentences are those that the coder cuts."""
    lines = [line for path in sorted(CORPUS.glob("*.jsonl")) for line in path.read_text(encoding="utf8").splitlines()]
    rows = [json.loads(line) for line in lines]
    return [document_of(row | {"sentences": list(split(row["text"]))}) for row in rows]


def prepare(documents: Iterable[GoldDocument]) -> Iterator[Article]:
    """Yield annotated articles, analysed."""
    for gold in documents:
        doc = Document(document.Article(gold.id, gold.text))
        try:
            clean.clean(doc)
        except RasadError:
            continue
        analyse.analyse(doc)
        mentions.find(doc)
        link.resolve_places(doc)
        yield Article(gold, doc, list(samples(gold, doc)))


def samples(gold: GoldDocument, doc: Document) -> Iterator[tuple[list[list[str]], list[str]]]:
    """Yield features and labels of the cues that the annotators marked."""
    for sentence in doc.sentences:
        words = doc.words_of(sentence)
        inside = [m for m in doc.mentions if sentence.start <= m.start < sentence.end]
        phrases, cues = noun_phrases(words, inside), find(words)
        seen = speakers.Sentence(words, phrases, inside)
        for cue in cues:
            quote = answer(gold, doc, words, cue)
            if quote is not None:
                ruled = quotes.marked(words, *quotes.by_rules(words, phrases, cue, doc))
                span = speakers.reach(words, cue)
                yield seen.features(cue, cues, ruled), labels(doc, words, cue, quote)[span.start : span.stop]


def answer(gold: GoldDocument, doc: Document, words: Sequence[Word], cue: Cue) -> dict[str, Any] | None:
    """Return the annotated quote that a cue opens, `None` where there is none."""
    start, end = words[cue.first].start, words[cue.last].end
    for quote in gold.quotes:
        first, last = gold.sentences[quote["sentence"]]
        said = quote["cue"] or ""
        surface = doc.text[start:end]
        if first <= start < last and said and (said in surface or surface in said):
            return quote
    return None


def labels(doc: Document, words: Sequence[Word], cue: Cue, quote: dict[str, Any]) -> list[str]:
    """Return the label of every word of the sentence for an annotated quote."""
    found = ["O"] * len(words)
    for role, phrases in (("V", quote["via"]), ("S", [quote["speaker"]])):
        for phrase in phrases:
            begun = False
            for at in nearest(doc, words, cue, phrase or ""):
                found[at] = f"I-{role}" if begun else f"B-{role}"
                begun = True
    return found


def nearest(doc: Document, words: Sequence[Word], cue: Cue, phrase: str) -> list[int]:
    """Return the indices of the words of a phrase where it stands nearest to a cue; none where it does not."""
    low, high = words[0].start, words[-1].end
    places, at = [], doc.text.find(phrase, low, high) if phrase else -1
    while at >= 0:
        places.append(at)
        at = doc.text.find(phrase, at + 1, high)
    if not places:
        return []
    begin = min(places, key=lambda place: abs(place - words[cue.first].start))
    return [i for i, w in enumerate(words) if w.start < begin + len(phrase) and begin < w.end]


def train(articles: Sequence[Article], path: Path) -> None:
    """Train on the samples of articles and write the model."""
    trainer = pycrfsuite.Trainer(algorithm="lbfgs", verbose=False)
    for article in articles:
        for rows, told in article.samples:
            trainer.append(rows, told)
    trainer.set_params({"c1": C1, "c2": C2, "max_iterations": 120, "feature.possible_transitions": True})
    trainer.train(str(path))


def hold_out(articles: Sequence[tuple[GoldDocument, Document]]) -> None:
    """Give each article the quotes that a model finds which was trained on the other folds."""
    told = [Article(gold, doc, list(samples(gold, doc))) for gold, doc in articles]
    with tempfile.TemporaryDirectory() as folder:
        for fold in range(FOLDS):
            model = Path(folder, f"{fold}.crfsuite")
            train([a for i, a in enumerate(told) if i % FOLDS != fold], model)
            tagger = pycrfsuite.Tagger()
            tagger.open(str(model))
            for article in told[fold::FOLDS]:
                article.doc.quotes = quotes.find_quotes(article.doc, tagger)


def count(article: Article, tagger: pycrfsuite.Tagger | None, found: Counter[str]) -> None:
    """Count the annotated quotes whose speaker and outlets are found."""
    doc, gold = article.doc, article.gold
    ours = quotes.find_quotes(doc, tagger)
    for quote in gold.quotes:
        first, last = gold.sentences[quote["sentence"]]
        here = [q for q in ours if q.start < last and first < q.end and first <= doc.sentences[q.sentence].start < last]
        said = quote["cue"] or ""
        cue = [q for q in here if said and (said in doc.quote(q.cue) or doc.quote(q.cue) in said)]
        speaker = quote["speaker"] or ""
        kind = "in its sentence" if speaker in doc.text[first:last] else "carried"
        found[kind] += 1
        found[f"{kind} right"] += any(q.speaker and alike(speaker, doc.quote(q.speaker)) for q in cue or here)
        found["via"] += len(quote["via"])
        ours_via = [doc.quote(v) for q in cue or here for v in q.via]
        found["via right"] += sum(any(alike(via, other) for other in ours_via) for via in quote["via"])


if __name__ == "__main__":
    main()
