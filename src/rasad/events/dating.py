"""What speaks for an event's falling at a time: what the time's own sentence tells, and how far the day lies.

A date is carried over from the sentence that tells the event first (`وقع الهجوم الأحد`, `أسفر الهجوم عن قتلى`), so that
a time elsewhere is weighed by the events beside it: one of the same type, with the same consonants in its trigger or
the same party, is likely the same event.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Sequence

from rasad.arabic.letters import fold_word
from rasad.document import Document, Event, Time, Word
from rasad.events.surroundings import distance

_AGES = (-8, -2, -1, 0, 1, 2, 7, 31, 366, 4000)  # days before the day of publication
_WEAK, _BEFORE, _AFTER = frozenset("اويء"), frozenset("متسن"), frozenset("تن")  # letters of patterns and endings
_ROOT = 3  # letters of a root
_MARKS = frozenset("ان التي الذي الذين بعد قبل حين فيما بينما لكن حيث ثم اثر خلال منذ كما وذلك بسبب".split())
_SHORT = 3  # letters of a name's words that are no name


class Dating:
    """The events of a document by sentence, ready to be compared with the one that a time is weighed for."""

    def __init__(self, doc: Document, times: Sequence[Time]) -> None:
        """Sort the events, and count how often each day is named."""
        self.doc = doc
        self._starts = [w.start for w in doc.words]
        self._events: dict[int, list[Event]] = defaultdict(list)
        for event in doc.events:
            self._events[event.sentence].append(event)
        self._often = Counter(time.dated for time in times)
        self._beside: dict[tuple[int, int], list[Event]] = {}
        self._told: dict[tuple[int, int, str], tuple[Word, frozenset[str], frozenset[str]]] = {}

    def features(self, event: Event, time: Time, sentence: int, where: str, between: Sequence[Word]) -> list[str]:
        """Return the features of a time with respect to an event.

        Args:
            event: The event.
            time: The time expression.
            sentence: The number of the time's sentence.
            where: `here`, `earlier` or `later`: where that sentence stands.
            between: The words between the trigger and the time.
        """
        word = self._of(event)[0]
        definite = "ال" in word.proclitics or word.norm.startswith("ال")
        found = [
            f"pos={word.pos}/{where}",
            f"form={word.pos}{word.features.get('Aspect', '')}/{where}",
            f"def={definite}/{word.pos}/{where}",
            f"share={min(4, self._often[time.dated])}/{where}",
            f"dates={min(4, len(self._often))}/{where}",
            *self._age(event, time, where),
        ]
        if where != "here":
            return [*found, *self._same_event(event, time, sentence, where)]
        side = "<" if time.start < event.start else ">"
        marks = {w.norm if w.norm in _MARKS else w.core for w in between} & _MARKS
        return [*found, *(f"mark={mark}/{side}" for mark in sorted(marks))]

    def _age(self, event: Event, time: Time, where: str) -> list[str]:
        published, first = self.doc.article.published, time.dated[0]
        if published is None or first is None:
            return []
        days = (published - first).days
        age = next((n for n in _AGES if days <= n), 9999)
        return [f"age={age}/{where}", f"age={age}/{event.status}", f"age={age}/{event.event_type}"]

    def _same_event(self, event: Event, time: Time, sentence: int, where: str) -> list[str]:
        """Return features of the events beside a time of another sentence: the nearest to it, and any."""
        key = time.start, time.end
        if key not in self._beside:
            self._beside[key] = sorted(self._events[sentence], key=lambda e: (distance(e, time), e.start))
        beside = self._beside[key]
        _, roots, party = self._of(event)
        kinds = []
        for other in beside:
            stem = "stem" if roots & self._of(other)[1] else ""
            kinds.append(stem + ("type" if other.event_type == event.event_type else "") or "other")
        nearest = kinds[0] if kinds else "none"
        best = "stem" if any("stem" in kind for kind in kinds) else "type" if "type" in kinds else "none"
        found = [
            f"beside={nearest}",
            f"beside={nearest}/{where}",
            f"beside={nearest}/{event.event_type}",
            f"beside={nearest}/lead={sentence == 0}",
            f"any-beside={best}/{where}",
            f"alone={len(beside) == 1}/{where}",
            f"party={bool(beside and party & self._of(beside[0])[2])}/{nearest}",
        ]
        return [*found, f"status={beside[0].status == event.status}/{nearest}"] if beside else found

    def _of(self, event: Event) -> tuple[Word, frozenset[str], frozenset[str]]:
        """Return the trigger's first word, the consonants of its words, and the words of the event's parties."""
        key = event.start, event.end, event.event_type
        if key not in self._told:
            first = max(0, bisect_left(self._starts, event.start + 1) - 1)
            words = self.doc.words[first : max(first + 1, bisect_left(self._starts, event.end))]
            phrases = [self.doc.quote(name).split() for name in (*event.actor, *event.recipient)]
            party = {fold_word(word).removeprefix("ال") for phrase in phrases for word in phrase}
            roots = frozenset(consonants(word.core) for word in words)
            self._told[key] = words[0], roots, frozenset(word for word in party if len(word) >= _SHORT)
        return self._told[key]


def consonants(word: str) -> str:
    """Return the letters of a folded word that tell its root: the same of هجوم, هاجم and المهاجمين."""
    word = word.removeprefix("ال")
    strong = "".join(letter for letter in word.removesuffix("ه") if letter not in _WEAK)
    while len(strong) > _ROOT and strong[0] in _BEFORE:
        strong = strong[1:]
    while len(strong) > _ROOT and strong[-1] in _AFTER:
        strong = strong[:-1]
    return strong if len(strong) > 1 else word
