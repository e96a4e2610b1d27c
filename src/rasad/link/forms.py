"""The written forms of the nouns, titles and nationalities of the vocabulary of actors."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from rasad.arabic.letters import fold_word
from rasad.link.phrase import bare


@dataclass(frozen=True, slots=True)
class Form:
    """A form of an expression: its words folded, without the article.

    Attributes:
        number: 1, 2, 3 (several) or 0 where the writing leaves it open.
        feminine: Whether the form is feminine, `None` where that is open.
        person: Whether the noun names persons, not a body of them.
    """

    words: tuple[str, ...]
    number: int = 0
    feminine: bool | None = None
    person: bool = False


def forms(spec: str) -> Iterator[Form]:
    """Return the forms of a noun as `vocabulary/actors/sectors.toml` writes it: `singular+/plural/plural`."""
    singular, *plurals = spec.split("/")
    person = singular.endswith("+")
    first, *rest = singular.removesuffix("+").split()
    tail = tuple(bare(word) for word in rest)
    named = person or (bool(plurals) and not rest)
    for text, number, feminine in _singular(bare(first), person, bool(plurals)):
        yield Form((text, *tail), number, feminine, person)
    for plural in plurals:
        head, *after = plural.split()
        words = (bare(head), *(bare(word) for word in after))
        yield Form(words, 3, None, person or (named and person))
        if not after and not words[0].endswith(("ه", "ا", "ي", "ون", "ين")):
            yield Form((words[0] + "ا",), 3, None, person)


def _singular(word: str, person: bool, broken: bool) -> Iterator[tuple[str, int, bool | None]]:
    feminine = word.endswith("ه")
    stem = word[:-1] + "ت" if feminine else word
    yield word, 1, feminine
    if not word.endswith(("ه", "ا")):
        yield word + "ا", 1, False
    yield stem + "ان", 2, feminine
    yield stem + "ين", 2 if broken or feminine else 0, feminine
    if feminine and person:
        yield stem[:-1] + "ات", 3, True
    if person and not feminine:
        yield word + "ه", 1, True
        for ending in ("ون", "و", "ي", "وا"):
            yield word + ending, 3, False
        yield word + "ات", 3, True
        yield word + "تان", 2, True
        yield word + "تين", 2, True


def nationality_forms(adjective: str) -> Iterator[Form]:
    """Return the forms of a nationality adjective of one word (فرنسي) or two (كوري جنوبي)."""
    stems = fold_word(adjective).split()
    if len(stems) == 1:
        for form in _adjective(stems[0]):
            yield form
    elif stems[0].endswith("ي"):
        for first, second in zip(_adjective(stems[0]), _adjective(stems[1]), strict=True):
            yield Form((*first.words, *second.words), first.number, first.feminine, True)
    else:  # جنوب أفريقي: the first word stays
        for form in _adjective(stems[1]):
            yield Form((stems[0], *form.words), form.number, form.feminine, True)


def _adjective(stem: str) -> Iterator[Form]:
    endings: tuple[tuple[str, int, bool | None], ...] = (
        ("", 1, False), ("ا", 1, False), ("ه", 1, True), ("ون", 3, False), ("ين", 0, False), ("و", 3, False),
        ("ان", 2, False), ("ات", 3, True), ("تان", 2, True), ("تين", 2, True), ("ي", 3, False),
    )  # fmt: skip
    for ending, number, feminine in endings:
        yield Form((stem + ending,), number, feminine, True)
