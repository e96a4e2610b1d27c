"""Words that say what befell people, from `vocabulary/befalling.toml`: verbs in every form, nouns, words of death."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from rasad import vocabulary
from rasad.arabic.clitics import cuts, stem, stems
from rasad.arabic.inflect import verb_forms
from rasad.arabic.letters import fold_word

ENDS = frozenset(".؟?!؛:،")
PERSON = "person"  # what befell them is none of what is counted (نجا خمسة): they are people, and no more
_OTHERS = ("ه", "ها", "هم", "هن", "هما")  # pronouns of those told of
_PLURALS = ("هم", "هن", "هما", "ها")


class Cue(NamedTuple):
    """What a word says befell those counted after it, and how far it reaches."""

    unit: str
    reach: int
    verb: bool


@lru_cache(maxsize=50_000)
def cue_of(norm: str, by: str = "") -> Cue | None:
    """Return what a folded word tells of, with the preposition `by` before the number or without one."""
    if norm in table("not_befell"):
        return None
    verbs, nouns, _ = _cues(by)
    for cut in cuts(norm):
        if cut.verbal and (found := verbs.get(cut.core)) and len(cut.core) > len(cut.enclitic):
            return found
        if cut.nominal and (found := nouns.get(cut.core)) and not (found.unit == PERSON and "ال" in cut.proclitics):
            return found  # but not فرق الإنقاذ
    return None


@lru_cache(maxsize=20_000)
def with_object(norm: str) -> Cue | None:
    """Return what a verb says befell those its pronoun stands for (فقتلوهما, واحتجزتهم)."""
    for cut in cuts(norm):
        if cut.enclitic in _PLURALS and cut.verbal and (found := _cues("")[2].get(cut.core)):
            return found
    return None


@lru_cache(maxsize=20_000)
def fate(norm: str) -> bool:
    """Return whether a word is the death of those before it: مصرعهم, حتفه."""
    return any(cut.enclitic in _OTHERS and cut.core in table("fate.nouns") for cut in cuts(norm))


@lru_cache(maxsize=20_000)
def dies(norm: str) -> bool:
    """Return whether a word tells of dying, which the wounded may do too (وفاة ثلاثة جرحى)."""
    return any(cut.core in _dying() for cut in cuts(norm) if not cut.enclitic)


@lru_cache(maxsize=20_000)
def is_held(norm: str) -> bool:
    """Return whether a word after قيد or رهن tells of arrest."""
    return bool(stems(norm) & frozenset(map(stem, table("held.nouns"))))


def told_behind(norms: Sequence[str], at: int) -> str | None:
    """Return what words behind the people say befell them: بلا مأوى, من ديارهم, بجروح."""
    for phrase, unit in _behind().get(norms[at], ()):
        if len(phrase) == 1 or tuple(norms[at : at + len(phrase)]) == phrase:
            return unit
    for noun, unit in _behind_own().get(norms[at], ()):
        if at + 1 < len(norms) and any(cut.enclitic in _OTHERS and cut.core == noun for cut in cuts(norms[at + 1])):
            return unit
    return None


@cache
def table(path: str) -> frozenset[str]:
    """Return the folded words of a table of the vocabulary; its key is `words` unless the path names one."""
    name, _, key = path.partition(".")
    return frozenset(map(fold_word, vocabulary.load("befalling")[name][key or "words"].split()))


@cache
def unreal_words() -> frozenset[str]:
    """Return the words that make what a verbal noun names something only ordered, threatened or planned."""
    verbs = vocabulary.load("befalling")["unreal"]["verbs"].split()
    return table("unreal") | {form.text for verb in verbs for form in verb_forms(*verb.split("/"))}


@cache
def _dying() -> frozenset[str]:
    rows = vocabulary.load("befalling")["dying"]
    verbs = (form.text for verb in rows["verbs"].split() for form in verb_forms(*verb.split("/")))
    return frozenset((*verbs, *map(fold_word, rows["nouns"].split())))


@cache
def _behind() -> dict[str, list[tuple[tuple[str, ...], str]]]:
    found: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for row in vocabulary.load("befalling")["behind"]:
        for written in row["words"]:
            phrase = tuple(map(fold_word, written.split()))
            found.setdefault(phrase[0], []).append((phrase, row["unit"]))
    return found


@cache
def _behind_own() -> dict[str, list[tuple[str, str]]]:
    """Return what two words tell of which the second bears a pronoun, by the first: من (ديارهم)."""
    found: dict[str, list[tuple[str, str]]] = {}
    for row in vocabulary.load("befalling")["behind"]:
        for written in row.get("own", ()):
            first, second = map(fold_word, written.split())
            found.setdefault(first, []).append((second, row["unit"]))
    return found


@cache
def _cues(by: str) -> tuple[dict[str, Cue], dict[str, Cue], dict[str, Cue]]:
    """Return the verbs and nouns that take the people with `by`, and the forms of verbs before a pronoun."""
    verbs: dict[str, Cue] = {}
    nouns: dict[str, Cue] = {}
    before_pronouns: dict[str, Cue] = {}
    for row in vocabulary.load("befalling")["befell"]:
        if fold_word(row.get("by", "")) != by:
            continue
        for verb in row["verbs"].split():
            for form in verb_forms(*verb.split("/")):
                rare = form.jussive or (form.gender == "Fem" and form.number == "Plur")  # متن: on board, not: they died
                if form.person != "3":
                    continue
                found = Cue(row["unit"], row["reach"], True)
                if form.suffixed is not False:
                    before_pronouns.setdefault(form.text, found)
                if form.suffixed is not True and not rare:
                    verbs.setdefault(form.text, found)
        for noun in row["nouns"].split():
            nouns.setdefault(fold_word(noun), Cue(row["unit"], row["reach"], False))
    return verbs, nouns, before_pronouns
