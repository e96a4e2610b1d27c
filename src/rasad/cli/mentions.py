"""`rasad mentions`: every mention as JSON lines."""

from __future__ import annotations

from rasad.cli import common

NAME = "mentions"


def command(
    inputs: common.Inputs,
    output: common.Output = "-",
    engine: common.Engine = "crf",
    judge: common.Judge = "combined",
    encoder: common.Encoder = None,
    format_: common.Format = None,
    field: common.Fields = None,
    encoding: common.Encoding = None,
) -> None:
    """Write every mention as JSON lines. Persons, organisations, places, times, quantities and quotes."""
    from rasad.coder import Coder, Config
    from rasad.errors import Problem
    from rasad.read import read
    from rasad.view import mention_rows

    coder = Coder(Config(engine, judge, encoder))  # a judge whose model tells names gives them
    options = common.read_options(format_, field, encoding)
    tally = common.Tally()
    with common.output(output, inputs) as file:
        for article in common.articles_only(read(inputs, options), tally):
            try:
                rows = mention_rows(coder.document(article))
            except Exception as error:  # a batch goes on after any fault of one document
                problem = Problem.from_error(error, stage="mentions", place=article.origin, doc_id=article.id)
                tally.add_problem(problem)
                rows = []
            tally.articles += 1
            tally.events += len(rows)
            tally.words += len(article.text.split())
            for row in rows:
                common.write_line(file, row)
    tally.finish("mentions")
