"""What `rasad train` is told."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from rasad import models
from rasad.errors import RasadError

DEVICES = ("auto", "cpu", "cuda")
PRECISIONS = ("int8", "fp32")
BESIDE = ("combined", "trained")


@dataclass(frozen=True, slots=True)
class Options:
    """The settings of a training.

    Attributes:
        encoder: A folder, or a name of the Hugging Face hub.
        out: Where the trained encoder goes.
        gold: Files of annotated articles.
        names: Files of texts with names; none: the built-in names stay.
        dev: Annotated articles to weigh and measure with; `None`: every eighth article of `gold` is kept apart for it.
        epochs: How often each row is seen.
        batch: Sentences seen at once.
        lr: The encoder's highest learning rate; that of the heads is twenty times as high.
        seed: Of all chance.
        device: `auto` (a GPU where there is one), `cpu` or `cuda`.
        minutes: When training stops, though epochs are left; `None`: never.
        longest: Pieces read at once at most; less where the encoder takes less.
        precision: Numbers of the network that runs: `int8` (smaller, faster) or `fp32`.
        beside: The judge that the encoder is weighed with: `combined` or `trained`.
        hope: Sentences for whose candidates that judge has no higher confidence are not read by the encoder.
        linear: The folder of that judge's models.
        use_names: Whether the encoder's names are used; `None`: where it finds them as well as the built-in model.
    """

    encoder: str
    out: Path
    gold: tuple[Path, ...]
    names: tuple[Path, ...] = ()
    dev: Path | None = None
    epochs: int = 5
    batch: int = 16
    lr: float = 5e-5
    seed: int = 1
    device: str = "auto"
    minutes: float | None = None
    longest: int = 256
    precision: str = "int8"
    beside: str = "combined"
    hope: float = 0.02
    linear: Path = models.FOLDER
    use_names: bool | None = None

    def check(self) -> None:
        """Raise where a setting has a value that it cannot have.

        Raises:
            RasadError: The message names the setting and what is allowed.
        """
        for name, allowed in (("device", DEVICES), ("precision", PRECISIONS), ("beside", BESIDE)):
            if getattr(self, name) not in allowed:
                raise RasadError(f"--{name} must be one of {', '.join(allowed)}, not {getattr(self, name)!r}")
        least = {"epochs": 1, "batch": 1, "lr": 0, "minutes": 0, "longest": 16}
        for name, bound in least.items():
            value = getattr(self, name)
            if value is not None and not bound <= value < float("inf"):
                raise RasadError(f"--{name} must be a number of at least {bound}, not {value}")
        if not 0 <= self.hope < 1:
            raise RasadError(f"--hope must be a confidence from 0 (read all sentences) to below 1, not {self.hope}")
        if not self.gold:
            raise RasadError("give annotated articles with --gold FILE.jsonl")

    def key(self) -> dict[str, object]:
        """Return what must be the same for a training to go on where it was stopped."""
        kept = ("encoder", "epochs", "batch", "lr", "seed", "longest")
        return {name: getattr(self, name) for name in kept}
