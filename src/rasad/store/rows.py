"""Articles, records and problems as rows of the store, and back."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

import orjson

from rasad.arabic.letters import fold
from rasad.document import Article
from rasad.errors import Problem

Record = dict[str, Any]
Row = dict[str, Any]

_HASH = 32  # hex digits kept of SHA-256: 128 bits
# What PostgreSQL cannot hold in a text: NUL; and neither engine: half a surrogate pair.
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


def digest(*parts: str | None) -> str:
    """Return a hash of some texts; `None` and the empty text differ."""
    key = "\x1f".join("\x00" if part is None else part for part in parts)
    return hashlib.sha256(key.encode("utf8", "surrogatepass")).hexdigest()[:_HASH]


def content_hash(article: Article) -> str:
    """Return a hash of all that an article's records are made from: text, day, title, url, source and language.

    `id`, `author`, `origin` and `extra` do not count: a change of these alone is no other article.
    """
    day = article.published.isoformat() if article.published else None
    return digest(article.text, day, article.title, article.url, article.source, article.language)


def encode(value: object) -> str:
    """Return JSON; keys keep their order. What JSON does not know is written as its `str`."""
    try:
        return orjson.dumps(value, default=str, option=orjson.OPT_NON_STR_KEYS).decode()
    except TypeError:  # half surrogate pairs, integers above 64 bits
        return json.dumps(value, default=str)


def decode(text: str) -> Any:
    """Return what `encode` was given."""
    try:
        return orjson.loads(text)
    except ValueError:
        return json.loads(text)


def storable(text: str) -> bool:
    """Return whether both engines can hold the text exactly."""
    return _UNSTORABLE.search(text) is None


def visible(text: str) -> str:
    """Return the text with what cannot be stored written as an escape, such as `U+D83D`."""
    return _UNSTORABLE.sub(lambda m: f"U+{ord(m[0]):04X}", text)


def url_key(url: str | None) -> str | None:
    """Return what makes a url the address of one article: without scheme, `www.`, fragment and last slash.

    Returns:
        `None` for no url, and for one of a whole site (no path, no query), which many articles may share.
    """
    if not url:
        return None
    try:
        parts = urlsplit(visible(url.strip()))
    except ValueError:
        return None
    path = parts.path.rstrip("/")
    if not path and not parts.query:
        return None
    return parts.netloc.lower().removeprefix("www.") + path + (f"?{parts.query}" if parts.query else "")


def article_row(article: Article) -> Row:
    """Return the row of an article that is not coded yet and stands for itself."""
    published = article.published.isoformat() if article.published else None
    return {
        "doc_id": article.id,
        "alias_of": None,
        "content_hash": content_hash(article),
        "text_hash": digest(article.text),
        "url_key": url_key(article.url),
        "published": published,
        "source": publication(article.source),
        "coder": "",
        "meta": encode(
            {
                "published": published,
                "title": article.title,
                "url": article.url,
                "source": article.source,
                "language": article.language,
                "author": article.author,
                "origin": article.origin,
                "extra": article.extra,
            }
        ),
    }


def text_row(article: Article) -> Row:
    """Return the row of an article's text."""
    return {"text_hash": digest(article.text), "text": article.text}


def article_of(doc_id: str, text: str, meta: str) -> Article:
    """Return an article from its columns."""
    fields = decode(meta)
    published = fields.pop("published")
    return Article(doc_id, text, date.fromisoformat(published) if published else None, **fields)


def event_row(record: Record, text_hash: str) -> Row:
    """Return the row of a checked record."""
    place = record.get("event_loc") or {}
    first, last = record.get("date"), record.get("enddate")
    return {
        "doc_id": record["doc_id"],
        "id": record["id"],
        "text_hash": text_hash,
        "event_type": record["event_type"],
        "status": record["status"],
        "day_first": first or last,
        "day_last": last or first,
        "country_alpha2": place.get("country_alpha2"),
        "country_alpha3": place.get("country_code"),
        "source": publication(record["cite_info"].get("publication")),
        "confidence": float(record["confidence"]),
        "start": record["trigger"]["start"],
        "actor_keys": _keys(record["actor"]),
        "actor_names": _names(record["actor"]),
        "recipient_keys": _keys(record["recipient"]),
        "recipient_names": _names(record["recipient"]),
        "record": encode(record),
    }


def problem_row(problem: Problem, coder: str = "") -> Row:
    """Return the row of a problem; the same problem has the same id."""
    doc_id = None if problem.doc_id is None else visible(problem.doc_id)
    stage, code, place, message = map(visible, (problem.stage, problem.code, problem.place, problem.message))
    return {
        "id": digest(stage, code, place, message, doc_id, coder),
        "stage": stage,
        "code": code,
        "place": place,
        "message": message,
        "doc_id": doc_id,
        "coder": coder,
    }


def key_pattern(value: str) -> str:
    """Return what stands in `actor_keys` for an identifier or code."""
    return f"\n{visible(value).casefold()}\n"


@lru_cache(maxsize=50_000)
def name_pattern(value: str) -> str:
    """Return what stands in `actor_names` for a part of a name; empty where nothing of it is left by folding."""
    return " ".join(fold(visible(value)).text.casefold().split())


def publication(name: str | None) -> str | None:
    """Return the folded name of a publication."""
    return name_pattern(name) if name else None


def _keys(entities: Iterable[Record]) -> str:
    keys = [e[k] for e in entities for k in ("identifier_id", "code") if e.get(k)]
    return "\n" + "".join(f"{visible(k).casefold()}\n" for k in dict.fromkeys(keys)) if keys else ""


def _names(entities: Iterable[Record]) -> str:
    names = [e[k] for e in entities for k in ("entity_text", "identifier_text", "name_en") if e.get(k)]
    return "\n".join(dict.fromkeys(map(name_pattern, names)))
