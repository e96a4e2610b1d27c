"""Runs an encoder that `rasad train` has fine-tuned: needs onnxruntime and the small library `tokenizers`, no PyTorch.

A trained folder holds `encoder.json` (what it is and how it counts), `tokenizer.json`, the network in `encoder.onnx`
and `encoder.int8.onnx`, the tables that score roles in `encoder.roles.npz`, and `README.md`, its model card.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import orjson
from numpy.typing import NDArray
from tokenizers import Tokenizer

from rasad.document import Document, Word
from rasad.encoder.folder import VARIABLE, named
from rasad.encoder.pieces import Range, best_window, first_pieces, windows
from rasad.encoder.run import Encoded, Numbers, role_shares
from rasad.errors import RasadError

SETTINGS, TOKENIZER, ROLES = "encoder.json", "tokenizer.json", "encoder.roles.npz"
NETWORKS = {"fp32": "encoder.onnx", "int8": "encoder.int8.onnx"}
FORMAT = 1  # of the folder; raised where an older program could not read it
_BLANKS = ("▁", "Ġ")  # a piece that is only the blank before a word: SentencePiece's, and that of byte-level BPE
_SHARED = 0.25  # of a window that the next one sees again
_BATCH = 4_000  # pieces run at once
_NOTHING = -20.0  # log-probability, as good as none, of what a word without a piece is not


class Pieces(NamedTuple):
    """A sentence as the network takes it.

    Attributes:
        ids: Numbers of the pieces, without the marks of beginning and end.
        first: For each word the index of its first piece, -1 where it has none.
    """

    ids: list[int]
    first: list[int]


class Cutter:
    """Cuts the words of a sentence into pieces, and pieces into what the network takes at once."""

    def __init__(self, tokenizer: Tokenizer, longest: int) -> None:
        """Take a tokenizer and how many pieces, marks of beginning and end among them, the network takes."""
        tokenizer.no_truncation()
        tokenizer.no_padding()
        self._tokenizer = tokenizer
        probe = tokenizer.encode("ا")
        marks = list(probe.special_tokens_mask)
        inside = [i for i, mark in enumerate(marks) if not mark]
        begin, end = (inside[0], inside[-1] + 1) if inside else (len(marks) - len(marks) // 2, len(marks))
        self.before, self.after = list(probe.ids[:begin]), list(probe.ids[end:])
        self.room = longest - len(self.before) - len(self.after)
        # Some tokenizers say that such a piece stands for the word's first letter, others for the blank, or nothing.
        self._blanks = {tokenizer.token_to_id(piece) for piece in _BLANKS} - {None}

    def cut(self, text: str, words: Sequence[Word]) -> Pieces:
        """Return the pieces of neighbouring words of a text."""
        if not words:
            return Pieces([], [])
        start = words[0].start
        found = self._tokenizer.encode(text[start : words[-1].end], add_special_tokens=False)
        ranges = [(word.start - start, word.end - start) for word in words]
        told = zip(found.ids, found.offsets, strict=True)
        offsets = [(begin, begin if piece in self._blanks else end) for piece, (begin, end) in told]
        return Pieces(list(found.ids), first_pieces(ranges, offsets))

    def windows(self, pieces: Pieces) -> list[Range]:
        """Return the windows over a sentence's pieces."""
        return windows(len(pieces.ids), self.room, int(self.room * _SHARED))

    def framed(self, ids: Sequence[int]) -> list[int]:
        """Return pieces between the marks of beginning and end."""
        return [*self.before, *ids, *self.after]


class Transformer:
    """The fine-tuned network of a folder."""

    def __init__(self, folder: Path) -> None:
        """Open the model.

        Raises:
            RasadError: The folder is not one that `rasad train` has finished, or is damaged.
        """
        import onnxruntime

        self.settings = settings_of(folder)
        self.types: list[str] = self.settings["types"]
        self.names: list[str] = self.settings["names"]
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1  # processes, not threads, share a machine
        options.log_severity_level = 3
        network = NETWORKS[self.settings["precision"]]
        try:
            tokenizer = Tokenizer.from_file(str(folder / TOKENIZER))
            self._session = onnxruntime.InferenceSession(
                str(folder / network), options, providers=["CPUExecutionProvider"]
            )
            with np.load(folder / ROLES) as tables:
                self._roles: Mapping[str, Any] = {name: tables[name] for name in tables.files}
        except Exception as error:  # each library has errors of its own for a damaged file
            raise RasadError(
                f"the encoder in {folder} is damaged ({error}); train it again with rasad train"
            ) from error
        self.cutter = Cutter(tokenizer, self.settings["longest"])
        self._last: tuple[Document, list[tuple[Encoded, Numbers]]] | None = None

    def kind(self, event_type: str) -> int | None:
        """Return the number of an event type, from 1; `None` for one that it was not trained on."""
        return 1 + self.types.index(event_type) if event_type in self.types else None

    def roles(self, encoded: Encoded, trigger: int, kind: int) -> Numbers:
        """Return the probability of each role label for every word, as `rasad.encoder.run.Encoder.roles` does."""
        return role_shares(self._roles, encoded, trigger, kind)

    def read_document(self, doc: Document) -> list[tuple[Encoded, Numbers]]:
        """Return what `read` tells of each sentence; the document read last is kept, for its names and its events."""
        kept = self._last
        if kept is None or kept[0] is not doc:
            kept = doc, self.read(doc.text, [doc.words_of(sentence) for sentence in doc.sentences])
            self._last = kept
        return kept[1]

    def name_labels(self, doc: Document) -> list[str]:
        """Return a name's label for each word of a document."""
        return [label for _, scores in self.read_document(doc) for label in name_labels(self.names, scores)]

    def read(self, text: str, sentences: Sequence[Sequence[Word]]) -> list[tuple[Encoded, Numbers]]:
        """Return each sentence encoded, and the log-probabilities of name labels of its words (no columns without)."""
        cut = [self.cutter.cut(text, words) for words in sentences]
        spans = [self.cutter.windows(pieces) for pieces in cut]
        jobs = [(i, w) for i, some in enumerate(spans) for w in range(len(some))]
        jobs.sort(key=lambda job: spans[job[0]][job[1]][1] - spans[job[0]][job[1]][0])
        outputs: dict[tuple[int, int], list[Numbers]] = {}
        batch: list[tuple[int, int]] = []
        for number, (i, w) in enumerate(jobs):
            batch.append((i, w))
            following = jobs[number + 1] if number + 1 < len(jobs) else None
            length = spans[following[0]][following[1]][1] - spans[following[0]][following[1]][0] if following else 0
            if following is None or (len(batch) + 1) * length > _BATCH:
                rows = [cut[i].ids[slice(*spans[i][w])] for i, w in batch]
                outputs.update(zip(batch, self._run(rows), strict=True))
                batch = []
        return [
            self._of_words(pieces, some, [outputs[i, w] for w in range(len(some))])
            for i, (pieces, some) in enumerate(zip(cut, spans, strict=True))
        ]

    def _run(self, rows: list[list[int]]) -> list[list[Numbers]]:
        """Return the network's outputs for each row of pieces, a line a piece."""
        framed = [self.cutter.framed(row) for row in rows]
        shape = len(rows), max(map(len, framed))
        ids, mask = np.full(shape, self.settings["padding"], np.int64), np.zeros(shape, np.int64)
        for i, row in enumerate(framed):
            ids[i, : len(row)], mask[i, : len(row)] = row, 1
        outputs = self._session.run(None, {"ids": ids, "mask": mask})
        begin = len(self.cutter.before)
        return [[output[i, begin : begin + len(row)] for output in outputs] for i, row in enumerate(rows)]

    def _of_words(self, pieces: Pieces, spans: list[Range], outputs: list[list[Numbers]]) -> tuple[Encoded, Numbers]:
        widths = self.settings["widths"]
        columns: list[Numbers] = [np.zeros((len(pieces.first), width), np.float32) for width in widths]
        for column, plain in ((columns[0], True), (columns[1], False), (columns[4], True)):
            if column.shape[1]:
                column[:] = _NOTHING if plain else -np.log(column.shape[1])
                column[:, :1] = 0.0 if plain else column[:, :1]
        for word, piece in enumerate(pieces.first):
            if piece >= 0:
                window = best_window(piece, spans)
                for column, output in zip(columns, outputs[window], strict=False):
                    column[word] = output[piece - spans[window][0]]
        kinds, statuses, triggers, words, names = columns
        return Encoded(kinds, statuses, triggers, words, np.zeros((len(words), 0), np.float32)), names


def name_labels(labels: Sequence[str], scores: Numbers) -> list[str]:
    """Return a name's label (`B-PER I-PER O` ...) for each word of a sentence: the likeliest allowed sequence.

    `I-` follows `B-` or `I-` of its kind only, so that the best label of every word for itself would not do (Viterbi).

    Args:
        labels: The labels in the order of the columns; the first is `O`.
        scores: Log-probabilities, one row a word.
    """
    if not len(scores):
        return []
    allowed = np.array([[_follows(one, two) for two in labels] for one in labels])
    step = np.where(allowed, 0.0, -np.inf)
    best = np.where([label.startswith("I-") for label in labels], -np.inf, scores[0])
    back: list[NDArray[np.int64]] = []
    for row in scores[1:]:
        paths = best[:, None] + step
        back.append(paths.argmax(0))
        best = paths.max(0) + row
    at = int(best.argmax())
    found = [at]
    for pointers in reversed(back):
        at = int(pointers[at])
        found.append(at)
    return [labels[i] for i in reversed(found)]


def _follows(one: str, two: str) -> bool:
    return not two.startswith("I-") or one[2:] == two[2:]


def folder_in_use() -> Path:
    """Return the folder that a coder was given, else the one that `RASAD_ENCODER` names.

    Raises:
        RasadError: There is none, or one that `rasad train` has not finished.
    """
    given = named()
    if not given:
        raise RasadError(f"the judge transformer needs a trained folder: give --encoder FOLDER or set {VARIABLE}")
    settings_of(Path(given))
    return Path(given)


def settings_of(folder: Path) -> dict[str, Any]:
    """Return what the folder's `encoder.json` says.

    Raises:
        RasadError: The folder is not one that `rasad train` has finished, or of another version.
    """
    wanted = [SETTINGS, TOKENIZER, ROLES, *NETWORKS.values()]
    if missing := [name for name in wanted if not (folder / name).is_file()]:
        raise RasadError(
            f"{folder} is no encoder that Rasad has trained: {missing[0]} is not there; "
            f"make one with: rasad train --encoder NAME --gold LABELS.jsonl -o {folder}"
        )
    return _read_settings(folder / SETTINGS, (folder / SETTINGS).stat().st_mtime_ns)


@lru_cache(maxsize=8)
def _read_settings(path: Path, _changed: int) -> dict[str, Any]:
    try:
        found: dict[str, Any] = orjson.loads(path.read_bytes())
        version = found["format"]
    except (orjson.JSONDecodeError, KeyError, TypeError) as error:
        raise RasadError(f"{path} is damaged ({error!r}); train the encoder again with rasad train") from error
    if version != FORMAT:
        raise RasadError(f"{path} is of format {version!r}, this program reads {FORMAT}; train the encoder again")
    return found


def fingerprint(folder: Path) -> str:
    """Return eight hex digits of the SHA-256 of all files that decide how the encoder of a folder reads."""
    names = [SETTINGS, TOKENIZER, ROLES, NETWORKS[settings_of(folder)["precision"]]]
    stats = [(folder / name).stat() for name in names]
    return _hash(folder.absolute(), tuple(names), tuple((s.st_size, s.st_mtime_ns) for s in stats))


@lru_cache(maxsize=8)
def _hash(folder: Path, names: tuple[str, ...], _stats: tuple[tuple[int, int], ...]) -> str:
    digest = hashlib.sha256()
    for name in names:
        with (folder / name).open("rb") as file:
            digest.update(hashlib.file_digest(file, "sha256").digest())
    return digest.hexdigest()[:8]


__all__ = ["Cutter", "Transformer", "fingerprint", "folder_in_use", "name_labels", "settings_of"]
