"""One article and the layers of offsets that the stages lay over it.

The text never changes. Every layer element is a half-open range `[start, end)` of code points of `Document.text`.
Stages fill the layers in order: `clean` (leftovers, dateline), `analyse` (sentences, words), `mentions` (mentions),
`attribute` (quotes), `events` (events), `link` (chains; fields of mentions and events that name something outside).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from rasad.errors import Problem


@dataclass(slots=True)
class Article:
    """An article as read: the contract's input fields; unknown fields are kept in `extra`.

    Attributes:
        id: Unique in its source; where the source gives none, `read` sets a hash of the content.
        published: The day relative time words are resolved against, `None` where unknown.
        origin: Where it was read: path, with member or line.
    """

    id: str
    text: str
    published: date | None = None
    title: str | None = None
    url: str | None = None
    source: str | None = None
    language: str | None = None
    author: str | None = None
    origin: str = ""
    extra: dict[str, Any] = field(default_factory=dict)


@dataclass(slots=True)
class Span:
    """A half-open range of the text."""

    start: int
    end: int

    def overlaps(self, other: Span) -> bool:
        """Return whether the two ranges share a character."""
        return self.start < other.end and other.start < self.end

    def contains(self, other: Span) -> bool:
        """Return whether the other range lies within this one."""
        return self.start <= other.start and other.end <= self.end


@dataclass(slots=True)
class Leftover(Span):
    """Text of the page, not of the story; never coded.

    `kind`: `byline dateline endmark comment related credit social navigation other` (a dateline counts, since its words
    report no event; its place and agency are on the `Dateline`).
    """

    kind: str


@dataclass(slots=True)
class Dateline(Span):
    """`بغداد ـ رويترز:`: the ranges of its place and agency; a missing one is `None`."""

    place: Span | None = None
    agency: Span | None = None


@dataclass(slots=True)
class Sentence(Span):
    """A sentence; `first:last` is its half-open range in `Document.words`."""

    first: int
    last: int


@dataclass(slots=True)
class Word(Span):
    """A word, number or sign of the text.

    Attributes:
        norm: The folded surface (`rasad.arabic.letters`).
        kind: `arabic`, `latin`, `number` or `sign`.
        proclitics: Folded attached particles before the core, in order (`و`, `س`, `ب`, `ل`, `ال` ...).
        core: Folded core, without proclitics and enclitic.
        core_start: Where the core begins in the text (the article `ال` belongs to the core's surface, not to `core`).
        core_end: Where the core ends in the text, before an attached pronoun.
        enclitic: Folded attached pronoun or empty.
        pos: Universal part of speech of the core (`NOUN VERB ADJ PROPN ...`), empty where unknown.
        features: Universal features that coding needs (`Aspect Voice Person Gender Number Definite Mood`).
        lemma: Folded lemma, empty where unknown.
    """

    norm: str
    kind: str
    proclitics: tuple[str, ...] = ()
    core: str = ""
    core_start: int = 0
    core_end: int = 0
    enclitic: str = ""
    pos: str = ""
    features: dict[str, str] = field(default_factory=dict)
    lemma: str = ""


@dataclass(slots=True)
class Mention(Span):
    """Words that name something; `kind` is `person organisation group place time quantity`.

    `group` (crowds, soldiers, nationalities, capitals standing for governments) is internal to coding: it is written
    as `organisation` by `rasad mentions`.
    """

    kind: str


@dataclass(slots=True)
class Name(Mention):
    """A person, organisation or group, with what `link` found out about it."""

    identifier_id: str | None = None
    identifier_text: str | None = None
    name_en: str | None = None
    code: str | None = None
    sector: str | None = None
    office: str | None = None
    number: int | None = None


@dataclass(slots=True)
class Offset:
    """`على بعد 40 كيلومترا جنوب الموصل`: how far (`None` where only a direction is given) and whence."""

    distance_km: float | None
    bearing: float
    origin: str


@dataclass(slots=True)
class Place(Mention):
    """A place name; unresolved fields stay `None`.

    `resolution`: 5 sub-city, 4 city, 3 district, 2 province, 1 country. `radius_km`: how far from the point the place
    may lie or reach, `None` for countries and wider.
    """

    resolved_place: str | None = None
    name_en: str | None = None
    geonameid: int | None = None
    lat: float | None = None
    lon: float | None = None
    city: str | None = None
    province: str | None = None
    country_code: str | None = None
    country_alpha2: str | None = None
    feature_code: str | None = None
    resolution: int | None = None
    radius_km: float | None = None
    offset: Offset | None = None


@dataclass(slots=True)
class Time(Mention):
    """A time expression; `first` and `last` are the inclusive day bounds, `None` where the text leaves them open.

    `granularity`: `day week month season year interval time duration set open`; `basis`: `explicit` or `relative`.
    `whole`: the whole weeks, months or years that the bounds cut, where they do: of `أواخر مارس` that March.
    """

    first: date | None = None
    last: date | None = None
    granularity: str = "day"
    basis: str = "explicit"
    whole: tuple[date, date] | None = None

    @property
    def dated(self) -> tuple[date | None, date | None]:
        """The bounds by which an event is dated, as the annotation guide does: in whole months or years (`whole`)."""
        return self.whole or (self.first, self.last)


@dataclass(slots=True)
class Quantity(Mention):
    """A counted or measured amount. `low`/`high` are bounds where the text gives them (`None`: open).

    `unit`: `person dead injured arrested displaced troops money distance area weapon percent time age item ...`
    (vocabulary/units.toml); `item`: the counted noun as it stands; `currency`: ISO 4217 for money.
    """

    value: float | None = None
    low: float | None = None
    high: float | None = None
    unit: str = "item"
    item: Span | None = None
    currency: str | None = None


@dataclass(slots=True)
class Quote(Span):
    """A reported assertion: the range of the reported words, the speaker, the cue, and the outlets it came through.

    `sentence` is the index of the sentence it stands in; `speaker` may lie in an earlier sentence.
    """

    sentence: int
    cue: Span
    speaker: Span | None = None
    via: list[Span] = field(default_factory=list)
    direct: bool = False


@dataclass(slots=True)
class Source(Span):
    """One link of a chain of attribution. `kind`: `speaker` or `outlet`."""

    kind: str = "speaker"
    identifier_id: str | None = None


@dataclass(slots=True)
class Event(Span):
    """A coded event; `start:end` is its trigger. See `../shared/contract/event_record.md` for every field's meaning.

    `lemma` is the vocabulary's word for the trigger: one for a verb and its nouns (`هاجم` for الهجوم); `verbal` says
    whether it is a form of the verb. `first` is the article's first mention of the same event, `None` where that is
    this one.
    """

    sentence: int
    event_type: str
    status: str = "actual"
    mode: list[str] = field(default_factory=list)
    context: list[str] = field(default_factory=list)
    actor: list[Name] = field(default_factory=list)
    recipient: list[Name] = field(default_factory=list)
    place: Place | None = None
    time: Time | None = None
    size: dict[str, list[Quantity]] = field(default_factory=dict)
    attribution: list[Source] = field(default_factory=list)
    confidence: float = 0.5
    reason: list[str] = field(default_factory=list)
    lemma: str = ""
    verbal: bool = False
    first: Event | None = None


@dataclass(slots=True)
class Reference(Span):
    """One mention of an actor. `kind`: `phrase` (name, title or noun) or `pronoun` (attached to the word before)."""

    kind: str = "phrase"


@dataclass(slots=True)
class Chain:
    """An actor of the article with everything that means it, in the order of the text; mentions may lie in others.

    `identifier_id` is the id that records carry, `None` where nothing names the actor.
    """

    identifier_id: str | None
    mentions: list[Reference]


@dataclass(slots=True)
class Document:
    """An article with its layers, each empty until its stage has run."""

    article: Article
    leftovers: list[Leftover] = field(default_factory=list)
    dateline: Dateline | None = None
    sentences: list[Sentence] = field(default_factory=list)
    words: list[Word] = field(default_factory=list)
    mentions: list[Mention] = field(default_factory=list)
    quotes: list[Quote] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    chains: list[Chain] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)  # what was left out, though the article was coded
    counts: dict[str, float] = field(default_factory=dict)  # what a judge tells of its work, to be summed over a batch

    @property
    def text(self) -> str:
        """The article's text, exactly as read."""
        return self.article.text

    def quote(self, span: Span) -> str:
        """Return the words of a span."""
        return self.article.text[span.start : span.end]

    def words_of(self, sentence: Sentence) -> list[Word]:
        """Return the words of a sentence."""
        return self.words[sentence.first : sentence.last]
