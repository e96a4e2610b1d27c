"""Which format an input is in: by the user's word, by the ending of its name, by its content."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path, PurePath

from rasad import parts
from rasad.errors import InputError
from rasad.read import compression, formats
from rasad.read.encoding import SAMPLE, detect
from rasad.read.fields import ALIASES
from rasad.read.options import FORMATS, ReadOptions
from rasad.read.stream import ByteStream

_FEED = re.compile(
    r"(?:\s|<\?[^>]{0,400}>|<!--(?:[^-]|-(?!->)){0,4000}-->|<!DOCTYPE[^>\[]{0,400}>){0,20}<(?:rss|feed|rdf:RDF)\b", re.I
)
_XML_FEED_INSIDE = re.compile(r"<(?:rss|feed|rdf:RDF)[\s>]", re.I)
_TEXT_COLUMNS = frozenset(("text", *ALIASES["text"]))


def format_of(path: str, stream: ByteStream, options: ReadOptions) -> str:
    """Return the name of the format of an input (its stream decompressed)."""
    if options.format is not None:
        return options.format
    return by_name(path) or by_content(stream.peek(SAMPLE), options.encoding)


def by_name(path: str) -> str | None:
    """Return the format that the ending of a path names, endings of compression aside."""
    name = PurePath(path)
    while name.suffix.lower() in compression.SUFFIXES:
        name = name.with_suffix("")
    return _suffixes().get(name.suffix.lower())


@cache
def _suffixes() -> dict[str, str]:
    """Return format by suffix, read from the parts' source: a format's libraries load only with its use."""
    found: dict[str, str] = {}
    for name in parts.names(FORMATS):
        for node in ast.parse((Path(formats.__path__[0]) / f"{name}.py").read_text(encoding="utf8")).body:
            if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "SUFFIXES":
                found.update(dict.fromkeys(ast.literal_eval(node.value), name))
    return found


def by_content(head: bytes, encoding: str | None = None) -> str:
    """Return the format that the beginning of an input looks like; `text` where it looks like nothing else."""
    if head.startswith(b"WARC/"):
        return "warc"
    try:
        text = head.decode(encoding or detect(head, complete=len(head) < SAMPLE), "replace")
    except InputError:  # the format will say what is wrong
        text = head.decode("ascii", "replace")
    text = text.lstrip("\ufeff \t\r\n")
    if text.startswith("<"):
        return "feed" if _FEED.match(text) or _XML_FEED_INSIDE.search(text[:2000]) else "html"
    if re.match(r"[{]\s*[\"}]|\[\s*[{\]]", text):
        return "jsonl" if re.match(r"\{[^\n]*\}\r?\n\s*\{", text) else "json"
    header = text.partition("\n")[0].rstrip("\r")
    for name, sign in (("tsv", "\t"), ("csv", ","), ("csv", ";")):
        columns = [column.strip('" ').lower() for column in header.split(sign)]
        if len(columns) > 1 and _TEXT_COLUMNS.intersection(columns):
            return name
    return "text"
