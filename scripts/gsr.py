"""The spans of the Open Event Data Alliance's records as labels of who acts on whom.

Two to four coders marked verb, source and target of each sentence; the one whose parties agree best with the others'
is taken. Their "actors" that are weapons (سيارة مفخخة) are left out: in our records a weapon acts for nobody.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from rasad.evaluate.compare import alike
from rasad.evaluate.gold import GoldDocument, document
from rasad.events.context import Context

NAMES = ("assault", "protest")
_WEAPONS = re.compile(
    r"\b(سيار|شاحن|دراج|عبو|قنبل|قنابل|قذيف|قذائف|صاروخ|صواريخ|لغم|ألغام|متفجر|حزام|رصاص|انفجار|تفجير|هجوم|مظاهر|تظاهر)"
)


def gold(folder: Path) -> Iterator[GoldDocument]:
    """Yield each marked sentence as a document with an event for every verb that the chosen coder marked.

    Args:
        folder: `data/arabic_event_gsr`.
    """
    for name in NAMES:
        for number, line in enumerate((folder / f"{name}_spans.jsonl").read_text(encoding="utf8").splitlines()):
            row = json.loads(line)
            text = row["text"]
            span = _agreed(row["spans"])
            actors, recipients = _phrases(text, span["source_actor"]), _phrases(text, span["target_actor"])
            told = {"sentence": 0, "type": name.upper(), "status": "actual", "actors": actors, "recipients": recipients}
            verbs = [told | {"trigger": word} for word in span["verb"] if word in text]
            sentences = [(0, len(text))]
            verbs = list({verb["trigger"]: verb for verb in verbs}.values())
            yield document({"id": f"{name}-span-{number}", "text": text, "sentences": sentences, "events": verbs})


def widened(context: Context, phrases: Sequence[str]) -> tuple[str, ...]:
    """Return phrases as far as the noun phrases reach that they stand in: our records give a party in full."""
    found = []
    for phrase in phrases:
        at = context.doc.text.find(phrase, context.sentence.start)
        around = next((p for p in context.phrases if p.start <= at and at + len(phrase) <= p.end), None)
        found.append(context.doc.text[around.start : around.end] if at >= 0 and around else phrase)
    return tuple(dict.fromkeys(phrase for phrase in found if not _WEAPONS.search(phrase)))


def _agreed(spans: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Return the coder's marks that agree with most of the others'."""

    def support(one: dict[str, Any]) -> int:
        sides = ("source_actor", "target_actor")
        return sum(
            bool(one[s]) == bool(other[s]) and (not one[s] or alike(" ".join(one[s]), " ".join(other[s])))
            for other in spans
            for s in sides
        )

    return max(spans, key=support)


def _phrases(text: str, words: Sequence[str]) -> list[str]:
    """Return marked words as the phrases of the text that they run through, one after the other."""
    found: list[str] = []
    at = 0
    for word in words:
        place = text.find(word, at)
        if place < 0:
            continue
        between = text[at:place]
        if found and not between.strip():
            found[-1] += between + word
        else:
            found.append(word)
        at = place + len(word)
    return [phrase.strip(" ،.«»\"'()") for phrase in found if phrase.strip(" ،.«»\"'()")]
