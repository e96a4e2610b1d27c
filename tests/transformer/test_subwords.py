"""Every token knows the range of the original text that it stands for, whatever letter forms a paper writes."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rasad.arabic.letters import DROPPED_CLASS, QUOTES, fold, fold_word

from .conftest import articles

pytest.importorskip("tokenizers")
pytest.importorskip("transformers")
import subwords

LETTERS = "ابتثجحخدذرزسشصضطظعغفقكلمنهويأإآؤئءةى"
MARKS = "ًٌٍَُِّْـٰ"
FORMS = "ﺍﺎﺑﺒﺐﻻﻼﷲﺔﻢﻪﻳﻷ"
SIGNS = ' \n،.؟:"«»–_#()\u200f\u200b٠١٢۳45٪'
ARABIC = st.text(st.sampled_from(LETTERS * 3 + MARKS + FORMS + SIGNS), max_size=80)
ANYTHING = st.text(max_size=40)


@pytest.fixture(scope="module")
def tokenizer(tmp_path_factory: pytest.TempPathFactory) -> Any:
    from transformers import AutoTokenizer

    folder: Path = tmp_path_factory.mktemp("tokenizer")
    subwords.save(subwords.learn([row["text"] for row in articles()], 500), folder, 64)
    return AutoTokenizer.from_pretrained(str(folder))


def plain(text: str) -> str:
    """Return the letters that the tokens of a text may say, folded by Rasad."""
    return "".join(fold_word(c) for c in unicodedata.normalize("NFKC", re.sub("[ﹰ-ﹲﹴ-ﹿ]", "", text)).lower())


@settings(max_examples=150, deadline=None)
@given(text=ARABIC | ANYTHING)
def test_tokens_stand_for_ranges_of_the_text(tokenizer: Any, text: str) -> None:
    found = tokenizer(text, return_offsets_mapping=True, add_special_tokens=False)
    tokens = tokenizer.convert_ids_to_tokens(found["input_ids"])
    before = 0
    for token, (start, end) in zip(tokens, found["offset_mapping"], strict=True):
        assert 0 <= start < end <= len(text)
        assert start >= before - 1, "tokens follow one another; a ligature may be of two"
        before = end
        if token == tokenizer.unk_token:
            continue
        piece = fold_word(token.removeprefix(subwords.CONTINUED))
        assert piece in plain(text[start:end]), (token, text[start:end])


@settings(max_examples=100, deadline=None)
@given(text=st.text(st.sampled_from(LETTERS + MARKS + " "), max_size=60))
def test_tokens_of_arabic_text_are_all_of_its_letters(tokenizer: Any, text: str) -> None:
    found = tokenizer(text, return_offsets_mapping=True, add_special_tokens=False)
    tokens = tokenizer.convert_ids_to_tokens(found["input_ids"])
    assert tokenizer.unk_token not in tokens
    said = "".join(fold_word(token.removeprefix(subwords.CONTINUED)) for token in tokens)
    assert said == fold(text).text.replace(" ", "")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("أَعْلَنَتِ الحكومـــةُ", "اعلنت الحكومة"),
        ("ﻻ ﺳﻼم", "لا سلام"),
        ("إلى الآن", "الى الان"),
        ("٢٠١٥ و۲۰۱۵", "2015 و2015"),
        ("«هدنة» – اليوم", '"هدنة" - اليوم'),
        ("الر\u200fئيس", "الرئيس"),
        ("#عاصفة_الحزم", "# عاصفة _ الحزم"),
    ],
)
def test_forms_that_mean_one_word_are_one(tokenizer: Any, one: str, other: str) -> None:
    assert tokenizer(one)["input_ids"] == tokenizer(other)["input_ids"]


@pytest.mark.parametrize("pair", ["على علي", "كتابة كتابه", "مؤن مون"])
def test_letters_that_tell_words_apart_stay(tokenizer: Any, pair: str) -> None:
    one, other = pair.split()
    assert tokenizer(one)["input_ids"] != tokenizer(other)["input_ids"]


def test_a_vowelled_word_is_found_whole(tokenizer: Any) -> None:
    text = "قَصَفَتْ مدفعيــة الجَيْشِ"
    found = tokenizer(text, return_offsets_mapping=True, add_special_tokens=False)
    words: dict[int, list[tuple[int, int]]] = {}
    for word, span in zip(found.word_ids(), found["offset_mapping"], strict=True):
        words.setdefault(word, []).append(span)
    ranges = [text[spans[0][0] : spans[-1][1]] for spans in words.values()]
    assert [fold_word(r) for r in ranges] == ["قصفت", "مدفعيه", "الجيش"]
    assert [len(r) for r in ranges][1] == len("مدفعيــة")


def test_the_same_texts_give_the_same_vocabulary() -> None:
    lines = [row["text"] for row in articles()]
    one, two = (subwords.learn(lines, 500).to_str() for _ in range(2))
    assert one == two
    assert subwords.learn(lines, 500).get_vocab_size() == 500


def test_every_folded_sign_is_known_to_the_vocabulary_too() -> None:
    """The classes of `rasad.arabic.letters` went through another engine of patterns: nothing was lost on the way."""
    normalise = subwords.normalizer().normalize_str
    dropped = [c for c in map(chr, range(1, 0x10000)) if re.match(f"[{DROPPED_CLASS}]", c)]
    assert len(dropped) > 150
    assert [c for c in dropped if normalise(f"ب{c}ت") != "بت"] == []
    assert {normalise(c) for c in QUOTES} == {'"'}
