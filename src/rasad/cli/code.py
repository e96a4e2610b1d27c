"""`rasad code`: events as JSON lines."""

from __future__ import annotations

from rasad.cli import common

NAME = "code"


def command(
    inputs: common.Inputs,
    output: common.Output = "-",
    jobs: common.Jobs = 1,
    engine: common.Engine = "crf",
    judge: common.Judge = "combined",
    llm: common.Llm = None,
    encoder: common.Encoder = None,
    format_: common.Format = None,
    field: common.Fields = None,
    encoding: common.Encoding = None,
) -> None:
    """Write the events of articles as JSON lines. One record a line, in the order of the articles."""
    from rasad.coder import Coder, Config, code_all
    from rasad.read import read

    common.set_llm(llm)
    coder = Coder(Config(engine, judge, encoder))
    options = common.read_options(format_, field, encoding)
    tally = common.Tally()
    with common.output(output, inputs) as file:
        for coded in common.tracked(code_all(coder, read(inputs, options), jobs), tally, "coding"):
            for record in coded.records:
                common.write_line(file, record)
            if tally.articles == 1:
                file.flush()  # the first events are there at once, whoever reads them
    common.say_spent(judge, tally)
    tally.finish()
