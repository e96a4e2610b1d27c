"""Without a trained model: closed classes, word lists and the verbs of the vocabulary; quick and coarser.

It needs no data under a non-commercial licence. Cuts and parts of speech come from `vocabulary/clitics.toml`; verbs are
those of the vocabulary (events, reporting, light verbs) in all their forms. What nothing tells is a noun.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache, lru_cache

from rasad.analyse import inflection
from rasad.analyse.segmenting import Segment, letters, segment
from rasad.arabic.clitics import PRONOUNS
from rasad.arabic.inflect import verb_forms
from rasad.arabic.letters import fold_word
from rasad.document import Word
from rasad.vocabulary import load, load_all

_SHORTEST = 3  # letters left of a word of no closed class, once its particles or pronoun are off
_NISBA = ("ي", "يه", "يون", "يين")
_FUTURE = ("ي", "ت", "ن", "ا")


@lru_cache(maxsize=60_000)
def cut(word: str) -> Segment:
    """Return the parts of a written word."""
    norm, bare = letters(word)
    begin = _particles(norm)
    labels = "P" * begin
    rest = norm[begin:]
    article = _article(rest, labels and norm[begin - 1])
    labels += "D" * article + "C" * (len(rest) - article)
    pronoun = 0 if article else _pronoun(rest, bare)
    return segment(word, labels[: len(labels) - pronoun] + "S" * pronoun, _likely)


def tag(words: Sequence[Word], text: str) -> None:
    """Set part of speech and features of the words of a sentence; lemmas only of the vocabulary's verbs."""
    labels = [_label(word, words[i - 1] if i else None) for i, word in enumerate(words)]
    inflection.describe(words, labels, _entry, lambda core, label: "")


def _likely(norm: str) -> int:
    """Prefer حكومة to حكومت before a pronoun, but not شركاة to شركات."""
    return int(len(norm) > _SHORTEST and norm.endswith("ه") and norm[-2] != "ا")


def _particles(norm: str) -> int:
    """Return how many one-letter particles stand before the core."""
    if _is_closed(norm):
        return 0
    taken = 0
    if norm[0] in "وف" and not _stays(norm[0], norm):
        if len(norm) <= _SHORTEST and not _is_closed(norm[1:]):
            return 0
        taken = 1
    rest = norm[taken:]
    if _is_closed(rest):
        return taken
    if rest[0] == "س" and rest[1:2] in _FUTURE and len(rest) > _SHORTEST + 1 and not _stays("س", rest):
        return taken + 1
    return taken + (1 if _has_preposition(rest) else 0)


def _has_preposition(rest: str) -> bool:
    if rest[0] not in "بلك" or _stays(rest[0], rest):
        return False
    if rest[1:] in PRONOUNS or _is_closed(rest[1:]):
        return True
    if rest.startswith(("بال", "كال", "لل")):
        return len(rest) > _SHORTEST + 1
    return rest[0] != "ك" and len(rest) > _SHORTEST


def _article(rest: str, particle: str) -> int:
    if rest.startswith("ال") and len(rest) > _SHORTEST + 1 and not _stays("ا", rest) and not _is_closed(rest):
        return 2
    return 1 if particle == "ل" and rest[0] == "ل" and len(rest) > _SHORTEST else 0


def _pronoun(rest: str, bare: str) -> int:
    """Return how many letters of an attached pronoun end a core."""
    if rest in _closed():
        return 0
    for pronoun in sorted(PRONOUNS, key=len, reverse=True):
        core = rest[: -len(pronoun)]
        if not rest.endswith(pronoun) or not core:
            continue
        if core in _closed():
            return len(pronoun)
        if pronoun in ("ي", "ك", "ني") or len(core) < _SHORTEST or _ends(pronoun, rest):
            continue
        if pronoun != "ه" or bare[-1] == "ه":  # ة is no pronoun
            return len(pronoun)
    return 0


def _label(word: Word, before: Word | None) -> str:
    if word.kind != "arabic":
        return "X"
    core = word.core
    closed = _closed().get(core)
    if closed and not ({"ال", "س"} & {*word.proclitics}):
        return closed
    if core in _numbers():
        return "NUM"
    if "ال" in word.proclitics:
        return "ADJ" if _agrees(word, before) and "ال" in before.proclitics else "NOUN"  # type: ignore[union-attr]
    if core in _verbs():
        return _verbs()[core][0]
    if "س" in word.proclitics or (core[0] == "ي" and len(core) > _SHORTEST and not _stays("ي", core, "nouns")):
        return "VERB.Imp.Act"
    return "ADJ" if _agrees(word, before) and len(core) > _SHORTEST + 1 and not word.proclitics else "NOUN"


def _agrees(word: Word, before: Word | None) -> bool:
    """Return whether a word looks like a relative adjective of the noun before it (الرئيس الأمريكي)."""
    return bool(before and before.pos != "ADP" and word.core.endswith(_NISBA) and "و" not in word.proclitics)


def _entry(core: str, label: str) -> inflection.Entry | None:
    verb = _verbs().get(core) if label.startswith("VERB") else None
    return inflection.Entry(verb[1], verb[2]) if verb else None


@cache
def _verbs() -> dict[str, tuple[str, str, str]]:
    """Return label, agreement and lemma of every form of the vocabulary's verbs that is no form of a noun there."""
    found: dict[str, tuple[str, str, str]] = {}
    for perfect, present in _principal_parts():
        for form in verb_forms(perfect, present):
            label = f"VERB.{form.aspect}.{form.voice or 'Act'}"
            code = f"{form.person or '-'}{form.gender[:1] or '-'}{form.number[:1] or '-'}"
            found.setdefault(form.text, (label, code, fold_word(perfect)))
    for row in _triggers():
        for noun in (*row.get("nouns", ()), *row.get("plurals", ())):
            found.pop(fold_word(noun), None)  # قصف and هجوم are more often nouns
    return found


def _principal_parts() -> Iterator[tuple[str, str]]:
    for table in (load("reporting")["verbs"], load("light_verbs")["verbs"]):
        yield from ((perfect, row["present"]) for perfect, row in table.items())
    yield from ((str(row["verb"]), str(row["present"])) for row in _triggers() if "verb" in row)


def _triggers() -> Iterator[dict[str, list[str] | str]]:
    for table in load_all("events").values():
        yield from table.get("trigger", ())


@cache
def _closed() -> dict[str, str]:
    found: dict[str, str] = {}
    for pos, words in load("clitics")["closed"].items():
        for word in words.split():
            found.setdefault(fold_word(word), pos)
    return found


def _is_closed(norm: str) -> bool:
    """Return whether a word is of a closed class, alone or with a pronoun (عليه)."""
    closed = _closed()
    return norm in closed or any(norm.endswith(p) and norm[: -len(p)] in closed for p in PRONOUNS)


@cache
def _numbers() -> frozenset[str]:
    return frozenset(map(fold_word, load("clitics")["numbers"]["words"].split()))


@cache
def _listed(table: str, key: str) -> frozenset[str]:
    return frozenset(map(fold_word, load("clitics")[table].get(key, "").split()))


def _stays(letter: str, norm: str, table: str = "whole") -> bool:
    """Return whether a word, or one of four letters or more (six after alef) that it begins with, is listed."""
    listed = _listed(table, letter)
    return norm in listed or any(norm[:size] in listed for size in range(6 if letter == "ا" else 4, len(norm)))


def _ends(pronoun: str, norm: str) -> bool:
    listed = _listed("endings", pronoun)
    return norm in listed or (norm[0] in "يتنا" and norm[1:] in listed)
