"""The model card of a trained encoder: what it was made of, and what was measured."""

from __future__ import annotations

from datetime import UTC, datetime
from importlib.metadata import version
from typing import Any, NamedTuple

import rasad
from rasad.evaluate import Evaluation
from rasad.train.export import Agreement
from rasad.train.fitting import Done
from rasad.train.gold import Counts
from rasad.train.mixing import Measured
from rasad.train.options import Options

_FIGURES = ("actors", "recipients", "attribution", "place", "date")
_LIBRARIES = ("torch", "transformers", "tokenizers", "onnx", "onnxruntime")


class Names(NamedTuple):
    """Names found rightly, found, and labelled, in held-out texts."""

    hits: int
    said: int
    told: int

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        return 2 * self.hits / max(1, self.said + self.told)


class BothNames(NamedTuple):
    """Persons and organisations as the encoder finds them, and as the built-in model does."""

    encoder: Names
    built_in: Names


class Told(NamedTuple):
    """All that a card tells; `seen`: held-out articles that the built-in models were trained on."""

    options: Options
    files: list[Counts]
    done: Done
    agreement: Agreement
    measured: Measured
    names: BothNames | None
    settings: dict[str, Any]
    seen: int


def text(told: Told) -> str:
    """Return the card, in Markdown."""
    options, settings = told.options, told.settings
    parts = [
        f"# {settings['encoder']}, fine-tuned by Rasad\n",
        f"Made on {datetime.now(UTC):%Y-%m-%d} by Rasad {rasad.__version__} with "
        f"{', '.join(f'{name} {version(name)}' for name in _LIBRARIES)}. Finds types, statuses and parties of events"
        f"{' and names' if settings['names_used'] else '; names stay those of the built-in model'}. "
        "The terms of the encoder and of the labels hold for this folder too.\n",
        "## Labels\n",
        *_table(("file", "texts", "labels", "SHA-256"), [(f.path, f.texts, f.labels, f.sha256) for f in told.files]),
        f"{_held(options)}\n",
        "## Training\n",
        f"{told.done.epochs} of {options.epochs} epochs in {told.done.seconds:.0f} s: batches of {options.batch}, "
        f"learning rate {options.lr:g}, seed {options.seed}, {settings['longest']} pieces at once. The exported "
        f"network says the same to {told.agreement.difference:.1g}; in 8-bit numbers the likeliest type is the same "
        f"for {told.agreement.types:.1%} of the pieces. `{settings['precision']}` runs.\n",
        "## Measured\n",
        *_figures(told),
    ]
    return "\n".join(parts)


def _held(options: Options) -> str:
    apart = f"{options.dev.name} was" if options.dev else "Of the articles every eighth (of few: every fourth) was"
    names = " and of the texts with names a tenth" if options.names else ""
    return f"{apart} held out{names}: not trained on, but measured with, and used to weigh the encoder."


def _figures(told: Told) -> list[str]:
    settings = told.settings
    of = f"the judge `{settings['beside']}` alone"
    columns = ((of, told.measured.beside), ("the encoder alone", told.measured.encoder), ("both", told.measured.both))
    rows = [(name, _f1(one, "event"), f"{one.status_accuracy:.3f}", *(_f1(one, f) for f in _FIGURES), _alarms(one))
            for name, one in columns]  # fmt: skip
    heads = ("held-out articles", "event F1", "status accuracy", *(f"{name} F1" for name in _FIGURES))
    gold = told.measured.both.figures["event"].gold
    found = [
        *_table((*heads, "false alarms per 1,000 words"), rows),
        f"{gold} annotated events. The weights of `both` were fitted on one half of the articles for the other; those "
        f"in `encoder.json` on all: `{settings['mixture']}`.\n",
    ]
    if told.seen:
        found.append(
            f"**The built-in models were trained on {told.seen} of the held-out articles.** Their figures, alone and "
            "in `both`, are too high, and the encoder counts for less than it should; give articles that they have not "
            "seen with `--dev`.\n"
        )
    if told.names:
        rows = [
            (who, f"{n.hits / max(1, n.said):.3f}", f"{n.hits / max(1, n.told):.3f}", f"{n.f1:.3f}")
            for who, n in (("the encoder", told.names.encoder), ("the built-in model", told.names.built_in))
        ]
        found += [
            f"{told.names.encoder.told} persons and organisations of held-out texts (kind and both ends right); the "
            "built-in model learned from ANERcorp, AQMAR and CAraNER, and looks better than it is on these:\n",
            *_table(("names of", "P", "R", "F1"), rows),
            f"Names are found by the {'encoder' if settings['names_used'] else 'built-in model'}, above too.\n",
        ]
    return found


def _f1(found: Evaluation, name: str) -> str:
    return f"{found.figures[name].f1:.3f}"


def _alarms(found: Evaluation) -> str:
    return f"{found.false_alarms:.2f}" if found.idle_words else "-"


def _table(heads: tuple[str, ...], rows: list[tuple[Any, ...]]) -> list[str]:
    lines = [heads, ("---",) * len(heads), *rows]
    return [*("| " + " | ".join(str(cell) for cell in line) + " |" for line in lines), ""]
