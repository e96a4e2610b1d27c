"""The encoder reads a sentence alike alone and among others, and its role shares are shares."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rasad import models
from rasad.encoder.run import FAR, LONGEST, Encoder, place_numbers
from rasad.errors import PartError
from rasad.events.marks import TYPES, WIDTH


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return Encoder(models.FOLDER)


def sentence(length: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    numbers = np.random.default_rng(seed)
    return numbers.integers(0, 30, (length, 5)), numbers.random((length, WIDTH)).astype(np.float32)


def test_a_sentence_is_read_alike_alone_and_among_others(encoder: Encoder) -> None:
    some = [sentence(n, n) for n in (3, 40, 7, LONGEST + 20, 1)]
    together = encoder.read(some)
    for one, among in zip(some, together, strict=True):
        [alone] = encoder.read([one])
        for a, b in zip(alone, among, strict=True):
            assert len(a) == min(LONGEST, len(one[0]))
            assert np.abs(a - b).max() < 1e-4


def test_what_it_says_are_probabilities(encoder: Encoder) -> None:
    [read] = encoder.read([sentence(12, 1)])
    assert np.allclose(np.exp(read.kinds).sum(1), 1, atol=1e-4)
    assert read.kinds.shape[1] == 1 + len(TYPES)
    roles = encoder.roles(read, 4, 2)
    assert roles.shape == (12, 7)
    assert np.allclose(roles.sum(1), 1, atol=1e-4)


@given(length=st.integers(1, 200), share=st.floats(0, 0.999))
def test_places_tell_before_from_after_and_near_from_far(length: int, share: float) -> None:
    trigger = int(length * share)
    found = place_numbers(length, trigger).tolist()
    assert [i for i, n in enumerate(found) if n == 0] == [trigger]
    assert all(1 <= n <= 1 + len(FAR) for n in found[trigger + 1 :])
    assert all(2 + len(FAR) <= n <= 2 + 2 * len(FAR) for n in found[:trigger])
    assert found[trigger:] == sorted(found[trigger:])


def test_a_missing_file_says_what_to_do(tmp_path) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(PartError, match=r"train_encoder\.py"):
        Encoder(tmp_path)


def test_a_type_that_it_was_not_trained_on_has_no_number(encoder: Encoder) -> None:
    assert [encoder.kind(name) for name in TYPES] == list(range(1, 1 + len(TYPES)))
    assert encoder.kind("ELECT") is None
