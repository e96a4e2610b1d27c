"""Sentences of different papers that tell the same story: paraphrases, not copies, not other stories."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from .conftest import articles

pytest.importorskip("sklearn")
import stories
import texts


def made(rows: list[dict[str, Any]]) -> list[texts.Story]:
    from datetime import date

    from rasad.document import Article

    found = []
    for row in rows:
        day = date.fromisoformat(row["published"]) if row["published"] else None
        found.append(texts.story(Article(row["id"], row["text"], day, row["title"], source=row["source"])))
    return found


@pytest.fixture(scope="module")
def read() -> list[texts.Story]:
    return made(articles())


@pytest.fixture(scope="module")
def found(read: list[texts.Story]) -> stories.Found:
    return stories.find(read)


def test_papers_that_tell_one_story_are_found(read: list[texts.Story], found: stories.Found) -> None:
    together = {(read[a].id[1:], read[b].id[1:]) for a, _, b, _, _ in found.pairs}
    assert len(together) >= 80
    assert [pair for pair in together if pair[0] != pair[1]] == []
    assert {read[a].source != read[b].source for a, _, b, _, _ in found.pairs} == {True}


def test_pairs_are_by_place_or_by_words_and_each_sentence_once(found: stories.Found) -> None:
    assert {lead for *_, lead in found.pairs} == {0, 1}
    ends = [(a, i) for a, i, *_ in found.pairs] + [(b, j) for _, _, b, j, _ in found.pairs]
    assert len(ends) == len(set(ends))


def test_stories_are_groups(read: list[texts.Story], found: stories.Found) -> None:
    of = {story.id: group for story, group in zip(read, found.groups, strict=True)}
    assert sum(of[f"a{n}"] == of[f"b{n}"] for n in range(90)) >= 80
    assert len(set(found.groups)) >= 90


def test_a_copy_is_of_the_story_but_no_pair() -> None:
    rows = articles()
    copy = {**rows[0], "id": "copy", "source": "صحيفة ثالثة"}
    read = made([*rows, copy])
    found = stories.find(read)
    at = len(rows)
    assert found.groups[at] == found.groups[0]
    assert not [pair for pair in found.pairs if {0, at} == {pair[0], pair[2]}]


def test_other_days_and_the_same_paper_are_no_pairs() -> None:
    rows = articles()
    for row in rows:
        if row["id"].startswith("b"):
            row["published"] = "2017" + row["published"][4:]
    assert stories.find(made(rows)).pairs == []
    rows = [{**row, "source": "صحيفة"} for row in articles()]
    found = stories.find(made(rows))
    assert found.pairs == []
    assert found.groups[0] == found.groups[1], "what is held out must not leak through the same paper"


def test_articles_without_a_day_or_alone_are_read_too() -> None:
    rows = [{**row, "published": ""} for row in articles()[:6]]
    assert stories.find(made(rows)).pairs == []
    assert stories.find(made(rows[:1])).groups == [0]
    assert stories.find([]).groups == []
    assert stories.find(made([{**row, "text": "", "title": ""} for row in articles()[:4]])).groups == [0, 1, 2, 3]


def test_the_same_articles_give_the_same_pairs(read: list[texts.Story], found: stories.Found) -> None:
    again = stories.find(read)
    assert (again.pairs, again.groups) == (found.pairs, found.groups)


def test_whole_stories_are_held_out(read: list[texts.Story], found: stories.Found) -> None:
    held = stories.held_out(read, found.groups, 0.2)
    assert 10 <= sum(held) <= 80
    by_group: dict[int, set[bool]] = {}
    for group, kept in zip(found.groups, held, strict=True):
        by_group.setdefault(group, set()).add(kept)
    assert {len(kinds) for kinds in by_group.values()} == {1}
    assert not any(stories.held_out(read, found.groups, 0.0))


def test_copied_counts_runs_of_the_shorter_text() -> None:
    words = "قال الوزير إن الهدنة بدأت فجر اليوم".split()
    assert stories.copied(words, [*words, "بعد", "مفاوضات", "طويلة"]) == 1.0
    assert stories.copied(words, words[::-1]) == 0.0
    assert stories.copied(words[:2], words) == 0.0


def test_further_texts_are_read_in_any_format_and_once(tmp_path: Path) -> None:
    (tmp_path / "one.txt").write_text("أعلنت الحكومة هدنة. ورحب بها الجميع.", encoding="utf8")
    (tmp_path / "same.txt").write_text("أعلنت الحكومة هدنة. ورحب بها الجميع.", encoding="utf8")
    (tmp_path / "page.html").write_text(
        "<html><body><article><p>تظاهر المئات في صنعاء احتجاجا على الغلاء.</p></article></body></html>", encoding="utf8"
    )
    found = list(texts.stories([tmp_path]))
    assert len(found) == 2
    assert ("", "أعلنت الحكومة هدنة.", "ورحب بها الجميع.") in [story.sentences for story in found]
    assert len(list(texts.stories([tmp_path], limit=1))) == 1
