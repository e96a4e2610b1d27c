"""Web archives (WARC): the story of every page that was answered with success."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from fastwarc.warc import ArchiveIterator, WarcRecordType

from rasad.errors import InputError, Problem
from rasad.read.compression import decompress
from rasad.read.encoding import decode
from rasad.read.markup import declared_encoding, page_fields
from rasad.read.stream import ByteStream, Record, Source, over_limit

SUFFIXES = (".warc",)

_PAGE = """<html><head><meta charset="utf-8"><title>مناورات في البحر</title>
<meta property="article:published_time" content="2018-10-02T12:00:00Z"></head><body><article>
<h1>مناورات في البحر</h1>
<p>بدأت القوات البحرية اليوم مناورات مشتركة في البحر الأحمر تستمر خمسة أيام بمشاركة ثلاث دول من المنطقة.</p>
<p>وقال قائد المناورات إن التدريب يهدف إلى حماية السفن التجارية، وإن سفينتين إضافيتين ستصلان غدا.</p>
</article></body></html>
""".encode()


def _example() -> bytes:
    http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + _PAGE
    head = (
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-000000000001>\r\n"
        "WARC-Target-URI: https://example.org/2018/10/02\r\nWARC-Date: 2018-10-05T03:00:00Z\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(http)}\r\n\r\n"
    )
    return head.encode() + http + b"\r\n\r\n"


EXAMPLE = _example()
_PAGES = ("text/html", "application/xhtml+xml")


def read(source: Source) -> Iterator[Record | Problem]:
    """Yield an article for each page; records of other types and answers other than 200 are no articles.

    The day of the crawl is kept as `crawled`; it is never taken for the day of publication.

    Raises:
        InputError: The archive breaks off, or a record's head cannot be read: where the next begins is then unknown.
    """
    records = iter(_archive(source))
    last = 0
    while True:
        try:
            found = next(records, None)
        except OSError as error:
            place = f"{source.place}@byte {last}"
            message = f"the archive is damaged in or after the record at byte {last:,}: {error}"
            raise InputError(message, code="bad-warc", place=place) from error
        if found is None:
            break
        last = found.stream_pos
        yield from _record(source, found)
    if source.stream.tell() and not source.stream.tail.endswith(b"\r\n\r\n"):
        raise InputError("the archive does not end with the end of a record: it is cut off", code="truncated")


def _archive(source: Source) -> Any:
    stream: Any = source.stream  # `read` and `tell` are all that is asked of it
    return ArchiveIterator(
        stream, record_types=WarcRecordType.response, parse_http=False, stream_detect=False, fsspec_args=False
    )


def _record(source: Source, found: Any) -> Iterator[Record | Problem]:
    uri = found.headers.get("WARC-Target-URI") or found.record_id or f"byte {found.stream_pos}"
    at = f"!{uri[:2000]}"
    try:
        data = _payload(source, found)
        if data is None:
            return
        place = source.place + at
        declared = found.http_charset or declared_encoding(data)
        html = decode(data, place, encoding=source.options.encoding, declared=declared)
        fields = page_fields(html, source.options)
    except (InputError, OSError, ValueError) as error:
        if isinstance(error, InputError):
            yield source.problem(error.code, str(error), error.place.removeprefix(source.place) or at)
        else:
            yield source.problem("bad-warc", f"the record cannot be read: {error}", at)
        return
    fields["url"] = found.headers.get("WARC-Target-URI") or fields["url"]
    fields["crawled"] = found.headers.get("WARC-Date")
    yield Record(fields, place)


def _payload(source: Source, found: Any) -> bytes | None:
    """Return the page of a record, `None` for what is no page."""
    limit = source.options.max_page_bytes
    length = found.headers.get("Content-Length") or ""
    if not length.isdecimal() or int(length) != found.content_length:
        raise InputError(f"the record's Content-Length {length[:30]!r} is not a number of bytes", code="bad-warc")
    if not found.is_http:
        return None
    if found.content_length > limit:
        raise over_limit(limit, what="the record")
    found.freeze()
    if found.content_length < int(length):
        raise InputError(f"cut off: {found.content_length:,} of {int(length):,} bytes are there", code="truncated")
    found.parse_http(auto_decode="transfer", quirks_mode=True)
    if found.http_headers is None or found.http_headers.status_code is None:
        raise InputError("the record has no HTTP head that can be read", code="bad-warc")
    if found.http_headers.status_code != 200 or found.http_content_type not in _PAGES:
        return None
    return _unpacked(source, found.reader.read(limit + 1), found.http_headers.get("Content-Encoding") or "")


def _unpacked(source: Source, data: bytes, encoding: str) -> bytes:
    """Take off the compression that the page was sent with; by its mark, since archives often keep a stale header."""
    limit = source.options.max_page_bytes
    if encoding.strip().lower() in ("br", "deflate"):
        raise InputError(f"the page is compressed with {encoding}, which is not read", code="unsupported")
    page = decompress(ByteStream.of(data), source.options).read_all(limit)
    if not page:
        raise InputError("the page is empty", code="empty-text")
    return page
