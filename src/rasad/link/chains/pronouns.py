"""Whom an attached pronoun stands for: by agreement, clause, subject and distance; nobody where that is open."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rasad.document import Document, Sentence, Word
from rasad.link.chains.entities import RELATIVES, Cast, Entity
from rasad.link.chains.ranking import Case, Features, nobody, options, weigh
from rasad.link.chains.spot import Spot
from rasad.link.chains.words import listed

PRONOUNS = frozenset(("ه", "ها", "هم", "هن"))
_BEFORE_VERB = frozenset("قد لم لن لا ما سوف كان كانت كانوا".split())
# After these the subject of the clause would be meant by نفسه, not by a pronoun.
_FROM_SUBJECT = frozenset("ضد من عن الي ل ب".split())
_DARING = 0.5  # by which nobody must lead: a pronoun left out costs an actor more than one too many
_LATELY = 24  # actors last spoken of among whom one is looked for


class Pronouns:
    """Finds whom the pronouns of a document stand for, given the actors named before them."""

    def __init__(self, doc: Document, cast: Cast, spots: Sequence[Spot]) -> None:
        """Prepare a document."""
        self.doc, self.cast = doc, cast
        self._of_word = {i: spot for spot in spots for i in range(spot.first, spot.last)}
        self._in_names = {i for spot in spots if spot.named >= 0 for i in range(spot.named, spot.last)}

    def resolve(self, at: int, sentence: int, inside: Entity | None) -> Entity | None:
        """Return the actor that the pronoun of a word stands for, `None` where it is a thing or open.

        Args:
            at: Index of the word in the document.
            sentence: Index of its sentence.
            inside: The actor whose phrase the word is part of: not the one.
        """
        words, word = self.doc.words, self.doc.words[at]
        first = self.doc.sentences[sentence].first
        if at and words[at - 1].core in ("مشتبه", "مشتبهه") and word.norm.startswith("ب"):
            return None  # المشتبه به
        if at in self._in_names:
            return None  # the ه of زاده is its own
        if word.core in listed("emphasis"):
            return self._emphasised(at, sentence)
        if word.pos == "SCONJ" and self._of_object(at, first):
            return None
        relative = self._relative(at, first)
        if relative == "thing":
            return None
        if isinstance(relative, Spot):
            return self._entity(relative)
        return self._best(at, sentence, inside)

    def turned_to(self, at: int, sentence: Sentence) -> Spot | None:
        """Return the subject that `من جانبه` looks ahead to, `None` where it follows its subject."""
        words, word = self.doc.words, self.doc.words[at]
        if word.core not in listed("turn_taking"):
            return None
        if not ("ب" in word.proclitics or (at > sentence.first and words[at - 1].core == "من")):
            return None
        start = at if "ب" in word.proclitics else at - 1
        if start - 1 in self._of_word and start - 1 >= sentence.first:
            return None
        ahead = (self._of_word[i] for i in range(at + 1, min(sentence.last, at + 8)) if i in self._of_word)
        return next(ahead, None)

    def _entity(self, spot: Spot) -> Entity | None:
        for entity in reversed(self.cast.entities):
            if any(s.start == spot.start and s.end == spot.end for s in entity.said):
                return entity
        return None

    def _emphasised(self, at: int, sentence: int) -> Entity | None:
        word = self.doc.words[at]
        for subject in (True, False):
            found = [
                (s.word, e)
                for e in self.cast.entities[-_LATELY:]
                for s in e.said
                if s.sentence == sentence and s.word < at and agrees(e, word.enclitic) and (s.subject or not subject)
            ]
            if found:
                return max(found, key=lambda pair: pair[0])[1]
        return None

    def _of_object(self, at: int, first: int) -> bool:
        """Return whether بأنه speaks of the object of a verb: وصفه بأنه."""
        return "ب" in self.doc.words[at].proclitics and any(
            w.core in listed("described") or w.norm in listed("described")
            for w in self.doc.words[max(first, at - 8) : at]
        )

    def _relative(self, at: int, first: int) -> Spot | str | None:
        """Return the head of the relative clause that the pronoun takes up: an actor's phrase or `thing`."""
        words, enclitic = self.doc.words, self.doc.words[at].enclitic
        if words[at].pos == "NOUN" and words[at - 1].norm != "ما":
            return None
        verb = at if _verbal(words[at]) or words[at].pos == "NOUN" else self._verb_before(at, first)
        if verb is None:
            return None
        before = verb - 1
        while before > first and words[before].norm in _BEFORE_VERB and words[before].norm != "ما":
            before -= 1
        if before < first:
            return None
        marker = words[before]
        if marker.norm == "ما" and words[before - 1].norm == "سرعان":
            return None
        if marker.norm == "ما":
            return "thing"
        if marker.core in RELATIVES or marker.norm in RELATIVES:
            wanted = RELATIVES.get(marker.norm) or RELATIVES[marker.core]
            if wanted != enclitic:
                return None
            head = self._head(before - 1, first)
            own = verb == at and not self._explicit(verb) and _same_gender(words[verb], enclitic)
            return (None if own else head) if head else "thing"  # whose own verb it is, may be who does it
        indefinite = marker.pos in ("NOUN", "ADJ") and marker.features.get("Definite") == "Ind" and not marker.enclitic
        if indefinite and "و" not in words[verb].proclitics[:1]:
            noun = marker if marker.pos == "NOUN" else words[before - 1]
            spot = self._of_word.get(before)
            if spot is not None:
                return spot if agrees_spot(spot, enclitic) else None
            return "thing" if thing_agrees(noun, enclitic) else None
        return None

    def _verb_before(self, at: int, first: int) -> int | None:
        for i in range(at - 1, max(first - 1, at - 4), -1):
            word = self.doc.words[i]
            if word.kind == "sign" or word.pos in ("SCONJ", "CCONJ") or "و" in word.proclitics[:1]:
                return None
            if word.pos == "VERB":
                return i
        return None

    def _explicit(self, verb: int) -> bool:
        """Return whether a noun for the subject follows a verb."""
        words = self.doc.words
        after = words[verb + 1] if verb + 1 < len(words) else None
        return (
            after is not None
            and after.pos in ("NOUN", "PROPN", "X", "NUM")
            and not set(after.proclitics) & set("وفبلك")
        )

    def _head(self, at: int, first: int) -> Spot | None:
        while at > first and self.doc.words[at].kind == "sign":
            at -= 1
        return self._of_word.get(at)

    def _best(self, at: int, sentence: int, inside: Entity | None) -> Entity | None:
        case = self._case(at, sentence)
        enclitic = case.word.enclitic
        among = [e for e in self.cast.entities[-_LATELY:] if e is not inside and agrees(e, enclitic)]
        found = options(case, among)
        return self.choose(case, found, nobody(case, found)) if found else None

    def choose(self, case: Case, found: Sequence[tuple[Entity, Features]], none: Features) -> Entity | None:
        """Return the one of some actors for whom most speaks, `None` where more speaks for nobody.

        Args:
            case: The pronoun.
            found: The actors with what speaks for each.
            none: What speaks for nobody.
        """
        scored = ((weigh(case.host, features), -k) for k, (_, features) in enumerate(found))
        best, number = max(scored, default=(0.0, 0))
        return found[-number][0] if best > weigh(case.host, none) - _DARING else None

    def _case(self, at: int, sentence: int) -> Case:
        word, before = self.doc.words[at], self.doc.words[at - 1] if at else None
        acted_upon = word.pos == "NOUN" and (
            word.core in listed("transitive") or (before is not None and before.core in listed("control"))
        )
        own = before is not None and before.pos == "NOUN" and not before.norm.endswith("ا")  # تصريح له
        away = word.core in _FROM_SUBJECT and not own
        avoided = self._own_subject(at, sentence) if _verbal(word) or acted_upon or away else None
        return Case(
            self.doc,
            at,
            sentence,
            self.doc.sentences[sentence].first,
            avoided,
            self._clause_subject(at, sentence),
            self._thing(at, sentence),
            acted_upon,
        )

    def _own_subject(self, at: int, sentence: int) -> Entity | None:
        """Return the actor that is the unnamed subject of a verb, who cannot be its object too."""
        if not _verbal(self.doc.words[at]):
            return self._clause_subject(at, sentence)
        if self._explicit(at):
            return None
        gender = self.doc.words[at].features.get("Gender") == "Fem"
        found = [
            (s.word, e)
            for e in self.cast.entities[-_LATELY:]
            for s in e.said[-4:]
            if s.subject and s.sentence == sentence and s.word < at and e.feminine in (None, gender)
        ]
        return max(found, key=lambda pair: pair[0])[1] if found else None

    def _clause_subject(self, at: int, sentence: int) -> Entity | None:
        found = [
            (s.word, e)
            for e in self.cast.entities[-_LATELY:]
            for s in e.said[-4:]
            if s.subject and s.sentence == sentence
        ]
        return max((f for f in found if f[0] < at), key=lambda pair: pair[0], default=(0, None))[1]

    def _thing(self, at: int, sentence: int) -> int:
        """Return how many words back the nearest thing of the sentence is that agrees, -1 where none is."""
        words, enclitic = self.doc.words, self.doc.words[at].enclitic
        for i in range(at - 1, max(self.doc.sentences[sentence].first - 1, at - 15), -1):
            word = words[i]
            if word.pos == "NOUN" and i not in self._of_word and thing_agrees(word, enclitic) and not word.enclitic:
                return at - i
        return -1


def _verbal(word: Word) -> bool:
    """Return whether a word with a pronoun is a verb, for which the tagger may have taken it to be something else."""
    return word.pos not in ("NOUN", "ADP", "SCONJ", "PROPN", "NUM", "CCONJ", "PART")


def _same_gender(verb: Word, enclitic: str) -> bool:
    return (verb.features.get("Gender") == "Fem") == (enclitic in ("ها", "هن"))


def agrees(entity: Entity, enclitic: str) -> bool:
    """Return whether a pronoun may stand for an actor."""
    if entity.kind == "persons":
        if enclitic == "هن":
            return entity.feminine is True
        if enclitic == "ها":
            return entity.collective
        return enclitic == "هم" and (entity.feminine is not True or entity.collective)
    if enclitic == "ه":
        return entity.feminine is not True
    if enclitic == "ها":
        return entity.feminine is True or (entity.kind != "person" and entity.feminine is None)
    return enclitic == "هم" and entity.people


def agrees_spot(spot: Spot, enclitic: str) -> bool:
    """Return whether a pronoun may stand for what a phrase means."""
    if spot.kind == "persons":
        return enclitic in ("هم", "هن")
    return (enclitic == "ه" and spot.feminine is not True) or (enclitic == "ها" and spot.feminine is not False)


def thing_agrees(word: Word, enclitic: str) -> bool:
    """Return whether a pronoun may stand for a thing: plurals of things take the feminine."""
    if enclitic not in ("ه", "ها"):
        return False
    plural = word.features.get("Number") == "Plur"
    feminine = plural or word.features.get("Gender") == "Fem" or word.core.endswith(("ه", "ات"))
    return feminine == (enclitic == "ها")


def attached(doc: Document) -> Iterator[tuple[int, int]]:
    """Yield index and sentence of every word with an attached pronoun of the third person."""
    for number, sentence in enumerate(doc.sentences):
        for at in range(sentence.first, sentence.last):
            word = doc.words[at]
            if word.enclitic in PRONOUNS and not (word.enclitic == "ه" and word.core in listed("in_h")):
                yield at, number
