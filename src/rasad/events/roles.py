"""Who acts and on whom, by the frame of the trigger and the order of the phrases around it.

Verbs: the first phrase after the verb without a preposition is its subject, unless the verb follows its subject (SVO,
or a relative clause on it); the next is its object; in the passive the subject takes the object's role. Nouns: the
phrase governed directly is the frame's genitive; a light verb that carries the noun gives its subject. Prepositions
are looked up in the frame. What is joined by و to a phrase shares its role.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rasad.document import Word
from rasad.events.candidates import Candidate
from rasad.events.lexicon import Frame
from rasad.phrases import NOMINAL, Phrase, noun_phrases

_RELATIVE = frozenset("الذي التي الذين اللذان اللتان اللذين اللتين اللواتي".split())
_BETWEEN_SUBJECT_AND_VERB = frozenset("قد سوف لن لم لا ما ايضا بدورها بدوره كانت كان كانوا".split())
_REACH = 14  # words after the trigger within which its phrases are looked for
_BOUND = frozenset("ان انه انها انهم بان لان حيث بينما فيما عندما حين بعدما قبل".split())


@dataclass(frozen=True, slots=True)
class Role:
    """A phrase with its role, `actor` or `recipient`, and why."""

    phrase: Phrase
    role: str
    reason: str


def by_frame(words: Sequence[Word], candidate: Candidate, phrases: list[Phrase]) -> list[Role]:
    """Return the phrases of a sentence that the candidate's frame makes actor or recipient."""
    frame = candidate.trigger.frame
    found = (
        _around_verb(words, candidate, phrases) if candidate.pos == "VERB" else _around_noun(words, candidate, phrases)
    )
    found += _prepositions(words, candidate, phrases, frame, {r.phrase.first for r in found})
    return _with_joined(phrases, [r for r in found if r.role in ("actor", "recipient")], candidate)


def _around_verb(words: Sequence[Word], candidate: Candidate, phrases: list[Phrase]) -> list[Role]:
    frame, form = candidate.trigger.frame, candidate.hit.form if candidate.hit else None
    passive = form is not None and (form.voice == "Pass" or words[candidate.at].features.get("Voice") == "Pass")
    subject_role, object_role = (frame.object, "topic") if passive else (frame.subject, frame.object)
    found = []
    before = _subject_before(words, candidate, phrases)
    # the subject may stand inside an expression: فرض مجلس الأمن عقوبات
    after = [
        p for p in _following(words, candidate.at + 1, phrases) if not p.preposition and p.last != candidate.last + 1
    ]
    if before is not None:
        found.append(Role(before, subject_role, "subject before the verb"))
    elif after and not (form and form.number == "Plur" and form.person == "3"):
        found.append(Role(after.pop(0), subject_role, "subject of the verb"))
    if after and not (candidate.hit and candidate.hit.cut.enclitic) and not after[0].joined:
        nearest = after[0]
        end = found[0].phrase.last if found and before is None else candidate.last + 1
        if nearest.first - end <= 1:
            found.append(Role(nearest, object_role, "object of the verb"))
    return found


def _subject_before(words: Sequence[Word], candidate: Candidate, phrases: list[Phrase]) -> Phrase | None:
    index = candidate.first - 1
    while index >= 0 and (words[index].norm in _BETWEEN_SUBJECT_AND_VERB or words[index].norm in _RELATIVE):
        index -= 1
    if index >= 0 and words[index].norm == "،" and index < candidate.first - 1:
        index -= 1
    if words[candidate.first].proclitics[:1] in (("و",), ("ف",)) and index == candidate.first - 1:
        return None  # a verb joined by و or ف begins its own clause
    return next(
        (p for p in phrases if p.last == index + 1 and (not p.preposition or index < candidate.first - 1)), None
    )


def _around_noun(words: Sequence[Word], candidate: Candidate, phrases: list[Phrase]) -> list[Role]:
    frame = candidate.trigger.frame
    found = []
    governed = _governed(words, candidate)
    if governed is not None:
        found.append(Role(governed, frame.genitive, "governed by the noun"))
    if candidate.carrier and not candidate.carrier[1].empty:
        at, verb = candidate.carrier
        role = "recipient" if verb.passive or verb.form.voice == "Pass" else "actor"
        between = [p for p in phrases if at < p.first < candidate.first and not p.preposition]
        before = [p for p in phrases if p.last == at and not p.preposition]
        if subject := (between or before)[:1]:
            found.append(Role(subject[0], role, "subject of the verb that carries the noun"))
    return found


def _governed(words: Sequence[Word], candidate: Candidate) -> Phrase | None:
    """Return the phrase that a noun in the construct state governs."""
    head, after = words[candidate.at], candidate.last + 1
    if "ال" in head.proclitics or head.enclitic or after >= len(words):
        return None
    if words[after].pos not in NOMINAL or words[after].pos == "ADJ" or set(words[after].proclitics) & set("وفبلك"):
        return None
    return next(iter(noun_phrases_from(words, after)), None)


def noun_phrases_from(words: Sequence[Word], first: int) -> list[Phrase]:
    """Return the phrases of a sentence cut anew from a word on."""
    return [
        Phrase(p.first + first, p.last + first, p.start, p.end, p.preposition, p.joined, p.head + first)
        for p in noun_phrases(words[first : first + _REACH])
    ]


def _following(words: Sequence[Word], first: int, phrases: list[Phrase]) -> list[Phrase]:
    last = first
    while last < min(len(words), first + _REACH) and words[last].norm not in _BOUND and words[last].norm not in ".؟!؛:":
        last += 1
    return [p for p in phrases if first <= p.first < last]


def _prepositions(
    words: Sequence[Word], candidate: Candidate, phrases: list[Phrase], frame: Frame, taken: set[int]
) -> list[Role]:
    found = []
    seen: set[str] = set()
    for phrase in _following(words, candidate.last + 1, phrases):
        role = frame.prepositions.get(phrase.preposition)
        if role and phrase.first not in taken and phrase.preposition not in seen:
            seen.add(phrase.preposition)
            found.append(Role(phrase, role, f"after {phrase.preposition}"))
    return found


def _with_joined(phrases: list[Phrase], roles: list[Role], candidate: Candidate) -> list[Role]:
    found: list[Role] = []
    for role in roles:
        if role.phrase.first <= candidate.at < role.phrase.last:
            continue
        found.append(role)
        end = role.phrase.last
        for phrase in phrases:
            if phrase.joined and end <= phrase.first <= end + 1 and not phrase.preposition:
                found.append(Role(phrase, role.role, f"joined to the {role.role}"))
                end = phrase.last
    return list(dict.fromkeys(found))
