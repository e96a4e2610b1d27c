"""Damaged inputs, made by seeded mutation of the formats' examples, and a check that `read` survives them.

    python scripts/damaged_inputs.py FOLDER --count 2000 --seed 1    # make them
    python scripts/damaged_inputs.py FOLDER --check                  # read them
    python scripts/damaged_inputs.py FOLDER --check --code           # read and code them, all stages

The name of each file is its number, the kind of damage and the ending of its format. What holds for every one of
them: no exception, at least one article or problem, every problem names the file, every text can be written as UTF-8,
within the time and the memory. A file in another encoding must give its text letter by letter or a problem.
"""

from __future__ import annotations

import argparse
import bz2
import gzip
import lzma
import random
import resource
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from types import FrameType

import zstandard

from rasad import parts
from rasad.coder import Coder
from rasad.document import Article
from rasad.errors import Problem
from rasad.read import read
from rasad.read.options import FORMATS, ReadOptions

SECONDS = 20
CODING_SECONDS = 60  # some files give one article of five megabytes, a million words, which all stages go through
MEBIBYTES = 1536
CODING_MEBIBYTES = 6_144
HEAVY_EVERY = 25  # one file in so many is one of megabytes

COMPRESSIONS: dict[str, Callable[[bytes], bytes]] = {
    ".gz": lambda data: gzip.compress(data, mtime=0),
    ".xz": lzma.compress,
    ".zst": zstandard.ZstdCompressor().compress,
    ".bz2": bz2.compress,
}
ENCODINGS = ("cp1256", "iso8859_6", "utf-16", "utf-16-le", "utf-16-be", "utf-8-sig")

Made = tuple[bytes, str]  # content and what is added to the ending
Mutation = Callable[[random.Random, str, bytes], Made]


def _cut(rng: random.Random, name: str, data: bytes) -> Made:
    return data[: rng.randrange(len(data))], ""


def _bit_flips(rng: random.Random, name: str, data: bytes) -> Made:
    out = bytearray(data)
    for _ in range(rng.choice((1, 1, 2, 5, 20, 100))):
        out[rng.randrange(len(out))] ^= 1 << rng.randrange(8)
    return bytes(out), ""


def _binary(rng: random.Random, name: str, data: bytes) -> Made:
    return rng.randbytes(rng.choice((1, 10, 1000, 100_000))), ""


def _binary_inside(rng: random.Random, name: str, data: bytes) -> Made:
    at = rng.randrange(len(data))
    return data[:at] + rng.randbytes(rng.choice((1, 3, 50, 5000))) + data[at:], ""


def _nuls(rng: random.Random, name: str, data: bytes) -> Made:
    out = bytearray(data)
    for _ in range(rng.choice((1, 3, 50))):
        out.insert(rng.randrange(len(out)), 0)
    return bytes(out), ""


def _other_encoding(rng: random.Random, name: str, data: bytes) -> Made:
    if name == "warc":  # its lengths are in bytes
        return data, ""
    for encoding in rng.sample(ENCODINGS, len(ENCODINGS)):
        try:
            return data.decode().encode(encoding), ""
        except UnicodeEncodeError:
            continue
    return data, ""


def _mixed_encodings(rng: random.Random, name: str, data: bytes) -> Made:
    text = data.decode()
    at = rng.randrange(len(text))
    first, second = rng.sample(("utf-8", *ENCODINGS[:4]), 2)
    return text[:at].encode(first, "replace") + text[at:].encode(second, "replace"), ""


def _mojibake(rng: random.Random, name: str, data: bytes) -> Made:
    return data.decode(rng.choice(("latin-1", "cp1256"))).encode(), ""


def _surrogates(rng: random.Random, name: str, data: bytes) -> Made:
    at = data.index("ال".encode())
    return data[:at] + rng.choice((b"\\ud83d", b"\\udc00", b"\xed\xa0\x80", b"&#xD800;", b"\\u0000")) + data[at:], ""


def _broken_markup(rng: random.Random, name: str, data: bytes) -> Made:
    out = bytearray(data)
    signs = [at for at, byte in enumerate(out) if byte in b'<>"{}[]:,/&=;\t\n']
    for at in rng.sample(signs, min(len(signs), rng.choice((1, 2, 10)))):
        out[at] = rng.choice(b'<>"{}[]:,/&=;\t\n x')
    return bytes(out), ""


def _shuffled(rng: random.Random, name: str, data: bytes) -> Made:
    rows = data.splitlines(keepends=True)
    return b"".join(rng.choices(rows, k=len(rows) * 2)), ""


def _twice(rng: random.Random, name: str, data: bytes) -> Made:
    return data * rng.choice((2, 3)), ""


def _other_name(rng: random.Random, name: str, data: bytes) -> Made:
    other = rng.choice([part for part in parts.names(FORMATS) if part != name])
    return data, rng.choice((_suffix(other), ".gz", ".dat", ".xz"))


def _empty(rng: random.Random, name: str, data: bytes) -> Made:
    return rng.choice(
        (b"", b"\n", b"   \n\n", b"\xef\xbb\xbf", b"\xff\xfe", b"\0", b"{}", b"[]", b"[", b"<", b'"', b"\r")
    ), ""


def _compressed(rng: random.Random, name: str, data: bytes) -> Made:
    suffix, compress = rng.choice(list(COMPRESSIONS.items()))
    packed = compress(data)
    how = rng.randrange(5)
    if how == 0:
        packed = packed[: rng.randrange(1, len(packed))]
    elif how == 1:
        packed = _bit_flips(rng, name, packed)[0]
    elif how == 2:
        packed += rng.choice((b"\0" * 512, b"garbage", packed, packed[:10]))
    elif how == 3:
        suffix = rng.choice(list(COMPRESSIONS))
    return packed, suffix


def _nested(rng: random.Random, name: str, data: bytes) -> Made:
    suffixes = rng.choices(list(COMPRESSIONS), k=rng.randrange(2, 7))
    for suffix in suffixes:
        data = COMPRESSIONS[suffix](data)
    return data, "".join(suffixes)


def _long(rng: random.Random, name: str, data: bytes) -> Made:
    """Put five megabytes without a blank into the text."""
    at = data.rindex("ال".encode())
    run = rng.choice(
        ("ا" * 2_500_000, "ab&<" * 1_250_000, "x" * 5_000_000, "طظ" * 1_250_000, "Çá" * 1_250_000, '"' * 5_000_000)
    )
    return data[:at] + run.encode() + data[at:], ""


def _deep(rng: random.Random, name: str, data: bytes) -> Made:
    depth = rng.choice((500, 5_000, 200_000))
    middle = "قال الوزير إن المحادثات ستبدأ غدا.".encode()
    opening, closing = rng.choice(
        ((b"<div>", b"</div>"), (b"<b><i>", b"</i></b>"), (b"<table><tr><td>", b""), (b"<ul><li>", b""))
    )
    if name in ("json", "jsonl"):
        opening, closing = rng.choice(((b"[", b"]"), (b'{"a":', b"}"), (b"[", b"")))
        return b'{"text": "x", "deep": ' + opening * depth + b"1" + closing * depth + b"}", ""
    if name == "feed":
        inside = rng.choice((b"<![CDATA[", b""))
        body = opening * depth + middle + closing * depth
        end = b"]]>" if inside else b""
        item = b"<item><description>" + inside + body + end + b"</description></item>"
        return b'<rss version="2.0"><channel>' + item + b"</channel></rss>", ""
    return b"<html><body>" + opening * depth + middle + closing * depth, ""


def _huge_field(rng: random.Random, name: str, data: bytes) -> Made:
    field = ("الخبر " * 500_000).encode()
    quote = rng.choice((b'"', b""))
    return b"id,text\nh1," + quote + field + quote + b"\n", ".csv"


def _bomb(rng: random.Random, name: str, data: bytes) -> Made:
    suffix = rng.choice(list(COMPRESSIONS))
    return _bomb_data(suffix, rng.randrange(3)), suffix


@cache
def _bomb_data(suffix: str, filling: int) -> bytes:
    """Return a few kilobytes that unpack to 192 MiB, three times the limit of a document."""
    block = (b"\0", "خبر ".encode(), b"\n")[filling]
    return COMPRESSIONS[suffix](block * ((192 << 20) // len(block)))


def _entities(rng: random.Random, name: str, data: bytes) -> Made:
    rows = "".join(f'<!ENTITY e{i} "{f"&e{i - 1};" * 10}">' for i in range(1, 12))
    head = f'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY e0 "خبر">{rows}<!ENTITY f SYSTEM "file:///etc/passwd">]>'
    return (head + '<rss version="2.0"><channel><item><title>&f;</title><description>&e11;</description></item>'
            "</channel></rss>").encode(), ".xml"  # fmt: skip


LIGHT: tuple[Mutation, ...] = (
    _cut, _bit_flips, _binary, _binary_inside, _nuls, _other_encoding, _mixed_encodings, _mojibake, _surrogates,
    _broken_markup, _shuffled, _twice, _other_name, _empty, _compressed, _nested,
)  # fmt: skip
HEAVY: tuple[Mutation, ...] = (_long, _deep, _huge_field, _bomb, _entities)


def _suffix(name: str) -> str:
    return str(parts.load(FORMATS, name).SUFFIXES[0])


def make(folder: Path, count: int, seed: int) -> None:
    """Write so many damaged inputs; the same seed gives the same files."""
    folder.mkdir(parents=True, exist_ok=True)
    names = parts.names(FORMATS)
    rng = random.Random(seed)
    for number in range(count):
        heavy = number % HEAVY_EVERY == HEAVY_EVERY - 1
        mutate = rng.choice(HEAVY if heavy else LIGHT)
        name = rng.choice(names)
        content, suffix = mutate(rng, name, parts.load(FORMATS, name).EXAMPLE)
        kind = mutate.__name__.strip("_").replace("_", "-")
        (folder / f"{number:05}-{kind}{_suffix(name)}{suffix}").write_bytes(content)


def kind_of(path: Path) -> str:
    """Return the kind of damage of a file, from its name."""
    return path.name.partition("-")[2].partition(".")[0]


def check(folder: Path, seconds: float = SECONDS, coder: Coder | None = None) -> tuple[Counter[str], list[str]]:
    """Read, and with a coder code, every file of the folder; return counts of what came out and what went wrong."""
    counts: Counter[str] = Counter()
    faults: list[str] = []
    whole = _example_texts()
    for path in sorted(p for p in folder.iterdir() if p.is_file()):
        start = time.perf_counter()
        try:
            with _deadline(seconds * 2):
                found = _summaries(path, whole if kind_of(path) == "other-encoding" else None, coder)
        except BaseException as error:
            if isinstance(error, KeyboardInterrupt):
                raise
            faults.append(f"{path.name}: raised {type(error).__name__}: {str(error)[:200]}")
            continue
        if (took := time.perf_counter() - start) > seconds:
            faults.append(f"{path.name}: took {took:.1f} s")
        for code, fault in found:
            counts[code] += 1
            if fault:
                faults.append(f"{path.name}: {fault}")
        if not found:
            faults.append(f"{path.name}: neither article nor problem")
    return counts, faults


def _summaries(path: Path, allowed: set[str] | None, coder: Coder | None) -> list[tuple[str, str]]:
    found = []
    for item in read([path]):
        found.append((item.code if isinstance(item, Problem) else "article", _fault(item, path, allowed)))
        if coder is not None and isinstance(item, Article):
            found.append(_coded(coder, item, path))
    return found


def _coded(coder: Coder, article: Article, path: Path) -> tuple[str, str]:
    """Return what became of an article: `coded`, or the code of its problem, with what is wrong about that."""
    problems = coder.code(article).problems
    if not problems:
        return "coded", ""
    problem = problems[0]
    named = problem.place.startswith(str(path)) and bool(problem.message)
    fault = "" if named else f"a problem without its place: {problem}"
    return problem.code, fault if problem.stage == "clean" else f"a failure that nothing foresaw: {problem.message}"


def _fault(item: Article | Problem, path: Path, allowed: set[str] | None) -> str:
    """Return what is wrong with an item, empty where nothing is."""
    if isinstance(item, Problem):
        if not item.place.startswith(str(path)) or not item.message or item.stage != "read":
            return f"a problem without its place: {item}"
        return f"a failure that nothing foresaw: {item.message}" if item.code == "failed" else ""
    if not item.text or "\0" in item.text or not item.origin.startswith(str(path)):
        return f"an article that is none: {item.origin} {item.text[:50]!r}"
    try:
        (item.text + item.id + (item.title or "") + (item.url or "")).encode()
    except UnicodeEncodeError as error:
        return f"a text that cannot be written: {error}"
    if allowed is not None and item.text.replace("\r", "") not in allowed:
        return f"another text than was written: {item.text[:80]!r}"
    return ""


@cache
def _example_texts() -> set[str]:
    import tempfile

    texts: set[str] = set()
    with tempfile.TemporaryDirectory() as folder:
        for name in parts.names(FORMATS):
            path = Path(folder) / f"example{_suffix(name)}"
            path.write_bytes(parts.load(FORMATS, name).EXAMPLE)
            texts.update(i.text for i in read([path], ReadOptions(format=name)) if isinstance(i, Article))
    return texts


class _deadline:  # noqa: N801 - used like a function
    def __init__(self, seconds: float) -> None:
        self._seconds = seconds

    def __enter__(self) -> None:
        signal.signal(signal.SIGALRM, _too_late)
        signal.setitimer(signal.ITIMER_REAL, self._seconds)

    def __exit__(self, *_: object) -> None:
        signal.setitimer(signal.ITIMER_REAL, 0)


class TooLate(BaseException):
    """No `except Exception` may take it for a fault of the input."""


def _too_late(number: int, frame: FrameType | None) -> None:
    raise TooLate("still reading at the deadline")


def _lines(counts: Counter[str], faults: list[str], mebibytes: int) -> Iterator[str]:
    yield from (f"{count:7,} {code}" for code, count in counts.most_common())
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    yield f"peak memory {peak:,} MiB"
    if peak > mebibytes:
        faults.append(f"memory rose to {peak:,} MiB")
    yield f"{len(faults)} faults"
    yield from faults[:100]


def main() -> int:
    """Make or check; return 1 where a check found a fault."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--count", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--check", action="store_true", help="read the files that are there instead of making them")
    parser.add_argument("--code", action="store_true", help="with --check: code what was read, through all stages")
    options = parser.parse_args()
    if not options.check:
        make(options.folder, options.count, options.seed)
        print(f"{options.count:,} files in {options.folder}")
        return 0
    start = time.perf_counter()
    if options.code:
        counts, faults = check(options.folder, CODING_SECONDS, Coder())
    else:
        counts, faults = check(options.folder)
    print("\n".join(_lines(counts, faults, CODING_MEBIBYTES if options.code else MEBIBYTES)))
    print(f"{time.perf_counter() - start:.1f} s")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
