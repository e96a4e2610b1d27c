"""What a model is told: the ontology in the words of its own tables, and an article's sentences."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from functools import cache
from typing import Any

from rasad import ontology, vocabulary
from rasad.document import Document, Sentence
from rasad.events.llm import answers


@cache
def instructions() -> str:
    """Return the system prompt: the same for every article, so that endpoints may keep it read."""
    table = vocabulary.load("llm")
    statuses = "\n".join(f"- {status}: {table['statuses'][status]}" for status in ontology.STATUSES)
    filled = {
        "types": "\n\n".join(_type(kind, table) for kind in ontology.types()),
        "contexts": ", ".join(ontology.contexts()),
        "statuses": statuses,
        "article": _json(table["example"]["article"]),
        "answer": _json(table["example"]["answer"]),
    }
    text = str(table["task"])
    for name, value in filled.items():
        text = text.replace("{" + name + "}", value)
    return text


@cache
def fingerprint() -> str:
    """Return a hash of the prompt and the form of the answer, which records carry."""
    return hashlib.sha256((instructions() + _json(answers.schema())).encode()).hexdigest()[:8]


def mark(doc: Document, sentences: Sequence[int]) -> str:
    """Return the mark by which an answer says which text it is for: a hash of that text."""
    parts = [doc.quote(doc.sentences[n]) for n in sentences]
    return hashlib.sha256("\x1f".join(parts).encode(errors="surrogatepass")).hexdigest()[:8]


def article(doc: Document, sentences: Sequence[int], only: Sequence[int] | None = None) -> str:
    """Return some sentences of an article, by their numbers, as a model gets them.

    Args:
        doc: The document.
        sentences: Which.
        only: Those of them whose events are asked for, where that is not all.
    """
    published = doc.article.published
    asked = {
        "article": mark(doc, sentences),
        "published": published.isoformat() if published else "",
        "sentences": [{"n": n, "text": _sendable(doc, doc.sentences[n])} for n in sentences],
    }
    return _json(asked if only is None else asked | {"only": list(only)})


def _sendable(doc: Document, sentence: Sentence) -> str:
    """Return the words of a sentence; lone surrogates, which cannot be sent, as question marks."""
    return doc.quote(sentence).encode("utf8", "replace").decode()


def _type(kind: str, table: dict[str, Any]) -> str:
    own = next((t for t in vocabulary.load_all("events").values() if t["type"] == kind), {})
    lines = [f"{kind}: {own.get('definition', '').strip()}"]
    if modes := ontology.modes(kind):
        lines.append(f"modes: {', '.join(modes)}")
    for example in own.get("example", ())[: table["examples"]]:
        parties = [f"{role} {' + '.join(example[role])}" for role in ("actor", "recipient") if example.get(role)]
        told = "; ".join([f"trigger {example['trigger']}", example.get("status", "actual"), *parties])
        lines.append(f"example: {example['text']} -> {told}")
    for counter in own.get("counter", ())[: table["counters"]]:
        lines.append(f"not {kind}: {counter['text']} ({counter['why']})")
    return "\n".join(lines)


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


__all__ = ["article", "fingerprint", "instructions", "mark"]
