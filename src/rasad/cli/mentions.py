"""`rasad mentions`: every mention as JSON lines."""

from __future__ import annotations

from rasad.cli import common

NAME = "mentions"


def command(
    inputs: common.Inputs,
    output: common.Output = "-",
    engine: common.Engine = "crf",
    format_: common.Format = None,
    field: common.Fields = None,
    encoding: common.Encoding = None,
) -> None:
    """Write every mention of a person, organisation, place, time, quantity or quote, one a line."""
    from rasad.coder import Coder, Config
    from rasad.errors import Problem, RasadError
    from rasad.read import read
    from rasad.view import mention_rows

    coder = Coder(Config(engine))
    tally = common.Tally()
    with common.output(output) as file:
        for article in common.articles_only(read(inputs, common.read_options(format_, field, encoding)), tally):
            try:
                rows = mention_rows(coder.document(article))
            except RasadError as error:
                problem = Problem.from_error(error, stage="mentions", place=article.origin, doc_id=article.id)
                tally.problems.append(problem)
                continue
            tally.articles += 1
            for row in rows:
                common.write_line(file, row)
    tally.summary()
