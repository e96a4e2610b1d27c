"""From pages and pieces of HTML to text."""

from __future__ import annotations

import re
from typing import Any

import lxml.html  # type: ignore[import-untyped]
from lxml import etree
from trafilatura import bare_extraction

from rasad.errors import InputError
from rasad.read.options import ReadOptions

# Declared in the first kilobytes: `<meta charset="windows-1256">`, `<?xml encoding="...">`.
_DECLARED = re.compile(rb"""(?:charset|encoding)\s{0,4}=\s{0,4}["']?\s{0,4}([A-Za-z][\w.:-]{1,40})""")
_XML_DECLARATION = re.compile(r"\s{0,100}<\?xml[^>]{0,400}\?>")

_TAG = re.compile("<[A-Za-z]")

# Elements whose end is the end of a line.
_BLOCKS = frozenset(
    "address article aside blockquote br dd div dl dt figcaption figure footer h1 h2 h3 h4 h5 h6 header hr li main ol "
    "p pre section table td th tr ul".split()
)
_SKIPPED = frozenset(("script", "style", "noscript", "template", "iframe", "object"))

# No day is guessed from the body of the page; no clock decides what lies in the future.
_DATES = {"extensive_search": False, "original_date": True, "min_date": "1900-01-01", "max_date": "2199-12-31"}


def declared_encoding(data: bytes) -> str | None:
    """Return the encoding that markup names at its beginning."""
    found = _DECLARED.search(data[:4096])
    return found[1].decode("ascii") if found else None


def check_tags(markup: str, limit: int) -> None:
    """Refuse markup with more tags than a page or feed has.

    Raises:
        InputError: There are more tags than the limit.
    """
    tags = sum(1 for _ in _TAG.finditer(markup))
    if tags > limit:
        message = f"there are {tags:,} tags, more than {limit:,}, the limit; split it, or raise max_page_tags"
        raise InputError(message, code="over-limit")


def page_fields(html: str, options: ReadOptions) -> dict[str, Any]:
    """Return the story of a page with its title, date, url, site and author, under the contract's names.

    Raises:
        InputError: There is no story in it, or it has more tags than allowed.
    """
    check_tags(html, options.max_page_tags)
    try:
        found: Any = bare_extraction(
            _XML_DECLARATION.sub("", html, count=1),
            with_metadata=True,
            include_comments=False,
            date_extraction_params=dict(_DATES),
        )
    except (ValueError, TypeError, AttributeError, IndexError, LookupError, RecursionError, etree.LxmlError) as error:
        raise InputError(f"the markup is too broken to find the story in it ({error})", code="bad-markup") from error
    if found is None or not found.text or found.text.isspace():
        raise InputError("no story was found on the page", code="empty-text")
    return {
        "text": found.text,
        "title": found.title,
        "published": found.date,
        "url": found.url,
        "source": found.sitename,
        "author": found.author,
    }


def fragment_text(html: str) -> str:
    """Return the text of a piece of HTML such as an entry of a feed: a line for each block, nothing dropped."""
    if "<" not in html and "&" not in html:
        return html
    try:
        root = lxml.html.fragment_fromstring(_XML_DECLARATION.sub("", html, count=1), create_parent="div")
    except (ValueError, TypeError, AssertionError, etree.LxmlError):
        return ""
    pieces: list[str] = []
    for event, element in etree.iterwalk(root, events=("start", "end", "comment", "pi")):
        if event == "start":
            skipped = element.tag in _SKIPPED
            if element.tag in _BLOCKS:
                pieces.append("\n")
            if element.text and not skipped:
                pieces.append(re.sub(r"\s+", " ", element.text))
        else:
            if element.tag in _BLOCKS and element.tag != "br":
                pieces.append("\n")
            if element.tail and element is not root:
                pieces.append(re.sub(r"\s+", " ", element.tail))
    rows = (re.sub(" +", " ", row).strip(" ") for row in "".join(pieces).split("\n"))
    return "\n".join(row for row in rows if row)
