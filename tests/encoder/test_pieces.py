"""Words and pieces: whatever a tokenizer drops, joins or cuts, no other word's pieces shift."""

from __future__ import annotations

from functools import cache
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rasad.document import Word
from rasad.encoder.pieces import best_window, first_pieces, windows

RANGES = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 6)), max_size=30)


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(1, 5)), max_size=12), RANGES)
def test_a_words_piece_is_the_first_that_begins_in_it(gaps: list[tuple[int, int]], given_: Any) -> None:
    words, at = [], 0
    for gap, length in gaps:
        words.append((at + gap, at + gap + length))
        at += gap + length
    pieces = [(start, start + length) for start, length in given_]
    letters = {letter: number for number, word in enumerate(words) for letter in range(*word)}
    covered = [[letters[letter] for letter in range(*piece) if letter in letters] for piece in pieces]
    for number, found in enumerate(first_pieces(words, pieces)):
        begun = [i for i, some in enumerate(covered) if some[:1] == [number]]  # its first letter of any word is here
        shared = [i for i, some in enumerate(covered) if number in some]
        assert found == next(iter(begun or shared), -1)


def test_a_piece_that_reaches_over_from_the_word_before_is_not_the_first() -> None:
    assert first_pieces([(0, 2), (2, 4)], [(0, 3), (3, 4)]) == [0, 1]
    assert first_pieces([(0, 2), (3, 5)], [(0, 2), (2, 4), (4, 5)]) == [0, 1]  # the blank before belongs to none
    assert first_pieces([(0, 2), (2, 4)], [(0, 4)]) == [0, 0]


@given(st.integers(0, 300), st.integers(1, 40), st.data())
def test_windows_cover_all_pieces(count: int, room: int, data: st.DataObject) -> None:
    overlap = data.draw(st.integers(0, room - 1))
    found = windows(count, room, overlap)
    assert {i for first, last in found for i in range(first, last)} == set(range(count))
    assert all(last - first == min(count, room) for first, last in found)
    for (_, end), (start, _) in pairwise(found):
        assert end - start >= overlap
    for piece in range(count):
        first, last = found[best_window(piece, found)]
        assert first <= piece < last


def test_a_piece_is_read_where_most_stands_around_it() -> None:
    found = windows(20, 10, 4)
    assert found == [(0, 10), (6, 16), (10, 20)]
    assert [best_window(piece, found) for piece in (0, 6, 8, 11, 15, 19)] == [0, 0, 1, 1, 2, 2]


def test_an_overlap_as_long_as_the_room_is_refused() -> None:
    with pytest.raises(ValueError, match="cannot share"):
        windows(20, 5, 5)


@cache
def cutter(longest: int) -> Any:
    """A WordPiece tokenizer as BERT's; it drops vowel signs, the stretching line and marks of direction."""
    tokenizers = pytest.importorskip("tokenizers")
    from rasad.encoder.transformer import Cutter

    letters = "ابتثجحخدذرزسشصضطظعغفقكلمنهويءأإآىةئؤ0123456789."
    known = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "وزير", "##ة", "مصر", *letters, *(f"##{c}" for c in letters)]
    tokenizer = tokenizers.Tokenizer(
        tokenizers.models.WordPiece({piece: i for i, piece in enumerate(known)}, unk_token="[UNK]")
    )
    drop = tokenizers.Regex("[\u064b-\u0652\u0640\u200e\u200f]")
    tokenizer.normalizer = tokenizers.normalizers.Replace(drop, "")
    tokenizer.pre_tokenizer = tokenizers.pre_tokenizers.BertPreTokenizer()
    tokenizer.post_processor = tokenizers.processors.BertProcessing(("[SEP]", 3), ("[CLS]", 2))
    return Cutter(tokenizer, longest)


WORDS = ("وزيرة", "مِصْرُ", "ـــ", "\u064b", "\u200f", "القاهرة", "كتــاب", "2011", "x", "😀", "؟", "وزير.", "١٢", "أإآ")


def placed(surfaces: list[str], space: str = " ") -> tuple[str, list[Word]]:
    """Return surfaces as a text with its words."""
    text, words = "", []
    for surface in surfaces:
        words.append(Word(len(text), len(text) + len(surface), surface, "arabic"))
        text += surface + space
    return text, words


@settings(deadline=None)  # the first call makes the tokenizer
@given(st.lists(st.sampled_from(WORDS), max_size=40))
def test_every_word_has_the_pieces_that_it_has_alone(surfaces: list[str]) -> None:
    text, words = placed(surfaces)
    found = cutter(64).cut(text, words)
    for surface, first in zip(surfaces, found.first, strict=True):
        alone = cutter(64).cut(*placed([surface]))
        assert (first < 0) == (not alone.ids)
        if first >= 0:
            assert found.ids[first : first + len(alone.ids)] == alone.ids
    assert len(found.ids) == sum(len(cutter(64).cut(*placed([s])).ids) for s in surfaces)


@settings(deadline=None)  # the first call makes the tokenizer
@given(st.lists(st.sampled_from([w for w in WORDS if w not in ("x", "😀")]), min_size=1, max_size=12))
def test_words_without_spaces_between_are_told_apart(surfaces: list[str]) -> None:
    text, words = placed(surfaces, space="")
    found = cutter(64).cut(text, words)
    firsts = [first for first in found.first if first >= 0]
    assert firsts == sorted(firsts)
    assert all(first < len(found.ids) for first in firsts)


@settings(deadline=None)  # the first call makes the tokenizer
@given(st.lists(st.sampled_from(WORDS), max_size=60), st.integers(8, 30))
def test_what_the_network_takes_is_never_longer_than_it_takes(surfaces: list[str], longest: int) -> None:
    one = cutter(longest)
    assert one.room == longest - 2
    found = one.cut(*placed(surfaces))
    for first, last in one.windows(found):
        framed = one.framed(found.ids[first:last])
        assert len(framed) <= longest
        assert (framed[0], framed[-1]) == (2, 3)


def test_no_words_have_no_pieces() -> None:
    assert cutter(64).cut("", []) == ([], [])
    assert cutter(64).windows(cutter(64).cut("", [])) == []
