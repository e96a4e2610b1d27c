"""Runs the encoder: what each word of a sentence is by its context."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import ThreadpoolController

from rasad.encoder.trees import Trees
from rasad.encoder.vocabulary import Vocabulary
from rasad.errors import PartError

FILES = ("encoder.onnx", "encoder.roles.npz", "encoder.trees.npz", "encoder.words.bin")
FAR = (1, 2, 3, 4, 6, 8, 11, 15, 20, 30)  # distances from the trigger that are told apart
LONGEST = 160  # words of a sentence that are read; longer ones are cut, since their end has little to do with the start
_BATCH = 2_000  # words run at once
_ALIKE = 0.7  # shortest of the sentences run together against the longest: the rest is padding; 0.7 is the fastest
# Products of matrices are summed in another order by another number of threads; and worker processes share the cores.
ONE_THREAD = ThreadpoolController()
Numbers = NDArray[np.float32]


class Encoded(NamedTuple):
    """A sentence as the encoder reads it, one row a word.

    Attributes:
        kinds: Log-probabilities of no event and of each type.
        statuses: Log-probabilities of each status, for a word that is a trigger.
        triggers: What a word is as a trigger, for the roles.
        words: What a word is as a party of an event, for the roles.
        arcs: What a word is as a dependent and as a head, and as either for the relation between them, one after the
            other (`rasad.encoder.trees`).
    """

    kinds: Numbers
    statuses: Numbers
    triggers: Numbers
    words: Numbers
    arcs: Numbers


class Encoder:
    """The trained network of a folder."""

    def __init__(self, folder: Path) -> None:
        """Open the model.

        Raises:
            PartError: A file or the library onnxruntime is missing.
        """
        if missing := [name for name in FILES if not (folder / name).exists()]:
            raise PartError(
                f"the encoder needs {', '.join(missing)} in {folder}: train it with scripts/train_encoder.py"
            )
        try:
            import onnxruntime
        except ImportError as error:
            raise PartError(
                "the encoder needs onnxruntime: pip install onnxruntime, or use the judge `trained`"
            ) from error
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1  # processes, not threads, share a machine
        self._session = onnxruntime.InferenceSession(
            str(folder / "encoder.onnx"), options, providers=["CPUExecutionProvider"]
        )
        with np.load(folder / "encoder.roles.npz") as tables:
            self._roles: dict[str, Any] = {name: tables[name] for name in tables.files}
        self.types = [str(name) for name in self._roles.pop("types")]
        self._trees = Trees(folder / "encoder.trees.npz")
        self.vocabulary = Vocabulary(folder / "encoder.words.bin")

    def read(self, sentences: Sequence[tuple[NDArray[np.int64], Numbers]]) -> list[Encoded]:
        """Return each sentence encoded.

        Args:
            sentences: For each the numbers of its words' parts `(words, 5)` and their marks `(words, marks)`.
        """
        lengths = [min(LONGEST, len(ids)) for ids, _ in sentences]
        order = sorted(range(len(sentences)), key=lengths.__getitem__)
        found: list[Encoded | None] = [None] * len(sentences)
        first = 0
        while first < len(order):
            last = first + 1
            while last < len(order) and self._fit(lengths[order[first]], lengths[order[last]], last + 1 - first):
                last += 1
            some = order[first:last]
            for i, encoded in zip(some, self._run([sentences[i] for i in some]), strict=True):
                found[i] = encoded
            first = last
        return [encoded for encoded in found if encoded is not None]

    @staticmethod
    def _fit(shortest: int, longest: int, count: int) -> bool:
        """Return whether so many sentences from the shortest to the longest are run at once."""
        return count * longest <= _BATCH and shortest >= _ALIKE * longest

    def kind(self, event_type: str) -> int | None:
        """Return the number of an event type, from 1; `None` for one that was added after the encoder was trained."""
        return 1 + self.types.index(event_type) if event_type in self.types else None

    def tree(self, encoded: Encoded) -> tuple[list[int], list[str]]:
        """Return for each word of a sentence the index of its head, -1 for the root, and its relation."""
        with ONE_THREAD.limit(limits=1):
            return self._trees.read(encoded.arcs)

    def roles(self, encoded: Encoded, trigger: int, kind: int) -> Numbers:
        """Return the probability of each role label for every word, for the event whose trigger stands at a word.

        Args:
            encoded: The sentence.
            trigger: Index of the trigger's word.
            kind: Number of the event type, from 1.
        """
        return role_shares(self._roles, encoded, trigger, kind)

    def _run(self, sentences: list[tuple[NDArray[np.int64], Numbers]]) -> list[Encoded]:
        lengths = [min(LONGEST, len(ids)) for ids, _ in sentences]
        shape = (len(sentences), max(lengths))
        ids = np.zeros((*shape, sentences[0][0].shape[1]), np.int64)
        marks = np.zeros((*shape, sentences[0][1].shape[1]), np.float32)
        back = np.tile(np.arange(shape[1]), (shape[0], 1))
        for i, ((its_ids, its_marks), length) in enumerate(zip(sentences, lengths, strict=True)):
            ids[i, :length], marks[i, :length] = its_ids[:length], its_marks[:length]
            back[i, :length] = np.arange(length)[::-1]
        outputs = self._session.run(None, {"ids": ids, "marks": marks, "back": back})
        return [Encoded(*(output[i, :length] for output in outputs)) for i, length in enumerate(lengths)]


def role_shares(tables: Mapping[str, Any], encoded: Encoded, trigger: int, kind: int) -> Numbers:
    """Return the probability of each role label for every word, by the tables `place`, `type`, `weight` and `bias`."""
    places = tables["place"][place_numbers(len(encoded.words), trigger)]
    hidden = np.maximum(encoded.triggers[trigger] + tables["type"][kind] + encoded.words + places, 0.0)
    with ONE_THREAD.limit(limits=1):
        scores = hidden @ tables["weight"].T + tables["bias"]
    odds: Numbers = np.exp(scores - scores.max(1, keepdims=True))
    shares: Numbers = odds / odds.sum(1, keepdims=True)
    return shares


@lru_cache(maxsize=20_000)
def place_numbers(length: int, trigger: int) -> NDArray[np.int64]:
    """Return for every word where it stands to the trigger: how far, before or after."""
    offsets = np.arange(length) - trigger
    far = np.searchsorted(FAR, np.abs(offsets))
    places: NDArray[np.int64] = np.where(offsets > 0, 1 + far, 2 + len(FAR) + far)
    places[trigger] = 0
    return places
