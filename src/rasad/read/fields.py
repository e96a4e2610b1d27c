"""From the fields of an input to an article: names, ids, dates, and what a text must be to be taken."""

from __future__ import annotations

import hashlib
import math
import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from rasad.document import Article
from rasad.errors import InputError, Problem
from rasad.read.dates import parse_date
from rasad.read.options import CONTRACT_FIELDS, ReadOptions
from rasad.read.plausible import mojibake
from rasad.read.stream import Record

# What sources call the contract's fields, the first that is there wins; letter case does not count.
ALIASES: Mapping[str, tuple[str, ...]] = {
    "id": ("doc_id", "docid", "article_id", "guid", "_id"),
    "text": ("body", "content", "article", "articlebody", "article_text", "full_text", "fulltext", "maintext", "story"),
    "published": (
        "date", "published_at", "publishedat", "pubdate", "pub_date", "date_published", "datepublished",
        "publish_date", "published_date", "publication_date", "date_publish",
    ),
    "title": ("headline", "head_line"),
    "url": ("link", "uri", "href"),
    "source": ("publisher", "outlet", "newspaper", "site", "site_name", "sitename", "publication", "source_domain"),
    "language": ("lang",),
    "author": ("authors", "byline", "creator"),
}  # fmt: skip

_SURROGATE = re.compile("[\ud800-\udfff]")


def field_names(names: Iterator[str] | list[str], options: ReadOptions) -> dict[str, str]:
    """Return for each contract field the input's name of it, of those that are there.

    The user's mapping comes first, then the contract's own name, then a known alias.
    """
    lowered: dict[str, str] = {}
    for name in names:
        lowered.setdefault(name.strip().lower(), name)
        lowered[name] = name  # an exact name wins
    found: dict[str, str] = {}
    for field in CONTRACT_FIELDS:
        own = options.fields.get(field)
        wanted = (own,) if own is not None else (field, *ALIASES[field])
        for name in wanted:
            if name in lowered and lowered[name] not in found.values():
                found[field] = lowered[name]
                break
    return found


def build(record: Record, options: ReadOptions) -> Iterator[Article | Problem]:
    """Yield the article of a record, or the problem that it has no usable text; after it a problem with its date."""
    try:
        article, problem = _article(record, options)
    except InputError as error:
        yield Problem.from_error(error, stage="read", place=record.place)
        return
    yield article
    if problem is not None:
        yield problem


def _article(record: Record, options: ReadOptions) -> tuple[Article, Problem | None]:
    present = {key: value for key, value in record.fields.items() if value is not None}
    names = field_names(list(present), options)
    text = _text(present, names, options)
    values = {
        field: _string(present[name]) for field, name in names.items() if field not in ("id", "text", "published")
    }
    for field, value in values.items():
        _check(value or "", field)
    used = {name for field, name in names.items() if values.get(field) is not None} | {names["text"]}
    doc_id = _id(present.get(names.get("id", "")))
    if doc_id is None:
        doc_id = content_id(text, values.get("title"), values.get("url"))
    else:
        _check(doc_id, "id")
        used.add(names["id"])
    published, why = _published(present.get(names.get("published", "")))
    if published is not None and published.isoformat() == present[names["published"]]:
        used.add(names["published"])  # what says more than the day is kept
    article = Article(
        id=doc_id,
        text=text,
        published=published,
        origin=record.place,
        extra={key: value for key, value in record.fields.items() if key not in used and value is not None},
        **values,
    )
    return article, Problem("read", "bad-date", record.place, why, doc_id) if why else None


def content_id(text: str, title: str | None = None, url: str | None = None) -> str:
    """Return the id of an article that has none: `sha256:` and 16 hex digits of the hash of text, title and url."""
    content = "\0".join((text, title or "", url or ""))
    return "sha256:" + hashlib.sha256(content.encode()).hexdigest()[:16]


def _text(present: Mapping[str, Any], names: Mapping[str, str], options: ReadOptions) -> str:
    name = names.get("text")
    if name is None:
        wanted = options.fields.get("text", "text")
        there = ", ".join(repr(key[:40]) for key in list(present)[:12]) or "nothing"
        raise InputError(
            f"there is no field {wanted!r} (nor one of its known names); there are: {there}. "
            "Name the field of the text in the options of reading",
            code="missing-text",
        )
    text = present[name]
    if not isinstance(text, str):
        raise InputError(f"the field {name!r} is not a string but {type(text).__name__}", code="missing-text")
    if not text or text.isspace():
        raise InputError(f"the text ({name!r}) is empty", code="empty-text")
    size = len(text)
    if size > options.max_bytes:
        raise InputError(
            f"the text has {size:,} characters, over the limit of {options.max_bytes:,}", code="over-limit"
        )
    _check(text, "text")
    return text


def _check(text: str, field: str) -> None:
    """Refuse what is no text: NULs, halves of surrogate pairs, letters lost to a wrong decoding."""
    if text.isascii():
        if (at := text.find("\0")) >= 0:
            raise InputError(f"there is a NUL in the {field} (character {at:,}), so it is not text", code="binary")
        return
    if found := _SURROGATE.search(text):
        raise InputError(
            f"the {field} holds half a surrogate pair (character {found.start():,}), which is no character",
            code="surrogate",
        )
    if (at := text.find("\0")) >= 0:
        raise InputError(f"there is a NUL in the {field} (character {at:,}), so it is not text", code="binary")
    wrong = mojibake(text)
    if wrong is not None:
        raise InputError(
            f"the {field} was decoded wrongly before it came here (character {wrong:,}: {text[wrong : wrong + 12]!r}); "
            "get it again in its own encoding",
            code="mojibake",
        )


def _string(value: Any) -> str | None:
    """Return a string that says something; other values stay in `extra`."""
    return value if isinstance(value, str) and value and not value.isspace() else None


def _id(value: Any) -> str | None:
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return _string(value)


def _published(value: Any) -> tuple[date | None, str | None]:
    """Return the day, and why there is none where the value gives none."""
    if value is None or value == "" or (isinstance(value, float) and math.isnan(value)):
        return None, None
    try:
        return parse_date(value), None
    except (ValueError, OverflowError) as error:
        shown = repr(value) if len(repr(value)) < 60 else repr(value)[:60] + "..."
        return None, f"the date {shown} cannot be used: {error}; the article is kept without a date"
