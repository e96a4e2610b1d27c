"""A phrase that means an actor, and what kind of actor its head is a word for."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from rasad.arabic.letters import fold_word
from rasad.document import Name, Span, Word
from rasad.link.chains.words import Found, entries, listed
from rasad.link.lexicon import lexicon
from rasad.vocabulary import load

_PERSONAL = frozenset(("title", "honorific", "kin"))
BODIES = frozenset(("organisation", "institution"))
STATES = frozenset(("country", "capital"))
_KINDS = ((BODIES, "body"), (STATES, "state"), (_PERSONAL, "person"))


@dataclass(slots=True)
class Spot(Span):
    """A phrase that means an actor.

    Attributes:
        first: Index of its first word in the document.
        last: Index after its last word.
        kind: `person`, `persons`, `body` or `state`.
        head: The vocabulary's entry at its head, `None` for a bare name.
        key: By what its head is compared: key of a title, or a noun in the singular.
        known: Id of the actor of the vocabulary that it names.
        names: The normalised words of the personal name in it, or of a body's name.
        mention: The document's mention of a person or organisation in it.
        definite: Whether its head carries the article or governs what does.
        code: The country that its words give.
        feminine: Gender, `None` where open.
        owner: Index of the word of the phrase whose attached pronoun belongs to its head (بلاده), -1 where none.
        subject: Whether it stands where a subject does.
        sentence: Index of its sentence.
        tail: The normalised words that its head governs, without nationalities and the words of a name.
        also: Keys of further titles before its name.
        status: How an office was left or taken: the words for it in the phrase.
        noun: The noun that a body's phrase begins with.
        named: Index of the first word of the personal name in it, -1 where it has none.
        agreement: Whether the verb right before it is feminine, `None` where none is.
        weak: Whether it counts only if the article speaks of the same actor once more: 1 in any way, 2 by a phrase.
    """

    first: int
    last: int
    kind: str
    sentence: int
    head: Found | None = None
    key: str = ""
    known: str | None = None
    names: tuple[str, ...] = ()
    mention: Name | None = None
    definite: bool = False
    code: str | None = None
    feminine: bool | None = None
    owner: int = -1
    subject: bool = False
    weak: int = 0
    tail: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    noun: str = ""
    status: frozenset[str] = frozenset()
    named: int = -1
    agreement: bool | None = None

    @property
    def plural(self) -> bool:
        """Whether it means several persons."""
        return self.kind == "persons"


def joined(title: Spot, name: Spot) -> bool:
    """Make one phrase of a definite title and the name right after it, which begins with a word for a title itself."""
    apart = title.last != name.first or title.kind != "person" or name.kind != "person" or title.names
    if apart or not title.definite or not name.names or name.owner >= 0 or name.start - title.end != 1:
        return False
    title.last, title.end, title.names, title.named, title.mention = (
        name.last,
        name.end,
        name.names,
        name.named,
        name.mention,
    )
    title.weak = 0
    return True


def full(word: Word) -> str:
    """Return a word without what is attached before its article."""
    return "ال" + word.core if "ال" in word.proclitics else word.core


def gender(head: Found, word: Word) -> bool | None:
    """Return the gender of a body: that of its noun, else of the noun by which the vocabulary knows it."""
    if word.core.endswith("ه") or word.core in ("قوات", "كتايب", "وحدات", "سرايا", "فصايل", "قوي"):
        return True
    if word.core in organisations() or head.entry.kind in ("noun", "light"):
        return head.form.number == 3 or word.features.get("Number") == "Plur"
    known = lexicon().actors.get(head.entry.key)
    if known is None or not known.nouns:
        return None
    genders = {noun.endswith("ه") for noun in known.nouns}
    return genders.pop() if len(genders) == 1 else None


def several(head: Found, word: Word) -> bool:
    """Return whether a noun for persons means several; محامي is one lawyer, or lawyers governing a noun."""
    if head.form.number == 0 and head.form.person and word.norm.endswith(("ين", "ان")):
        return True
    if head.form.number not in (2, 3) or ("ال" in word.proclitics and word.norm.endswith("عي")):
        return False  # المدعي is one
    one = word.norm.endswith("ي") and any(
        f.size == 1 and f.form.person and f.form.number == 1 and not f.cost for f in entries(word.norm)
    )
    return not one or word.features.get("Number") == "Plur"


def what(head: Found, word: Word) -> str:
    """Return what kind of actor an entry is a word for; empty where it is none."""
    entry = head.entry
    if entry.kind in ("institution", "noun") and any(
        f.size == 1 and f.entry.kind == "title" for f in entries(word.norm)
    ):
        return "person"  # زعيم المعارضة
    if entry.key in listed("nobody"):
        return ""
    kind = next((k for kinds, k in _KINDS if entry.kind in kinds), "")
    if kind:
        return kind
    thing = word.core in listed("things") or word.norm in listed("things") or entry.key in listed("things")
    if thing and entry.kind == "noun" and head.size > 1 and entry.key.replace(" ", "-") in listed("bodies"):
        return "body"
    if thing and (word.core not in organisations() or head.form.number == 2):
        return ""
    return _by_kind(head, word)


def _by_kind(head: Found, word: Word) -> str:
    """Return what kind of actor a noun, a nationality or a light word is for."""
    entry = head.entry
    if entry.kind == "noun":
        if head.cost > 2 or (head.size == 1 and word.core in listed("abstract")):
            return ""
        if head.form.person:
            return "persons" if several(head, word) else "person"
        return "body"
    if entry.kind == "nationality" and head.form.person and word.features.get("Number") == "Plur":
        return "persons" if "ال" in word.proclitics and word.pos == "NOUN" else ""
    if entry.kind == "light" and not head.form.person and head.form.number in (0, 1):
        return "body" if entry.key in organisations() or entry.key in listed("light_bodies") else ""
    return ""


@cache
def organisations() -> frozenset[str]:
    return frozenset(fold_word(w) for w in load("titles")["organisation"]) - listed("members")


@cache
def masculine() -> frozenset[str]:
    return frozenset(w.removeprefix("ال") if len(w) > 4 else w for w in listed("masculine")) | listed("masculine")
