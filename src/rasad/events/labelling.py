"""Actors, recipients and sources as labels of the words around a trigger, for the trained judge.

For each event every word of its sentence is labelled `B-A I-A` (actor), `B-R I-R` (recipient), `B-S I-S` (source) or
`O` by a conditional random field (Lafferty, McCallum & Pereira 2001) over what the word is, where it stands to the
trigger, and what the frame (`rasad.events.roles`) and the quotes make of its phrase.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rasad import labels
from rasad.document import Name, Place, Span, Time
from rasad.events import roles
from rasad.events.candidates import Candidate
from rasad.events.context import Context
from rasad.models import clusters
from rasad.phrases import surface_start

ROLES = {"A": "actor", "R": "recipient", "S": "source"}
LIKELY = {"A": 0.25, "R": 0.22, "S": 0.3}  # chosen by cross-validation over train.jsonl


def features(context: Context, candidate: Candidate) -> list[list[str]]:
    """Return the features of every word of the sentence with respect to the candidate's trigger."""
    words = context.words
    static, barriers = _static(context), _barriers(context)
    framed = _framed(context, candidate)
    trigger = f"{candidate.trigger.event_type}/{candidate.pos}"
    frame, told = candidate.trigger.frame, _told(context, candidate)
    voice = words[candidate.at].features.get("Voice", "") or (candidate.hit.form.voice if candidate.hit else "")
    rows = []
    for at, word in enumerate(words):
        side, distance = labels.position(at, candidate.first, candidate.last)
        preposition = static[at][1]
        row = list(static[at][0])
        row += [
            f"d={side}{distance}",
            f"d={side}{distance}/{trigger}",
            f"{trigger}/{side}/{word.pos}",
            f"{trigger}/{side}/p={preposition}",
            f"{frame.name}/{candidate.pos}{voice}/{side}/p={preposition}",
            f"L={candidate.trigger.name}/{side}/p={preposition}",
            f"frame-says={frame.prepositions.get(preposition, '')}/{side}",
            f"rule={framed.get(at, '')}",
            f"rule={framed.get(at, '')}/{candidate.pos}",
            f"{side}/{labels.between(barriers, at, candidate.first, candidate.last)}",
            f"{trigger}/{side}/k={static[at][2]}",
            f"told={told}/{static[at][3]}",
            f"told={told}/{static[at][3]}/{side}",
            f"{candidate.trigger.event_type}/told={told}/{static[at][3]}",
        ]
        if abs(at - candidate.at) <= 2:
            row.append(f"{trigger}{voice}/{at - candidate.at}/{word.pos}")
        if candidate.carrier:
            row.append(
                f"carrier={candidate.carrier[1].lemma}/{'<' if at < candidate.carrier[0] else '>'}/{preposition}"
            )
        rows.append(row)
    return rows


def decode(found: labels.Odds, likely: Mapping[str, float] = LIKELY) -> tuple[list[str], list[float]]:
    """Return a label for every word and how likely its role is.

    A word takes the role whose probability reaches the role's threshold: the most likely sequence leaves out too many
    phrases, since most words have no role (cross-validated over train.jsonl: actors F1 0.54 against 0.50).
    """
    labels: list[str] = []
    shares: list[float] = []
    for odds in found:
        best = max(ROLES, key=lambda role: sum(odds[role]))
        begins, goes_on = odds[best]
        share, label = begins + goes_on, "O"
        if share >= likely[best]:
            follows = bool(labels) and labels[-1] in (f"B-{best}", f"I-{best}")
            label = f"I-{best}" if follows and goes_on >= begins else f"B-{best}"
        labels.append(label)
        shares.append(share)
    return labels, shares


def spans(context: Context, labels: Sequence[str]) -> list[tuple[Span, str, int, int]]:
    """Return `(span, role, first, last)` of the labelled phrases; the span leaves out attached particles.

    A label that runs on into a verb, or into another noun phrase that nothing ties to the first (أدانت الأمم المتحدة
    التفجير), ends there.
    """
    words = context.words
    breaks = {p.first for p in context.phrases if not p.preposition and not p.joined}
    found: list[tuple[Span, str, int, int]] = []
    at = 0
    while at < len(labels):
        if labels[at] == "O":
            at += 1
            continue
        role, first = labels[at][-1], at
        at += 1
        while at < len(labels) and labels[at] == f"I-{role}" and at not in breaks and words[at].pos != "VERB":
            at += 1
        rest = at
        while rest < len(labels) and labels[rest] == f"I-{role}":
            rest += 1
        last = at - 1
        while last > first and words[last].kind == "sign" and words[last].norm not in '")':
            last -= 1
        if any(w.kind != "sign" for w in words[first : last + 1]):
            found.append((Span(surface_start(words[first]), words[last].end), ROLES[role], first, last))
        at = rest
    return found


def _told(context: Context, candidate: Candidate) -> str:
    """Return how the quotes of the sentence stand to the trigger: it is among reported words, a cue, or neither."""
    at, found = context.words[candidate.at].start, []
    for quote in context.doc.quotes:
        if quote.sentence == context.index:
            if quote.cue.start <= at < quote.cue.end:
                found.append("cue")
            elif quote.start <= at < quote.end:
                found.append("in")
    return f"{found[0]}{min(2, len(found))}" if found else "out"


def _static(context: Context) -> list[tuple[list[str], str, int, str]]:
    """Return for each word what holds for any trigger: features, governing preposition, cluster, part in a quote."""
    cached = context.notes.get("labelling")
    if cached is not None:
        return cached
    words, parts = context.words, _quote_parts(context)
    kinds = labels.kinds(words, (m for m in context.mentions if isinstance(m, Name | Place | Time)))
    rows: list[tuple[list[str], str, int, str]] = []
    governed = labels.prepositions(words)
    for at, word in enumerate(words):
        cluster = clusters(word.norm)
        row = [
            f"c={word.core or word.norm}",
            f"p={word.pos or word.kind}",
            f"m={kinds[at]}",
            f"q={parts[at]}",
            f"q={parts[at - 1] if at else ''}>{parts[at]}",
            f"def={'ال' in word.proclitics}/{word.pos}",
            f"pro={'+'.join(word.proclitics)}",
            f"enc={bool(word.enclitic)}",
        ]
        if cluster:
            row += [f"k={cluster[0]}", f"kk={cluster[1]}"]
        for offset in (-2, -1, 1, 2):
            if 0 <= at + offset < len(words):
                other = words[at + offset]
                row.append(f"{offset}p={other.pos or other.kind}")
                row.append(f"{offset}m={kinds[at + offset]}")
                if abs(offset) == 1:
                    row.append(f"{offset}c={other.core or other.norm}")
            else:
                row.append(f"{offset}edge")
        rows.append((row, governed[at], cluster[0] if cluster else -1, parts[at]))
    context.notes["labelling"] = rows
    return rows


def _quote_parts(context: Context) -> list[str]:
    """Return which part of a quote each word is: `speaker`, `via`, `cue` or empty."""
    parts = [""] * len(context.words)
    for quote in context.doc.quotes:
        if quote.sentence != context.index:
            continue
        marked = [(quote.cue, "cue"), *((via, "via") for via in quote.via)]
        marked += [(quote.speaker, "speaker")] if quote.speaker else []
        for span, part in marked:
            for at, word in enumerate(context.words):
                if word.start < span.end and span.start < word.end:
                    parts[at] = part
    return parts


def _framed(context: Context, candidate: Candidate) -> dict[int, str]:
    return {
        at: role.role
        for role in roles.by_frame(context.words, candidate, context.phrases)
        for at in range(role.phrase.first, role.phrase.last)
    }


def _barriers(context: Context) -> list[labels.Barriers]:
    """Return what stands before each word of the sentence, worked out once."""
    if "barriers" not in context.notes:
        context.notes["barriers"] = labels.barriers(context.words)
    return context.notes["barriers"]
