"""What the words of one phrase say about the actor: whom it names, code, sector, office, number.

A phrase is read by itself, without the article around it, by the vocabulary's expressions in it, left to right. What it
is about is its head, the first that is no counting word, member word or form of address: in `مقاتلو طالبان` the
fighters, in `عناصر الشرطة` the police.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from rasad.link import codes, personal
from rasad.link.lexicon import BODIES, Hit, lexicon
from rasad.link.phrase import Token, tokens

_KINDS_OF_NAMES = frozenset("شركه صحيفه قناه موقع مجله منظمه مجموعه موسسه وكاله بنك".split())
_HEADS = frozenset(("organisation", "person", "country", "institution", "title", "noun", "capital", "kin"))
_PLACES = ("nationality", "country", "organisation", "honorific")
# Bodies of an organisation that stand for it: قوات الناتو، دول مجلس التعاون، إرهابيو داعش.
_ITS_OWN = frozenset(("REB", "UAF"))


@dataclass(frozen=True, slots=True)
class Reading:
    """A phrase as read.

    Attributes:
        place: Where an office is held: the id of an organisation without `org:`, or the code.
        known: Id of the actor of the vocabulary that the phrase names: `person:`, `org:`, `country:`.
        person: The normalised words of a personal name, empty where the phrase holds none.
        person_text: The personal name as it stands.
        head: Key of the title or noun that heads the phrase, empty where a name does.
        title: Whether the head is a person's title.
        holder: Whether the phrase is nothing but a title and the body or country in which it is held.
        definite: Whether the head carries the article.
        feminine: Gender of the head where its form tells.
        plural: Whether the head is a plural or dual noun for persons.
        institution: The institution that every country has (`parliament`), empty where it is none.
        collective: Whether the head names a body or a number of persons, not one.
        bare: Whether the phrase is its head alone, but for a nationality or a demonstrative.
        organisation: The normalised words of the phrase, without nationality, where they hold a name that the
            vocabulary does not know.
        loose: The normalised words of a short phrase none of which the vocabulary knows: maybe part of a name.
    """

    code: str | None = None
    sector: str | None = None
    office: str | None = None
    number: int | None = None
    place: str | None = None
    known: str | None = None
    person: tuple[str, ...] = ()
    person_text: str = ""
    head: str = ""
    title: bool = False
    holder: bool = False
    definite: bool = False
    feminine: bool | None = None
    plural: bool = False
    institution: str = ""
    collective: bool = False
    bare: bool = False
    organisation: tuple[str, ...] = ()
    loose: tuple[str, ...] = ()


@lru_cache(maxsize=50_000)
def read(text: str, kind: str = "group", person: tuple[int, int] | None = None) -> Reading:
    """Return what a phrase says.

    Args:
        text: The phrase.
        kind: Kind of the mention: `person`, `organisation` or `group`.
        person: The range of the phrase that a mention of a person takes, where one lies in it.
    """
    words = tokens(text)
    if not words:
        return Reading()
    hits = lexicon().hits(words, named=kind == "organisation")
    name = personal.find(words, hits, kind, person)
    hits = personal.without_name(hits, name)
    head = next((h for h in hits if h.entry.kind in _HEADS and not _inside(h, name)), None) or _body(hits)
    known = _known(words, hits, head, name)
    refers = name is not None and name.refers
    own = head if head is not None and (name is None or not refers or head.first < name.first) else None
    sector = codes.sector(hits, name)
    code = codes.code(hits, words, name)
    title = own if own is not None and own.entry.kind == "title" and own.entry.office else None
    governed = _governed(hits, own) if own is not None else None
    number = codes.number(words, hits)
    counted = number is not None and number > 1
    collective = own is not None and not refers and (counted or _collective(own, hits))
    return Reading(
        code=code,
        sector=sector,
        office=_office(text, words, hits, name) if title or refers else None,
        number=number,
        place=next((h.entry.key.removeprefix("org:") for h in hits if h.entry.kind == "organisation"), code),
        known=known,
        person=name.normal if name and refers else (),
        person_text=text[words[name.first].start : words[name.last - 1].end] if name and refers else "",
        head=_head_key(own, governed),
        title=title is not None,
        holder=title is not None and _holder(words, hits, title),
        definite=own is not None and (own.definite or (governed is not None and governed.definite)),
        feminine=own.form.feminine if own else None,
        plural=own is not None and _plural(own),
        institution=own.entry.key if own and own.entry.kind == "institution" else "",
        collective=collective,
        bare=own is not None and _bare(words, hits, own),
        organisation=_organisation(words, hits, kind, own) if known is None else (),
        loose=personal.normal([w.norm for w in words]) if not hits and len(words) < 4 else (),
    )


def _head_key(head: Hit | None, governed: Hit | None) -> str:
    if head is None or head.entry.kind not in ("title", "noun", "institution", "light"):
        return ""
    if governed is None:
        return head.entry.key
    # قوات التحالف are the coalition, قوات النظام a body of the regime
    return governed.entry.key if governed.entry.kind == "light" else f"{head.entry.key} {governed.entry.key}"


def _inside(hit: Hit, name: personal.PersonalName | None) -> bool:
    return name is not None and name.first <= hit.first < name.last


def _known(
    words: Sequence[Token], hits: Sequence[Hit], head: Hit | None, name: personal.PersonalName | None
) -> str | None:
    """Return the actor of the vocabulary that the phrase itself stands for."""
    if name is not None and name.refers:
        return name.known
    if head is None or any(h.entry.kind == "nationality" and h.first < head.first for h in hits):
        return None
    if not _clear(words, hits, head):
        return None
    if head.entry.kind == "organisation":
        return head.entry.key
    if head.entry.kind in ("country", "capital") and all(
        h is head or (h.entry.kind in ("qualifier", "light", "kin", head.entry.kind) and h.first > head.first)
        for h in hits
    ):
        return head.entry.key if head.last == len(words) or head.entry.kind == "country" else None
    after = next((h for h in hits if h.first == head.last), None)
    if head.entry.kind == "noun" and after is not None and after.entry.kind == "organisation":
        members = head.form.person and (head.entry.strength != "strong" or head.entry.sector in _ITS_OWN)
        if members or head.entry.strength == "armed" or head.entry.key == "دوله":
            return after.entry.key
    return None


def _body(hits: Sequence[Hit]) -> Hit | None:
    """Return the noun of a phrase such as `هذا التنظيم`, which else says only what kind of body something is."""
    last = hits[-1] if hits else None
    only = last is not None and last.definite and all(h.entry.kind == "light" for h in hits)
    return last if only else None


def _collective(head: Hit, hits: Sequence[Hit]) -> bool:
    if head.entry.kind in ("institution", "light"):
        return True
    light = any(h.entry.kind == "light" and h.first < head.first and h.form.number != 1 for h in hits)
    if head.entry.kind == "title":
        return head.entry.key in BODIES or head.form.number != 1 or light
    return head.entry.kind == "noun" and (not head.form.person or head.form.number != 1 or light)


def _bare(words: Sequence[Token], hits: Sequence[Hit], head: Hit) -> bool:
    return _covered(words, hits, head, ("nationality", "light", "country")) and head.cost < 2


def _holder(words: Sequence[Token], hits: Sequence[Hit], title: Hit) -> bool:
    """Return whether a phrase is a title with the one body or country in which it is held, and nothing more."""
    places = {h.entry.code for h in hits if h.entry.kind in ("nationality", "country", "organisation")}
    return title.cost < 2 and len(places) < 2 and _covered(words, hits, title, _PLACES)


def _covered(words: Sequence[Token], hits: Sequence[Hit], head: Hit, kinds: Sequence[str]) -> bool:
    """Return whether a phrase holds nothing but its head, what that governs, and expressions of some kinds."""
    governed = _governed(hits, head)
    return sum(h.last - h.first for h in hits if h in (head, governed) or h.entry.kind in kinds) == len(words)


def _plural(head: Hit) -> bool:
    """Return whether a noun or a title (وزراء الخارجية) means several persons."""
    if head.form.person:
        return head.form.number != 1
    return head.entry.kind == "title" and head.form.number in (2, 3)


def _governed(hits: Sequence[Hit], head: Hit) -> Hit | None:
    """Return the noun that a head in the construct state governs: the regime of قوات النظام."""
    if head.definite or head.entry.office or head.form.person:
        return None
    return next(
        (h for h in hits if h.first == head.last and h.entry.kind in ("title", "noun", "institution", "light")), None
    )


def _clear(words: Sequence[Token], hits: Sequence[Hit], head: Hit) -> bool:
    """Return whether nothing unknown stands before the head: خبراء الأمم المتحدة are not the United Nations."""
    covered = {i for h in hits for i in range(h.first, h.last)}
    return all(i in covered for i in range(head.first))


def _office(text: str, words: Sequence[Token], hits: Sequence[Hit], name: personal.PersonalName | None) -> str | None:
    """Return the words of the title, up to a nationality, a country, a name or a comma."""
    titles = [h for h in hits if h.entry.kind == "title" and h.entry.office and h.cost < 2 and not _inside(h, name)]
    if not titles:
        return None
    if any(h.entry.kind == "kin" and h.first < titles[0].first for h in hits):
        return None
    # الأمير and الشيخ are forms of address beside another title
    title = next((h for h in titles if h.entry.key not in ("emir", "sheikh") or not h.definite), titles[0])
    stop = len(words)
    for hit in hits:
        if hit.first >= title.last and hit.entry.kind in ("nationality", "country", "organisation", "person", "former"):
            stop = min(stop, hit.first)
            break
    if name is not None and name.first >= title.last:
        stop = min(stop, name.first)
    stop = next((i for i in range(title.last, stop) if words[i].broken), stop)
    for hit in hits:  # an honorific before the name is no part of the title
        if title.last <= hit.first < stop and hit.entry.kind == "honorific":
            stop = hit.first
            break
    while stop > title.first + 1 and words[stop - 1].norm in codes.LINKING:
        stop -= 1
    first = words[title.first]
    found = text[first.start + codes.particle(first.norm, title) : words[stop - 1].end]
    return "ال" + found[2:] if first.norm.startswith("لل") else found  # للرئيس: the alef of the article is not written


def _organisation(words: Sequence[Token], hits: Sequence[Hit], kind: str, head: Hit | None) -> tuple[str, ...]:
    """Return the normalised words of an organisation's name that the vocabulary does not know."""
    if kind != "organisation" or (head is not None and (head.entry.kind == "title" or head.form.person)):
        return ()
    covered = {i for h in hits for i in range(h.first, h.last)}
    if len(covered) == len(words):
        return ()
    nations = {i for h in hits if h.entry.kind == "nationality" and h.first for i in range(h.first, h.last)}
    plain = [w.norm.removeprefix("ال") if w.definite else w.norm for i, w in enumerate(words) if i not in nations]
    if plain[0].startswith("ل") and words[0].norm.startswith("لل"):
        plain[0] = plain[0][2:]
    first = hits[0] if hits and hits[0].first == 0 else None
    if first is not None and first.entry.key in _KINDS_OF_NAMES and first.last not in covered and len(plain) > 1:
        plain = plain[first.last :]  # شركة فلان is the فلان of later sentences
    return tuple(plain)
