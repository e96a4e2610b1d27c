"""Noun phrases of a sentence as the annotation cuts them: the shortest full phrase, without relative clauses.

Built on the words' parts of speech: a phrase begins at a noun, name or number and goes on through its adjectives, the
nouns that it governs (iḍāfa), names in apposition, `من` after a counting word, and a second genitive joined by و where
both stand under one head (`وزراء الخارجية والدفاع`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from rasad import vocabulary
from rasad.arabic.letters import fold_word
from rasad.document import Mention, Word

NOMINAL = frozenset(("NOUN", "PROPN", "X", "NUM", "ADJ"))
_NAME = frozenset(("PROPN", "X"))
_COUNTING = frozenset(
    "عشرات مئات الاف الوف عدد اكثر اقل نحو حوالي بعض احد احدي كل معظم مجموعه عدد كثير بضعه جميع غالبيه".split()
)
_FREE_PREPOSITIONS = frozenset(
    "في من الي علي عن مع بين ضد لدي حول خلال بعد قبل منذ حتي تحت فوق امام وراء قرب عبر دون عند نحو".split()
)
_NO_HEAD = frozenset(
    "الذي التي الذين اللذان اللتان هذا هذه ذلك تلك هو هي هم ان انه انها قد لم لن لا ما كما حيث بينما اذ اذا".split()
    + "لكن بل ثم او ام كان كانت".split()
)


@dataclass(frozen=True, slots=True)
class Phrase:
    """A noun phrase: `first:last` are word indices of the sentence, `last` not included; `start:end` its text range.

    Attributes:
        preposition: Folded preposition before it (`علي`, `ب`, `من قبل` ...) or empty.
        joined: Whether و or a comma joins it to the phrase before.
        head: Index of its first content word.
    """

    first: int
    last: int
    start: int
    end: int
    preposition: str
    joined: bool
    head: int


def surface_start(word: Word) -> int:
    """Return where a word begins without its attached particles; of `للوساطة` the `ل` stays, as annotators keep it.

    The article after ل has lost its alef, so that without ل the rest (`لوساطة`) would be no word.
    """
    if word.proclitics[-2:] == ("ل", "ال") and word.core_start > word.start:
        return word.core_start - 1
    return word.core_start if word.proclitics else word.start


def noun_phrases(words: Sequence[Word], mentions: Sequence[Mention] = ()) -> list[Phrase]:
    """Return the phrases of a sentence in order; they do not overlap.

    Args:
        words: The words of a sentence.
        mentions: Mentions in it: a name is never cut, and a time is no part of a phrase.
    """
    found: list[Phrase] = []
    inside = _inside(words, mentions)
    at = 0
    while at < len(words):
        if inside.get(at) == "time" or not (_begins(words[at]) or inside.get(at) == "name"):
            at += 1
            continue
        last = _extend(words, at, inside)
        start = surface_start(words[at])
        preposition = _preposition(words, at)
        joined = bool(found) and found[-1].last >= at - 1 and ("و" in words[at].proclitics or _is_comma(words, at - 1))
        end = words[last - 1].core_end or words[last - 1].end
        found.append(Phrase(at, last, start, max(end, start + 1), preposition, joined, _head(words, at, last)))
        at = last
    return found


def _begins(word: Word) -> bool:
    return word.pos in NOMINAL and word.kind in ("arabic", "number", "latin") and word.norm not in _NO_HEAD


def _inside(words: Sequence[Word], mentions: Sequence[Mention]) -> dict[int, str]:
    """Return the word indices that times cover, and those at which a name goes on or begins (`name`)."""
    found: dict[int, str] = {}
    for mention in mentions:
        kind = "time" if mention.kind == "time" else "name" if mention.kind in ("person", "organisation") else ""
        if kind:
            covered = [i for i, w in enumerate(words) if w.start < mention.end and mention.start < w.end]
            found.update((i, kind if kind == "time" or i == covered[0] else "name-goes-on") for i in covered)
    return found


def _extend(words: Sequence[Word], at: int, inside: dict[int, str]) -> int:
    index = at + 1
    while index < len(words):
        before, word = words[index - 1], words[index]
        if inside.get(index) == "time":
            break
        if inside.get(index) == "name-goes-on":
            index += 1
            continue
        if word.kind == "sign":
            if not _apposition(words, index, at, inside):
                break
            index += 2
            continue
        if word.norm == "من" and (before.core in _COUNTING or before.pos == "NUM") and index + 1 < len(words):
            index += 1
            continue
        if word.pos not in NOMINAL or word.norm in _NO_HEAD or (before.enclitic and word.pos != "ADJ"):
            break
        if word.proclitics and word.proclitics[0] in "وفبلكس":
            if not _second_genitive(words, index, at):
                break
        elif word.pos == "NOUN" and index > at and _complete(before, word):
            break
        index += 1
    return index


def _complete(before: Word, word: Word) -> bool:
    """Whether a phrase can govern no further noun: after an adjective, a name, or a definite noun an indefinite one."""
    return before.pos in ("ADJ", "PROPN") or (before.pos != "NUM" and _definite(before) and not _definite(word))


def _definite(word: Word) -> bool:
    return "ال" in word.proclitics or word.features.get("Definite") == "Def" or word.norm.startswith("ال")


def _apposition(words: Sequence[Word], index: int, at: int, inside: dict[int, str]) -> bool:
    """A name after a comma stands beside its title, and the other way round: `وزير الدفاع، أشتون كارتر`."""
    if words[index].norm not in ("،", ",") or index + 1 >= len(words):
        return False
    following, named = words[index + 1], any(inside.get(i, "").startswith("name") for i in range(at, index))
    if following.proclitics and following.proclitics[0] in "وفبلكس":
        return False
    if inside.get(index + 1) == "name" or (following.pos in _NAME and inside.get(index + 1) != "time"):
        return words[at].pos == "NOUN" and not named and index - at >= 2
    return named and following.core in _titles()


@cache
def _titles() -> frozenset[str]:
    """Return the folded cores of titles that stand after a name and a comma (كارتر، وزير الدفاع)."""
    return frozenset(fold_word(word) for word in vocabulary.load("appositions")["titles"].split())


def _second_genitive(words: Sequence[Word], index: int, at: int) -> bool:
    word, before = words[index], words[index - 1]
    return (
        word.proclitics == ("و", "ال")
        and index - at >= 1
        and before.pos == "NOUN"
        and "ال" in before.proclitics
        and not _definite(words[at])
        and word.pos == "NOUN"
    )


def _preposition(words: Sequence[Word], at: int) -> str:
    for particle in words[at].proclitics:
        if particle in ("ب", "ل", "ك"):
            return particle
    if at > 1 and words[at - 1].norm in ("قبل", "جانب", "طرف") and words[at - 2].norm in ("من", "ومن"):
        return f"من {words[at - 1].norm}"
    if at and words[at - 1].core in _FREE_PREPOSITIONS:
        return words[at - 1].core
    return ""


def _is_comma(words: Sequence[Word], index: int) -> bool:
    return index >= 0 and words[index].norm in ("،", ",")


def _head(words: Sequence[Word], first: int, last: int) -> int:
    index = first
    while index < last - 1 and (
        words[index].pos == "NUM" or words[index].core in _COUNTING or words[index].norm == "من"
    ):
        index += 1
    return index
