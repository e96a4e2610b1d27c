"""Which nouns are counted, and what they are: every written form of the nouns of `vocabulary/units.toml`."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, lru_cache
from typing import NamedTuple

from rasad import vocabulary
from rasad.arabic.clitics import cuts, stem, stems
from rasad.arabic.letters import fold_word

HOSTAGE = "hostage"  # a unit of the vocabulary only: taken, but not by arrest
PEOPLE = frozenset(("person", "troops", "displaced", "arrested", "dead", "injured", HOSTAGE))
OTHER = "other"
_PARTICLES = ("", "و", "ف", "ب", "ل", "وب", "ول")
_DUAL = ("ان", "ين", "تا", "تي")
_TITLES = ("office", "profession")
_KNOWN_PLURALS = ("ون", "ين", "ات")


class Noun(NamedTuple):
    """A form of a counted noun.

    Attributes:
        unit: What it counts, `other` for things of no known kind.
        singular: Whether the form may be a singular.
        dual: Whether it may be a dual.
        plural: Whether it may be a plural.
        lemma: The folded singular.
    """

    unit: str
    singular: bool
    dual: bool
    plural: bool
    lemma: str


class Seen(NamedTuple):
    """A noun in the text: whether it carries the article, and how many letters of particles stand before."""

    noun: Noun
    definite: bool
    prefix: int


@lru_cache(maxsize=50_000)
def counted(norm: str) -> Seen | None:
    """Return the counted noun that a folded word is, with or without the article but without other particles."""
    table = _forms()
    if norm in table:
        return Seen(table[norm], False, 0)
    return Seen(table[norm[2:]], True, 0) if norm.startswith("ال") and norm[2:] in table else None


@lru_cache(maxsize=100_000)
def look(norm: str) -> Seen | None:
    """Return the counted noun that a folded word is, also after attached particles; the word as a whole goes first."""
    for particle in _PARTICLES:
        if norm.startswith(particle) and (seen := counted(norm[len(particle) :])):
            return seen._replace(prefix=len(particle))
    if norm.startswith(("لل", "ولل")) and (seen := counted(norm.partition("لل")[2])):
        return Seen(seen.noun, True, norm.index("ل") + 1)
    return None


@lru_cache(maxsize=100_000)
def dual(norm: str) -> Seen | None:
    """Return the noun that a folded word counts two of by its form alone (جنديان, شخصين), or may (مدنيين)."""
    if not norm.endswith(_DUAL) or len(norm) < 4:
        return None
    seen = look(norm)
    if seen is None or not seen.noun.dual:
        return None
    core = norm[seen.prefix :].removeprefix("ال")
    return None if core in _blocked() else seen


@lru_cache(maxsize=20_000)
def sound_plural(norm: str) -> bool:
    """Return whether an unknown word has the plural in ون or ين, which people have (Wright, vol. 1, § 302).

    Broken plurals that look like it (قوانين, شؤون) have an alef as their third letter of six, or five letters at most.
    """
    core = norm.removeprefix("ال")
    return core.endswith(("ون", "ين")) and len(core) > 5 and not (len(core) == 6 and core[2] == "ا")


@lru_cache(maxsize=20_000)
def owned(norm: str) -> Seen | None:
    """Return the counted noun of a word with a pronoun attached (جنوده, وجنوده)."""
    for cut in cuts(norm):
        if cut.enclitic and cut.proclitics in ((), ("و",)) and (noun := _forms().get(cut.core)):
            return Seen(noun, True, len(cut.proclitics))
    return None


@cache
def fractions() -> dict[str, float]:
    """Return the folded words of the parts of one."""
    values = {"half": 0.5, "third": 1 / 3, "quarter": 0.25}
    table = vocabulary.load("numerals")["fraction"]
    return {fold_word(form): values[name] for name, forms in table.items() for form in forms}


@cache
def measures() -> frozenset[str]:
    """Return the units that have parts."""
    return frozenset(vocabulary.load("units")["measures"]["kinds"])


@cache
def numbered() -> frozenset[str]:
    """Return the words that a number after them names."""
    return frozenset(map(fold_word, vocabulary.load("units")["numbered"]["words"].split()))


@cache
def named() -> frozenset[str]:
    """Return the words after which counted things are a name (حرب الأيام الستة)."""
    return frozenset(map(fold_word, vocabulary.load("units")["numbered"]["named"].split()))


@cache
def adverbs() -> frozenset[str]:
    """Return the words that may follow a number and are not what it counts (قتل 15 ليلا)."""
    return frozenset(map(fold_word, vocabulary.load("units")["numbered"]["adverbs"].split()))


@cache
def duals() -> frozenset[str]:
    """Return the forms in ين that are duals where no number stands before them, though they may be plurals."""
    return frozenset(map(fold_word, vocabulary.load("units")["duals"]["words"].split()))


@cache
def age_words(key: str) -> frozenset[str]:
    """Return the words before an age: `words`, or `limits` directly before it."""
    return frozenset(map(fold_word, vocabulary.load("units")["age"][key]))


def makes_weapon(lemma: str, following: str) -> bool:
    """Return whether the word that follows makes a weapon of a thing (سيارة مفخخة)."""
    return following.removeprefix("ال").startswith(_unless().get(lemma, ()))


def is_civil(lemma: str, following: str) -> bool:
    """Return whether the word that follows makes a thing of a weapon (طائرة ركاب)."""
    return following.removeprefix("ال").startswith(_civil().get(lemma, ()))


@cache
def arming() -> tuple[dict[str, str], frozenset[str]]:
    """Return the nouns that are weapons where some words stand before them, with what else they are, and the words."""
    table = vocabulary.load("units")["armed"]
    others = {fold_word(noun): unit for noun, unit in table["nouns"].items()}
    return others, frozenset(stem(w) for w in table["by"].split())


def currency(norm: str, following: str) -> str | None:
    """Return the ISO 4217 code of a noun of money; of names that several currencies share only with an adjective."""
    nouns, adjectives = stems(norm) | {norm}, stems(following)
    for (noun, adjective), code in _currencies().items():
        if noun in nouns and (not adjective or adjective in adjectives):
            return code
    return None


@cache
def _currencies() -> dict[tuple[str, str], str]:
    rows = [(name.partition(" "), code) for name, code in vocabulary.load("units")["currency"].items()]
    rows.sort(key=lambda row: not row[0][2])  # what an adjective tells apart goes first: دولار كندي
    return {(stem(noun), stem(adjective) if adjective else ""): code for (noun, _, adjective), code in rows}


@cache
def _blocked() -> frozenset[str]:
    return frozenset(map(fold_word, vocabulary.load("units")["blocked"]["duals"]))


@cache
def _unless() -> dict[str, tuple[str, ...]]:
    return _beside(vocabulary.load("units")["other"]["unless"])


@cache
def _civil() -> dict[str, tuple[str, ...]]:
    return _beside(vocabulary.load("units")["other"]["civil"])


def _beside(table: dict[str, str]) -> dict[str, tuple[str, ...]]:
    return {fold_word(noun): tuple(map(fold_word, words.split())) for noun, words in table.items()}


@cache
def _forms() -> dict[str, Noun]:
    table = vocabulary.load("units")
    found: dict[str, Noun] = {}
    rows = [(word, unit) for word, unit in table["armed"]["nouns"].items()]
    rows += [(word, unit) for unit, words in table["units"].items() for word in words.split()]
    rows += [(word, OTHER) for word in table["other"]["nouns"].split()]
    rows += [(word, "person") for word in (*_of_titles(), *_of_countries())]
    for word, unit in rows:
        lemma = fold_word(word.lstrip("=").partition("/")[0].rstrip("+"))
        own: dict[str, Noun] = {}
        for form, number in _written(word, unit):
            before = own.get(form) or Noun(unit, False, False, False, lemma)
            own[form] = before._replace(**{number: True})  # type: ignore[arg-type]
        for form, noun in own.items():
            found.setdefault(form, noun)
    things = dict.fromkeys(table["other"]["nouns"].split(), OTHER)
    things |= dict.fromkeys(table["units"]["weapon"].split(), "weapon")
    found.update({form: noun for form, noun in _feminine(things).items() if found[form].lemma != noun.lemma})
    return found


def _feminine(things: dict[str, str]) -> dict[str, Noun]:
    """Return the feminine things whose forms are also those of women (مدرستان), which news counts less often."""
    found: dict[str, Noun] = {}
    for word, unit in things.items():
        lemma = fold_word(word.partition("/")[0])
        if word.partition("/")[0].endswith("ة"):
            for form, number in _written(word, unit):
                before = found.get(form) or Noun(unit, False, False, False, lemma)
                found[form] = before._replace(**{number: True})  # type: ignore[arg-type]
    return found


def _written(word: str, unit: str) -> Iterator[tuple[str, str]]:
    """Yield the folded forms of an entry of the vocabulary with their numbers."""
    singular, *plurals = map(fold_word, word.lstrip("=").replace("+", "").split("/"))
    yield singular, "singular"
    yield from ((plural, "plural") for plural in plurals)
    if word.startswith("="):
        return
    base = singular[:-1] if word.partition("/")[0].rstrip("+").endswith("ة") else singular
    feminine = base != singular
    if not feminine:
        yield singular + "ا", "singular"
    yield from ((base + ("ت" if feminine else "") + ending, "dual") for ending in ("ان", "ين"))
    if feminine and unit in ("weapon", OTHER):
        yield from ((base + ending, "dual") for ending in ("تا", "تي"))  # of people it is mostly a pronoun's: طالبتي
    yield base + "ات", "plural"
    if unit in PEOPLE and not feminine:
        yield base + "ه", "singular"
        yield from ((base + ending, "dual") for ending in ("تان", "تين"))
        if not plurals or "+" in word:
            yield from ((base + ending, "plural") for ending in ("ون", "ين", "و", "ي"))


def _of_titles() -> Iterator[str]:
    titles = vocabulary.load("titles")
    for table in _TITLES:
        for word, forms in titles[table].items():
            plurals = forms.get("plural", ())
            broken = [p for p in plurals if not p.endswith(_KNOWN_PLURALS)]
            yield "/".join((word + ("+" if len(broken) < len(plurals) else ""), *broken))


def _of_countries() -> Iterator[str]:
    for country in vocabulary.load("countries")["country"]:
        for adjective in country.get("adjective", ()):
            yield "/".join((adjective + "+", *country.get("people", ())))
