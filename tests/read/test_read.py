"""Inputs, fields, ids, repeats and the problems that name their place."""

from __future__ import annotations

import html
import io
import json
import os
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from rasad.document import Article
from rasad.errors import Problem
from rasad.read import ReadOptions, read
from rasad.read.reader import _Seen

from .helpers import STORY, codes, read_one, texts

NEWS = Path(__file__).parents[3] / "shared" / "data" / "news"


def lines_of(*values: Any) -> bytes:
    return "".join(json.dumps(value, ensure_ascii=False) + "\n" for value in values).encode()


def one(items: list[Article | Problem]) -> Article:
    assert isinstance(items[0], Article), items
    return items[0]


def places(items: list[Article | Problem]) -> list[str]:
    return [item.place.rpartition("/")[2] for item in items if isinstance(item, Problem)]


def test_files_folders_patterns_in_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("b/2.txt", "a/1.txt", "a/x/3.txt", "c.txt", ".hidden.txt"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(name, encoding="utf8")
    assert texts(list(read([tmp_path]))) == ["a/1.txt", "a/x/3.txt", "b/2.txt", "c.txt"]
    assert texts(list(read([str(tmp_path / "c.txt"), str(tmp_path / "b")]))) == ["c.txt", "b/2.txt"]
    assert texts(list(read([f"{tmp_path}/**/*.txt"]))) == ["a/1.txt", "a/x/3.txt", "b/2.txt", "c.txt"]
    assert texts(list(read(str(tmp_path / "c.txt")))) == ["c.txt"]
    monkeypatch.chdir(tmp_path)
    assert [a.origin for a in read(["a"]) if isinstance(a, Article)] == ["a/1.txt", "a/x/3.txt"]


def test_a_name_with_signs_of_a_pattern_is_a_name_first(tmp_path: Path) -> None:
    (tmp_path / "news[1].txt").write_text(STORY, encoding="utf8")
    assert texts(list(read([tmp_path / "news[1].txt"]))) == [STORY]


def test_what_is_not_there(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    found = list(read([f"{tmp_path}/no", f"{tmp_path}/*.no", f"{tmp_path}/empty", "a\0b", "\ud800"]))
    assert codes(found) == ["not-found", "not-found", "empty", "not-found", "not-found"]
    for item in found:
        assert isinstance(item, Problem) and item.stage == "read" and item.message
        item.place.encode()


def test_links_in_a_circle_and_to_nowhere(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "up").symlink_to(tmp_path)
    (tmp_path / "b").symlink_to(tmp_path / "b")
    (tmp_path / "c").symlink_to(tmp_path / "gone")
    (tmp_path / "d.txt").write_text(STORY, encoding="utf8")
    assert codes(list(read([tmp_path]))) == ["symlink-loop", "symlink-loop", "unreadable", "article"]
    assert codes(list(read([tmp_path / "b"]))) == ["symlink-loop"]


def test_pipes_are_read_only_by_name(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert codes(list(read([tmp_path]))) == ["not-a-file"]
    assert codes(list(read(["/dev/null"]))) == ["empty"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_what_may_not_be_opened(tmp_path: Path) -> None:
    (tmp_path / "closed").mkdir(mode=0)
    (tmp_path / "closed.txt").touch(mode=0)
    assert codes(list(read([tmp_path]))) == ["unreadable", "unreadable"]


def test_a_name_that_is_not_utf8(tmp_path: Path) -> None:
    path = os.path.join(os.fsencode(tmp_path), b"\xc7\xe1.txt")  # noqa: PTH118
    with open(path, "wb") as file:  # noqa: PTH123
        file.write(STORY.encode())
    item = one(list(read([tmp_path])))
    assert item.origin.endswith("\\xc7\\xe1.txt")


@pytest.mark.parametrize(
    "content",
    [STORY.encode(), lines_of({"text": STORY}, {"text": STORY, "id": "2"}), b"id,body\n1,x\n", b"{}", b"<html>", b""],
)
def test_standard_input_is_told_by_its_content(content: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content)))
    found = list(read(["-"]))
    assert found and all((item.origin if isinstance(item, Article) else item.place).startswith("-") for item in found)
    assert (STORY in texts(found)) == (STORY.splitlines()[0].encode() in content)


def test_the_given_format_goes_before_the_name(tmp_path: Path) -> None:
    found = read_one(tmp_path, "x.txt", lines_of({"text": STORY}), ReadOptions(format="jsonl"))
    assert texts(found) == [STORY]


def test_fields_of_the_contract(tmp_path: Path) -> None:
    given = {
        "id": "7", "text": STORY, "published": "2020-01-02", "title": "ع", "url": "u", "source": "s", "language": "ar",
        "author": "م", "category": "politics", "n": [1, {"a": None}],
    }  # fmt: skip
    item = one(read_one(tmp_path, "x.jsonl", lines_of(given)))
    assert (item.id, item.text, item.published, item.title, item.url) == ("7", STORY, date(2020, 1, 2), "ع", "u")
    assert (item.source, item.language, item.author) == ("s", "ar", "م")
    assert item.extra == {"category": "politics", "n": [1, {"a": None}]}


def test_well_known_names_count_only_where_the_own_name_is_missing(tmp_path: Path) -> None:
    item = one(
        read_one(tmp_path, "x.jsonl", lines_of({"Body": STORY, "pubDate": "2020-01-02", "headline": "ع", "link": "u"}))
    )
    assert (item.text, item.published, item.title, item.url, item.extra) == (STORY, date(2020, 1, 2), "ع", "u", {})
    item = one(read_one(tmp_path, "x.jsonl", lines_of({"text": "متن", "body": STORY, "source": None, "site": "س"})))
    assert (item.text, item.source, item.extra) == ("متن", "س", {"body": STORY})


def test_the_users_names_go_first(tmp_path: Path) -> None:
    options = ReadOptions(fields={"text": "lead", "published": "day"})
    row = {"lead": STORY, "text": "غيره", "day": "1/1/2020", "date": "2021-01-01"}
    item = one(read_one(tmp_path, "x.jsonl", lines_of(row), options))
    assert (item.text, item.published) == (STORY, date(2020, 1, 1))
    assert item.extra == {"text": "غيره", "day": "1/1/2020", "date": "2021-01-01"}
    found = read_one(tmp_path, "x.jsonl", lines_of({"text": STORY}), options)
    assert codes(found) == ["missing-text"] and "'lead'" in str(found[0])


def test_more_than_the_day_is_kept(tmp_path: Path) -> None:
    item = one(read_one(tmp_path, "x.jsonl", lines_of({"text": STORY, "date": "2020-01-02T10:00:00+03:00"})))
    assert item.published == date(2020, 1, 2) and item.extra == {"date": "2020-01-02T10:00:00+03:00"}


def test_a_broken_date_does_not_cost_the_article(tmp_path: Path) -> None:
    found = read_one(tmp_path, "x.jsonl", lines_of({"id": "9", "text": STORY, "date": "0000-00-00"}))
    assert codes(found) == ["article", "bad-date"] and one(found).published is None
    assert isinstance(found[1], Problem) and found[1].doc_id == "9" and found[1].place.endswith(":line 1")
    assert "0000-00-00" in found[1].message and one(found).extra == {"date": "0000-00-00"}
    assert (
        codes(read_one(tmp_path, "x.jsonl", lines_of({"text": STORY, "date": ""}, {"text": "ب", "date": None})))
        == ["article"] * 2
    )


def test_ids(tmp_path: Path) -> None:
    found = read_one(
        tmp_path,
        "x.jsonl",
        lines_of({"text": "أ", "id": 5}, {"text": "ب"}, {"text": "ب", "url": "u"}, {"text": "ج", "id": ["x"]}),
    )
    ids = [item.id for item in found if isinstance(item, Article)]
    assert ids[0] == "5" and len(set(ids)) == 4
    assert all(len(i) == 23 and i.startswith("sha256:") for i in ids[1:])
    assert one(found[3:]).extra == {"id": ["x"]}
    assert ids[1] == one(read_one(tmp_path, "y.txt", "ب".encode())).id


def test_repeats(tmp_path: Path) -> None:
    found = read_one(
        tmp_path,
        "x.jsonl",
        lines_of(
            {"id": "1", "text": "أ"}, {"id": "1", "text": "أ"}, {"id": "1", "text": "ب"}, {"text": "أ"}, {"text": "أ"}
        ),
    )
    assert codes(found) == ["article", "duplicate-id", "article"]
    assert isinstance(found[1], Problem) and found[1].doc_id == "1" and found[1].place.endswith(":line 3")


def test_remembering_ids_takes_bounded_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rasad.read.reader.REMEMBERED", 3)
    seen = _Seen()
    for number in [0, 1, 2, 3, 4]:
        assert len(list(seen.first(iter([Article(str(number), "أ")])))) == 1
    assert list(seen.first(iter([Article("4", "أ")]))) == []
    assert len(list(seen.first(iter([Article("0", "أ")])))) == 1


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (b"{", "bad-json"), (b"[1]", "bad-json"), (b'"x"', "bad-json"), (b"{}", "missing-text"),
        (b'{"text": 5}', "missing-text"),
        (b'{"text": null}', "missing-text"), (b'{"text": ""}', "empty-text"), (b'{"text": " \\n "}', "empty-text"),
        (b'{"text": "a\\ud800b"}', "surrogate"), (b'{"text": "a\\u0000b"}', "binary"), (b'{"text": "a\0b"}', "binary"),
        (b'{"text": NaN}', "bad-json"), (b"[" * 5000, "bad-json"), (b'{"text": "x", "a": ' + b"[" * 5000, "bad-json"),
        (lines_of({"text": STORY.encode().decode("latin-1")})[:-1], "mojibake"),
        (lines_of({"text": "خبر", "title": STORY.encode().decode("latin-1")})[:-1], "mojibake"),
    ],
)  # fmt: skip
def test_a_bad_line_costs_that_line(row: bytes, code: str, tmp_path: Path) -> None:
    good = [lines_of({"text": f"{STORY} {i}"}) for i in range(3)]
    found = read_one(tmp_path, "x.jsonl", good[0] + row + b"\n\n" + good[1] + good[2])
    assert codes(found) == ["article", code, "article", "article"] and places(found) == ["x.jsonl:line 2"]


def test_a_long_line_costs_that_line(tmp_path: Path) -> None:
    rows = lines_of({"text": "أ"}, {"text": "ب" * 500_000}, {"text": "ج"})
    found = read_one(tmp_path, "x.jsonl", rows, ReadOptions(max_bytes=300_000))
    assert codes(found) == ["article", "over-limit", "article"] and places(found) == ["x.jsonl:line 2"]


def test_rows(tmp_path: Path) -> None:
    content = 'id,date,text\n1,2020-01-02,"سطر\nثان"\n2,2020-01-02\n\n'
    content += '3,2020-01-02,"x"y\n4,2020-01-02,رابع\n5,2020-01-02,"مفتوح\n'
    found = read_one(tmp_path, "x.csv", content.encode())
    assert codes(found) == ["article", "bad-row", "bad-row", "article", "bad-row"]
    assert texts(found) == ["سطر\nثان", "رابع"]
    assert places(found) == ["x.csv:line 4", "x.csv:line 6", "x.csv:line 8"]
    assert one(found[3:]).origin.endswith("x.csv:line 7")


def test_rows_with_semicolons_and_an_unnamed_column(tmp_path: Path) -> None:
    item = one(read_one(tmp_path, "x.csv", ";text;label\n0;خبر، آخر;yes\n".encode()))
    assert item.text == "خبر، آخر" and item.extra == {"column 1": "0", "label": "yes"}


@pytest.mark.parametrize(
    ("header", "code"),
    [("id,name\n1,2\n", "missing-text"), ("text,a,a\n1,2,3\n", "bad-header"), ('"text\n1,2\n', "bad-header")],
)
def test_a_header_that_is_of_no_use(header: str, code: str, tmp_path: Path) -> None:
    assert codes(read_one(tmp_path, "x.csv", header.encode())) == [code]


def test_a_bad_byte_within_a_row_of_many_lines_costs_that_row(tmp_path: Path) -> None:
    rows = ['1,"أول\nسطر"\n'.encode(), '2,"ثان\n'.encode() + b"\xff\xd8\x9f" + 'هنا"\n'.encode(), '3,"ثالث"\n'.encode()]
    found = read_one(tmp_path, "x.csv", b"id,text\n" + b"".join(rows))
    assert codes(found) == ["article", "encoding", "article"] and places(found) == ["x.csv:line 5"]


def test_a_field_of_megabytes(tmp_path: Path) -> None:
    text = "خبر " * 400_000
    assert texts(read_one(tmp_path, "x.csv", f'id,text\n1,"{text}"\n'.encode())) == [text]


def test_an_array_that_breaks_gives_what_came_before(tmp_path: Path) -> None:
    values = [{"id": str(i), "text": f"{STORY} {i}"} for i in range(3000)]
    content = json.dumps(values, ensure_ascii=False).encode()
    assert len(texts(read_one(tmp_path, "x.json", content))) == 3000
    found = read_one(tmp_path, "x.json", content[: len(content) // 2])
    assert codes(found)[-1] == "bad-json" and 1000 < len(texts(found)) < 2000
    assert places(found)[0].startswith("x.json!item ")
    found = read_one(tmp_path, "x.json", b'[{"text": "a"}, 5, {"text": "b"}, {"text": oops}]')
    assert codes(found) == ["article", "bad-json", "article", "bad-json"]


def test_an_item_over_the_limit(tmp_path: Path) -> None:
    content = json.dumps([{"text": "a" * 2_000_000}]).encode()
    assert codes(read_one(tmp_path, "x.json", content, ReadOptions(max_bytes=100_000))) == ["over-limit"]


def test_feed_items_keep_their_lines_and_a_cut_one_is_dropped(tmp_path: Path) -> None:
    item = (
        "<item><title>ع</title><description>{}</description><pubDate>Sun, 14 Jul 2019 18:20:00 +0300</pubDate></item>"
    )
    body = html.escape("<p>أول <b>مهم</b>.</p><ul><li>ثان</li></ul><script>x</script>ذيل")
    feed = f'<rss version="2.0"><channel><title>س</title>{item.format(body)}{item.format("ثالث طويل")}'
    found = read_one(tmp_path, "x.xml", f"{feed}</channel></rss>".encode())
    assert texts(found) == ["أول مهم.\nثان\nذيل", "ثالث طويل"] and one(found).published == date(2019, 7, 14)
    found = read_one(tmp_path, "x.xml", feed[:-80].encode())
    assert texts(found) == ["أول مهم.\nثان\nذيل"] and codes(found)[-1] == "truncated"
    assert codes(read_one(tmp_path, "x.xml", b"<svg></svg>")) == ["bad-feed"]


def test_a_feed_never_opens_anything(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("سر", encoding="utf8")
    found = read_one(tmp_path, "x.rss", str(secret).encode())
    assert codes(found) == ["bad-feed"]
    feed = f'<!DOCTYPE r [<!ENTITY f SYSTEM "file://{secret}">]><rss version="2.0"><channel><item>'
    feed += "<description>a &f;</description></item></channel></rss>"
    assert "سر" not in "".join(texts(read_one(tmp_path, "x.rss", feed.encode())))


def test_a_page_without_a_story(tmp_path: Path) -> None:
    assert codes(read_one(tmp_path, "x.html", b"<html><body></body></html>")) == ["empty-text"]


class PanicException(BaseException):  # the name that pyo3 gives it
    pass


@pytest.mark.parametrize("error", [PanicException("boom"), ZeroDivisionError("boom"), RecursionError("boom")])
def test_a_failing_library_does_not_stop_the_batch(
    error: BaseException, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise error

    (tmp_path / "a.html").write_bytes(b"<p>x</p>")
    (tmp_path / "b.txt").write_text(STORY, encoding="utf8")
    monkeypatch.setattr("rasad.read.formats.html.page_fields", fail)
    found = list(read([tmp_path]))
    assert codes(found) == ["failed", "article"] and "boom" in str(found[0])
    monkeypatch.setattr("rasad.read.formats.html.page_fields", lambda *_: sys.exit(3))
    with pytest.raises(SystemExit):
        list(read([tmp_path]))


@pytest.mark.shared
@pytest.mark.skipif(not NEWS.exists(), reason="needs ../shared")
@pytest.mark.parametrize("name", ["ant_multisource", "jawharafm", "saudinewsnet"])
def test_the_news_read_as_they_are(name: str) -> None:
    items = [item for item, _ in zip(read([NEWS / f"{name}.jsonl.xz"]), range(2000), strict=False)]
    assert set(codes(items)) <= {"article", "bad-date"} and codes(items).count("bad-date") < 100
    for item in items[:100]:
        if isinstance(item, Article):
            assert item.title and item.url and item.source and "category" in item.extra
