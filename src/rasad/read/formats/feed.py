"""RSS and Atom feeds: one article an entry, its HTML brought to text."""

from __future__ import annotations

import codecs
import io
import re
from collections.abc import Iterator
from typing import Any

import feedparser

from rasad.errors import InputError, Problem
from rasad.read.encoding import decode
from rasad.read.markup import check_tags, declared_encoding, fragment_text
from rasad.read.stream import Record, Source

SUFFIXES = (".rss", ".atom", ".xml")

EXAMPLE = """<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/">
<channel>
<title>أخبار المثال</title><link>https://example.org/</link><language>ar</language>
<item>
<title>هدنة في الجنوب</title><link>https://example.org/31</link><guid>e31</guid>
<pubDate>Sun, 14 Jul 2019 18:20:00 +0300</pubDate>
<content:encoded><![CDATA[<p>أعلن الطرفان هدنة في الجنوب <b>مساء الأحد</b>.</p>
<p>ورحبت بها الجامعة العربية.</p>]]></content:encoded>
</item>
<item>
<title>لقاء في بيروت</title><link>https://example.org/32</link><guid>e32</guid>
<pubDate>Mon, 15 Jul 2019 07:05:00 +0300</pubDate>
<description>التقى الوزير نظيره في بيروت صباح الاثنين.</description>
</item>
</channel>
</rss>
""".encode()

_PAGES = 5  # a feed may have the tags of so many pages: 5,000 entries of 20 at the default
_DECLARATION = re.compile(r"\s{0,100}<\?xml[^>]{0,400}\?>")
_END = re.compile(r"</(?:rss|feed|rdf:RDF|\w{1,20}:feed)\s{0,9}>", re.I)


def read(source: Source) -> Iterator[Record | Problem]:
    """Yield an article for each entry; the last one of a feed that is cut off is not taken."""
    data = source.stream.read_all(source.options.max_page_bytes)
    if not data:
        return
    text = decode(data, source.place, encoding=source.options.encoding, declared=declared_encoding(data))
    # Given a str, feedparser would open it as an address or a path; the mark settles the encoding.
    check_tags(text, _PAGES * source.options.max_page_tags)
    content = codecs.BOM_UTF8 + _DECLARATION.sub("", text, count=1).encode()
    try:
        # Neither cleaned nor with its addresses resolved: only text is taken, and that work is slow on broken markup.
        feed = feedparser.parse(io.BytesIO(content), sanitize_html=False, resolve_relative_uris=False)
    except Exception as error:  # its loose parser fails in many ways, such as on `&#xD800;`
        raise InputError(f"the markup is too broken to find entries in it ({error})", code="bad-markup") from error
    cut = _END.search(text, max(0, len(text) - 4096)) is None
    entries = feed.entries[:-1] if cut else feed.entries
    for number, entry in enumerate(entries, start=1):
        yield Record(_fields(entry, feed.feed), f"{source.place}!item {number}")
    if cut and (feed.version or feed.entries):
        raise InputError(f"the feed does not end: cut off in or after item {len(feed.entries)}", code="truncated")
    if not feed.version and not feed.entries:
        raise InputError("this is neither RSS nor Atom", code="bad-feed")
    if feed.bozo and isinstance(feed.bozo_exception, Exception) and not _harmless(feed.bozo_exception):
        yield source.problem(
            "bad-markup", f"the feed is not well-formed, entries may be missing: {feed.bozo_exception}"
        )


def _harmless(error: Exception) -> bool:
    """Return whether feedparser only noted something about the transport."""
    return isinstance(error, (feedparser.CharacterEncodingOverride, feedparser.NonXMLContentType))


def _fields(entry: Any, feed: Any) -> dict[str, Any]:
    """Return the fields of an entry; Atom may give only the day of its last change, which then is its day."""
    contents = [found.get("value") or "" for found in entry.get("content", ())]
    html = next((value for value in contents if value.strip()), entry.get("summary") or "")
    return {
        "id": entry.get("id"),
        "text": fragment_text(html),
        "published": entry.get("published") or entry.get("updated"),
        "title": fragment_text(entry.get("title") or "") or None,
        "url": entry.get("link"),
        "source": feed.get("title"),
        "language": feed.get("language"),
        "author": entry.get("author"),
        "tags": [tag.get("term") for tag in entry.get("tags", ()) if tag.get("term")] or None,
    }
