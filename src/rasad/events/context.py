"""What a judge sees of a candidate: its sentence, the mentions in it, the field of its article."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import Any

from rasad import vocabulary
from rasad.arabic.clitics import stem, stems
from rasad.document import Document, Mention, Quantity, Sentence, Word
from rasad.events import status
from rasad.events.candidates import Candidate
from rasad.events.lexicon import Lexicon
from rasad.phrases import Phrase, noun_phrases

_FIELD_SHARE = 0.06  # share of an article's words that must belong to a field; measured on categorised news
_FIELD_WORDS = 4  # fewer of its words tell nothing of a field
_CLAUSE_ENDS = frozenset(".؟?!؛;:")


@dataclass(slots=True)
class Context:
    """A sentence with all that bears on its candidates.

    Attributes:
        doc: The document.
        index: The sentence's index.
        words: Its words.
        candidates: Its candidates.
        mentions: The document's mentions that lie in it.
        fields: Share of the article's words that belong to each field of `vocabulary/domains.toml`.
        density: Words with a `sure` trigger in a hundred of the article.
    """

    doc: Document
    index: int
    sentence: Sentence
    words: list[Word]
    candidates: list[Candidate]
    mentions: list[Mention]
    fields: dict[str, float]
    density: float = 0.0
    _phrases: list[Phrase] | None = field(default=None)
    others: list[Context] = field(default_factory=list)  # all contexts of the document, this one among them
    _statuses: dict[int, str] = field(default_factory=dict)
    notes: dict[str, list[Any]] = field(default_factory=dict)  # what a judge works out once a sentence

    @property
    def phrases(self) -> list[Phrase]:
        """The noun phrases of the sentence, cut once."""
        if self._phrases is None:
            self._phrases = noun_phrases(self.words, self.mentions)
        return self._phrases

    def rule_status(self, candidate: Candidate) -> str:
        """Return the status by the cues alone, worked out once a candidate."""
        known = self._statuses.get(id(candidate))
        if known is None:
            known = self._statuses[id(candidate)] = status.by_rule(self.words, candidate)[0]
        return known

    def field(self) -> str:
        """Return the field of news the article belongs to, empty for the events' own."""
        name, share = max(self.fields.items(), key=lambda item: item[1])
        return name if share >= _FIELD_SHARE else ""

    def evidence(self, candidate: Candidate) -> str:
        """Return the word of the clause that speaks for the candidate's trigger, empty where none does."""
        return self._found(candidate, candidate.trigger.evidence)

    def blocked(self, candidate: Candidate) -> str:
        """Return the word of the clause that speaks against the candidate's trigger, empty where none does."""
        return self._found(candidate, candidate.trigger.blocked)

    def clause(self, candidate: Candidate, reach: int = 12) -> range:
        """Return the indices of the words around the trigger up to the next full stop, colon or semicolon."""
        first = candidate.first
        while first > 0 and candidate.first - first < reach and self.words[first - 1].norm not in _CLAUSE_ENDS:
            first -= 1
        last = candidate.last
        while (
            last + 1 < len(self.words)
            and last - candidate.last < reach
            and self.words[last + 1].norm not in _CLAUSE_ENDS
        ):
            last += 1
        return range(first, last + 1)

    def _found(self, candidate: Candidate, wanted: frozenset[str]) -> str:
        if not wanted:
            return ""
        for index in self.clause(candidate):
            outside = not candidate.first <= index <= candidate.last
            if outside and self.words[index].kind == "arabic" and stems(self.words[index].norm) & wanted:
                return self.words[index].norm
        return ""


def contexts(doc: Document, lexicon: Lexicon) -> list[Context]:
    """Return the sentences of a document that hold candidates, each with its context."""
    from rasad.events.candidates import find

    fields = field_shares(doc.words)
    found = []
    for index, sentence in enumerate(doc.sentences):
        words = doc.words_of(sentence)
        candidates = find(words, lexicon)
        if candidates:
            inside = [m for m in once(doc.mentions) if sentence.start <= m.start < sentence.end]
            found.append(Context(doc, index, sentence, words, candidates, inside, fields))
    sure = sum(len({c.at for c in context.candidates if c.trigger.strength == "sure"}) for context in found)
    for context in found:
        context.density = 100 * sure / max(1, len(doc.words))
        context.others = found
    return found


def once(mentions: list[Mention]) -> list[Mention]:
    """Return the mentions without the quantities of time, which are times already."""
    return [m for m in mentions if not (isinstance(m, Quantity) and m.unit == "time")]


def field_shares(words: list[Word]) -> dict[str, float]:
    """Return the share of an article's words that belong to each field of news."""
    table = _field_stems()
    counts: Counter[str] = Counter()
    for word in words:
        if word.kind == "arabic":
            counts.update(_fields_of(word.norm))
    return {name: counts[name] / len(words) if counts[name] >= _FIELD_WORDS else 0.0 for name in table}


@lru_cache(maxsize=50_000)
def _fields_of(norm: str) -> tuple[str, ...]:
    found = stems(norm)
    return tuple(name for name, wanted in _field_stems().items() if found & wanted)


@cache
def _field_stems() -> dict[str, frozenset[str]]:
    return {name: frozenset(stem(w) for w in words.split()) for name, words in vocabulary.load("domains").items()}
