"""Quotes: who says what in which sentence, through which outlets.

For each cue the speaker is the subject of the reporting verb (or the phrase that a nominal cue governs), the reported
words run from the complement to the end of the sentence, and the channel is the outlet that passes them on: the subject
of `نقلت ... عن`, of `حسبما ذكرت`, and what follows `ل` or `مع` (قال لرويترز، في مقابلة مع). A verb without a subject of
its own has the speaker of the sentence before; a quotation that is still open goes on into the next sentence.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from pycrfsuite import Tagger

from rasad.attribute import speakers
from rasad.attribute.cues import Cue, find, is_outlet_word
from rasad.document import Document, Quote, Span, Word
from rasad.outlets import holds_outlet
from rasad.phrases import Phrase, noun_phrases

_PASSING = frozenset("قد سوف لن لم لا ما ايضا بدوره بدورها كان كانت".split())
_CHANNEL = frozenset(("مع", "ل", "الي"))
Parties = tuple[Span | None, list[Span]]  # the speaker of a cue, and the outlets
_LATELY = 3  # speakers among whom the one of a verb without a subject is looked for
_SPOKEN_TO = 12  # words after a cue within which the outlet spoken to stands


@dataclass(slots=True)
class _State:
    """What carries over from sentence to sentence."""

    speakers: list[tuple[Span, str]] = field(default_factory=list)  # with gender and number, the last to speak last
    cue: Span | None = None
    via: list[Span] = field(default_factory=list)
    open: bool = False

    @property
    def speaker(self) -> Span | None:
        """The last to have spoken."""
        return self.speakers[-1][0] if self.speakers else None

    def speaker_for(self, cue: Cue) -> Span | None:
        """Return the last to have spoken with whom a cue's verb agrees, or just the last."""
        wanted = f"{cue.form.gender}{cue.form.number}" if cue.form and cue.shape != "noun" else ""
        agreeing = (span for span, form in reversed(self.speakers[-_LATELY:]) if _agree(wanted, form))
        return next(agreeing, self.speaker)

    def heard(self, words: Sequence[Word], speaker: Span) -> None:
        """Note who speaks; somebody heard again keeps one entry."""
        head = next((w for w in words if w.start < speaker.end and speaker.start < w.end), None)
        form = ""
        if head is not None and head.pos == "NOUN":  # a name tells neither; of nouns the masculine is not marked
            form = f"{head.features.get('Gender', 'Masc')}{head.features.get('Number', '')}"
        known = next((f for span, f in self.speakers if span == speaker), form)
        self.speakers = [(span, f) for span, f in self.speakers if span != speaker] + [(speaker, known)]


def find_quotes(doc: Document, tagger: Tagger | None = None) -> list[Quote]:
    """Return the quotes of a document in order.

    Args:
        doc: A document with sentences, words and mentions.
        tagger: Tells the speakers and outlets in a cue's sentence (`rasad.attribute.speakers`); `None`: the rules do.
    """
    state, found = _State(), []
    for index, sentence in enumerate(doc.sentences):
        words = doc.words_of(sentence)
        mentions = [m for m in doc.mentions if sentence.start <= m.start < sentence.end]
        phrases = noun_phrases(words, mentions)
        was_open = state.open
        state.open = _open_after(words, state.open)
        cues = find(words)
        parties = [by_rules(words, phrases, cue, doc) for cue in cues]
        if tagger is not None and cues:
            seen = speakers.Sentence(words, phrases, mentions)
            parties = [_told(tagger, seen, cue, cues, ruled) for cue, ruled in zip(cues, parties, strict=True)]
        quotes = [_quote(doc, index, words, cue, told, state) for cue, told in zip(cues, parties, strict=True)]
        quotes = _merge_channels(quotes, cues, words, doc)
        if was_open and state.cue is not None and not _closes_early(words):
            found.append(Quote(sentence.start, sentence.end, index, state.cue, state.speaker, list(state.via), True))
        found += quotes
    return found


def _quote(doc: Document, index: int, words: Sequence[Word], cue: Cue, parties: Parties, state: _State) -> Quote:
    speaker, via = parties
    span = Span(words[cue.first].core_start or words[cue.first].start, words[cue.last].end)
    if speaker is None and cue.shape in ("verb", "participle", "noun"):
        speaker = state.speaker_for(cue)
    if speaker is not None and cue.shape in ("verb", "noun", "participle"):
        state.heard(words, speaker)
    start, end = _scope(words, cue, doc, index)
    if cue.shape == "verb":
        state.cue, state.via = span, via
    return Quote(start, end, index, span, speaker, via, _direct(words, cue))


def _agree(wanted: str, form: str) -> bool:
    """Return whether gender and number of a verb may be those of a speaker's head word; what is unknown may.

    A masculine verb may follow a feminine head (الوزارة ... وأضاف البيان), a feminine one a broken plural.
    """
    if "Plur" in wanted:
        return not form.endswith("Sing")
    return not ("Fem" in wanted and form == "MascSing")


def _told(tagger: Tagger, seen: speakers.Sentence, cue: Cue, cues: list[Cue], ruled: Parties) -> Parties:
    found = speakers.decode(tagger, seen, cue, cues, marked(seen.words, *ruled))
    speaker = None if found.speaker is None else speakers.span(seen.words, found.speaker)
    return speaker, [speakers.span(seen.words, via) for via in found.via]


def marked(words: Sequence[Word], speaker: Span | None, via: Sequence[Span]) -> dict[int, str]:
    """Return `V` for the words of outlets and `S` for those of a speaker, by their index."""
    spans = [*((span, "V") for span in via), *([(speaker, "S")] if speaker else [])]
    return {
        at: role
        for span, role in spans
        for at, word in enumerate(words)
        if word.start < span.end and span.start < word.end
    }


def by_rules(words: Sequence[Word], phrases: list[Phrase], cue: Cue, doc: Document) -> Parties:
    """Return the speaker and the outlets that stand in a cue's sentence, by rules."""
    if cue.shape == "nominal":
        governed = next((p for p in phrases if p.first == cue.last + 1), None)
        return (_span(governed), []) if governed else (None, [])
    if cue.shape == "participle":
        return None, _spoken_to(words, phrases, cue, doc)
    subject = _subject(words, phrases, cue)
    source = _source(words, phrases, cue)
    if source is not None:
        return _span(source), [_span(subject)] if subject else []
    if cue.shape == "noun" and subject is None:
        subject = next((p for p in reversed(phrases) if p.last <= cue.first and p.preposition == "عن"), None)
    return (_span(subject) if subject else None), _spoken_to(words, phrases, cue, doc)


def _span(phrase: Phrase) -> Span:
    return Span(phrase.start, phrase.end)


def _subject(words: Sequence[Word], phrases: list[Phrase], cue: Cue) -> Phrase | None:
    """Return the subject of a reporting verb, or the genitive of its noun (تأكيد الوزير أن)."""
    limit = cue.complement if cue.complement is not None else len(words)
    after = [p for p in phrases if cue.last < p.first < limit]
    if cue.shape == "noun":
        return after[0] if after and after[0].first == cue.last + 1 and not after[0].preposition else None
    if after and not after[0].preposition and _touches(words, cue.last, after[0].first):
        return after[0]
    index = cue.first - 1
    while index >= 0 and words[index].norm in _PASSING:
        index -= 1
    if cue.shape == "relative" or words[cue.first].proclitics[:1] in (("و",), ("ف",)):
        return None
    return next((p for p in phrases if p.last == index + 1 and not p.preposition), None)


def _touches(words: Sequence[Word], last: int, first: int) -> bool:
    """Whether only a time word or an adverb stands between a verb and its subject (قال أمس الوزير)."""
    between = words[last + 1 : first]
    return len(between) <= 2 and all(w.kind == "arabic" for w in between)


def _source(words: Sequence[Word], phrases: list[Phrase], cue: Cue) -> Phrase | None:
    if cue.entry.source != "عن":
        return None
    return next((p for p in phrases if p.first > cue.last and p.preposition == "عن"), None)


def _spoken_to(words: Sequence[Word], phrases: list[Phrase], cue: Cue, doc: Document) -> list[Span]:
    """Return the outlets to which the words were said: قال لرويترز، في مقابلة مع قناة."""
    found = []
    for phrase in phrases:
        near = cue.last < phrase.first <= cue.last + _SPOKEN_TO or phrase.last in (cue.first, cue.first - 1)
        if near and phrase.preposition in _CHANNEL and _names_outlet(words, phrase, doc):
            found.append(_span(phrase))
    return found[:1]


def _names_outlet(words: Sequence[Word], phrase: Phrase, doc: Document) -> bool:
    return is_outlet_word(words[phrase.first]) or holds_outlet(doc.text[phrase.start : phrase.end])


def _scope(words: Sequence[Word], cue: Cue, doc: Document, index: int) -> tuple[int, int]:
    sentence = doc.sentences[index]
    if cue.shape in ("nominal", "relative"):
        return sentence.start, sentence.end
    if cue.complement is not None:
        return words[cue.complement].start, sentence.end
    return words[min(cue.last + 1, len(words) - 1)].start, sentence.end


def _direct(words: Sequence[Word], cue: Cue) -> bool:
    return cue.complement is not None and words[cue.complement].norm in (":", '"', "'")


def _merge_channels(quotes: list[Quote], cues: list[Cue], words: Sequence[Word], doc: Document) -> list[Quote]:
    """Where one sentence has a quote and a `بحسب`/`حسبما` that names an outlet, the outlet is the quote's channel."""
    main = [q for q, cue in zip(quotes, cues, strict=True) if cue.shape not in ("nominal", "relative")]
    if not main:
        return quotes
    kept = []
    for quote, cue in zip(quotes, cues, strict=True):
        if cue.shape in ("nominal", "relative") and quote.speaker is not None:
            phrase = doc.quote(quote.speaker)
            if holds_outlet(phrase) or any(
                is_outlet_word(w) for w in words if quote.speaker.start <= w.start < quote.speaker.end
            ):
                if quote.speaker not in main[0].via:
                    main[0].via.append(quote.speaker)
                continue
        kept.append(quote)
    return kept


def _open_after(words: Sequence[Word], opened: bool) -> bool:
    for word in words:
        if word.kind == "sign" and word.norm == '"':
            opened = not opened
    return opened


def _closes_early(words: Sequence[Word]) -> bool:
    """Whether an open quotation ends within the first words: the sentence is then no longer the speaker's."""
    return any(word.norm == '"' for word in words[:1])
