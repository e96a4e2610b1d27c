"""Marking words of a text: nothing of the text is lost or changed, and nothing of it becomes markup."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from rasad.export import example
from rasad.serve.marks import Mark, marked, record_marks

ROLES = ("trigger", "actor", "recipient", "event_loc", "date_info", "attribution", "size", "quote")
HOSTILE = (
    "<script>alert(1)</script> </mark> <img src=x onerror=y> & &amp; \" ' "
    "\x00\x07\r\n\t\u202e\u2066\u200f\ud800 ]]> -->"
)
texts = st.lists(st.one_of(st.text(max_size=12), st.sampled_from([*HOSTILE.split(" "), "قال الوزير", "مَقتل"]))).map(
    "".join
)


class Reader(HTMLParser):
    """Reads marked HTML as a browser does: the text it stands for, and which characters lie in which marks."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.text, self.tags, self.open = "", set[str](), list[dict[str, str]]()
        self.covered: dict[tuple[str, str], list[int]] = {}
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.tags.add(tag)
        self.open.append(given)
        if given.get("class") == "sign":
            self._add(chr(int(given["data-code"], 16)))

    def handle_endtag(self, tag: str) -> None:
        self.open.pop()

    def handle_data(self, data: str) -> None:
        self._add(data)

    def _add(self, data: str) -> None:
        for mark in self.open:
            if "data-path" in mark:
                places = range(len(self.text), len(self.text) + len(data))
                self.covered.setdefault((mark["class"], mark["data-path"]), []).extend(places)
        self.text += data


def spans(length: int) -> st.SearchStrategy[list[Mark]]:
    place = st.integers(-3, length + 3)
    one = st.builds(Mark, place, place, st.sampled_from(ROLES), st.sampled_from(["trigger", "actor[0]", "actor[1]"]))
    return st.lists(one, max_size=6)


@given(st.data())
def test_marking_keeps_the_text_and_marks_exactly_the_words(data: st.DataObject) -> None:
    text = data.draw(texts)
    marks = data.draw(spans(len(text)))
    reader = Reader(str(marked(text, marks)))
    assert reader.text == text
    assert not reader.open, "every mark is closed"
    assert reader.tags <= {"mark", "span"}
    expected: dict[tuple[str, str], set[int]] = {}
    for mark in marks:
        inside = set(range(max(mark.start, 0), min(mark.end, len(text))))
        if inside:
            expected.setdefault((f"role-{mark.role}", mark.path), set()).update(inside)
    assert {key: set(places) for key, places in reader.covered.items()} == expected


@given(st.data())
def test_a_sentence_is_marked_by_the_offsets_of_its_article(data: st.DataObject) -> None:
    text, base = data.draw(texts), data.draw(st.integers(0, 500))
    marks = data.draw(spans(len(text)))
    moved = [Mark(m.start + base, m.end + base, m.role, m.path) for m in marks]
    assert marked(text, moved, base) == marked(text, marks)


def test_hostile_text_is_shown_and_never_markup() -> None:
    html = str(marked(HOSTILE, [Mark(0, 8, "actor", 'x" onclick="y')]))
    reader = Reader(html)
    assert reader.text == HOSTILE
    assert reader.tags == {"mark", "span"}
    assert "<script" not in html
    assert "<img" not in html
    assert ("role-actor", 'x" onclick="y') in reader.covered, "a path is one attribute, whatever it holds"
    html.encode("utf-8")  # a lone surrogate is a sign, not a fault of the page


def test_controls_are_visible_signs() -> None:
    html = marked("أ\u202eب\x00ج\rد")
    assert 'data-name="RLO"' in html
    assert 'data-name="NUL"' in html
    assert 'data-code="000D"' in html
    assert not set("\u202e\x00\r") & set(html)


def test_marks_that_cross_are_cut_and_those_inside_stay_whole() -> None:
    html = marked("abcdef", [Mark(0, 4, "actor", "actor[0]"), Mark(2, 6, "trigger", "trigger")])
    assert html == (
        '<mark class="role-actor" data-path="actor[0]">ab<mark class="role-trigger" data-path="trigger">cd</mark>'
        "</mark>"
        '<mark class="role-trigger" data-path="trigger">ef</mark>'
    )
    nested = marked("abcdef", [Mark(2, 4, "trigger", "trigger"), Mark(0, 6, "actor", "actor[0]")])
    assert nested == (
        '<mark class="role-actor" data-path="actor[0]">ab<mark class="role-trigger" data-path="trigger">cd</mark>'
        "ef</mark>"
    )


def test_a_name_never_stands_within_a_word() -> None:
    marks = [Mark(1, 4, "trigger", "trigger", tag="حدث")]
    assert "data-tag" not in marked("وقالت", marks)
    assert "data-tag" in marked("وقال ", marks)


def test_the_marks_of_a_record_lie_on_its_words() -> None:
    for record in example.records():
        html = marked(record["text"], record_marks(record), record["text_info"]["start"])
        reader = Reader(str(html))
        assert reader.text == record["text"]
        words = "".join(record["text"][i] for i in reader.covered[("role-trigger", "trigger")])
        assert words == record["trigger"]["text"]


def test_marks_of_several_records_name_theirs() -> None:
    records: list[dict[str, Any]] = [r for r in example.records() if r["doc_id"] == "example-1"]
    html = marked(example.article("example-1").text, [m for r in records for m in record_marks(r, event=True)])
    for record in records:
        assert f'data-event="{record["id"]}"' in html
