"""Encodings are decided or refused, never guessed into mojibake."""

from __future__ import annotations

from pathlib import Path

import pytest

from rasad.document import Article
from rasad.errors import InputError, Problem
from rasad.read import ReadOptions
from rasad.read.encoding import decode, detect
from rasad.read.plausible import arabic_score, mojibake

from .helpers import STORY, codes, read_one, texts

HEADLINES = [
    "الجيش يسيطر على ثلاث بلدات شمال المدينة",
    "مقتل ستة جنود في انفجار قرب الحدود",
    "وفد من المعارضة يصل إلى العاصمة لبدء المفاوضات",
    "إضراب عام في قطاع النقل يوم الخميس",
]


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1256", "iso8859_6"]
)
@pytest.mark.parametrize("text", [*HEADLINES, STORY])
def test_arabic_is_decided_even_in_one_line(encoding: str, text: str) -> None:
    assert decode(text.encode(encoding), "p") == text


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Le président a été réélu à Genève, où il était né.", "latin-1"),
        ("Президент приехал в столицу и встретился с министром.", "cp1251"),
        ("Ο πρόεδρος έφτασε στην πρωτεύουσα.", "cp1253"),
        ("הנשיא הגיע לבירה ונפגש עם השר.", "cp1255"),
    ],
)
def test_other_alphabets_are_refused_with_the_byte(text: str, encoding: str) -> None:
    data = text.encode(encoding)
    first = next(i for i, byte in enumerate(data) if byte >= 0x80)
    with pytest.raises(InputError) as caught:
        decode(data, "folder/file")
    assert caught.value.code == "encoding" and caught.value.place.startswith("folder/file@byte ")
    assert int(caught.value.place.split()[-1]) >= first


def test_a_damaged_byte_in_utf8_is_named_not_read_as_windows_1256() -> None:
    data = bytearray(STORY.encode())
    data[40] = 0xFF
    with pytest.raises(InputError, match="byte 40"):
        decode(bytes(data), "p")


def test_half_and_half_is_refused(tmp_path: Path) -> None:
    first, second = STORY.split("\n")
    for content in (first.encode() + second.encode("cp1256"), first.encode("cp1256") + second.encode()):
        assert codes(read_one(tmp_path, "x.txt", content)) == ["encoding"]


def test_lines_of_two_encodings_are_each_read(tmp_path: Path) -> None:
    rows = [f'{{"id": "{i}", "text": "{text}"}}\n' for i, text in enumerate(HEADLINES)]
    content = rows[0].encode() + rows[1].encode("cp1256") + rows[2].encode() + b'{"id": "x", "text": "\xff\xd8\x90"}\n'
    items = read_one(tmp_path, "x.jsonl", content)
    assert texts(items) == HEADLINES[:3]
    assert isinstance(items[-1], Problem) and items[-1].code == "encoding" and items[-1].place.endswith(":line 4")


def test_a_wrong_declaration_does_not_mislead() -> None:
    assert decode(STORY.encode(), "p", declared="windows-1256") == STORY
    assert decode(STORY.encode("cp1256"), "p", declared="iso-8859-1") == STORY
    assert decode(STORY.encode("cp1256"), "p", declared="utf-8") == STORY
    assert decode(STORY.encode("cp1256"), "p", declared="no-such-thing") == STORY


def test_a_named_encoding_is_followed_or_refused(tmp_path: Path) -> None:
    options = ReadOptions(encoding="cp1256")
    assert texts(read_one(tmp_path, "x.txt", "خبر".encode("cp1256"), options)) == ["خبر"]
    assert codes(read_one(tmp_path, "x.txt", STORY.encode("cp1256"), ReadOptions(encoding="utf-8"))) == ["encoding"]
    assert codes(read_one(tmp_path, "x.txt", STORY.encode(), options)) == ["mojibake"]
    row = f'{{"text": "{HEADLINES[0]}"}}'.encode("cp1256")
    assert codes(read_one(tmp_path, "x.jsonl", row, ReadOptions(encoding="utf-8"))) == ["encoding"]


@pytest.mark.parametrize(
    ("written", "taken_for"),
    [("utf-8", "latin-1"), ("utf-8", "cp1252"), ("utf-8", "cp1256"), ("cp1256", "cp1252"), ("utf-8", "ascii")],
)
def test_mojibake_is_seen(written: str, taken_for: str, tmp_path: Path) -> None:
    wrong = STORY.encode(written).decode(taken_for, "replace")
    assert mojibake(wrong) is not None and mojibake("قال: " + wrong) is not None
    items = read_one(tmp_path, "x.txt", wrong.encode())
    assert codes(items) == ["mojibake"] and isinstance(items[0], Problem) and "character" in items[0].message


@pytest.mark.parametrize(
    "text",
    [
        STORY,
        *HEADLINES,
        "زيد، حفظ، فقط؛ ضغط… «وسط» خط؟ حظ!",
        "Çà et là, Ångström über Øresund, señor",
        "cafe",
        "𝒳 🙂 漢字",
        "ظظظظ ططط",
    ],
)
def test_honest_text_is_no_mojibake(text: str) -> None:
    assert mojibake(text) is None


def test_twice_encoded() -> None:
    assert mojibake(STORY.encode().decode("latin-1").encode().decode("latin-1")) is not None


def test_arabic_score_tells_arabic_from_other_letters() -> None:
    assert arabic_score(STORY) is not None
    assert arabic_score(STORY.encode("cp1256").decode("mac_arabic")) is None
    assert arabic_score("plain words") is None


def test_binary_is_named() -> None:
    for data in (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\1\0\0\0", b"a\0b\0\0\0\1\2\3" * 20, bytes(range(256)) * 4):
        with pytest.raises(InputError) as caught:
            decode(data, "p")
        assert caught.value.code == "binary" and caught.value.place.startswith("p@byte ")
    assert detect(b"plain") == "utf-8"


def test_a_nul_in_one_line_costs_that_line(tmp_path: Path) -> None:
    rows = [f'{{"id": {i}, "text": "{STORY[:40]} {i}"}}\n'.encode() for i in range(100)]
    rows[50] = rows[50].replace(b"}", b"\0}")
    items = read_one(tmp_path, "x.jsonl", b"".join(rows))
    bad = [item for item in items if not isinstance(item, Article)]
    assert len(items) == 100 and [item.code for item in bad] == ["binary"] and bad[0].place.endswith(":line 51")
