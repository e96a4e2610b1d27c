"""Web pages: the story of a page without its surroundings, with title, date, address, site and author."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rasad.errors import Problem
from rasad.read.encoding import decode
from rasad.read.markup import declared_encoding, page_fields
from rasad.read.stream import Record, Source

SUFFIXES = (".html", ".htm", ".xhtml")

EXAMPLE = """<!DOCTYPE html>
<html lang="ar" dir="rtl">
<head>
<meta charset="utf-8">
<title>وفد أممي يزور الميناء</title>
<meta property="og:site_name" content="صحيفة المثال">
<meta property="article:published_time" content="2021-05-18T09:30:00+03:00">
<link rel="canonical" href="https://example.org/news/18">
</head>
<body>
<nav><a href="/">الرئيسية</a> <a href="/sport">رياضة</a></nav>
<article>
<h1>وفد أممي يزور الميناء</h1>
<p>زار وفد من الأمم المتحدة ميناء المدينة صباح الثلاثاء، واطلع على سير تفريغ المساعدات الغذائية التي وصلت قبل يومين.</p>
<p>وقال رئيس الوفد للصحفيين إن الفريق سيرفع تقريره إلى مجلس الأمن الأسبوع المقبل، مضيفا أن العمل يسير كما خطط له.</p>
</article>
<footer>جميع الحقوق محفوظة</footer>
</body>
</html>
""".encode()

_OPENED = re.compile("<(?:html|body)[ >]", re.I)
_CLOSED = re.compile("</(?:html|body)", re.I)
_END = 1 << 16  # scripts and comments may follow


def read(source: Source) -> Iterator[Record | Problem]:
    """Yield the one article of the page, and after it a problem where the page is cut off."""
    data = source.stream.read_all(source.options.max_page_bytes)
    if data:
        html = decode(data, source.place, encoding=source.options.encoding, declared=declared_encoding(data))
        yield Record(page_fields(html, source.options), source.place)
        if _OPENED.search(html) and not _CLOSED.search(html, max(0, len(html) - _END)):
            yield source.problem(
                "truncated", "the page does not end (no </html>): its story may be cut off; it is kept"
            )
