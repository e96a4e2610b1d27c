"""Any text comes back unchanged through every structured format, encoding and compression."""

from __future__ import annotations

import csv
import io
import json
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from rasad.read import ReadOptions
from rasad.read.plausible import mojibake

from .helpers import COMPRESSIONS, STORY, read_one, texts

TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1, max_size=60) | st.text(
    "ابتثجحخدذرزسشصضطظعغفقكلمنهويىةءأإآؤئ ،؛؟\n\r\t\",;\\'{}[]0\u2028\u0085\ufeff\u200f", min_size=1, max_size=60
)


def _json(values: list[str]) -> str:
    return json.dumps([{"id": str(i), "text": value} for i, value in enumerate(values)], ensure_ascii=False)


def _json_one_after_another(values: list[str]) -> str:
    return "\n\n".join(json.dumps({"id": i, "text": value}, indent=1) for i, value in enumerate(values))


def _jsonl(values: list[str]) -> str:
    return "".join(json.dumps({"id": i, "text": v}, ensure_ascii=i % 2 == 0) + "\n" for i, v in enumerate(values))


def _rows(separator: str, values: list[str]) -> str:
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=separator)
    writer.writerow(["id", "text", "title"])
    writer.writerows([i, value, "عنوان"] for i, value in enumerate(values))
    return out.getvalue()


WRITERS: dict[str, Callable[[list[str]], str]] = {
    ".json": _json,
    ".ndjson": _jsonl,
    ".csv": lambda values: _rows(",", values),
    ".tsv": lambda values: _rows("\t", values),
}


@pytest.mark.parametrize("suffix", WRITERS)
@settings(max_examples=60, deadline=None)
@given(
    values=st.lists(TEXT, min_size=1, max_size=3),
    packed=st.sampled_from(list(COMPRESSIONS)),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-32"]),
)
@example(values=[STORY, "a\rb", '"', "\n\nا"], packed=".gz", encoding="utf-16")
@example(values=["\x01\x06\x06\x06\x06\x06"], packed="", encoding="utf-8")
def test_any_text_with_a_unicode_encoding(suffix: str, values: list[str], packed: str, encoding: str) -> None:
    assume(all(not v.isspace() and mojibake(v) is None for v in values))
    content = COMPRESSIONS[packed](WRITERS[suffix](values).encode(encoding))
    with tempfile.TemporaryDirectory() as folder:
        assert texts(read_one(Path(folder), f"x{suffix}{packed}", content)) == values


@pytest.mark.parametrize("suffix", WRITERS)
@settings(max_examples=40, deadline=None)
@given(value=TEXT, encoding=st.sampled_from(["cp1256", "iso8859_6", "utf-16-le", "utf-16-be"]))
def test_any_text_in_a_named_encoding(suffix: str, value: str, encoding: str) -> None:
    value = value.encode(encoding, "ignore").decode(encoding)
    assume(value and not value.isspace() and mojibake(value) is None)
    content = WRITERS[suffix]([value]).encode(encoding, "ignore")
    with tempfile.TemporaryDirectory() as folder:
        assert texts(read_one(Path(folder), f"x{suffix}", content, ReadOptions(encoding=encoding))) == [value]


@settings(max_examples=60, deadline=None)
@given(value=TEXT)
def test_a_text_file_is_kept_to_the_letter(value: str) -> None:
    assume(not value.isspace() and mojibake(value) is None and not value.startswith("\ufeff"))
    with tempfile.TemporaryDirectory() as folder:
        assert texts(read_one(Path(folder), "x.txt", value.encode())) == [value]


def test_objects_one_after_another(tmp_path: Path) -> None:
    values = [STORY, "ثانية", "ثالثة"]
    assert texts(read_one(tmp_path, "x.json", _json_one_after_another(values).encode())) == values
