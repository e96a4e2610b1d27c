"""Where the name of a country or capital means its government, not a place."""

from __future__ import annotations

from dataclasses import dataclass

from rasad.document import Document, Sentence
from rasad.link.chains.layers import Layers
from rasad.link.chains.spot import Spot, masculine
from rasad.link.chains.words import Found, listed
from rasad.phrases import surface_start

_TURN = 8  # words before a country within which a verb turns to it: طلبت منظمة الصحة العالمية من فريتاون


@dataclass(slots=True)
class States:
    """Reads the countries and capitals of a sentence.

    Attributes:
        index: Index of the sentence.
        last: Index after the phrase before, whose object a name right after it is.
    """

    layers: Layers
    sentence: Sentence
    index: int
    last: int = 0

    @property
    def doc(self) -> Document:
        """The document."""
        return self.layers.doc

    def state(self, at: int, head: Found) -> Spot | None:
        """Return a country or capital where it acts or is acted upon, not where it is a place."""
        words, last = self.doc.words, at + head.size
        end = words[last - 1]
        spot = Spot(surface_start(words[at]), end.core_end or end.end, at, last, "state", self.index, head)
        spot.key, spot.known, spot.code, spot.definite = "country", head.entry.key, head.entry.code, True
        spot.feminine = None if words[at].core in masculine() else True
        return spot if self._acts(at) else None

    def country(self, at: int) -> Spot | None:
        """Return a country whose name the vocabulary lacks in this spelling but the gazetteer has."""
        place = self.layers.places.get(at)
        if place is None or place.resolution != 1 or not place.country_code or self.layers.places.get(at - 1) is place:
            return None
        last = at + 1
        while self.layers.places.get(last) is place:
            last += 1
        spot = Spot(place.start, place.end, at, last, "state", self.index, None, "country")
        spot.known, spot.code, spot.definite = f"country:{place.country_code}", place.country_code, True
        return spot if self._acts(at) else None

    def _acts(self, at: int) -> bool:
        words, word = self.doc.words, self.doc.words[at]
        if at == self.sentence.first:
            return True
        before = words[at - 1]
        particle = next((p for p in reversed(word.proclitics) if p in ("ب", "ل", "ك")), "")
        if particle == "ل":
            return True
        if self.last == at or ("و" in word.proclitics[:1] and before.kind != "sign"):
            return True
        place = self.layers.places.get(at)
        if place is not None and place is self.layers.places.get(at - 1):
            return False  # كردستان العراق
        if particle == "ب":
            return self._turned_to(at)
        if before.enclitic:  # تعهدت فيها بيونغ يانغ
            return True
        if before.core in listed("at") or {before.core, before.norm} & listed("visited"):
            return False
        if before.norm == "مع" and at - 2 >= self.sentence.first and words[at - 2].core == "حدود":
            return False
        if before.core in listed("to"):
            return self._turned_to(at - 1)
        return True

    def _turned_to(self, at: int) -> bool:
        """Return whether one of the few words before turns to somebody: طلب من, دعا ... إلى."""
        first = max(self.sentence.first, at - _TURN)
        return any(w.core in listed("turning") or w.norm in listed("turning") for w in self.doc.words[first:at])
