"""What the trained judge looks at: names of features that hold of a candidate.

A feature is a short string; the model holds a weight for each. Training and coding call the same functions.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from rasad.document import Name, Place, Quantity, Time, Word
from rasad.events import status
from rasad.events.candidates import Candidate
from rasad.events.context import Context
from rasad.models import clusters

_WINDOW = 4
_EDGE = ("^", "$")
_DENSITIES = (0.3, 0.7, 1.2, 2, 3, 4.5, 6)
_GOVERNING = 14  # words before a trigger among which its governing verb is looked for
_LINKS = frozenset("أن إن وأن بأن ألا لأن أنه أنها إنه إنها حتى لكي كي الذي التي عندما حين بعد قبل إذا لو كلما".split())
_KIND = {Name: "name", Place: "place", Time: "time", Quantity: "number"}


def of_event(context: Context, candidate: Candidate) -> list[str]:
    """Return the features by which a candidate is weighed, each alone and with the candidate's type."""
    kind, found = candidate.trigger.event_type, list(_plain(context, candidate))
    found += [f"{kind}|{feature}" for feature in found]
    found += _lexical(context, candidate)
    return found


def _lexical(context: Context, candidate: Candidate) -> Iterator[str]:
    """Features that belong to one trigger of the vocabulary."""
    name, words, hit = candidate.trigger.name, context.words, candidate.hit
    yield f"L={name}"
    yield f"L={name}/{candidate.pos}"
    if hit:
        form = hit.form
        yield f"L={name}/{form.aspect}{form.voice}{form.person}{form.number}"
        yield f"L={name}/{'+'.join(hit.cut.proclitics)}/{bool(hit.cut.enclitic)}"
    yield f"L={name}/next={_core(words, candidate.last + 1)}"
    yield f"L={name}/prev={_core(words, candidate.first - 1)}"
    for side, at in (("next", candidate.last + 1), ("prev", candidate.first - 1)):
        if found := _cluster(words, at):
            yield f"L={name}/{side}c={found[0]}"
    if field := context.field():
        yield f"L={name}/field={field}"


def _plain(context: Context, candidate: Candidate) -> Iterator[str]:
    words, trigger = context.words, candidate.trigger
    yield f"strength={trigger.strength}/{candidate.pos}"
    yield f"w={words[candidate.at].norm}"
    yield f"c={words[candidate.at].core}"
    yield f"frame={trigger.frame.name}/{candidate.pos}"
    yield f"many={candidate.last > candidate.first}"
    if trigger.evidence:
        yield f"evidence={bool(context.evidence(candidate))}/{trigger.strength}"
    if trigger.blocked and context.blocked(candidate):
        yield "blocked"
    if candidate.carrier:
        yield f"carrier={candidate.carrier[1].lemma}"
        yield f"carried={candidate.carrier[1].lemma in trigger.light}"
    yield from _form(candidate)
    yield from _around(words, candidate)
    yield from _rivals(context, candidate)
    yield from _mentions(context, candidate)
    yield from _article(context, candidate)


def _form(candidate: Candidate) -> Iterator[str]:
    if candidate.hit:
        form, cut = candidate.hit.form, candidate.hit.cut
        yield f"form={form.pos}{form.aspect}{form.voice}{form.person}{form.number}"
        yield f"pro={'+'.join(cut.proclitics)}/{form.pos}"
        yield f"enc={bool(cut.enclitic)}/{form.pos}"
        yield f"def={'ال' in cut.proclitics}/{form.number}"


def _around(words: list[Word], candidate: Candidate) -> Iterator[str]:
    for offset in range(1, _WINDOW + 1):
        for side, at in (("-", candidate.first - offset), ("+", candidate.last + offset)):
            core = _core(words, at)
            if offset <= 2:
                yield f"{side}{offset}={core}"
                if 0 <= at < len(words):
                    yield f"{side}{offset}p={words[at].pos or words[at].kind}"
            if core not in _EDGE:
                yield f"{side}near={core}"
            if found := _cluster(words, at):
                yield f"{side}{min(offset, 3)}k={found[0]}"
                if offset <= 3:
                    yield f"{side}near-k={found[1]}"
    yield f"pos={words[candidate.at].pos}"


def _rivals(context: Context, candidate: Candidate) -> Iterator[str]:
    same_word = {c.trigger.event_type for c in context.candidates if c.at == candidate.at}
    for other in sorted(same_word - {candidate.trigger.event_type}):
        yield f"rival={other}"
    yield f"rivals={min(3, len(same_word))}"
    same_type = [c for c in context.candidates if c.trigger.event_type == candidate.trigger.event_type]
    before = [candidate.at - c.at for c in same_type if c.at < candidate.at]
    if before:
        yield f"again={min(before) if min(before) < 4 else '4-9' if min(before) < 10 else '10+'}"
    strong = {c.at for c in context.candidates if c.trigger.strength == "sure" and c.at != candidate.at}
    yield f"strong-others={min(3, len(strong))}"


def _mentions(context: Context, candidate: Candidate) -> Iterator[str]:
    words = context.words
    low = words[max(0, candidate.first - 6)].start
    high = words[min(len(words) - 1, candidate.last + 6)].end
    trigger = words[candidate.at].start
    seen = set()
    for mention in context.mentions:
        if low <= mention.start and mention.end <= high:
            kind = next((name for cls, name in _KIND.items() if isinstance(mention, cls)), mention.kind)
            seen.add(f"{kind}{'<' if mention.start < trigger else '>'}")
    yield from (f"m={s}" for s in sorted(seen))
    yield f"mentions={len(seen)}"
    sources = [q for q in context.doc.quotes if q.sentence == context.index]
    yield f"quoted={any(q.start <= trigger < q.end for q in sources)}"
    yield f"is-cue={any(q.cue.start <= trigger < q.cue.end for q in sources)}"


def _article(context: Context, candidate: Candidate) -> Iterator[str]:
    yield f"field={context.field()}"
    others = context.density * len(context.doc.words) / 100 - any(
        c.trigger.strength == "sure" for c in context.candidates if c.at == candidate.at
    )
    density = 100 * others / max(1, len(context.doc.words))
    yield f"density={next((d for d in _DENSITIES if density <= d), 9)}"
    yield f"density={next((d for d in _DENSITIES if density <= d), 9)}/{candidate.trigger.strength}"
    for name, share in context.fields.items():
        if share > 0.02:
            yield f"of-{name}={min(8, int(share * 100))}"
    yield f"sentence={min(context.index, 5)}"
    yield f"length={min(len(context.words) // 8, 6)}"


def of_status(context: Context, candidate: Candidate) -> list[str]:
    """Return the features by which a candidate's status is told."""
    words = context.words
    rule = context.rule_status(candidate)
    found = [
        f"rule={rule}",
        f"rule={rule}/{candidate.pos}",
        f"type={candidate.trigger.event_type}",
        f"L={candidate.trigger.name}",
    ]
    for cue in status.cues(words, candidate)[:4]:
        found += [
            f"cue={cue.group}",
            f"cue={cue.group}/{cue.distance}",
            f"cue-word={words[cue.at].norm}/{candidate.pos}",
        ]
    found += _form(candidate)
    for offset in range(1, 7):
        at = candidate.first - offset
        core = _core(words, at)
        found += [f"-{min(offset, 4)}={core}", f"before={core}"]
        if at >= 0 and (cluster := _cluster(words, at)):
            found.append(f"-k={cluster[1]}")
        if at >= 0 and words[at].norm[:1] == "س" and words[at].norm[1:2] in "يتن" and len(words[at].norm) > 4:
            found.append("future-before")
        if core == "^":
            break
    for offset in range(1, 4):
        core = _core(words, candidate.last + offset)
        found += [f"+{offset}={core}", f"after={core}"]
    if candidate.carrier:
        form = candidate.carrier[1].form
        found.append(
            f"carrier={candidate.carrier[1].lemma}/{form.aspect}/{words[candidate.carrier[0]].norm[:1] == 'س'}"
        )
    found += governors(context, candidate)
    found += _when(context, candidate)
    found += _elsewhere(context, candidate)
    at = words[candidate.at].start
    quoted = any(q.sentence == context.index and q.start <= at < q.end for q in context.doc.quotes)
    found.append(f"quoted={quoted}")
    return found


def governors(context: Context, candidate: Candidate) -> Iterator[str]:
    """Features of what governs a trigger: the nouns and the verb before it, the particle between, the act above it."""
    words, text, kind = context.words, context.doc.text, candidate.pos
    nouns, link = 0, ""
    for at in range(candidate.first - 1, max(-1, candidate.first - 1 - _GOVERNING), -1):
        word = words[at]
        if word.kind == "sign" and word.norm in ".؟!؛":
            break
        surface = text[word.start : word.end]  # not folded: إن and أن differ
        if not link and surface in _LINKS:
            link = surface
        if word.pos in ("NOUN", "VERB", "ADJ") and nouns < 4:
            nouns += 1
            if nouns == 1:
                attached = "".join(words[candidate.at].proclitics[:1])
                yield f"gov1={word.core}/{attached}/{kind}"
                if cluster := clusters(word.norm):
                    yield f"gov1k={cluster[1]}/{attached}/{kind}"
                    yield f"gov1kk={cluster[0]}/{attached}/{kind}"
            yield f"gov{min(nouns, 3)}={word.core}"
            yield f"gov={word.core}"
            if cluster := clusters(word.norm):
                yield f"gov{min(nouns, 3)}k={cluster[1]}"
                yield f"gov{min(nouns, 3)}kk={cluster[0]}"
        if word.pos == "VERB" or _is_future(word):
            yield from _governing_verb(words, at, link, kind)
            break
    yield f"link={link}/{kind}"
    if candidate.first:
        before = words[candidate.first - 1]
        yield f"just-before={text[before.start : before.end]}/{kind}"
    yield from _acts_above(context, candidate)


def _when(context: Context, candidate: Candidate) -> Iterator[str]:
    """Features of the times in the sentence against the day of publication."""
    published, trigger = context.doc.article.published, context.words[candidate.at].start
    form = candidate.hit.form.aspect if candidate.hit else ""
    nearest: tuple[int, str] | None = None
    for mention in context.mentions:
        if isinstance(mention, Time) and published and mention.granularity not in ("duration", "set"):
            first, last = mention.dated
            relation = "to-come" if first and first > published else "past" if last and last < published else "now"
            yield f"time={relation}/{candidate.pos}{form}"
            distance = abs(mention.start - trigger)
            nearest = min(nearest or (distance, relation), (distance, relation))
    yield f"nearest-time={nearest[1] if nearest and nearest[0] < 60 else ''}/{candidate.pos}{form}"


def _elsewhere(context: Context, candidate: Candidate) -> Iterator[str]:
    """Features of what the rules say of the same act in the other sentences of the article."""
    seen: Counter[str] = Counter()
    for other in context.others:
        if other is not context:
            for same in other.candidates:
                if same.trigger.event_type == candidate.trigger.event_type and same.trigger.strength != "weak":
                    seen[other.rule_status(same)] += 1
    total = sum(seen.values())
    for told in ("planned", "hypothetical", "negated", "actual"):
        if total:
            yield f"elsewhere={told}/{min(3, round(4 * seen[told] / total))}/{candidate.pos}"


def _is_future(word: Word) -> bool:
    return word.norm[:1] == "س" and word.norm[1:2] in "يتن" and len(word.norm) > 4


def _governing_verb(words: list[Word], at: int, link: str, kind: str) -> Iterator[str]:
    verb = words[at]
    negated = at > 0 and words[at - 1].norm.lstrip("وف") in ("لم", "لن", "لا", "ما")
    yield f"verb={verb.core}"
    yield f"verb-lemma={verb.lemma}/{link}"
    yield f"verb-form={verb.features.get('Aspect', '')}{_is_future(verb)}{negated}/{link}/{kind}"
    if cluster := clusters(verb.norm):
        yield f"verb-k={cluster[1]}"
        yield f"verb-k={cluster[0]}/{link}"
        yield f"verb-k={cluster[1]}/{verb.features.get('Aspect', '')}/{kind}"


def _acts_above(context: Context, candidate: Candidate) -> Iterator[str]:
    """Features of the triggers before this one: what is asked, threatened or promised stands after its verb."""
    above = [c for c in context.candidates if c.last < candidate.first and c.trigger.strength != "weak"]
    if not above:
        return
    nearest = max(above, key=lambda c: c.last)
    between = context.words[nearest.last + 1 : candidate.first]
    gap = f"{'،' if any(w.norm in '،,' for w in between) else ''}{min(2, sum(w.pos == 'VERB' for w in between))}"
    particle = context.words[candidate.at].proclitics[:1]
    for kind in sorted({c.trigger.event_type for c in above if c.at == nearest.at}):
        yield f"under={kind}/{gap}"
        yield f"under={kind}/{''.join(particle)}/{candidate.pos}"
        yield f"under={kind}/{min(len(between), 8)}"
    for kind in sorted({c.trigger.event_type for c in above if candidate.first - c.last <= _GOVERNING + 1}):
        yield f"above={kind}/{candidate.pos}"


def _core(words: list[Word], at: int) -> str:
    if at < 0:
        return "^"
    if at >= len(words):
        return "$"
    word = words[at]
    return "0" if word.kind == "number" else (word.core or word.norm)


def _cluster(words: list[Word], at: int) -> tuple[int, int] | None:
    if not 0 <= at < len(words):
        return None
    return clusters(words[at].norm)
