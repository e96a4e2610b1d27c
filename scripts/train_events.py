"""Train the judge of events: which candidates are events, their status, who acts on whom.

    python scripts/train_events.py --shared ../shared                 trains on all of train.jsonl, writes the models
    python scripts/train_events.py --shared ../shared --folds 5       measures by cross-validation over articles
    ... --folds 5 --share 0.25 --only 0 1         on part of the articles (learning curve), two folds of the five

The labels are `data/events/train.jsonl`, the project's own `corpus/*.jsonl`, the examples and counter-examples of the
vocabulary, articles of sport, technology and culture taken to tell no event, and the actors and recipients of
`data/arabic_event_gsr` (`--without corpus`, `examples`, `quiet` or `gsr` leaves one out, to see what it adds). Solvers
are deterministic: the same input gives the same weights. Models are written to `src/rasad/models/events.*`; see
`events.md` there.
"""

from __future__ import annotations

import argparse
import json
import lzma
import math
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path

import gsr
import marisa_trie
import numpy as np
import pycrfsuite
import train_quotes
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from rasad import models, ontology, record
from rasad.analyse.sentences import split
from rasad.coder import Coder, Config
from rasad.document import Event, Name, Time
from rasad.evaluate import GoldDocument, GoldEvent, evaluate, read_gold, report
from rasad.evaluate.compare import alike
from rasad.evaluate.gold import document as document_of
from rasad.events import features, labelling, selection, stacking
from rasad.events.candidates import Candidate
from rasad.events.context import Context
from rasad.events.judges import combined
from rasad.events.judges.trained import Judge
from rasad.events.lexicon import EventType, lexicon
from rasad.events.setting import Setting
from rasad.train.gold import write_built_in
from rasad.train.samples import Sample, analysed, judged, role_labels, sample_of

JUDGE_C, STATUS_C = 0.05, 0.25  # inverse regularisation, chosen by cross-validation over train.jsonl
PLACE_C, TIME_C = 0.1, 0.1
SETTING = (0.25, 0.35)  # how likely a place, a time must be to be the event's; all four chosen likewise
# how much the linear models and the encoder count (`rasad.events.judges.combined`), as `mix_encoder.py` fits it
MIXTURE = json.loads((Path(__file__).parent / "mixture.json").read_text(encoding="utf8"))
QUIET, QUIET_EVERY, QUIET_LENGTH = 250, 29, 1_200  # articles, one in so many, characters of each
QUIET_THRESHOLD = 0.6  # chosen with rasad.events.selection._QUIET, by cross-validation over train.jsonl
CALIBRATION = (0.967, 0.103)  # slope and shift that `--folds 5` prints
RARE = 2  # features of the judge seen in fewer candidates are left out; status keeps all, chosen likewise
LIGHT = 0.004  # weights below this are left out of the file


def samples(gold: Iterable[GoldDocument], coder: Coder, hold_out: bool = False) -> list[Sample]:
    """Return the articles with all layers below events.

    Args:
        gold: Annotated articles.
        coder: Analyses them.
        hold_out: Quotes are found by models that have not seen the article's (`train_quotes.hold_out`): for articles on
            which the model of the package is trained.
    """
    read = analysed(gold, coder, print)
    if hold_out:
        train_quotes.hold_out(read)
    return [sample_of(document, doc) for document, doc in read]


def own_samples(coder: Coder, without: Sequence[str]) -> list[Sample]:
    """Return the project's own annotated texts: the corpus, and the vocabulary's examples."""
    found = samples([] if "corpus" in without else train_quotes.corpus(), coder, hold_out=True)
    if "examples" not in without:
        for kind in lexicon().types.values():
            found += _vocabulary_samples(kind, coder)
    return found


def quiet_samples(news: Path, coder: Coder, count: int) -> list[Sample]:
    """Return articles of sport, technology and culture, taken to tell no event: weak labels that nobody annotated."""
    wanted = ("sport", "technology", "culture")
    rows: list[dict[str, object]] = []
    seen: Counter[str] = Counter()
    with lzma.open(news / "ant_multisource.jsonl.xz", "rt", encoding="utf8") as file:
        for line in file:
            row = json.loads(line)
            seen[row["category"]] += 1
            if row["category"] in wanted and seen[row["category"]] % QUIET_EVERY == 0 and len(rows) < count:
                text = row["body"][:QUIET_LENGTH]
                rows.append({"id": f"quiet-{len(rows)}", "text": text, "sentences": [(0, len(text))], "events": []})
    return samples([document_of(row) for row in rows], coder)


def party_samples(shared: Path, coder: Coder) -> list[Sample]:
    """Return the sentences of the Open Event Data Alliance: their labels of who acts on whom, nothing else of them."""
    found = samples(gsr.gold(shared / "data/arabic_event_gsr"), coder)
    for sample in found:
        sample.answers = [
            (
                context,
                candidate,
                replace(
                    gold,
                    actors=gsr.widened(context, gold.actors),
                    recipients=gsr.widened(context, gold.recipients),
                ),
            )
            for context, candidate, gold in sample.answers
            if gold is not None
        ]
    return found


def _vocabulary_samples(kind: EventType, coder: Coder) -> list[Sample]:
    """Return a type's examples: what they say of that type alone, since other events in them are not annotated."""
    rows = []
    for number, example in enumerate([*kind.examples, *kind.counters]):
        events_ = []
        if "trigger" in example:
            parties = {"actors": example.get("actor", []), "recipients": example.get("recipient", [])}
            told = {"sentence": 0, "type": kind.name, "status": example["status"], "trigger": example["trigger"]}
            events_ = [told | parties]
        text = example["text"]
        sentences = list(split(text))[:1]
        rows.append({"id": f"{kind.name}-{number}", "text": text, "sentences": sentences, "events": events_})
    found = samples([document_of(row) for row in rows if row["sentences"]], coder)
    for sample in found:
        sample.answers = [row for row in sample.answers if row[1].trigger.event_type == kind.name]
    return found


def train(
    data: Sequence[Sample],
    own: Sequence[Sample],
    folder: Path,
    settings: tuple[float, tuple[float, float]],
    parties: Sequence[Sample] = (),
) -> None:
    """Train the models and write them to a folder; those of place and time on the annotated articles alone.

    Args:
        data: The annotated articles.
        own: Other texts with their events.
        folder: Where the models go.
        settings: The threshold of confidence and its calibration.
        parties: Texts whose events are labelled with actors and recipients only.
    """
    threshold, calibration = settings
    rows = [row for sample in (*data, *own) for row in sample.answers]
    weights = fit([features.of_event(c, k) for c, k, _ in rows], [int(g is not None) for _, _, g in rows], 2, JUDGE_C)
    write(weights, folder / "events.judge.bin")
    counts = {stacking.key(k): [0, 0] for _, k, _ in rows}
    for _, candidate, gold in rows:
        counts[stacking.key(candidate)][0] += 1
        counts[stacking.key(candidate)][1] += gold is not None
    stacking.write({name: (seen, right) for name, (seen, right) in counts.items()}, folder / combined.SEEN)
    told = [(c, k, g) for c, k, g in rows if g is not None]
    labels = [ontology.STATUSES.index(g.status) for _, _, g in told]
    write(
        fit([features.of_status(c, k) for c, k, _ in told], labels, 4, STATUS_C, rare=1), folder / "events.status.bin"
    )
    told += [(c, k, g) for sample in parties for c, k, g in sample.answers if g is not None]
    train_roles(told, folder / "events.roles.crfsuite")
    train_setting(data, folder)
    chosen = {
        "threshold": threshold,
        "quiet_threshold": QUIET_THRESHOLD,
        "calibration": calibration,
        "setting": SETTING,
        "mixture": MIXTURE,
    }
    (folder / "events.json").write_text(json.dumps(chosen) + "\n", encoding="utf8")


def fit(rows: list[list[str]], labels: list[int], classes: int, c: float, rare: int = RARE) -> dict[str, list[float]]:
    """Return the weights of a logistic regression by feature, `bias` among them."""
    counts = Counter(f for row in rows for f in set(row))
    names = sorted(f for f, n in counts.items() if n >= rare)
    index = {f: i for i, f in enumerate(names)}
    columns = [[index[f] for f in dict.fromkeys(row) if f in index] for row in rows]
    pointers = np.cumsum([0, *map(len, columns)])
    indices = np.fromiter((i for row in columns for i in row), dtype=np.int32)
    matrix = csr_matrix((np.ones(len(indices)), indices, pointers), shape=(len(rows), len(names)))
    if classes == 2:
        model = LogisticRegression(C=c, solver="liblinear").fit(matrix, labels)
    else:
        model = LogisticRegression(C=c, solver="lbfgs", max_iter=400).fit(matrix, labels)
    weights = {"bias": [float(x) for x in model.intercept_]}
    for name, column in zip(names, model.coef_.T, strict=True):
        if np.abs(column).max() >= LIGHT:
            weights[name] = [float(x) for x in column]
    return weights


def write(weights: dict[str, list[float]], path: Path) -> None:
    """Write weights as the trie that `rasad.events.linear` reads."""
    width = len(weights["bias"])
    marisa_trie.RecordTrie(f"<{width}f", ((name, tuple(row)) for name, row in sorted(weights.items()))).save(str(path))


def train_roles(
    told: Sequence[tuple[Context, Candidate, GoldEvent]],
    path: Path,
    features_of: Callable[[Context, Candidate], list[list[str]]] = labelling.features,
) -> None:
    """Train the labelling of actors, recipients and sources."""
    trainer = pycrfsuite.Trainer(verbose=False)
    trainer.set_params({"c1": 0.0, "c2": 3.0, "max_iterations": 120})
    for context, candidate, gold in told:
        trainer.append(features_of(context, candidate), role_labels(context.doc, context.sentence, candidate.at, gold))
    trainer.train(str(path))


def train_setting(data: Sequence[Sample], folder: Path) -> None:
    """Train what tells the place and the time of an event, on the articles annotated with both."""
    places: list[tuple[list[str], bool]] = []
    times: list[tuple[list[str], bool]] = []
    for sample in data:
        doc, gold = sample.doc, located(sample)
        doc.events = [event for event, _ in gold]
        setting = Setting(doc)
        for event, told in gold:
            for name in setting.places:
                answer = told.place is not None and alike(told.place, name)
                places.append((setting.of_place(event, name), answer))
            for placed in setting.times:
                time = placed.mention
                assert isinstance(time, Time)
                first, last = time.dated
                answer = told.days is not None and told.days == (first, last or first)
                times.append((setting.of_time(event, placed), answer))
        doc.events = []
    for name, rows, c in (("place", places, PLACE_C), ("time", times, TIME_C)):
        weights = fit([found for found, _ in rows], [int(answer) for _, answer in rows], 2, c)
        write(weights, folder / f"events.{name}.bin")


def located(sample: Sample) -> list[tuple[Event, GoldEvent]]:
    """Return an article's annotated events as events of its document, with the parties that their sentence names."""
    doc, found = sample.doc, []
    for told in sample.gold.events:
        index = next((i for i, s in enumerate(doc.sentences) if s.start <= told.start < s.end), None)
        if index is None:
            continue
        event, sentence = Event(told.start, told.end, index, told.event_type, told.status), doc.sentences[index]
        for phrases, names in ((told.actors, event.actor), (told.recipients, event.recipient)):
            for phrase in phrases:
                at = doc.text.find(phrase, sentence.start, sentence.end)
                if at >= 0:
                    names.append(Name(at, at + len(phrase), "group"))
        found.append((event, told))
    return found


def cross_validate(
    data: list[Sample], own: list[Sample], parties: list[Sample], options: argparse.Namespace, coder: str
) -> None:
    """Print the figures over held-out articles, the best threshold, and how well confidence is calibrated."""
    folds, threshold = options.folds, options.threshold
    only = range(folds) if options.only is None else options.only
    measured = [s for i, s in enumerate(data) if i % folds in only]
    coded: list[record.Record] = []
    scores: list[tuple[float, bool]] = []
    for fold in only:
        rest = [s for i, s in enumerate(data) if i % folds != fold]
        kept = rest[: math.ceil(len(rest) * options.share)]
        test = [s for i, s in enumerate(data) if i % folds == fold]
        with tempfile.TemporaryDirectory() as folder:
            train(kept, own, Path(folder), (0.05, (1.0, 0.0)), parties)
            judge = Judge(Path(folder))
            scores += fold_scores(test, judge)
            judge.threshold = threshold
            coded += judged(test, judge, coder)
    print(report(evaluate([s.gold for s in measured], coded)))
    slope, shift = calibrate(scores)
    error = expected_error(scores, slope, shift)
    print(f"calibration: slope {slope:.3f} shift {shift:.3f}; expected error over ten bins {error:.3f}")
    total = sum(len(s.gold.events) for s in measured)
    for at in (0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6):
        said = [right for p, right in scores if p >= at]
        hits = sum(said)
        precision, recall = hits / max(1, len(said)), hits / total
        print(f"threshold {at:.2f}: P {precision:.3f} R {recall:.3f} F1 {2 * hits / (len(said) + total):.3f}")


def fold_scores(test: Sequence[Sample], judge: Judge) -> list[tuple[float, bool]]:
    """Return `(confidence, right)` of the best candidate of every word."""
    found = []
    for sample in test:
        answers = {(id(c), id(k)): g for c, k, g in sample.answers}
        for context in sample.contexts:
            for chosen in selection.select(context, judge):
                found.append((chosen.verdict.confidence, answers[id(context), id(chosen.candidate)] is not None))
    return found


def calibrate(scores: Sequence[tuple[float, bool]]) -> tuple[float, float]:
    """Return slope and shift of Platt's scaling (1999) on the log-odds of held-out confidences."""
    odds = np.array([[math.log(p / (1 - p))] for p, _ in scores])
    model = LogisticRegression(C=1e6).fit(odds, [int(r) for _, r in scores])
    return float(model.coef_[0][0]), float(model.intercept_[0])


def expected_error(scores: Sequence[tuple[float, bool]], slope: float, shift: float) -> float:
    """Return the expected calibration error over ten bins of equal width."""
    bins: dict[int, list[tuple[float, bool]]] = {}
    for p, right in scores:
        q = 1 / (1 + math.exp(-(slope * math.log(p / (1 - p)) + shift)))
        bins.setdefault(min(9, int(q * 10)), []).append((q, right))
    return sum(abs(sum(q for q, _ in b) - sum(r for _, r in b)) for b in bins.values()) / len(scores)


def main() -> None:
    """Train, or measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--folds", type=int, default=0)
    parser.add_argument("--only", type=int, nargs="+", help="measure on these folds only")
    parser.add_argument("--share", type=float, default=1.0)
    parser.add_argument("--without", action="append", default=[], choices=("corpus", "examples", "quiet", "gsr"))
    parser.add_argument("--threshold", type=float, default=0.4)
    parser.add_argument("--calibration", type=float, nargs=2, default=CALIBRATION, metavar=("SLOPE", "SHIFT"))
    options = parser.parse_args()
    coder = Coder(Config(judge="rules"))
    data = samples(read_gold(options.shared / "data/events/train.jsonl"), coder, hold_out=True)
    own = own_samples(coder, options.without)
    if "quiet" not in options.without:
        own += quiet_samples(options.shared / "data/news", coder, QUIET)
    parties = [] if "gsr" in options.without else party_samples(options.shared, coder)
    if options.folds:
        cross_validate(data, own, parties, options, coder.name)
        return
    train(data, own, models.FOLDER, (options.threshold, tuple(options.calibration)), parties)
    write_built_in([sample.gold.text for sample in (*data, *own)])
    for path in sorted(models.FOLDER.glob("events.*")):
        print(f"{path.name} {path.stat().st_size / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
