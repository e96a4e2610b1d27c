"""What every format keeps to, run over all that are there."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from rasad import parts
from rasad.arabic.letters import has_arabic
from rasad.document import Article
from rasad.errors import InputError, Problem
from rasad.read import ReadOptions, read
from rasad.read.options import FORMATS
from rasad.read.sniff import by_content, by_name
from rasad.read.stream import ByteStream, Record, Source

from .helpers import COMPRESSIONS, codes, read_one, texts

NAMES = parts.names(FORMATS)


@pytest.fixture(params=NAMES)
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def example(name: str) -> bytes:
    content = parts.load(FORMATS, name).EXAMPLE
    assert isinstance(content, bytes)
    return content


def suffix(name: str) -> str:
    return str(parts.load(FORMATS, name).SUFFIXES[0])


def test_all_formats_are_there() -> None:
    assert set(NAMES) >= {"csv", "feed", "html", "json", "jsonl", "text", "tsv", "warc"}


def test_it_says_what_it_is_in_one_line(name: str) -> None:
    line = parts.describe(FORMATS, name)
    assert line.endswith(".") and 10 < len(line) < 120


def test_its_endings_are_its_own(name: str) -> None:
    for ending in parts.load(FORMATS, name).SUFFIXES:
        assert ending == ending.lower() and ending.startswith(".")
        assert by_name(f"news{ending}") == name
        assert by_name(f"news{ending.upper()}.gz") == name


def test_its_example_gives_arabic_articles_and_no_problem(name: str, tmp_path: Path) -> None:
    items = read_one(tmp_path, f"x{suffix(name)}", example(name))
    assert items and all(isinstance(item, Article) for item in items)
    for item in items:
        assert isinstance(item, Article)
        assert has_arabic(item.text) and item.id and item.origin.startswith(str(tmp_path / "x"))
        assert item.published is not None or name == "text"


def test_it_is_recognised_by_content(name: str) -> None:
    assert by_content(example(name)) == name


@pytest.mark.parametrize("packed", COMPRESSIONS)
def test_compression_changes_nothing(name: str, packed: str, tmp_path: Path) -> None:
    plain = read_one(tmp_path, f"x{suffix(name)}", example(name))
    for ending in (packed, ".dat"):  # by its mark, whatever the name
        found = read_one(
            tmp_path, f"y{suffix(name)}{ending}", COMPRESSIONS[packed](example(name)), ReadOptions(format=name)
        )
        assert texts(found) == texts(plain) and codes(found) == codes(plain)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1256", "iso8859_6"])
def test_encodings_change_nothing(name: str, encoding: str, tmp_path: Path) -> None:
    if name == "warc":
        pytest.skip("an archive counts in bytes")
    content = example(name).decode().replace("«", '"').replace("»", '"').encode(encoding)
    found = read_one(tmp_path, f"x{suffix(name)}", content)
    assert texts(found) == texts(read_one(tmp_path, f"y{suffix(name)}", example(name)))


def test_every_cut_ends_as_articles_or_problems(name: str, tmp_path: Path) -> None:
    content = example(name)
    whole = texts(read_one(tmp_path, f"x{suffix(name)}", content))
    for end in range(0, len(content), max(1, len(content) // 40)):
        found = read_one(tmp_path, f"x{suffix(name)}", content[:end])
        assert found and "failed" not in codes(found)
        if name in ("json", "jsonl", "feed", "warc"):  # text and rows may end anywhere
            assert set(texts(found)) <= set(whole)
        if name in ("json", "feed", "warc", "html") and 0 < end < len(content) - 20:
            assert codes(found)[-1] != "article"


def test_nothing_over_the_limit_comes_through(name: str, tmp_path: Path) -> None:
    found = read_one(tmp_path, f"x{suffix(name)}", example(name), ReadOptions(max_bytes=20, max_page_bytes=20))
    assert not texts(found) and "over-limit" in codes(found)


def test_its_reader_yields_records_and_problems_that_name_the_place(name: str) -> None:
    source = Source("some/place", ByteStream.of(example(name)), ReadOptions())
    found: Iterator[Record | Problem] = parts.load(FORMATS, name).read(source)
    for item in found:
        assert isinstance(item, Record) and item.place.startswith("some/place") and item.fields


def test_no_bytes_give_no_record(name: str, tmp_path: Path) -> None:
    assert list(parts.load(FORMATS, name).read(Source("p", ByteStream.of(b""), ReadOptions()))) == []
    assert codes(read_one(tmp_path, f"x{suffix(name)}", b"")) == ["empty"]


def test_an_unknown_format_is_refused_at_once() -> None:
    with pytest.raises(Exception, match="docx"):
        ReadOptions(format="docx")
    with pytest.raises(InputError, match="headline"):
        ReadOptions(fields={"headline": "title"})
    with pytest.raises(InputError, match="rot13"):
        ReadOptions(encoding="rot13")
    assert list(read([])) == []
