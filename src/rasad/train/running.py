"""A training from labels to the finished folder."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import orjson
import torch

from rasad import models, ontology
from rasad.analyse import analyse
from rasad.coder import Coder, Config
from rasad.document import Article, Document
from rasad.encoder.transformer import FORMAT, SETTINGS, Cutter, Transformer
from rasad.errors import InputError, RasadError
from rasad.evaluate import GoldDocument
from rasad.events.judges.combined import LABELS as ROLES
from rasad.events.judges.transformer import Judge
from rasad.mentions.names import find as find_names
from rasad.train import card, gold, hub, mixing
from rasad.train.export import export, try_out, widths
from rasad.train.fitting import KEPT, fit
from rasad.train.network import Network
from rasad.train.options import Options
from rasad.train.rows import TYPES, Row, event_rows, name_rows
from rasad.train.samples import analysed, sample_of

_APART = 8  # every so manieth article is held out where no others are given
_UNFINISHED = "unfinished"  # the folder in the folder where all is put together
_BLOCK = 40  # sentences with names of one article or nearly so: held out together, every tenth block
_Name = tuple[int, int, int, str]  # number of the text, half-open range of the name, kind


class Labels(NamedTuple):
    """What is trained on, and what is held out of it."""

    articles: list[GoldDocument]
    held: list[GoldDocument]
    names: list[gold.Labelled]
    held_names: list[gold.Labelled]
    files: list[gold.Counts]


def run(options: Options, say: Callable[[str], None]) -> str:
    """Train, export, weigh and measure; return the model card.

    Raises:
        RasadError: A file of labels, the encoder or the folder is not what it must be.
    """
    out = options.out
    if (out / SETTINGS).exists():
        raise RasadError(f"{out} holds a trained encoder already; give another folder with -o, or delete that one")
    labels = read_labels(options)
    loaded = hub.load(options.encoder, options.longest)
    cutter = loaded.cutter()
    tasks = [[row for one in labels.articles for row in _rows_of(one, cutter, say)]]
    if not tasks[0]:
        raise RasadError("there is no sentence to train on: every annotated article was left out")
    tasks += [[row for text in labels.names for row in name_rows(text, cutter)]] if labels.names else []
    say(f"{len(labels.articles)} articles and {len(labels.names)} texts with names: {sum(map(len, tasks)):,} sentences")
    torch.manual_seed(options.seed)
    sizes = len(TYPES), len(ontology.STATUSES), len(ROLES)
    network = Network(loaded.body, sizes, len(gold.NAME_LABELS) if labels.names else 0)
    work = out / _UNFINISHED
    work.mkdir(parents=True, exist_ok=True)
    try_out(network, loaded, tasks[0], work)
    done = fit(network, tasks, loaded.padding, options, say)
    agreement = export(network, loaded, tasks[0], work)
    say(f"exported; the same to {agreement.difference:.1g}, types of {agreement.types:.1%} of the pieces in 8 bits")
    settings = _settings(network, loaded, options)
    measured, names = _weigh(work, settings, labels, options, say)
    seen = _seen(labels, options)
    text = card.text(card.Told(options, labels.files, done, agreement, measured, names, settings, seen))
    (work / "README.md").write_text(text, encoding="utf8")
    _write_settings(work, settings)
    for path in sorted(work.iterdir(), key=lambda path: path.name == SETTINGS):  # it says that all is there
        path.replace(out / path.name)
    work.rmdir()
    (out / KEPT).unlink(missing_ok=True)
    return text


def read_labels(options: Options) -> Labels:
    """Return the labels of all files; held-out articles are never among those to train on.

    Raises:
        InputError: A file is not what it must be.
        RasadError: There are too few articles.
    """
    files, articles = [], []
    for path in options.gold:
        found = gold.articles(path)
        articles += found
        files.append(gold.counts(path, len(found), sum(len(one.events) for one in found)))
    if options.dev:
        held = gold.articles(options.dev)
        files.append(gold.counts(options.dev, len(held), sum(len(one.events) for one in held)))
    else:
        held = articles[_APART - 1 :: _APART] if len(articles) >= 2 * _APART else articles[1::4]
    apart = {one.text for one in held}
    articles = [one for one in articles if one.text not in apart]
    for some, what in ((held, "to measure with"), (articles, "to train on")):
        if len(some) < 2 or not any(one.events for one in some):
            raise RasadError(f"there are too few annotated articles {what}: two at least, one of them with an event")
    texts: list[gold.Labelled] = []
    for path in options.names:
        named = gold.names(path)
        texts += named
        files.append(gold.counts(path, len(named), sum(label[0] == "B" for _, labels in named for label in labels)))
    block = _BLOCK if len(texts) >= 10 * _BLOCK else 1
    held_names = [text for i, text in enumerate(texts) if i // block % 10 == 4]
    return Labels(articles, held, [t for i, t in enumerate(texts) if i // block % 10 != 4], held_names, files)


def _rows_of(article: GoldDocument, cutter: Cutter, say: Callable[[str], None]) -> Iterator[Row]:
    try:
        yield from event_rows(article, cutter)
    except InputError as error:
        say(f"left out {article.id}: {error}")


def _settings(network: Network, loaded: hub.Loaded, options: Options) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "encoder": Path(options.encoder).name if Path(options.encoder).is_dir() else options.encoder,
        "types": list(TYPES),
        "names": list(gold.NAME_LABELS) if network.names is not None else [],
        "names_used": False,
        "widths": widths(network),
        "longest": loaded.longest,
        "padding": loaded.padding,
        "precision": options.precision,
        "beside": options.beside,
        "hope": options.hope,
        "mixture": mixing.BESIDE_ALONE,
    }


def _weigh(
    folder: Path, settings: dict[str, Any], labels: Labels, options: Options, say: Callable[[str], None]
) -> tuple[mixing.Measured, card.BothNames | None]:
    """Weigh the exported encoder with the judge beside, put the weights into the settings, and measure."""
    _write_settings(folder, settings)
    named = None
    if settings["names"]:
        named = _names(Transformer(folder), labels.held_names)
        better = named.encoder.f1 >= named.built_in.f1
        settings["names_used"] = better if options.use_names is None else options.use_names
        _write_settings(folder, settings)
    coder = Coder(Config(judge="transformer", encoder=str(folder)))
    samples = [sample_of(*pair) for pair in analysed(labels.held, coder, say)]
    judge = Judge(folder, options.linear)
    measured = mixing.measure(samples, judge)
    settings["mixture"] = mixing.mixture(samples, judge)
    return measured, named


def _names(encoder: Transformer, held: list[gold.Labelled]) -> card.BothNames:
    """Return how well the encoder and the built-in model name the persons and organisations of held-out texts."""
    told: list[_Name] = []
    own: list[_Name] = []
    built_in: list[_Name] = []
    for number, (text, labels) in enumerate(held):
        doc = Document(Article("", text.text))
        analyse(doc)  # the same words; the built-in model sees their parts of speech too
        ways = (told, labels), (own, encoder.name_labels(doc)), (built_in, None)
        for found, way in ways:
            found.extend((number, name.start, name.end, name.kind) for name in find_names(doc, labels=way))
    return card.BothNames(*(card.Names(len({*found} & {*told}), len(found), len(told)) for found in (own, built_in)))


def _seen(labels: Labels, options: Options) -> int:
    """Return how many held-out articles the judge beside was trained on, as far as that is known."""
    if options.linear != models.FOLDER:
        return 0
    return sum(gold.digest(one.text) in gold.built_in() for one in labels.held)


def _write_settings(folder: Path, settings: dict[str, Any]) -> None:
    half = folder / f"{SETTINGS}.half"
    half.write_bytes(orjson.dumps(settings, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE))
    half.replace(folder / SETTINGS)


__all__ = ["Labels", "read_labels", "run"]
