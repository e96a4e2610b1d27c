"""What Rasad writes in English, said in Arabic on Arabic pages: reasons, errors, problems, what an ingest tells."""

from __future__ import annotations

import json
import re
import time

import pytest

import rasad
from rasad import vocabulary
from rasad.serve import told
from tests.browser.workbench import ARTICLES

ARABIC, LATIN = re.compile(r"[\u0621-\u064a]"), re.compile(r"[A-Za-z]")
HOLE = re.compile(r"\{(\w+)\}")
PAIRS = [(table, *pair) for table in ("reasons", "messages") for pair in vocabulary.load("told")[table]]


@pytest.mark.parametrize(("table", "english", "arabic"), PAIRS)
def test_each_sentence_stands_in_both_languages_and_is_found(table: told.Table, english: str, arabic: str) -> None:
    assert not LATIN.search(HOLE.sub("", arabic)) or re.search("NUL|JSON|ISO|IQ|IRQ|zip|rasad|true|false", arabic)
    assert set(HOLE.findall(arabic)) <= set(HOLE.findall(english))
    assert ARABIC.search(HOLE.sub("", arabic)) or "{part}" in arabic or "{role}" in arabic
    filled = {"n": "3", "m": "14", "share": "0.57", "kind": "read/bad", "type": "AID", "from0": "0"}
    filled |= {"status": "planned", "act": "accept", "role": "coder" if table == "messages" else "actor"}
    filled |= {"part": "no cue" if table == "reasons" else "Field required"}
    said = told.arabic(table, HOLE.sub(lambda h: filled.get(h[1], "شيء"), english).replace("(s)", ""))
    assert said and ARABIC.search(said)


def test_every_reason_of_a_coded_article_is_said_in_arabic() -> None:
    texts = [json.loads(line)["text"] for line in ARTICLES.read_text(encoding="utf8").splitlines()]
    reasons = [
        reason
        for coder in (rasad.load(), rasad.load(engine="rules", judge="rules"))
        for text in texts
        for record in coder(text)
        for reason in record["reason"]
    ]
    assert len(reasons) > 100
    assert [reason for reason in reasons if told.arabic("reasons", reason) is None] == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("actor الشرطة: labelled actor (0.62)", "الفاعل «الشرطة» (0.62)"),
        (
            "ASSAULT: weak trigger ضرب; with غارة; seen beside it: جوية",
            "اعتداء: لفظ ضعيف وحده: «ضرب»؛ ومعه: «غارة»؛ بجواره: «جوية»",
        ),
        ("planned: a verb in the future", "مقرّر: فعل في المستقبل"),
        (
            "same event as قتل in sentence 3: definite القتلى after قتل; actor الجيش of both",
            "هو نفسه حدث «قتل» (الجملة 3): المعرّف «القتلى» بعد «قتل»؛ الفاعل فيهما واحد: «الجيش»",
        ),
        (  # as it was written before, counted from 0
            "same event as قتل (sentence 0): definite القتلى after قتل",
            "هو نفسه حدث «قتل» (الجملة 1): المعرّف «القتلى» بعد «قتل»",
        ),
    ],
)
def test_reasons(text: str, said: str) -> None:
    assert told.arabic("reasons", text) == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("this needs the role coder; سعاد is reader", "يلزم لهذا دور «مُرمِّز»، ودور سعاد هو «قارئ»"),
        (
            "limit: Input should be less than or equal to 500; since: Value error, write days as 2016-07-20",
            "\u2068limit\u2069: أكثره 500؛ \u2068since\u2069: يُكتب اليوم هكذا: \u20682016-07-20\u2069",
        ),
        (
            "  read/missing-text 1, such as a.csv:line 2: there is no field 'text' (nor one of its known names); "
            "there are: 'id'. Name the field of the text in the options of reading",
            "\u2068read/missing-text\u2069: 1، مثل \u2068a.csv:line 2\u2069: لا حقل باسم \u2068'text'\u2069 ولا "
            "بأسمائه المعروفة؛ الحقول: \u2068'id'\u2069. سمِّ حقل النص في خيارات القراءة",
        ),
        (
            "read 1 article (20 words); found 3 events; 0 problems\nthe store holds 1,000 articles and 3 events",
            "قُرئت مقالات: 1 (كلمات: 20)؛ وُجدت أحداث: 3؛ مشكلات: 0\nفي المخزن الآن مقالات: 1,000، وأحداث: 3",
        ),
    ],
)
def test_messages(text: str, said: str) -> None:
    assert told.arabic("messages", text) == said


@pytest.mark.parametrize("text", ["", " ", "nobody ever wrote this", "BREAKFAST: no cue", "read 1 article\nand more"])
def test_what_is_not_known_is_left_to_the_english(text: str) -> None:
    assert told.arabic("reasons", text) is None
    assert told.arabic("messages", text) is None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("same event as قتل (sentence 0): both in بغداد", "same event as قتل in sentence 1: both in بغداد"),
        ("same event as قتل in sentence 1: both in بغداد", "same event as قتل in sentence 1: both in بغداد"),
        ("sure trigger (sentence 0): x", "sure trigger (sentence 0): x"),
    ],
)
def test_english_pages_count_sentences_as_people_do(text: str, said: str) -> None:
    assert told.english(text) == said


def test_a_long_text_takes_no_time() -> None:
    began = time.monotonic()
    assert told.arabic("reasons", "same event as " + "a in sentence 1: definite " * 38) is None
    assert told.english("same event as " + "a (sentence x" * 100_000).startswith("same")
    assert told.arabic("reasons", "same event as " + "a (sentence 1): definite " * 38) is None
    assert told.arabic("reasons", "actor a: " * 100_000) is None
    assert time.monotonic() - began < 2
