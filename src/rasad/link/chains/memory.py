"""The names that an article has given so far, by the shorter forms in which it may give them again."""

from __future__ import annotations

from dataclasses import dataclass, field

from rasad.document import Document
from rasad.link.chains.spot import Spot, full
from rasad.link.chains.words import given, is_name, listed, match, may_be_name, nationality
from rasad.link.personal import normal as normalised


@dataclass(slots=True)
class Memory:
    """The names of an article.

    Attributes:
        parts: Shorter forms of personal names, longest first, by their first word.
        bodies: Names of bodies without their noun, with the noun.
        titles: Nouns before a personal name that the vocabulary does not know.
        heads: First words of the names of bodies.
        sentence: Index of the sentence that is read.
    """

    doc: Document
    parts: dict[str, list[tuple[str, ...]]] = field(default_factory=dict)
    bodies: dict[str, str] = field(default_factory=dict)
    titles: set[str] = field(default_factory=set)
    heads: set[str] = field(default_factory=set)
    sentence: int = 0

    def part(self, at: int, stop: int) -> Spot | None:
        """Return a part of a personal name that the article has given in full."""
        words = self.doc.words
        uncut = words[at].proclitics and (words[at].norm,) in self.parts.get(words[at].norm, ())
        if uncut:  # the ب of بايدن is its own
            spot = Spot(words[at].start, words[at].end, at, at + 1, "person", self.sentence, definite=True, named=at)
            spot.names = normalised([words[at].norm])
            return spot
        for whole in self.parts.get(full(words[at]), ()):
            if not words[at].enclitic and all(
                at + k < stop and words[at + k].norm == part and not words[at + k].enclitic
                for k, part in enumerate(whole)
                if k
            ):
                last = at + len(whole)
                start = words[at].core_start if words[at].proclitics else words[at].start
                spot = Spot(start, words[last - 1].end, at, last, "person", self.sentence)
                spot.names, spot.definite, spot.named = self.normal(at, last), True, at
                return spot
        return None

    def stuck_part(self, at: int, stop: int) -> Spot | None:
        """Return a part of a personal name from which the analysis did not take off the particle: ببري."""
        word = self.doc.words[at]
        rest = word.norm[1:]
        if (
            word.proclitics
            or word.enclitic
            or word.norm[:1] not in ("ب", "ل", "و", "ف")
            or (rest,) not in self.parts.get(rest, ())
        ):
            return None
        if match(self.doc.words, at, stop) is not None:
            return None
        spot = Spot(word.start + 1, word.end, at, at + 1, "person", self.sentence, definite=True)
        spot.names = normalised([rest])
        return spot

    def called(self, at: int) -> Spot | None:
        """Return the name of a body that was named with its noun before: النهضة after حركة النهضة."""
        word = self.doc.words[at]
        if word.enclitic or full(word) not in self.bodies or word.pos == "VERB":
            return None
        start = word.core_start if word.proclitics else word.start
        spot = Spot(start, word.end, at, at + 1, "body", self.sentence, definite=True)
        spot.names, spot.key = self.normal(at, at + 1), self.bodies[full(word)]
        return spot

    def extended(self, at: int, last: int) -> bool:
        """Return whether a noun was taken for the first word of a known name: جثمان فلان."""
        word, rest = self.doc.words[at], self._norms(at + 1, last)
        if not rest or rest not in self.parts.get(rest[0], ()) or is_name(word.core):
            return False
        return (full(word), *rest) not in self.parts.get(full(word), ())

    def other_after(self, first: int, last: int, *, whole: bool) -> int:
        """Return where another name that the article has given begins within a name, else where the name ends.

        Args:
            first: First word of the name.
            last: The word after it.
            whole: Whether the tagger takes it for one name: then only if what is before was given, too.
        """
        if (full(self.doc.words[first]), *self._norms(first + 1, last)) in self.parts.get(
            full(self.doc.words[first]), ()
        ):
            return last
        for k in range(first + 1, last):
            rest = (full(self.doc.words[k]), *self._norms(k + 1, last))
            own = (full(self.doc.words[first]), *self._norms(first + 1, k))
            stuck = (rest[0][1:], *rest[1:])
            if rest[0][:1] in ("ب", "ل") and k - first > 1 and stuck in self.parts.get(stuck[0], ()):
                return k  # إنفانتينو برينار
            known = own in self.parts.get(own[0], ())
            if rest in self.parts.get(rest[0], ()) and (
                known or (k - first > 1 and not whole and rest[0] not in given())
            ):
                return k
        return last

    def remember(self, first: int, last: int) -> None:
        """Keep the parts by which a name may be given again: from any later word to its end, and its first word."""
        words = self.doc.words
        norms = [full(words[first]), *(w.norm for w in words[first + 1 : last])]
        if len(norms) < 2:
            return
        endings = [tuple(norms[k:]) for k in range(len(norms)) if len(norms[k]) > 2 or k == 0]
        for part in [*endings, *([(norms[0],)] if may_be_name(norms[0]) or norms[0] in given() else [])]:
            known = self.parts.setdefault(part[0], [])
            if part not in known:
                known.append(part)
                known.sort(key=len, reverse=True)

    def remember_body(self, at: int, last: int) -> None:
        """Keep the one word by which a body may be called without its noun: the النهضة of حركة النهضة."""
        words = self.doc.words
        if words[at].core not in listed("called") or last - at < 2 or words[at].enclitic:
            return
        name = words[at + 1]
        if name.pos != "ADJ" and not name.enclitic and not nationality(name.norm):
            self.bodies.setdefault(full(name), words[at].core)

    def _norms(self, first: int, last: int) -> tuple[str, ...]:
        return tuple(w.norm for w in self.doc.words[first:last])

    def normal(self, first: int, last: int) -> tuple[str, ...]:
        words = self.doc.words
        return normalised([words[first].core, *(w.norm for w in words[first + 1 : last])])
