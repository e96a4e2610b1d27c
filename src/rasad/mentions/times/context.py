"""The text as the time grammar sees it: tokens, what each can be, the base day, and whether a place looks ahead."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from rasad.arabic.letters import LETTER_CLASS, fold
from rasad.arabic.numerals import Numeral, parse
from rasad.mentions.times.calendar import Days
from rasad.mentions.times.lexicon import NOTHING, Sense, forms_of_verbs, future_verb, look, words_of

_TOKEN = re.compile(rf"[{LETTER_CLASS}]+|[0-9]+(?:[.,:][0-9]+)*(?:ر[0-9]+)?|[A-Za-z]+|[^\S ]|[^\s]")
ENDS = frozenset({"", ".", "\n", "،", ",", "!", "؟", "?"})  # after these words a number counts nothing
_STOPS = frozenset(".!?؟؛\n\r")
_LOOK_BACK = 18  # words before a weekday among which a future verb still governs it
NO_BASE = date(2000, 1, 1)  # stands in where the day of publication is unknown; what hangs on it is blanked


@dataclass(frozen=True, slots=True)
class Token:
    """A word, number or sign of the folded text: the half-open range `[start, end)` of its characters."""

    text: str
    start: int
    end: int


@dataclass(slots=True)
class Reading:
    """A time expression read from tokens, up to but not including token `stop`.

    Attributes:
        days: The inclusive bounds, either of them `None` where open or unknown.
        granularity: As in `rasad.document.Time`.
        relative: Whether the bounds hang on the day of publication.
        partial: (month, day or 0) of a date whose year the text does not give, so that a range can supply it.
        whole: The whole weeks, months or years that `days` cut, where they do (`rasad.document.Time.whole`).
        weight: What it is for combining: `day`, `month`, `year`, `week` ... or `none` for what combines with nothing.
    """

    stop: int
    days: tuple[date | None, date | None] = (None, None)
    granularity: str = "day"
    relative: bool = False
    partial: tuple[int, int] | None = None
    weight: str = ""
    whole: Days | None = None

    @property
    def closed(self) -> Days | None:
        """The bounds where both are known."""
        first, last = self.days
        return (first, last) if first is not None and last is not None else None


def reading(stop: int, days: Days | None, granularity: str, *, relative: bool = False, weight: str = "") -> Reading:
    """Return a reading; `days` of `None` stay unresolved."""
    return Reading(stop, days or (None, None), granularity, relative, None, weight or granularity)


class Context:
    """A folded text cut into tokens, with the base day."""

    def __init__(self, original: str, base: date | None) -> None:
        """Fold and cut the text; a base of `None` leaves all that is relative unresolved."""
        self.original = original
        self.folded = fold(original)
        self.text = text = self.folded.text
        self.base = base or NO_BASE
        self.tokens = [Token(m.group(), m.start(), m.end()) for m in _TOKEN.finditer(text)]
        self.words = [token.text for token in self.tokens]
        self.senses = [look(word) for word in self.words]
        self._size = len(self.words)
        self.past_only = False  # set while what follows منذ is read

    def word(self, at: int) -> str:
        """Return the token's text, empty outside the text."""
        return self.words[at] if 0 <= at < self._size else ""

    def sense(self, at: int) -> Sense:
        """Return what the token can be."""
        return self.senses[at] if 0 <= at < self._size else NOTHING

    def has(self, at: int, kind: str) -> bool:
        """Return whether the token can be of a kind."""
        return 0 <= at < self._size and kind in self.senses[at].kinds

    def bare(self, at: int, kind: str) -> bool:
        """Return whether the token can be of a kind and carries no attached particle."""
        return self.has(at, kind) and not self.senses[at].prefix

    def numeral(self, at: int) -> Numeral | None:
        """Return the numeral that starts at a token."""
        if not 0 <= at < self._size:
            return None
        if not (self.senses[at].numeral or self.words[at] in ("ال", "وال", "بال", "لل")):
            return None
        return parse(self.words, at)

    def touching(self, at: int) -> bool:
        """Return whether the token follows the one before it without a blank."""
        return 0 < at < self._size and self.tokens[at - 1].end == self.tokens[at].start

    def is_number(self, at: int, digits: int = 0) -> bool:
        """Return whether the token is a whole number in digits, of so many digits where given."""
        word = self.word(at)
        return word.isdecimal() and word.isascii() and (not digits or len(word) == digits)

    def skip(self, at: int, *signs: str) -> int:
        """Return the index after the token where it is one of the signs or words, else the index."""
        return at + 1 if self.word(at) in signs else at

    def came(self, at: int, *, own: bool = False) -> bool:
        """Return whether a verb of coming, going or meeting stands before a token; `own`: in the first person only.

        `عاد إلى 27` may be said of a price, `عدت إلى 27` not.
        """
        word = self.word(at - 1)
        word = word[1:] if word[:1] in ("و", "ف") else word
        forms = forms_of_verbs("came", own=own)
        return word in forms or (word[:1] == "س" and word[1:] in forms)

    def letter(self, at: int, index: int) -> str:
        """Return a letter of a token as the original text writes it."""
        return self.original[self.folded.starts[self.tokens[at].start + index]]

    def looks_ahead(self, at: int) -> bool:
        """Return whether a future verb or word governs this place.

        The nearest verb before it in its sentence decides: a future one (سيـ, سوف, المقرر) makes a weekday or a date
        lie ahead, a reporting verb in the past (قال, أعلن) does not.
        """
        if self.past_only:
            return False
        future, past = words_of("future", "words"), words_of("future", "past")
        for index in range(at - 1, max(-1, at - 1 - _LOOK_BACK), -1):
            word = self.words[index]
            if word in _STOPS:
                return False
            bare = word[1:] if word[0] in "وف" and len(word) > 3 else word
            if bare in past:
                return False
            if bare in future or bare.removeprefix("ال") in future or future_verb(word):
                return True
            if word.startswith("سا") and len(word) > 3 and self.letter(index, 1) == "أ":  # سأعود, but not سابق
                return True
        return False
