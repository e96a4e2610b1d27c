"""Stage 3, analyse: sentences, words, clitics, parts of speech."""

from __future__ import annotations

from types import ModuleType

from rasad import parts
from rasad.analyse.sentences import bounds
from rasad.analyse.words import tokens
from rasad.arabic.letters import fold_word
from rasad.document import Document, Sentence, Word

ENGINES = "rasad.analyse.engines"
_SYMBOLS = frozenset("%+=<>$€£¥@#&*°©®™^~|\\")


def analyse(doc: Document, engine: str = "crf") -> None:
    """Fill the document's sentences and words; what it had of both is replaced. Leftovers get neither.

    Args:
        doc: The document, cleaned.
        engine: A part of `rasad.analyse.engines`: `crf` (trained), `rules` (no trained model).

    Raises:
        PartError: There is no such engine.
    """
    part = parts.load(ENGINES, engine)
    doc.sentences, doc.words = [], []
    for start, end in bounds(doc):
        words = [_word(part, doc.text, *token) for token in tokens(doc.text, start, end)]
        if not words:
            continue
        part.tag(words, doc.text)
        first = len(doc.words)
        doc.words += words
        doc.sentences.append(Sentence(start, end, first, len(doc.words)))


def check_engine(engine: str) -> None:
    """Raise where there is no such engine.

    Raises:
        PartError: There is no such engine, or a library that it needs is not installed.
    """
    parts.load(ENGINES, engine)


def _word(part: ModuleType, text: str, kind: str, start: int, end: int) -> Word:
    surface = text[start:end]
    if kind == "arabic":
        cut = part.cut(surface)
        return Word(
            start, end, cut.norm, kind, cut.proclitics, cut.core, start + cut.start, start + cut.end, cut.enclitic
        )
    norm = fold_word(surface) or "-"
    pos = "NUM" if kind == "number" else "X" if kind == "latin" else "SYM" if norm in _SYMBOLS else "PUNCT"
    return Word(start, end, norm, kind, (), norm, start, end, "", pos)
