"""Exports of a selection, as they are written: nothing is held back or gathered first."""

from __future__ import annotations

import io
import itertools
import queue
import threading
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Path, Query
from fastapi.responses import StreamingResponse

from rasad import export
from rasad.serve.accounts import Reader
from rasad.serve.reach import OpenStore, Record
from rasad.serve.selection import Selected

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

router = APIRouter(prefix="/api/v1", tags=["export"])
_KINDS = {
    ".csv": "text/csv; charset=utf-8",
    ".tsv": "text/tab-separated-values; charset=utf-8",
    ".json": "application/json",
    ".jsonl": "application/x-ndjson",
    ".geojson": "application/geo+json",
}


@router.get("/export/{format}", response_class=StreamingResponse)
def exported(
    store: OpenStore,
    _: Reader,
    selection: Selected,
    format: Annotated[str, Path(description="An exporter, see `rasad list exporters`.")],
    fold: Annotated[bool, Query(description="Of each article's event one mention.")] = False,
) -> StreamingResponse:
    """Write the events selected in a format."""
    suffix = export.suffix(format)
    records = store.events(selection.filters())
    first = next(records, None)  # a filter that is not allowed fails before anything is sent
    whole = records if first is None else itertools.chain([first], records)
    body = _written(format, export.folded(whole) if fold else whole)
    named = {"Content-Disposition": f'attachment; filename="events{suffix}"'}
    return StreamingResponse(body, media_type=_KINDS.get(suffix, "application/octet-stream"), headers=named)


class _Sink(io.RawIOBase):
    """What an exporter writes into and another thread reads from; a few pieces at most lie between."""

    def __init__(self) -> None:
        self.pieces: queue.Queue[bytes | BaseException | None] = queue.Queue(maxsize=8)
        self.abandoned = threading.Event()

    def writable(self) -> bool:
        return True

    def write(self, data: ReadableBuffer, /) -> int:
        piece = bytes(data)
        self.put(piece)
        return len(piece)

    def put(self, piece: bytes | BaseException | None) -> None:
        """Hand a piece over; fails when nobody reads any more, so that the exporter ends."""
        while not self.abandoned.is_set():
            try:
                return self.pieces.put(piece, timeout=0.5)
            except queue.Full:
                continue
        raise BrokenPipeError("whoever asked for the export has gone")


def _written(format_: str, records: Iterable[Record]) -> Iterator[bytes]:
    """Yield what an exporter writes while it writes, in pieces of some size."""
    sink = _Sink()

    def run() -> None:
        end: BaseException | None = None
        try:
            with io.BufferedWriter(sink, buffer_size=64 * 1024) as buffered:
                export.write(format_, records, buffered)
                buffered.flush()
        except BrokenPipeError:
            return
        except BaseException as error:  # told to the reader, who must not take half a file for a whole one
            end = error
        sink.put(end)

    threading.Thread(target=run, daemon=True, name=f"export {format_}").start()
    try:
        while (piece := sink.pieces.get()) is not None:
            if isinstance(piece, BaseException):
                raise piece
            yield piece
    finally:
        sink.abandoned.set()
