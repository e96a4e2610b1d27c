"""Compressed inputs: cut, damaged, nested, or bombs."""

from __future__ import annotations

import gzip
import lzma
import random
import time
import tracemalloc
from pathlib import Path

import pytest
import zstandard

from rasad.document import Article
from rasad.read import ReadOptions, read

from .helpers import COMPRESSIONS, STORY, codes, read_one, texts

PACKED = [suffix for suffix in COMPRESSIONS if suffix]
ROWS = "".join(f'{{"id": "{i}", "text": "{STORY.splitlines()[0]} {i}"}}\n' for i in range(2000)).encode()


def _scattered(count: int) -> bytes:
    """Return JSON lines that do not compress into one block."""
    rng = random.Random(7)
    return "".join(f'{{"id": "{i}", "text": "خبر {rng.randbytes(40).hex()}"}}\n' for i in range(count)).encode()


@pytest.mark.parametrize("suffix", PACKED)
def test_what_came_before_a_cut_is_read(suffix: str, tmp_path: Path) -> None:
    data = COMPRESSIONS[suffix](_scattered(15_000))
    found = codes(read_one(tmp_path, f"x.jsonl{suffix}", data[: len(data) * 3 // 4]))
    assert found[-1] == "truncated" and set(found[:-1]) == {"article"}
    assert len(found) > 500


@pytest.mark.parametrize("suffix", PACKED)
def test_a_small_cut_file_still_gives_a_problem(suffix: str, tmp_path: Path) -> None:
    data = COMPRESSIONS[suffix](STORY.encode())
    for end in range(12, len(data), 7):
        found = codes(read_one(tmp_path, f"x.txt{suffix}", data[:end]))
        assert found in (["truncated"], ["article"]) and (
            found == ["truncated"] or suffix == ".xz" or end > len(data) - 12
        )


@pytest.mark.parametrize("suffix", PACKED)
def test_members_follow_each_other(suffix: str, tmp_path: Path) -> None:
    pack = COMPRESSIONS[suffix]
    data = pack(ROWS[: len(ROWS) // 2]) + pack(ROWS[len(ROWS) // 2 :])
    assert len(texts(read_one(tmp_path, f"x.jsonl{suffix}", data))) == 2000
    assert codes(read_one(tmp_path, f"x.jsonl{suffix}", data + b"\0" * 600)).count("article") == 2000
    assert codes(read_one(tmp_path, f"x.jsonl{suffix}", data + b"rest"))[-2:] == ["article", "damaged"]


def test_damage_within(tmp_path: Path) -> None:
    for suffix in PACKED:
        data = bytearray(COMPRESSIONS[suffix](_scattered(4000)))
        data[len(data) // 2] ^= 0x55
        assert codes(read_one(tmp_path, f"x.jsonl{suffix}", bytes(data)))[-1] in ("damaged", "truncated", "bad-json")


def test_nesting_has_a_limit(tmp_path: Path) -> None:
    data = STORY.encode()
    for depth in range(1, 6):
        data = gzip.compress(data, mtime=0)
        expected = ["article"] if depth <= 3 else ["nested-compression"]
        assert codes(read_one(tmp_path, "x.txt.gz", data)) == expected


@pytest.mark.parametrize("suffix", PACKED)
@pytest.mark.parametrize("name", ["x.txt", "x.jsonl", "x.csv", "x.html"])
def test_a_bomb_is_refused_quickly(suffix: str, name: str, tmp_path: Path) -> None:
    bomb = COMPRESSIONS[suffix](b"\n" * (24 << 20))
    assert len(bomb) < 100_000
    start = time.process_time()
    found = read_one(tmp_path, name + suffix, bomb, ReadOptions(max_bytes=4 << 20, max_page_bytes=4 << 20))
    assert codes(found) == ["over-limit"]
    assert time.process_time() - start < 3


def test_a_nested_bomb_is_measured_by_the_file(tmp_path: Path) -> None:
    bomb = lzma.compress(lzma.compress(b"a" * (64 << 20)))
    assert codes(read_one(tmp_path, "x.jsonl.xz.xz", bomb, ReadOptions(max_bytes=1 << 20))) == ["over-limit"]


def test_the_total_has_a_limit(tmp_path: Path) -> None:
    found = codes(read_one(tmp_path, "x.jsonl.gz", gzip.compress(ROWS), ReadOptions(max_total_bytes=150_000)))
    assert found[-1] == "over-limit" and "article" in found


def test_xz_and_zstd_may_not_ask_for_any_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rasad.read.compression._XZ_MEMORY", 1 << 20)
    monkeypatch.setattr("rasad.read.compression._ZSTD_WINDOW", 1 << 20)
    assert codes(read_one(tmp_path, "x.txt.xz", lzma.compress(STORY.encode(), preset=6))) == ["damaged"]
    large = zstandard.ZstdCompressor(compression_params=zstandard.ZstdCompressionParameters(window_log=22))
    packed = large.compressobj()  # without a size in its head, the window must be held
    assert codes(read_one(tmp_path, "x.txt.zst", packed.compress(STORY.encode()) + packed.flush())) == ["damaged"]


def test_memory_stays_flat(tmp_path: Path) -> None:
    path = tmp_path / "x.jsonl.gz"
    path.write_bytes(
        gzip.compress(b"".join(b'{"id": "%d", "text": "%b"}\n' % (i, b"n" * 4000) for i in range(4000)), 1)
    )
    tracemalloc.start()
    count = sum(isinstance(item, Article) for item in read([path]))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert count == 4000 and peak < 6 << 20  # of 16 MB
