"""`rasad evaluate`: precision, recall and F1 against annotated articles."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from rasad.cli import common

NAME = "evaluate"


def command(
    gold: Annotated[Path, typer.Argument(metavar="GOLD.jsonl", help="Annotated articles, one a line.")],
    events: Annotated[Path | None, typer.Option(help="Events coded before; without it the coder runs.")] = None,
    errors: Annotated[int, typer.Option(help="How many errors to print.")] = 0,
    engine: common.Engine = "crf",
    judge: common.Judge = "trained",
) -> None:
    """Measure coded events against annotated articles, per figure and per event type."""
    from rasad.coder import Coder, Config, code_all
    from rasad.evaluate import evaluate, read_gold, report
    from rasad.read import read

    documents = read_gold(gold)
    if events is None:
        coder = Coder(Config(engine, judge))
        tally = common.Tally()
        coded = common.tracked(code_all(coder, read([str(gold)])), tally, "coding")
        records = [record for item in coded for record in item.records]
    else:
        import orjson

        records = [orjson.loads(line) for line in events.read_bytes().splitlines() if line.strip()]
    print(report(evaluate(documents, records), errors=errors))
