"""Where sentences end."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rasad.analyse.sentences import bounds, split
from rasad.document import Article, Document, Leftover


def sentences(text: str) -> list[str]:
    return [text[start:end] for start, end in split(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("وصل الوزير. غادر السفير.", ["وصل الوزير.", "غادر السفير."]),
        ("وصل الوزير\nغادر السفير", ["وصل الوزير", "غادر السفير"]),
        ("هل وصل؟ نعم! شكرا… انتهى", ["هل وصل؟", "نعم!", "شكرا…", "انتهى"]),
        ("نعم!ثم غادر", ["نعم!", "ثم غادر"]),
        ('عاد إلى بـ"بغداد". ثم سافر.', ['عاد إلى بـ"بغداد".', "ثم سافر."]),
        ('قال: "سنعود." وغادر.', ['قال: "سنعود."', "وغادر."]),
        ("قال «سنعود.» وغادر.", ["قال «سنعود.»", "وغادر."]),
        ("نقلت أ.ف.ب عن د. محمد قوله", ["نقلت أ.ف.ب عن د. محمد قوله"]),
        ("كتب م. أ. ناصر مقالا.", ["كتب م. أ. ناصر مقالا."]),
        ("التقى J. Smith في 3.5 ساعة", ["التقى J. Smith في 3.5 ساعة"]),
        ("ارتفع ٣٫٥ بالمئة. وانخفض 2.1.", ["ارتفع ٣٫٥ بالمئة.", "وانخفض 2.1."]),
        ("توفي عام 656 هـ. ودفن هناك.", ["توفي عام 656 هـ.", "ودفن هناك."]),
        ("وأضاف: لن نتراجع؛ سنستمر.", ["وأضاف: لن نتراجع؛ سنستمر."]),
        ("انتظروا... ثم رحلوا ..", ["انتظروا...", "ثم رحلوا .."]),
        ('قال "هذه القوى (...) ستعود".', ['قال "هذه القوى (...) ستعود".']),
        ("الموقع www.example.com. انتهى.", ["الموقع www.example.com.", "انتهى."]),
        ("", []),
        (" \n \n", []),
    ],
)
def test_sentences_end_where_a_reader_ends_them(text: str, expected: list[str]) -> None:
    assert sentences(text) == expected


def test_leftovers_get_no_sentence() -> None:
    text = "بغداد ـ وكالات: وصل الوزير. اقرأ أيضا. غادر."
    doc = Document(Article("a", text), leftovers=[Leftover(0, 15, "dateline"), Leftover(28, 38, "related")])
    assert [text[a:b] for a, b in bounds(doc)] == ["وصل الوزير.", "غادر."]


@given(st.text(alphabet='وصل الوزير.!؟…"»«() \n3٥.أ:ـ\u064b\u200f', max_size=80))
def test_sentences_are_in_order_trimmed_and_lose_no_word(text: str) -> None:
    found = list(split(text))
    assert all(a < b and text[a:b] == text[a:b].strip() for a, b in found)
    assert all(one[1] <= two[0] for one, two in pairwise(found))
    kept = "".join(text[a:b] for a, b in found)
    assert "".join(kept.split()) == "".join(text.split())
