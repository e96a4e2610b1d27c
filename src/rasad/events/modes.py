"""PLOVER's modes and contexts of an event, by the words of its clause."""

from __future__ import annotations

from functools import cache, lru_cache

from rasad import ontology, vocabulary
from rasad.arabic.clitics import stem, stems
from rasad.events.candidates import Candidate
from rasad.events.context import Context
from rasad.events.lexicon import lexicon


def mode_of(context: Context, candidate: Candidate) -> list[str]:
    """Return the trigger's own mode, else the one whose words stand nearest in the clause, else none."""
    event_type = candidate.trigger.event_type
    if candidate.trigger.mode:
        return [candidate.trigger.mode]
    table = lexicon().types[event_type].modes
    best: tuple[int, str] | None = None
    for index in context.clause(candidate, reach=6):
        found = stems(context.words[index].norm)
        for mode, wanted in table.items():
            if found & wanted and mode in ontology.modes(event_type):
                distance = abs(index - candidate.at)
                best = min(best or (distance, mode), (distance, mode))
    return [best[1]] if best else []


def context_of(context: Context, candidate: Candidate) -> list[str]:
    """Return the trigger's contexts and those whose words stand in the sentence (`vocabulary/contexts.toml`)."""
    found = set(candidate.trigger.context)
    for word in context.words:
        if word.kind == "arabic":
            found.update(_contexts_of(word.norm))
    return [c for c in ontology.contexts() if c in found]


@lru_cache(maxsize=50_000)
def _contexts_of(norm: str) -> tuple[str, ...]:
    return tuple(sorted(name for name, wanted in _context_stems().items() if stems(norm) & wanted))


@cache
def _context_stems() -> dict[str, frozenset[str]]:
    return {name: frozenset(stem(w) for w in words.split()) for name, words in vocabulary.load("contexts").items()}
