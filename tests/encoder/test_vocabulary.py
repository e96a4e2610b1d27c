"""Words as numbers: every part has one, what is not listed has 0, and the same word always the same."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rasad.document import Word
from rasad.encoder.vocabulary import BUCKETS, COLUMNS, Vocabulary, parts, write


@pytest.fixture(scope="module")
def vocabulary(tmp_path_factory: pytest.TempPathFactory) -> Vocabulary:
    path: Path = tmp_path_factory.mktemp("vocabulary") / "words.bin"
    write(path, ["حكومه", "اجتمع"], ["", "و+ال"], ["", "هم"])
    return Vocabulary(path)


def test_listed_parts_are_numbered_from_one_in_order(vocabulary: Vocabulary) -> None:
    assert vocabulary.ids("حكومه", ("و", "ال"), "هم")[:3] == (1, 2, 2)
    assert vocabulary.ids("اجتمع", (), "")[:3] == (2, 1, 1)
    assert [vocabulary.sizes[name] for name in COLUMNS] == [3, 3, 3, BUCKETS, BUCKETS]


def test_what_is_not_listed_is_zero_but_keeps_its_ends(vocabulary: Vocabulary) -> None:
    unknown, other = vocabulary.ids("مزهريه", ("ف",), "كن"), vocabulary.ids("زنبركات", ("ف",), "كن")
    assert unknown[:3] == other[:3] == (0, 0, 0)
    assert unknown[3:] != other[3:]


@given(core=st.text(max_size=12), enclitic=st.text(max_size=3))
def test_numbers_stay_within_their_tables(vocabulary: Vocabulary, core: str, enclitic: str) -> None:
    ids = vocabulary.ids(core, ("ب",), enclitic)
    assert all(0 <= n < vocabulary.sizes[name] for n, name in zip(ids, COLUMNS, strict=True))
    assert ids == vocabulary.ids(core, ("ب",), enclitic)


def test_parts_of_a_word_are_those_of_the_segmenter_and_numbers_are_one() -> None:
    word = Word(0, 8, "وسيجتمع", "arabic", ("و", "س"), "يجتمع")
    assert parts(word) == ("يجتمع", ("و", "س"), "")
    assert parts(Word(0, 2, "17", "number", (), "17")) == ("0", (), "")
    assert parts(Word(0, 1, "،", "sign", (), "،")) == ("،", (), "")
