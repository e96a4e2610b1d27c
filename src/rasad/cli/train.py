"""`rasad train`: fine-tunes a Hugging Face encoder for the judge `transformer`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from rasad.cli import common

NAME = "train"


def command(
    encoder: Annotated[
        str, typer.Option(metavar="NAME", help="A folder with an encoder (nothing is fetched), or a name of the hub.")
    ],
    gold: Annotated[list[Path], typer.Option(metavar="FILE.jsonl", help="Annotated articles; repeatable.")],
    output: Annotated[Path, typer.Option("-o", "--output", metavar="FOLDER", help="Where the trained encoder goes.")],
    names: Annotated[
        list[Path] | None,
        typer.Option(metavar="FILE", help="Texts with names, CoNLL or .jsonl; without them the built-in names stay."),
    ] = None,
    dev: Annotated[
        Path | None,
        typer.Option(metavar="FILE.jsonl", help="Articles to weigh and measure with; else every eighth of --gold."),
    ] = None,
    epochs: Annotated[int, typer.Option(min=1, help="How often each sentence is seen.")] = 5,
    batch: Annotated[int, typer.Option(min=1, help="Sentences seen at once.")] = 16,
    lr: Annotated[float, typer.Option(help="Highest learning rate of the encoder.")] = 5e-5,
    seed: Annotated[int, typer.Option(help="The same seed, labels and machine give the same encoder.")] = 1,
    device: Annotated[str, typer.Option(help="auto, cpu or cuda.")] = "auto",
    minutes: Annotated[float | None, typer.Option(help="Stop training after so many minutes.")] = None,
    longest: Annotated[int, typer.Option(min=16, help="Pieces of words read at once at most.")] = 256,
    precision: Annotated[str, typer.Option(help="Numbers of the network that runs: int8 or fp32.")] = "int8",
    beside: Annotated[str, typer.Option(help="The judge it is weighed with: combined or trained.")] = "combined",
    hope: Annotated[
        float, typer.Option(help="Sentences in which that judge finds nothing likelier are not read; 0 reads all.")
    ] = 0.02,
    use_names: Annotated[
        bool | None,
        typer.Option(
            "--use-names/--no-use-names",
            help="Use the encoder's names; by default where it finds held-out ones as well as the built-in model.",
            show_default=False,
        ),
    ] = None,
) -> None:
    """Fine-tune an encoder on annotated articles. What comes out codes with --judge transformer --encoder FOLDER."""
    from rasad.train import Options, train

    options = Options(
        encoder, output, tuple(gold), tuple(names or ()), dev, epochs, batch, lr, seed, device, minutes, longest,
        precision, beside, hope, use_names=use_names,
    )  # fmt: skip
    print(train(options, common.say))
