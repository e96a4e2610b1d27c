"""Decompression by magic number, in a stream, with limits on size, ratio and nesting.

gzip, xz, zstd and bzip2, any number of members after each other. A cut or damaged file gives what came before, then
an `InputError`.
"""

from __future__ import annotations

import bz2
import lzma
import zlib
from collections.abc import Callable
from typing import Protocol

import zstandard

from rasad.errors import InputError
from rasad.read.options import MIB, ReadOptions
from rasad.read.stream import CHUNK, ByteStream

SUFFIXES = (".gz", ".xz", ".zst", ".bz2")

_XZ_MEMORY = 256 * MIB  # xz -9 needs 65 MiB; a header may ask for 4 GiB
_ZSTD_WINDOW = 1 << 27  # zstd --long's own default
_ZSTD_FEED = 512  # its library has no bound on output; 512 bytes of input can become 16 MiB at most


class _Decoder(Protocol):
    """The shape of `lzma.LZMADecompressor` and `bz2.BZ2Decompressor`, which the others are brought to."""

    @property
    def eof(self) -> bool: ...
    @property
    def needs_input(self) -> bool: ...
    @property
    def unused_data(self) -> bytes: ...
    def decompress(self, data: bytes, max_length: int = -1) -> bytes: ...


class _Gzip:
    def __init__(self) -> None:
        self._inner = zlib.decompressobj(wbits=31)

    @property
    def eof(self) -> bool:
        return self._inner.eof

    @property
    def needs_input(self) -> bool:
        return not self._inner.unconsumed_tail

    @property
    def unused_data(self) -> bytes:
        return self._inner.unused_data

    def decompress(self, data: bytes, max_length: int = -1) -> bytes:
        return self._inner.decompress(self._inner.unconsumed_tail + data, max_length)


class _Zstd:
    needs_input = True

    def __init__(self) -> None:
        self._inner = zstandard.ZstdDecompressor(max_window_size=_ZSTD_WINDOW).decompressobj()

    @property
    def eof(self) -> bool:
        return self._inner.eof

    @property
    def unused_data(self) -> bytes:
        return self._inner.unused_data

    def decompress(self, data: bytes, max_length: int = -1) -> bytes:
        return self._inner.decompress(data) if data else b""


_KINDS: dict[bytes, tuple[str, Callable[[], _Decoder]]] = {
    b"\x1f\x8b\x08": ("gzip", _Gzip),
    b"\xfd7zXZ\x00": ("xz", lambda: lzma.LZMADecompressor(lzma.FORMAT_XZ, memlimit=_XZ_MEMORY)),
    b"\x28\xb5\x2f\xfd": ("zstd", _Zstd),
    b"BZh": ("bzip2", bz2.BZ2Decompressor),
}
_BZIP2_BLOCK = b"1AY&SY"  # follows `BZh` and a digit; without it `BZh` may begin a text


def decompress(raw: ByteStream, options: ReadOptions) -> ByteStream:
    """Return the stream with every compression taken off, or the stream itself where there is none.

    Raises:
        InputError: More compressions lie within each other than allowed; reading the stream raises it as well, for
            what is cut off, damaged or over a limit.
    """
    stream = raw
    for _ in range(options.max_depth):
        magic = _magic(stream)
        if magic is None:
            return stream
        stream = ByteStream(_Layer(stream, raw, magic, options).pull)
    if _magic(stream) is not None:
        raise InputError(
            f"more than {options.max_depth} compressions lie within each other, the limit; unpack it first",
            code="nested-compression",
        )
    return stream


def _magic(stream: ByteStream) -> bytes | None:
    head = stream.peek(10)
    for magic in _KINDS:
        if head.startswith(magic) and (magic != b"BZh" or head[4:10] == _BZIP2_BLOCK):
            return magic
    return None


class _Layer:
    """One compression: pulls from the stream within, and checks the limits against the size of the file."""

    def __init__(self, inner: ByteStream, raw: ByteStream, magic: bytes, options: ReadOptions) -> None:
        self._inner = inner
        self._raw = raw
        self._magic = magic
        self._name, self._new = _KINDS[magic]
        self._decoder: _Decoder | None = self._new()
        self._feed = _ZSTD_FEED if self._name == "zstd" else CHUNK
        self._options = options
        self._out = 0

    def pull(self) -> bytes:
        while self._decoder is not None:
            if self._decoder.eof:  # looked at only now, so that what follows a member cannot cost its content
                self._decoder = self._next_member(self._decoder.unused_data)
            elif chunk := self._step(self._decoder):
                self._check(len(chunk))
                return chunk
        return b""

    def _step(self, decoder: _Decoder) -> bytes:
        data = self._inner.read(self._feed) if decoder.needs_input else b""
        ended = decoder.needs_input and not data
        try:
            chunk = decoder.decompress(data, CHUNK)
        except (zlib.error, lzma.LZMAError, zstandard.ZstdError, OSError, EOFError, ValueError, MemoryError) as error:
            raise self._error("damaged", f"is damaged ({error})") from error
        if ended and not chunk and not decoder.eof:
            raise self._error("truncated", "ends in the middle: the file is cut off")
        return chunk

    def _next_member(self, unused: bytes) -> _Decoder | None:
        """Return the decoder of the next member, if there is one; padding with zeros is allowed."""
        inner = self._inner
        inner.unread(unused)
        while (head := inner.peek(CHUNK)).startswith(b"\0"):
            inner.read(len(head) - len(head.lstrip(b"\0")))
        if not head:
            inner.read()  # raises what broke while looking ahead
            return None
        if not head.startswith(self._magic):
            raise self._error("damaged", "is followed by something else")
        return self._new()

    def _check(self, size: int) -> None:
        self._out += size
        options = self._options
        if self._out > options.max_total_bytes:
            raise self._error("over-limit", f"unpacks to more than {options.max_total_bytes:,} bytes, the limit")
        if self._out > options.max_bytes and self._out > options.max_ratio * self._raw.pulled:
            raise self._error(
                "over-limit", f"unpacks to more than {options.max_ratio} times its size, the limit: a compression bomb?"
            )

    def _error(self, code: str, what: str) -> InputError:
        at = self._inner.tell()
        return InputError(f"the {self._name} data {what}, near byte {at:,}; get the file again", code=code)
