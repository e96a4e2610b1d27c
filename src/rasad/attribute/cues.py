"""The cues of reported speech in a sentence: reporting verbs, their nouns and participles, and `بحسب` and its like.

`vocabulary/reporting.toml` is the table; its head explains the columns.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from rasad import vocabulary
from rasad.arabic.clitics import cuts, stem, stems
from rasad.arabic.inflect import Form, noun_forms, participle_forms, verb_forms
from rasad.arabic.letters import fold_word
from rasad.document import Word

_COMPLEMENTISERS = {
    "أن": "ان انه انها انهم انهما انني اننا بان بانه بانها بانهم".split(),
    "إن": "ان انه انها انهم انني اننا".split(),
}
_WINDOW = 16  # words after a cue within which its complement must begin: a long title may stand between


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of the reporting vocabulary."""

    lemma: str
    kind: str
    takes: tuple[str, ...]
    needs: bool
    outlet: bool
    source: str
    reach: bool


@dataclass(frozen=True, slots=True)
class Cue:
    """A cue found in a sentence.

    Attributes:
        first: Index of its first word.
        last: Index of its last word, inclusive.
        shape: `verb`, `noun`, `participle`, `nominal` (`بحسب`) or `relative` (`حسبما ذكرت`).
        entry: The vocabulary's row.
        form: The form of the word, `None` for a nominal expression.
        complement: Index of the word where the reported words begin, `None` where they do not follow.
    """

    first: int
    last: int
    shape: str
    entry: Entry
    form: Form | None
    complement: int | None


@dataclass(frozen=True, slots=True)
class _Table:
    forms: dict[str, list[tuple[Entry, Form, str]]]
    nominal: dict[str, list[tuple[tuple[str, ...], Entry]]]
    relative_verbs: frozenset[str]
    relative_openers: frozenset[tuple[str, ...]]
    not_cues: dict[str, list[tuple[str, ...]]]


def find(words: Sequence[Word]) -> list[Cue]:
    """Return the cues of a sentence in order, one a word."""
    table, found, at = _table(), [], 0
    while at < len(words):
        cue = None
        if words[at].kind == "arabic" and not _is_no_cue(words, at, table):
            cue = _nominal(words, at, table) or _word(words, at, table)
        if cue is not None:
            found.append(cue)
            at = cue.last
        at += 1
    return found


def _is_no_cue(words: Sequence[Word], at: int, table: _Table) -> bool:
    return any(_phrase_at(words, at, parts) for parts in table.not_cues.get(_bare(words[at].norm), ()))


def _bare(norm: str) -> str:
    return norm[1:] if norm[:1] in "وف" and len(norm) > 4 else norm


def _phrase_at(words: Sequence[Word], at: int, parts: Sequence[str]) -> bool:
    return at + len(parts) <= len(words) and all(
        words[at + i].norm == part or (i == 0 and _bare(words[at].norm) == part) for i, part in enumerate(parts)
    )


def _nominal(words: Sequence[Word], at: int, table: _Table) -> Cue | None:
    for parts, entry in table.nominal.get(_bare(words[at].norm), ()):
        attached = parts[-1] in ("ل", "ب")
        plain = parts[:-1] if attached else parts
        if not _phrase_at(words, at, plain):
            continue
        after = at + len(plain)
        if attached and not (after < len(words) and words[after].norm.startswith(parts[-1])):
            continue
        return Cue(at, after - 1, "nominal", entry, None, None)
    return None


def _word(words: Sequence[Word], at: int, table: _Table) -> Cue | None:
    for cut in cuts(words[at].norm):
        for entry, form, shape in table.forms.get(cut.core, ()):
            if shape == "verb":
                if not cut.verbal or (form.jussive and (not at or words[at - 1].norm not in ("لم", "ولم"))):
                    continue
                if words[at].pos in ("NOUN", "ADJ") and entry.needs:
                    continue
            elif not cut.nominal or (
                shape == "participle" and (cut.proclitics[-1:] not in ((), ("و",)) or form.number == "Dual")
            ):
                continue
            complement = _complement(words, at, entry)
            relative = shape == "verb" and entry.lemma in table.relative_verbs and _opened(words, at, table)
            if relative:
                return Cue(at, at, "relative", entry, form, None)
            if shape == "noun" and (
                complement is None or not (cut.enclitic or cut.proclitics[:1] in ((), ("ب",), ("و",)))
            ):
                continue
            if shape == "participle" and (complement is None or "ال" in cut.proclitics):
                continue
            if complement is None and (entry.needs or "object" not in entry.takes):
                continue
            return Cue(at, at, shape, entry, form, complement)
    return None


def _opened(words: Sequence[Word], at: int, table: _Table) -> bool:
    """Whether the verb hangs on كما، حسبما and their like, right before it."""
    for size in (1, 2):
        if at >= size:
            parts = tuple(_bare(words[at - size + i].norm) for i in range(size))
            if parts in table.relative_openers:
                return True
    return False


def _complement(words: Sequence[Word], at: int, entry: Entry) -> int | None:
    """Return where the reported words begin: after إن، أن, at a colon, a quotation mark or a preposition."""
    nearest = at + 1
    prepositions = {"ب", "عن", "إلى", "على", "من", "في"} & set(entry.takes)
    for index in range(at + 1, min(len(words), at + 1 + _WINDOW)):
        norm = words[index].norm
        if norm in _complementisers(entry.takes):
            return index
        if "quote" in entry.takes and norm in (":", '"', "'"):
            return index
        if norm in ".؟!؛":
            break
        if prepositions and index > nearest - 1:
            plain = _bare(norm)
            if any(fold_word(p) == plain for p in prepositions if len(p) > 1) and index + 1 < len(words):
                return index + 1
            if "ب" in prepositions and words[index].proclitics[:1] == ("ب",) and index - at <= 6:
                return index
    takes = {fold_word(t) for t in entry.takes}
    for index in range(at + 1, min(len(words), at + 3)):
        if words[index].norm in takes:
            return index
    return None


@cache
def _complementisers(takes: tuple[str, ...]) -> frozenset[str]:
    found = [form for word, forms in _COMPLEMENTISERS.items() if word in takes for form in forms]
    if "ب" in takes or "بأن" in takes:
        found += [f for f in _COMPLEMENTISERS["أن"] if f.startswith("ب")]
    return frozenset([*found, "ان", "انه", "انها"] if takes else found)


@cache
def _table() -> _Table:
    raw = vocabulary.load("reporting")
    forms: dict[str, list[tuple[Entry, Form, str]]] = defaultdict(list)
    for lemma, row in raw["verbs"].items():
        if " " in lemma:
            continue
        entry = _entry(lemma, row)
        for form in verb_forms(lemma.replace("\u0651", ""), row["present"]):
            forms[form.text].append((entry, form, "verb"))
        for noun in row.get("nouns", ()):
            for form in noun_forms(noun, sound=False):
                forms[form.text].append((entry, form, "noun"))
        if "participle" in row:
            for form in participle_forms(row["participle"]):
                forms[form.text].append((entry, form, "participle"))
    nominal: dict[str, list[tuple[tuple[str, ...], Entry]]] = defaultdict(list)
    for phrase, row in sorted(raw["nominal"].items(), key=lambda item: -len(item[0])):
        if row["speaker"] == "genitive" and row["reported"] == "clause":
            parts = tuple(fold_word(p) for p in phrase.split())
            nominal[parts[0]].append((parts, _entry(phrase, row)))
    not_cues: dict[str, list[tuple[str, ...]]] = defaultdict(list)
    for phrase in raw["not_cues"]["phrases"]:
        parts = tuple(fold_word(p) for p in phrase.split())
        not_cues[parts[0]].append(parts)
    openers = frozenset(tuple(fold_word(p) for p in o.split()) for o in raw["relative"]["openers"])
    return _Table(dict(forms), dict(nominal), frozenset(raw["relative"]["verbs"]), openers, dict(not_cues))


def _entry(lemma: str, row: dict[str, object]) -> Entry:
    takes = tuple(str(t) for t in row.get("takes", ()))  # type: ignore[attr-defined]
    flags = (bool(row.get("needs")), bool(row.get("outlet")))
    return Entry(lemma, str(row["kind"]), takes, *flags, str(row.get("source", "")), bool(row.get("reach", True)))


@cache
def outlet_stems() -> frozenset[str]:
    """Return the light stems of the nouns that make a phrase an outlet (وكالة، صحيفة، قناة)."""
    return frozenset(stem(w) for w in vocabulary.load("reporting")["outlet_words"]["words"] if " " not in w)


def is_outlet_word(word: Word) -> bool:
    """Return whether a word is a noun that makes its phrase an outlet."""
    return bool(stems(word.norm) & outlet_stems())
