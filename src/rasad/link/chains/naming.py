"""Where a personal name begins in the phrase of an actor, and how far it goes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rasad.document import Name, Word
from rasad.link.chains.layers import Layers
from rasad.link.chains.words import (
    Found,
    described,
    entries,
    fits,
    given,
    is_name,
    is_preposition,
    known_word,
    match,
    may_be_name,
    name_share,
    nationality,
    titles,
)

NAME = frozenset(("PROPN", "X"))
NOUNS = frozenset(("NOUN", "NUM", *NAME))
_WITHIN = frozenset(("NOUN", "ADJ", "VERB", *NAME))  # what a name's word may be taken for
FUNCTION = frozenset(("ADP", "PART", "SCONJ", "CCONJ", "AUX", "PRON", "DET", "PUNCT"))
_LINKS = frozenset(("بن", "بنت", "ولد", "ابن", "ابو", "ابي", "ال", "دي", "دا", "دو", "فون", "فان", "دير", "عبد"))
_TO = frozenset("الي في لدي".split())
STOP = frozenset("الذي التي الذين اللذان اللتان هذا هذه ذلك تلك ان انه انها امس اليوم غدا".split())
# Whom the press calls by their first name: الملك سلمان.
_BY_FIRST_NAME = frozenset("king emir sultan pope sheikh crown-prince patriarch".split())
_LONGEST_NAME = 4
_PLURAL = 3  # as of a `Form`
_MOSTLY = 2  # the step up to which most of what a word stands for are no names
_FULL_NAME = 2  # parts after which what a word is in the news tells whether it goes on


@dataclass(frozen=True, slots=True)
class Reach:
    """What is known where a phrase begins: what the vocabulary has there, the kind of actor, the document."""

    head: Found | None
    kind: str
    layers: Layers


@dataclass(slots=True)
class Extent:
    """A phrase's end, the range of the personal name in it, its mention, the word whose pronoun belongs to the head.

    `closed`: a name is complete, so that no genitive follows.
    """

    last: int
    name: tuple[int, int] | None = None
    mention: Name | None = None
    owner: int = -1
    definite: bool = False
    closed: bool = False


def name_starts(words: Sequence[Word], i: int, known: Reach) -> bool:
    named = known.layers.names.get(i)
    return (named is not None and named[1].kind == "person") or _may_start(words, i, known)


def _may_start(words: Sequence[Word], i: int, known: Reach) -> bool:
    """Return whether a word that the tagger took for no name begins one."""
    word, before = words[i], words[i - 1]
    if word.proclitics == ("ال",) and word.pos in NAME and is_name("ال" + word.core) and before.pos != "VERB":
        return not entries(word.norm) and not described(word.norm) and i not in known.layers.blocked
    if word.enclitic and word.norm in given() and "ال" not in word.proclitics:
        return True  # برهم, whose هم is its own
    if word.proclitics or (word.enclitic and len(word.core) > 2) or word.kind != "arabic" or i in known.layers.blocked:
        return False
    closed = "ال" in before.proclitics or bool(before.enclitic) or before.pos in ("ADJ", *NAME)
    closed = closed or nationality(before.norm) is not None
    closed = closed or i - 1 in known.layers.places or (not entries(before.norm) and may_be_name(before.norm))
    ali = (
        word.norm == "علي"
        and not is_preposition(word, known.layers.doc.text)
        and known.layers.doc.text[word.end - 1] == "ي"
    )
    if not closed or (word.pos not in _WITHIN and not ali):
        return False
    if word.core in given() and (word.core != "علي" or ali):
        return True
    entry = any(f.entry.kind not in ("honorific", "nationality") for f in entries(word.norm) if f.size == 1)
    if entry or nationality(word.norm) or i in known.layers.places:
        return False
    if may_be_name(word.core, rare=word.pos in NAME or (word.pos in NOUNS and not word.core.endswith("ا"))):
        return True
    if word.pos in NAME and known.kind == "person" and _proper(words, i + 1, known):
        return True  # السفير البريطاني عرفان صديق: nobody else in the news is called so
    after = words[i + 1] if i + 1 < len(words) else None  # معين الضميدي
    if after is not None and after.norm == "الله" and word.pos in NOUNS:
        return True  # ذبيح الله
    return (
        after is not None
        and (word.pos in NAME or name_share(word.core) != 0)
        and after.proclitics == ("ال",)
        and after.pos in (*NAME, "ADJ")
        and may_be_name("ال" + after.core)
        and not after.enclitic
        and match(words, i + 1, len(words)) is None
    )


def _proper(words: Sequence[Word], i: int, known: Reach) -> bool:
    """Return whether a word can be a surname by its form: nothing attached, no vocabulary, seldom anything else."""
    if i >= len(words) or i in known.layers.places or i in known.layers.blocked:
        return False
    word = words[i]
    if word.kind != "arabic" or word.proclitics or word.enclitic or entries(word.norm) or nationality(word.norm):
        return False
    return word.pos in NAME or (word.pos in _WITHIN and may_be_name(word.core, rare=False, seldom=True))


def to_name(words: Sequence[Word], stop: int, known: Reach, found: Extent) -> None:
    """Take in a personal name after a title, with a second title or the place of an office before it."""
    title = words[found.last - 1]
    plural = known.head is not None and known.head.form.number == _PLURAL and title.norm.endswith(("ون", "ين"))
    start = None if plural else _next_name(words, found.last, stop, known)
    if start is None:
        return
    named = known.layers.names.get(start)
    found.definite, found.last = True, start + 1
    if named is not None:
        found.mention, found.last = named[1], without_country(words, start, named[0], known)
    found.name = start, found.last
    name_on(words, found, stop, known)


def without_country(words: Sequence[Word], first: int, last: int, known: Reach) -> int:
    """Return where a name ends once what the tagger took for a part of it is off: a country, another's name."""
    last = next((k for k in range(first + 1, last) if _is_another(words, first, k)), last)
    for size in (2, 1):
        if last - first <= size or (size == 1 and words[last - 1].core in given()):
            continue
        at = last - size
        if any(
            f.entry.kind in ("country", "capital") and f.size == size and not f.cost and fits(f.form.words, words, at)
            for f in entries(words[at].norm)
        ):
            return at
    return last


def _is_another(words: Sequence[Word], first: int, k: int) -> bool:
    """Return whether a word within a name begins something else: a title, another person's name, what was done."""
    word, before = words[k], words[k - 1]
    if before.norm in _LINKS or word.norm in _LINKS:
        return False
    if word.enclitic and not _stuck(word):
        return True  # الأوكراني دعوته بوتين
    if word.proclitics == ("ال",) and (word.core in titles() or entries(word.core)) and k + 1 < len(words):
        after = words[k + 1]  # الملك سلمان الأمير مقرن
        if after.core in given() or (after.pos in NAME and not after.proclitics and is_name(after.core)):
            return not is_name("ال" + word.core)
    if _parts(words, first, k) < _FULL_NAME:
        return False
    if given().get(word.core) and not given().get(words[first].core):
        return True  # قيس سعيد نجلاء بودن
    shares = name_share("ال" + word.core if word.proclitics else word.core)
    if word.norm.endswith("ه") and not word.norm.startswith("ال") and shares is not None and shares <= _MOSTLY:
        return True
    return shares == 0 or (shares == 1 and "ال" in word.proclitics and word.pos == "NOUN")


def _next_name(words: Sequence[Word], i: int, stop: int, known: Reach) -> int | None:
    if i >= stop or i in known.layers.blocked or words[i].kind != "arabic" or words[i].norm in STOP:
        return None
    if name_starts(words, i, known):
        return i
    if words[i].proclitics[:1] == ("ل",) and i + 1 < stop and name_starts(words, i + 1, known):
        return i + 1  # قائد البحرية للحرس فلان
    nearby = (
        j
        for j in range(i + 1, min(i + 5, stop))
        if j in known.layers.names and known.layers.names[j][1].kind == "person"
    )
    j = next(nearby, None)
    between = words[i:j] if j is not None else []
    if j is None or any(w.kind != "arabic" or k in known.layers.blocked for k, w in enumerate(between, i)):
        return _second_title(words, i, stop, known)
    if len(between) == 1 and "ال" in words[i].proclitics and words[i - 1].enclitic:
        return j  # مديرتها المالية فلانة
    if len(between) == 1 and (words[i].proclitics[:1] == ("ب",) or (words[i].enclitic and not _stuck(words[i]))):
        return None  # بجهود فلان, دعوته فلانا
    if len(between) == 1 and words[i].pos not in FUNCTION and "ال" not in words[i].proclitics:
        # a word of the name that the tagger missed
        return i if may_be_name(words[i].norm, seldom=True) and match(words, i, stop) is None else None
    if (words[i].norm in _TO or words[i].proclitics[:1] == ("ل",)) and all(
        w.pos not in ("VERB", "SCONJ", "CCONJ")
        and w.norm not in STOP
        and (k == 0 or not set(w.proclitics) & set("وفبلك"))
        for k, w in enumerate(between)
    ):
        return j
    return _second_title(words, i, stop, known)


def _second_title(words: Sequence[Word], i: int, stop: int, known: Reach) -> int | None:
    """Return where a name begins after a further title: رئيس الأركان الفريق أحمد."""
    if words[i].proclitics != ("ال",):
        return None
    if not any(f.entry.kind in ("title", "honorific") or f.form.person for f in entries(words[i].norm)):
        return None
    at = i + 1
    while at < stop and at < i + 3 and words[at].pos == "ADJ" and not name_starts(words, at, known):
        at += 1
    return at if at < stop and name_starts(words, at, known) else None


def name_on(words: Sequence[Word], found: Extent, stop: int, known: Reach) -> None:
    """Go on through the parts of a personal name that the tagger missed."""
    assert found.name is not None
    first = found.name[0]
    while found.last < stop and _parts(words, first, found.last) < _LONGEST_NAME:
        if not _is_part(words, found, known):
            break
        named = known.layers.names.get(found.last)
        to = named[0] if named is not None and named[1].kind == "person" else found.last + 1
        found.last = next((k for k in range(found.last + 1, to) if _is_another(words, first, k)), to)
    while found.last - 1 > first and words[found.last - 1].norm in _LINKS:
        found.last -= 1
    found.name = first, found.last


def _parts(words: Sequence[Word], first: int, last: int) -> int:
    """Return how many names a personal name has: عبد الله and ولد سيدي are one."""
    return sum(words[k].norm not in _LINKS for k in range(first, last))


def _stuck(word: Word) -> bool:
    """Return whether the analysis took the end or beginning of a name for a pronoun or particle: همتي, ويدراوغو."""
    if word.proclitics not in ((), ("و",), ("ال",)):
        return False
    whole = "ال" + word.core + word.enclitic if "ال" in word.proclitics else word.norm
    if word.enclitic:
        return is_name(whole) or (not known_word(whole) and not known_word(word.core) and word.pos in NAME)
    return "و" in word.proclitics and not known_word(word.core) and (is_name(word.norm) or not known_word(word.norm))


def _is_part(words: Sequence[Word], found: Extent, known: Reach) -> bool:
    """Return whether the word after a part of a personal name goes on with it."""
    assert found.name is not None
    i, first = found.last, _parts(words, found.name[0], found.last) == 1
    word, joined = words[i], words[i - 1].norm in _LINKS
    outside = word.kind != "arabic" or i in known.layers.blocked or word.norm in STOP
    if joined and not outside and word.enclitic and "ال" in word.proclitics:
        return True  # ولد الداه, whose ه is its own
    if not outside and i not in known.layers.names and _stuck(word):
        return first or bool(word.enclitic)
    outside = outside or bool(word.enclitic)
    named = known.layers.names.get(i)
    if named is not None or outside or is_preposition(word, known.layers.doc.text):
        person = named is not None and named[1].kind == "person" and (first or not _is_another(words, found.name[0], i))
        return person and not outside and word.proclitics in ((), ("ال",))
    if joined or (word.norm in _LINKS and i + 1 < len(words)):
        return not word.proclitics or word.proclitics == ("ال",)
    if _is_another(words, found.name[0], i):
        return False
    return _is_surname(words, i, first, known) or _is_last(words, i, first, known) or _is_more(words, i, first, known)


def _is_more(words: Sequence[Word], i: int, first: bool, known: Reach) -> bool:
    """Return whether a word after a part of a personal name is one by what it is in the news."""
    word = words[i]
    if word.proclitics not in ((), ("ال",)):
        return False
    after = known.layers.names.get(i + 1)
    if not word.proclitics and words[i - 1].core in given() and after is not None and after[1].kind == "person":
        return True  # أحمد قايد صالح
    if not word.proclitics and word.core in given():
        return word.core != "علي" or known.layers.doc.text[word.end - 1] == "ي"
    verb = word.pos == "VERB" and (not first or known_word(word.core))
    if word.pos in FUNCTION or verb or nationality(word.norm) or match(words, i, len(words)) is not None:
        return False
    if i in known.layers.places or (word.pos in ("NOUN", "ADJ") and word.norm.endswith("ا")):
        return False
    whole = word.core if not word.proclitics else "ال" + word.core
    if word.pos in NAME or first:
        return may_be_name(whole, rare=True)
    # برقية, الاتفاق: what somebody does after a full name
    return not word.proclitics and not whole.endswith("ه") and is_name(whole)


def _is_last(words: Sequence[Word], i: int, first: bool, known: Reach) -> bool:
    """Return whether a word that describes elsewhere ends a name: السفير عرفان صديق, منصف بلعيد."""
    word, before = words[i], words[i - 1]
    after = words[i + 1] if i + 1 < len(words) else None
    if word.pos not in _WITHIN or word.enclitic or i in known.layers.places:
        return False
    if after is not None and after.norm == "ان" and not word.proclitics and not word.norm.endswith(("ا", "ه")):
        return word.pos != "VERB"  # قال المتحدث محمد حسن عربي إن
    if not first:
        return False
    if word.proclitics == ("ال",):
        plain = described(word.norm) or nationality(word.norm)
        return before.core in given() and not plain and word.features.get("Number") != "Plur"
    titled = known.kind == "person" and known.head is not None
    singular = word.features.get("Number") == "Sing" and not word.norm.endswith(("ا", "ه"))
    if not titled or not singular or word.proclitics or word.pos not in ("ADJ", "NOUN"):
        return False
    if before.pos not in NAME and before.core not in given():
        return False
    return after is None or after.pos in FUNCTION or bool(set(after.proclitics) & set("وفبل"))


def _is_surname(words: Sequence[Word], i: int, first: bool, known: Reach) -> bool:
    """Return whether a word that is not known as a name is one: after a given name, or said again without it."""
    word, before = words[i], words[i - 1]
    if word.pos not in _WITHIN or i in known.layers.places or known.kind != "person":
        return False
    given_before = before.core in given() or (i > 1 and words[i - 2].norm == "عبد")
    if word.proclitics[:1] and word.proclitics[0] in "بلو":  # بلعيد, لعمامرة: the analysis cut off what is theirs
        rare = may_be_name(word.norm) and may_be_name(word.core) and not entries(word.norm)
        return first and word.pos in NAME and given_before and rare and word.core not in given()
    if word.proclitics not in ((), ("ال",)) or word.pos == "VERB" or described(word.norm) or nationality(word.norm):
        return False
    if any(f.size == 1 and (f.entry.kind != "noun" or f.form.person) for f in entries(word.norm)):
        return False
    full = "ال" + word.core if word.proclitics else word.core
    if full in known.layers.again and (word.pos != "NOUN" or may_be_name(full, rare=first)):
        return True
    titled = known.head is not None and known.head.entry.key not in _BY_FIRST_NAME
    return first and given_before and titled and not (word.pos == "NOUN" and word.norm.endswith(("ا", "ه")))
