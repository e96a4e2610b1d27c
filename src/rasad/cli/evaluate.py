"""`rasad evaluate`: precision, recall and F1 against annotated articles."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from rasad.cli import common, sides

NAME = "evaluate"

_NEEDED = "doc_id event_type status trigger actor recipient event_loc date attribution".split()


def command(
    gold: Annotated[Path, typer.Argument(metavar="GOLD.jsonl", help="Annotated articles, one a line.")],
    events: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Events coded before; without it the coder runs.")
    ] = None,
    errors: Annotated[int, typer.Option(min=0, help="How many errors to print.")] = 0,
    jobs: common.Jobs = 1,
    engine: common.Engine = "crf",
    judge: common.Judge = "combined",
    encoder: common.Encoder = None,
) -> None:
    """Measure events against annotated articles. Precision, recall and F1 of each field and of each event type."""
    from rasad.coder import Coder, Config, code_all
    from rasad.evaluate import evaluate, read_gold, report
    from rasad.read import read

    documents = read_gold(gold)
    if events is not None:
        records = sides.read_records(events, _NEEDED)
    else:
        tally = common.Tally()
        coded = common.tracked(
            code_all(Coder(Config(engine, judge, encoder)), read([str(gold)]), jobs), tally, "coding"
        )
        records = [record for item in coded for record in item.records]
        if tally.problems:
            tally.summary()
    print(report(evaluate(documents, records), errors=errors))
