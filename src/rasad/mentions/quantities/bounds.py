"""What loosens a number: about, more than, at least, at most, and verbs of exceeding (`vocabulary/bounds.toml`)."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from rasad import vocabulary
from rasad.arabic import numerals
from rasad.arabic.inflect import verb_forms
from rasad.arabic.letters import fold_word
from rasad.document import Word

_VERB_REACH = 9  # words before a number among which the verb stands whose object it is
_AFTER_REACH = 5  # words after the counted noun among which what loosens begins
_BY = frozenset(("علي", "عن"))
_BETWEEN = frozenset(("بين", "مابين"))
_STOPS = frozenset('.؟?!؛،:;()"')
_PARTICLES = ("و", "ف", "ب", "ل")
_COMPARATIVES = ("اكثر", "اقل", "ازيد", "ادني", "باكثر", "باقل")
_FREE = frozenset(("distance", "time", "age", "money", "percent", "weight", "area"))  # units of measured things
_TURNED = {"low": "high", "high": "low", "about": "about"}


def loosened(words: Sequence[Word], norms: Sequence[str], span: tuple[int, int], unit: str) -> str | None:
    """Return how the number of the words `span` is loosened: `about`, `low` or `high`.

    Args:
        words: The words of the sentence.
        norms: Their folded forms.
        span: The half-open range of the number with what it counts.
        unit: What it counts.
    """
    first, end = span
    found = _directly_before(norms, first)
    if found is not None:
        begin, kind = found
        return _TURNED[kind] if _is_denied(norms, begin, unit) else kind
    return _verb(words, norms, first) or _after(words, norms, end)


def lead(norms: Sequence[str], first: int) -> int:
    """Return the index of the first word of what stands before a number and loosens it."""
    found = _directly_before(norms, first)
    if found is not None:
        return found[0]
    if first and norms[first - 1] in _BETWEEN:
        return first - 1 - (first > 1 and norms[first - 2] == "ما")
    by = _verbs(True)
    if first > 1 and norms[first - 1] in _BY and (norms[first - 2] in by or norms[first - 2][1:] in by):
        return first - 2 - (first > 2 and norms[first - 3] in ("ما", "لا"))
    return first


def _directly_before(norms: Sequence[str], first: int) -> tuple[int, str] | None:
    last = norms[first - 1] if first else ""
    for key in (last, last[1:]) if last[:1] in _PARTICLES else (last,):
        for phrase, kind in _before().get(key, ()):
            begin = first - len(phrase)
            if begin >= 0 and _same(norms[begin:first], phrase):
                return begin, kind
    return None


def _same(norms: Sequence[str], phrase: tuple[str, ...]) -> bool:
    head = norms[0]
    if tuple(norms[1:]) != phrase[1:]:
        return False
    return head == phrase[0] or (head[:1] in _PARTICLES and head[1:] == phrase[0])


def _is_denied(norms: Sequence[str], at: int, unit: str) -> bool:
    """Return whether a negation before a comparative turns it round: لا تبعد أكثر من 5 كيلومترات."""
    if not norms[at].startswith(_COMPARATIVES):
        return False
    reach = 5 if unit in _FREE else 2
    for index in range(at - 1, max(-1, at - 1 - reach), -1):
        if norms[index] in _STOPS:
            return False
        if norms[index] in _words("negations"):
            return norms[index + 1] not in _words("still")
    return False


def _verb(words: Sequence[Word], norms: Sequence[str], first: int) -> str | None:
    """Return the bound that a verb before the number gives, its subject between (تجاوز عدد القتلى 500)."""
    by = first > 0 and norms[first - 1] in _BY
    from_near = first > 0 and norms[first - 1] == "من"
    inside = False  # of a parenthesis: لا يقل، بحسب شهود، عن
    for index in range(first - 1, max(-1, first - 1 - _VERB_REACH), -1):
        norm = norms[index]
        inside ^= by and norm == "،"
        if (norm in _STOPS and not (by and norm == "،")) or (index < first - 1 and numerals.may_start(norm)):
            return None
        kind = None if inside else _bounding(norms, index, by=by)
        if kind:
            return kind
        if norm.removeprefix("و") in _words("near_by" if from_near else "near"):
            return "about"
        if norm in _words("estimate") and (norms[first].startswith("ب") or norms[first - 1] == "ب"):
            return "about"
        if words[index].pos == "VERB" or (
            index == first - 1 and not (by or from_near) and norm != "ب" and words[index].pos == "ADP"
        ):
            return None
    return None


def _bounding(norms: Sequence[str], index: int, *, by: bool) -> str | None:
    """Return the bound that a verb gives the number after it, which a negation turns round."""
    norm = norms[index]
    denied = index > 0 and norms[index - 1] in _words("negations")
    if denied and norm in _words("unreached"):
        return "high"  # لم يكمل عشرة أعوام
    kind = _verbs(by).get(norm) or _verbs(by).get(norm[1:] if norm[:1] in ("و", "ف") else "")
    return _TURNED[kind] if kind and denied else kind


def _after(words: Sequence[Word], norms: Sequence[str], end: int) -> str | None:
    for index in range(end, min(len(norms), end + _AFTER_REACH)):
        for phrase, kind in _behind().get(norms[index], ()):
            stop = index + len(phrase)
            if tuple(norms[index:stop]) == phrase and not (phrase[0][0] == "و" and norms[stop : stop + 1] == ["من"]):
                return kind
        norm = norms[index]
        if norm in _STOPS or numerals.may_start(norm) or words[index].pos in ("VERB", "CCONJ"):
            return None
        if norm.startswith("و") and words[index].core != norm:
            return None
    return None


@cache
def _words(key: str) -> frozenset[str]:
    table = vocabulary.load("bounds")
    return frozenset(map(fold_word, table["about"].get(key) or table["bounds"][key]))


_Rows = dict[str, list[tuple[tuple[str, ...], str]]]


@cache
def _before() -> _Rows:
    """Return what stands directly before a number by its last word, the longest first (ما لا يقل عن)."""
    table = vocabulary.load("bounds")
    lists = ((table["about"]["before"], "about"), (table["bounds"]["low"], "low"), (table["bounds"]["high"], "high"))
    return _rows(lists, -1)


@cache
def _behind() -> _Rows:
    """Return what stands behind a counted noun by its first word."""
    table, bounds = vocabulary.load("bounds"), vocabulary.load("bounds")["bounds"]
    return _rows(((table["about"]["after"], "about"), (bounds["low_after"], "low"), (bounds["high_after"], "high")), 0)


def _rows(lists: tuple[tuple[list[str], str], ...], key: int) -> _Rows:
    rows = [(tuple(fold_word(w) for w in phrase.split()), kind) for phrases, kind in lists for phrase in phrases]
    found: _Rows = {}
    for row in sorted(rows, key=lambda row: -len(row[0])):
        found.setdefault(row[0][key], []).append(row)
    return found


@cache
def _verbs(by: bool) -> dict[str, str]:
    """Return the forms of the verbs that bound the number after them, or after على and عن."""
    table = vocabulary.load("bounds")["bounds"]
    lists = [(table["exceed_by"], "low"), (table["fall_short"], "high")] if by else [(table["exceed"], "low")]
    found: dict[str, str] = {}
    for verbs, kind in lists:
        for verb in verbs:
            for form in verb_forms(*verb.split("/")):
                if form.person == "3" and form.suffixed is not True:
                    found.setdefault(form.text, kind)
    return found
