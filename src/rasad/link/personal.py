"""Personal names within phrases: where they stand, and whether the phrase means that person or somebody of theirs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rasad.link.lexicon import BODIES, Hit, lexicon
from rasad.link.phrase import Token

_LINKS = frozenset(("بن", "بنت", "ولد", "ال", "ابو", "ابي", "ام", "دي", "دا", "فون", "فان", "لو", "مكتب"))
_PARENT = frozenset(("بن", "بنت", "ولد"))
_DROPPED = frozenset(("بن", "بنت", "ال"))
# Words that a mistaken mention of a person may begin with, folded: nobody is called so.
_NO_NAMES = frozenset("ان انا هو هي هم نحن لا ما قد لم لن الي في من عن كما".split())
# Kinds of expressions a personal name may follow directly.
_BEFORE = frozenset(("nationality", "country", "organisation", "former", "honorific", "opposed"))


@dataclass(frozen=True, slots=True)
class PersonalName:
    """A personal name at `first:last` of the words; `known` is its id in the vocabulary.

    `refers`: the phrase is about this person (الوزير فلان), not about somebody of theirs (محامي فلان).
    """

    first: int
    last: int
    normal: tuple[str, ...]
    known: str | None = None
    refers: bool = True


def normal(words: Sequence[str]) -> tuple[str, ...]:
    """Return the words of a name as names are compared: no article, بن or آل; أبو in one case."""
    found = []
    for word in words:
        plain = word[2:] if word.startswith("ال") and len(word) > 4 and word != "الله" else word
        if plain not in _DROPPED:
            found.append("ابو" if plain in ("ابي", "ابا") else plain)
    return tuple(found)


def find(words: Sequence[Token], hits: Sequence[Hit], kind: str, person: tuple[int, int] | None) -> PersonalName | None:
    """Return the personal name of a phrase, a known person before an unknown one."""
    known = next((h for h in hits if h.entry.kind == "person" and _whole(words, hits, h)), None)
    refers = known is not None and _refers(words, hits, known.first, kind) and not (known.first and known.cost)
    span = None if refers else _marked(words, hits, person) if person else _unmarked(words, hits, kind)
    if span is not None and known is not None and (known.first == span[0] or not _refers(words, hits, span[0], kind)):
        span = None
    if known is not None and span is None:
        norms = normal([w.norm for w in words[known.first : known.last]])
        last = known.last
        while last < len(words) and words[last].norm in ("بن", "ال") and last + 1 < len(words):
            last += 2  # ... بن عبد العزيز آل سعود
        return PersonalName(known.first, last, norms, known.entry.key, refers)
    if span is None:
        return None
    norms = normal([w.norm for w in words[span[0] : span[1]]])
    return PersonalName(*span, norms, None, _refers(words, hits, span[0], kind)) if norms else None


def without_name(hits: list[Hit], name: PersonalName | None) -> list[Hit]:
    """Return the expressions without those that are parts of the personal name (the Sudani of محمد السوداني)."""
    if name is None:
        return [h for h in hits if h.entry.kind != "person"]
    return [
        h
        for h in hits
        if not (name.first <= h.first < name.last) or (h.entry.kind == "person" and h.entry.key == name.known)
    ]


def _whole(words: Sequence[Token], hits: Sequence[Hit], hit: Hit) -> bool:
    """Return whether a known name is not part of another: ماهر الأسد is not بشار الأسد."""
    covered = {i for h in hits for i in range(h.first, h.last)}
    before, after = hit.first - 1, hit.last
    named_on = after < len(words) and after not in covered and words[after].norm in lexicon().given
    if named_on and not words[after].broken and words[after].norm not in ("بن", "ال"):
        return False
    if before >= 0 and not words[hit.first].broken and words[before].norm in _PARENT:
        return False  # سعود بن نايف بن عبد العزيز is not his father
    if hit.last - hit.first == 1 and before >= 0 and not words[hit.first].broken:
        follows_name = before not in covered and not words[before].definite
        if follows_name or words[before].norm in lexicon().given or words[before].norm in _LINKS:
            return False
    return True


def _refers(words: Sequence[Token], hits: Sequence[Hit], first: int, kind: str) -> bool:
    """Return whether what stands before a name is that person's title, not something of the person's."""
    if kind == "person" and first == 0:
        return True
    before = [h for h in hits if h.first < first]
    if not before:
        return first == 0
    roles = [h for h in before if h.entry.kind in ("title", "noun", "light", "institution", "kin")]
    if not roles:
        return True
    head, last = roles[0], roles[-1]
    if head.entry.kind == "institution" or head.entry.key in BODIES:
        return False
    if words[first].broken:
        return head.form.number in (0, 1)
    if head.entry.kind == "kin":
        return head.cost > 1  # شقيقه أحمد, but not نجل القذافي
    if (head.entry.kind == "noun" and not head.form.person) or head.form.number in (2, 3):
        return False
    if last.last == first and not last.definite and not words[first - 1].definite:
        return last.entry.key in ("sheikh", "emir", "sultan")  # محامي ترامب، مستشار الرئيس
    return True


def _marked(words: Sequence[Token], hits: Sequence[Hit], person: tuple[int, int]) -> tuple[int, int] | None:
    """Return the words of a mention of a person, without the titles it may begin with."""
    inside = [i for i, w in enumerate(words) if w.start < person[1] and person[0] < w.end]
    if not inside:
        return None
    first, last = inside[0], inside[-1] + 1
    for hit in hits:
        title = hit.entry.kind in ("title", "honorific", "nationality", "country", "former", "noun", "light")
        named = _joined(words, hit.last) or words[hit.first].norm in lexicon().given  # سلطان بن سلمان، تركي الفيصل
        if hit.first == first and title and hit.last < last and not named:
            first = hit.last
    return None if words[first].norm in _NO_NAMES or words[first].particle else (first, last)


def _joined(words: Sequence[Token], at: int) -> bool:
    return at < len(words) and words[at].norm in _PARENT


def _unmarked(words: Sequence[Token], hits: Sequence[Hit], kind: str) -> tuple[int, int] | None:
    """Return the words of a personal name that no mention marks."""
    by_first = {i: h for h in hits for i in range(h.first, h.last)}
    for at in range(len(words)):
        hit = by_first.get(at)
        if hit is not None and not _may_name(words, hits, at, kind):
            continue
        if _starts(words, by_first, at, kind):
            return at, _stop(words, by_first, at)
    return None


def _may_name(words: Sequence[Token], hits: Sequence[Hit], at: int, kind: str) -> bool:
    """Return whether a word that the vocabulary knows as something else may begin a name: تركي الفيصل."""
    hit = next(h for h in hits if h.first <= at < h.last)
    if hit.first == at and _joined(words, at + 1) and hit.entry.kind != "organisation":
        return True
    if kind != "person" or hit.entry.kind != "nationality":
        return False
    return words[at].norm in lexicon().given or (
        hit.definite and all(h.entry.kind == "honorific" for h in hits if h is not hit)
    )


def _starts(words: Sequence[Token], by_first: dict[int, Hit], at: int, kind: str) -> bool:
    word = words[at]
    if (word.definite and kind != "person") or word.norm in _NO_NAMES or word.particle:
        return False
    before = by_first.get(at - 1)
    if before is None and at and not word.broken and not words[at - 1].definite:
        return False
    titled = any(h.entry.kind in ("title", "honorific") or h.form.person for h in by_first.values() if h.first < at)
    if word.norm in lexicon().given:
        return titled or kind == "person" or at == 0
    if kind == "person":
        return at == 0 or word.broken or before is None or before.entry.kind in _BEFORE or before.definite
    if at == 0:
        return _explained(words, by_first)
    noun = before is not None and before.entry.kind == "noun" and before.definite
    follows = word.broken or noun or (before is not None and before.entry.kind in _BEFORE)
    return follows and not word.norm.startswith("و") and _one_person(by_first, at, apart=word.broken)


def _explained(words: Sequence[Token], by_first: dict[int, Hit]) -> bool:
    """Return whether a phrase begins with a name and goes on, after a comma, with who that is: فلان، نائب الرئيس."""
    comma = next((i for i, w in enumerate(words) if w.broken), 0)
    after = by_first.get(comma)
    tells = after is not None and (after.entry.kind == "title" or after.form.person) and after.form.number < 2
    return 0 < comma < 5 and tells and not any(i in by_first for i in range(comma))


def _one_person(by_first: dict[int, Hit], at: int, *, apart: bool) -> bool:
    """Return whether what stands before a word speaks of one person: a title, القس الأمريكي, التونسي.

    `apart`: a comma stands between, so that a noun without article does not govern the word.
    """
    for hit in by_first.values():
        if hit.first < at and hit.entry.kind == "title":
            return True
        one = hit.form.person and hit.form.number == 1 and (hit.definite or apart)
        if (
            hit.first < at
            and one
            and (hit.entry.kind == "noun" or (hit.entry.kind == "nationality" and hit.first == 0))
        ):
            return True
    return False


def _stop(words: Sequence[Token], by_first: dict[int, Hit], at: int) -> int:
    last = at + 1
    while last < len(words) and not words[last].broken:
        hit = by_first.get(last)
        if (
            hit is not None
            and not _joined(words, last)
            and words[last].norm not in _LINKS
            and words[last].norm not in lexicon().given
        ):
            family = hit.entry.kind in ("nationality", "qualifier") and hit.definite and last == at + 1
            if not family and words[last - 1].norm not in ("بن", "ال"):
                break
        last += 1
    return last
