"""Rasad reads Arabic news and writes down sourced event records.

import rasad
coder = rasad.load()
events = coder(text, published="2016-07-20")   # a list of records; `events.document`, `events.to_frame()`
"""

from __future__ import annotations

from typing import TYPE_CHECKING

__version__ = "0.1.0"

if TYPE_CHECKING:
    from rasad.coder import Coder
    from rasad.grounding import ground
    from rasad.view import Events


def load(engine: str = "crf", judge: str = "combined", encoder: str | None = None) -> Coder:
    """Return a coder.

    Args:
        engine: Analysis engine: `crf` (trained), or `rules` (needs no trained model).
        judge: `combined` weighs events by trained models and a neural encoder, `trained` by the former alone, `rules`
            by the vocabulary alone.
        encoder: The folder of `rasad train` that the judge `transformer` opens; `None`: that of `RASAD_ENCODER`.

    Raises:
        PartError: There is no such engine or judge.
        RasadError: A judge is not set up, or an encoder is given to a judge that has no use for one.
    """
    from rasad.coder import Coder, Config

    return Coder(Config(engine, judge, encoder))


def __getattr__(name: str) -> object:
    if name == "Events":  # imported when asked for, to keep `import rasad` quick
        from rasad.view import Events

        return Events
    if name == "ground":
        from rasad.grounding import ground

        return ground
    raise AttributeError(f"module 'rasad' has no attribute {name!r}")


__all__ = ["Coder", "Events", "__version__", "ground", "load"]
