"""Which encoding bytes are in, decided or refused, never guessed into mojibake.

In order: the user's word, a byte order mark, UTF-16 by its pattern, valid UTF-8, then the single-byte encodings of
Arabic, each of which must decode to something that reads as Arabic (`plausible`), and of which one must win clearly.
"""

from __future__ import annotations

import codecs
import re

from charset_normalizer import from_bytes

from rasad.errors import InputError
from rasad.read.options import is_text_encoding
from rasad.read.plausible import arabic_score
from rasad.read.stream import ByteStream

SAMPLE = 1 << 16

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_ARABIC_ENCODINGS = ("cp1256", "iso8859_6")
_CLEAR = 0.12  # by how much the best must win; on 4,478 headlines the right one won by more in all but a few
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_NUL = re.compile(rb"\0")
_READABLE = re.compile(r"[\t\n\r -~\u00a0-\u00bf\u0600-\u06ff\u200b-\u206f\ufb50-\ufdff\ufe70-\ufeff]")


def decode(data: bytes, place: str, *, encoding: str | None = None, declared: str | None = None) -> str:
    """Return the text of a whole document, without a byte order mark.

    Args:
        data: The document.
        place: The path, for the error.
        encoding: The user's word, which is followed or refused.
        declared: What the document says of itself; it decides only where it holds.

    Raises:
        InputError: `encoding` where none can be decided or the decided one does not hold; `binary` where the bytes
            are not text. Both name the byte.
    """
    try:
        name = encoding or detect(data, declared)
        text = data.decode("utf-8-sig" if _is_utf8(name) else name)
    except UnicodeDecodeError as error:
        raise _refused(f"the text is not {error.encoding}", place, error.start) from None
    except InputError as error:
        error.place = place + error.place
        raise
    if (at := text.find("\0")) >= 0:
        byte = len(text[:at].encode(name))
        raise InputError(f"there is a NUL, so this is not text ({name})", code="binary", place=f"{place}@byte {byte}")
    return text.removeprefix("\ufeff")


def detect(data: bytes, declared: str | None = None, *, complete: bool = True) -> str:
    """Return the name of the encoding; `complete` is false where the data is only the beginning.

    Raises:
        InputError: It cannot be decided, or the data is binary; the place is `@byte N` alone.
    """
    for mark, name in _BOMS:
        if data.startswith(mark):
            return name
    if wide := _utf16(data):
        return wide
    try:
        codecs.getincrementaldecoder("utf-8")().decode(data, complete)
    except UnicodeDecodeError as error:
        _refuse_binary(data, _CONTROL)
        return _single_byte(data, error.start, declared)
    _refuse_binary(data, _NUL)
    return "utf-8"


def to_utf8(stream: ByteStream, place: str, encoding: str | None = None) -> ByteStream:
    """Return the stream in UTF-8, for formats read line by line.

    Where the beginning cannot be decided the bytes come unchanged, so that the lines that are valid still count and
    the others are refused one by one.
    """
    return ByteStream(_Recoder(stream, place, encoding).pull)


class _Recoder:
    def __init__(self, stream: ByteStream, place: str, encoding: str | None) -> None:
        self._stream = stream
        self._place = place
        self._decoder: codecs.IncrementalDecoder | None = None
        self._decided = False
        self._start = True
        if encoding is not None:
            self._decide(encoding)

    def pull(self) -> bytes:
        if not self._decided:
            self._look(self._stream.peek(SAMPLE))
        at = self._stream.tell()
        chunk = self._stream.read(SAMPLE) if not self._decided else self._stream.read()
        if self._decoder is None:
            return self._without_mark(chunk)
        text = ""
        while not text:
            pending = len(self._decoder.getstate()[0])
            try:
                text = self._decoder.decode(chunk, not chunk)
            except UnicodeDecodeError as error:
                raise _refused(f"the text is not {error.encoding}", self._place, at - pending + error.start) from None
            if not chunk:
                break
            if not text:
                at = self._stream.tell()
                chunk = self._stream.read()
        return self._without_mark(text.encode())

    def _without_mark(self, chunk: bytes) -> bytes:
        if self._start and chunk:
            self._start = False
            return chunk.removeprefix(codecs.BOM_UTF8) or self.pull()
        return chunk

    def _look(self, head: bytes) -> None:
        """Decide by the first chunk that has more than ASCII in it."""
        if head.isascii() and b"\0" not in head and not (self._start and _utf16(head)):
            return
        try:
            self._decide(detect(head, complete=len(head) < SAMPLE))
        except InputError as error:
            if error.code == "binary":
                error.place = self._place + error.place
                raise
            self._decided = True

    def _decide(self, name: str) -> None:
        self._decided = True
        if not _is_utf8(name):
            self._decoder = codecs.getincrementaldecoder(name)()


def _is_utf8(name: str) -> bool:
    return codecs.lookup(name).name in ("utf-8", "utf-8-sig")


def _utf16(data: bytes) -> str | None:
    """Return `utf-16-le` or `-be` for data in it that has no mark.

    Arabic letters have the byte 06 for their high half, which no other text has; ASCII has 00.
    """
    sample = data[: SAMPLE - SAMPLE % 2]
    high = sample.count(6) + sample.count(0)
    if len(data) < 4 or len(sample) % 2 or high < 0.3 * len(sample):
        return None
    for name in ("utf-16-le", "utf-16-be"):
        text = sample.decode(name, "replace")
        if len(_READABLE.findall(text)) > 0.95 * len(text):
            return name
    return None


def _refuse_binary(data: bytes, signs: re.Pattern[bytes]) -> None:
    """Refuse data with more of the signs than text has; a few may be damage to one line, and are refused there."""
    found = signs.findall(data, 0, SAMPLE)
    if len(found) > 0.02 * min(len(data), SAMPLE):
        at = data.index(found[0])
        raise InputError("this is not text but binary data", code="binary", place=f"@byte {at}")


def _single_byte(data: bytes, bad: int, declared: str | None) -> str:
    """Return the single-byte encoding in which data that is not UTF-8 reads as Arabic."""
    sample = _sample(data, bad)
    candidates = list(_ARABIC_ENCODINGS)
    if declared and is_text_encoding(declared) and not _is_utf8(declared):
        candidates.insert(0, codecs.lookup(declared).name)
    scores = _scores(sample, candidates)
    if not scores and (guess := from_bytes(sample[:8192]).best()) is not None:
        scores = _scores(sample, [guess.encoding])
    ranked = sorted(scores, key=lambda name: -scores[name])
    if not ranked:
        raise _refused("the text is neither UTF-8 nor readable as Windows-1256, ISO-8859-6 or UTF-16", "", bad)
    if len(ranked) > 1 and scores[ranked[0]] - scores[ranked[1]] < _CLEAR:
        if declared and candidates[0] in ranked[:2] and candidates[0] == codecs.lookup(declared).name:
            return candidates[0]
        raise _refused(f"the text may be {ranked[0]} or {ranked[1]}, and nothing decides", "", bad)
    return ranked[0]


def _scores(sample: bytes, names: list[str]) -> dict[str, float]:
    found: dict[str, float] = {}
    texts: set[str] = set()
    for name in names:
        try:
            text = sample.decode(name)
        except (UnicodeError, LookupError):
            continue
        score = None if text in texts else arabic_score(text)
        texts.add(text)
        if score is not None:
            found[name] = score
    return found


def _sample(data: bytes, bad: int) -> bytes:
    """Return a stretch with letters in it: around the first byte that is not ASCII, and around what is not UTF-8."""
    if len(data) <= SAMPLE:
        return data
    first = next(i for i in range(0, bad + 1, 1 << 12) if not data[i : i + (1 << 12)].isascii())
    return data[first : first + SAMPLE // 2] + b"\n" + data[max(first, bad - 2048) : bad + SAMPLE // 4]


def _refused(why: str, place: str, byte: int) -> InputError:
    return InputError(
        f"{why} (byte {byte:,}); name the encoding in the options of reading, or convert the file to UTF-8",
        code="encoding",
        place=f"{place}@byte {byte}",
    )
