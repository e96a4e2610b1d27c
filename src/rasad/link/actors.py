"""Who the names of persons, organisations and groups stand for: identity, code, sector, office, number.

`resolve` reads every phrase by itself (`reading`), then the article as a whole (`identity`), and writes both into the
names. Spans never change.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator

from rasad import outlets
from rasad.arabic.letters import fold_word
from rasad.document import Document, Mention, Name, Place, Source, Span
from rasad.link.identity import Article, Identity, misread
from rasad.link.lexicon import lexicon
from rasad.link.offices import month_of
from rasad.link.phrase import tokens
from rasad.link.reading import Reading, read

_REACH = 60  # characters before a name in which its title may begin
_PARTING = frozenset("و ان من مع الي عن علي في بين ضد الذي التي الذين الي".split())
_KINDS = ("title", "honorific", "nationality", "country", "former", "qualifier", "organisation", "noun", "institution")


def resolve(doc: Document) -> None:
    """Fill the fields of the document's names, of its events' actors and recipients, and the ids of their sources."""
    phrases = _phrases(doc)
    readings = {span: _read(doc, span, kind) for span, kind in phrases.items()}
    article = Article.of(readings.values(), month_of(doc.article.published) if doc.article.published else None)
    found = {span: article.identify(readings[span]) for span in sorted(phrases, key=lambda s: (s[0], -s[1]))}
    for name in _names(doc):
        span = name.start, name.end
        identity = found[span]
        if name.kind == "organisation" and (identity is None or identity.id.startswith(("name:", "role:"))):
            identity = _outlet(doc, name) or identity
        _fill(doc, name, readings[span], identity)
    for source in _sources(doc):
        outlet = _outlet(doc, source, marked=True) if source.kind == "outlet" else None
        identity = outlet or found[source.start, source.end]
        source.identifier_id = identity.id if identity else None


def _names(doc: Document) -> Iterator[Name]:
    for mention in doc.mentions:
        if isinstance(mention, Name):
            yield mention
    for event in doc.events:
        yield from event.actor
        yield from event.recipient


def _sources(doc: Document) -> Iterator[Source]:
    for event in doc.events:
        yield from event.attribution


def _phrases(doc: Document) -> dict[tuple[int, int], str]:
    """Return the phrases to be read with their kinds; a span that is several things is read as the most definite."""
    order = ("person", "organisation", "group")
    found: dict[tuple[int, int], str] = {}
    for name in _names(doc):
        span = name.start, name.end
        if span not in found or order.index(name.kind) < order.index(found[span]):
            found[span] = name.kind
    for source in _sources(doc):
        found.setdefault((source.start, source.end), "group")
    return found


def _read(doc: Document, span: tuple[int, int], kind: str) -> Reading:
    start, end = span
    person = _person_in(doc, span)
    if kind == "person" and (person is None or person == (0, end - start)):
        before = _title_before(doc, start)
        reading = read(doc.text[before:end], kind, (start - before, end - before))
        return reading if reading.person else read(doc.text[start:end], kind, (0, end - start))
    return read(doc.text[start:end], kind, person)


def _person_in(doc: Document, span: tuple[int, int]) -> tuple[int, int] | None:
    """Return the range, within a phrase, of the mention of a person in it."""
    for mention in _mentions_in(doc, span):
        if isinstance(mention, Name) and mention.kind == "person":
            return mention.start - span[0], mention.end - span[0]
    return None


def _mentions_in(doc: Document, span: tuple[int, int]) -> Iterator[Mention]:
    at = bisect_left(doc.mentions, span[0], key=lambda m: m.start)
    while at < len(doc.mentions) and doc.mentions[at].start < span[1]:
        if doc.mentions[at].end <= span[1]:
            yield doc.mentions[at]
        at += 1


def _title_before(doc: Document, start: int) -> int:
    """Return where the title that stands directly before a person's name begins; `start` where there is none."""
    sentence = max((s.start for s in doc.sentences if s.start <= start), default=0)
    first = max(sentence, start - _REACH)
    if first > sentence:  # not from the middle of a word
        blank = doc.text.find(" ", first, start)
        first = blank + 1 if blank >= 0 else start
    before = doc.text[first:start]
    if any(sign in before for sign in ".!؟\n"):
        return start
    words = tokens(before)
    hits = lexicon().hits(words)
    covered = {i for h in hits if h.entry.kind in _KINDS for i in range(h.first, h.last)}
    run = len(words)
    while run and (run - 1 in covered or words[run - 1].definite) and words[run - 1].norm not in _PARTING:
        run -= 1
    title = next((h for h in hits if h.first >= run and h.entry.kind in ("title", "honorific")), None)
    return first + words[title.first].start if title is not None else start


def _fill(doc: Document, name: Name, reading: Reading, identity: Identity | None) -> None:
    name.identifier_id = identity.id if identity else None
    name.identifier_text = identity.text if identity else None
    name.name_en = identity.name_en if identity else None
    name.code = reading.code or (identity.code if identity else None) or _country_of_place(doc, name)
    name.sector = reading.sector or (identity.sector if identity else None)
    if identity and reading.bare and not reading.code:  # الميليشيات after الحوثيون: their sector, not the word's
        name.sector = identity.sector or name.sector
    if identity and identity.person and identity.sector == "ELI" and not reading.office:
        name.sector = "ELI"
    if identity and misread(reading, identity):
        name.code, name.sector = identity.code, identity.sector
    name.office, name.number = reading.office, reading.number


def _country_of_place(doc: Document, name: Name) -> str | None:
    """Return the country of the resolved place in a phrase that tells its country by nothing else: شرطة البصرة."""
    places = (m for m in _mentions_in(doc, (name.start, name.end)) if isinstance(m, Place))
    return next((p.country_code for p in places if p.country_code), None)


def _outlet(doc: Document, span: Span, *, marked: bool = False) -> Identity | None:
    """Return the agency, newspaper, channel or site that the words name; `marked` as in `rasad.outlets.find`."""
    words = fold_word(doc.quote(span))
    found = outlets.find(words, marked=marked)
    if found is None and words[:1] in ("ل", "ب"):
        found = outlets.find(words[1:], marked=marked)
    if found is None:
        return None
    usual = [*found["names"], *found.get("marked", ())][0]
    return Identity(f"outlet:{found['id']}", usual, found["name_en"], found["country"], "JRN")
