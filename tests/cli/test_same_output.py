"""The same input gives the same bytes, whatever order the process keeps its sets in."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import orjson

from rasad.examples import articles

# words that singular and plural entries of the vocabulary both reach, and numbers with several readings of their noun
MORE = "أحبطت الشرطة أمس عمليات إرهابية وهجمات إلكترونية وصادرت شحنات أسلحة، ووزعت الوكالة معونات غذائية على 300 أسرة."


def coded(path: Path, seed: str) -> bytes:
    command = [sys.executable, "-m", "rasad", "code", str(path), "-o", "-"]
    environment = os.environ | {"PYTHONHASHSEED": seed}
    return subprocess.run(command, check=True, capture_output=True, env=environment).stdout


def test_two_processes_write_the_same(tmp_path: Path) -> None:
    path = tmp_path / "news.jsonl"
    texts = [MORE, *(article.text for article in articles())]
    rows = [{"id": f"n{i}", "text": text, "published": "2021-03-04"} for i, text in enumerate(texts)]
    path.write_bytes(b"".join(orjson.dumps(row, option=orjson.OPT_APPEND_NEWLINE) for row in rows))
    first = coded(path, "1")
    assert first.count(b"\n") > 10
    assert all(coded(path, seed) == first for seed in ("2", "3"))
