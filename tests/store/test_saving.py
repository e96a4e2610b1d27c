"""What becomes of new, repeated, recoded, shared, changed and faulty documents."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from rasad.document import Article
from rasad.errors import UNANSWERED, Problem, StoreError
from rasad.store import CodedDocument, Store, content_hash
from tests.store.documents import article, document, protest


def ids(store: Store) -> set[str]:
    return {record["doc_id"] for record in store.events()}


def test_a_new_document_is_stored_with_its_records(store: Store) -> None:
    coded = document(1)
    saved = store.save(coded)
    assert (saved.outcome, saved.doc_id, saved.events, saved.problems) == ("stored", "n001", 2, 0)
    assert list(store.events()) == coded.records
    assert store.counts() == {"articles": 1, "aliases": 0, "events": 2, "problems": 0, "decisions": 0, "runs": 0}


def test_saving_again_changes_nothing(store: Store) -> None:
    store.save(document(1))
    before = list(store.dump())
    assert store.save(document(1)).outcome == "skipped"
    assert list(store.dump()) == before


def test_another_coder_replaces_the_records_and_problems(store: Store) -> None:
    first = document(1)
    first.problems.append(Problem("mentions", "too-long", "news.jsonl:1", "a name of 900 letters", "n001"))
    store.save(first)
    second = CodedDocument(first.article, [protest(first.article, confidence=0.9)], "rasad 2")
    assert store.save(second).outcome == "recoded"
    assert list(store.events()) == second.records
    assert list(store.problems()) == []
    assert store.has("n001", content_hash(first.article), "rasad 2")
    assert not store.has("n001", content_hash(first.article), "rasad 1")


def test_a_problem_that_names_no_document_is_its_documents(store: Store) -> None:
    for n in (1, 2):
        coded = CodedDocument(article(n), [], "rasad 1", [Problem("mentions", "too-long", "", "a name of 900 letters")])
        store.save(coded)
    assert [p.doc_id for p in store.problems()] == ["n001", "n002"]
    store.save(document(1, "rasad 2"))
    assert [p.doc_id for p in store.problems()] == ["n002"]


def test_failed_articles_can_be_coded_again(store: Store) -> None:
    problem = Problem("code", "process-died", "", "the process that coded it died")
    for n, records in ((1, 0), (2, 1), (3, 0)):
        coded = document(n)
        coded.records = coded.records[:records]
        coded.problems = [problem] if n < 3 else []
        store.save(coded)
    whole = list(store.dump())
    assert store.forget_failed() == 1, "n002 has an event, n003 no problem"
    assert not store.has("n001", content_hash(article(1)), "rasad 1")
    again = CodedDocument(article(1), [], "rasad 1", [problem])
    assert store.save(again).outcome == "stored"
    assert list(store.dump()) == whole
    store.forget_failed()
    store.save(document(1))
    assert [p.doc_id for p in store.problems()] == ["n002"]


def test_has_tells_apart_article_content_and_coder(store: Store) -> None:
    store.save(document(1))
    content = content_hash(article(1))
    assert store.has("n001", content, "rasad 1")
    assert not store.has("n001", content, "rasad 2")
    assert not store.has("n002", content, "rasad 1")
    assert not store.has("n001", content_hash(article(2)), "rasad 1")


def test_an_article_without_events_is_stored_too(store: Store) -> None:
    failed = CodedDocument(article(1), [], "rasad 1", [Problem("clean", "not-arabic", "news.jsonl:1", "no", "n001")])
    assert store.save(failed).problems == 1
    assert store.has("n001", content_hash(article(1)), "rasad 1")
    assert [p.code for p in store.problems()] == ["not-arabic"]


@pytest.mark.parametrize("first", ["n001", "a001"])
def test_the_same_text_under_two_ids_is_one_story_of_the_first_published(store: Store, first: str) -> None:
    day = date(2016, 6, 1)  # before that of n001
    pair = {"n001": document(1), "a001": document(1, id="a001", url=None, published=day)}
    second = next(i for i in pair if i != first)
    store.save(pair[first])
    saved = store.save(pair[second])
    assert (saved.outcome, saved.doc_id) == (("alias", "a001") if second == "n001" else ("stored", "a001"))
    assert ids(store) == {"a001"}
    assert list(store.aliases()) == [("n001", "a001", True)]
    assert [a.id for a in store.articles()] == ["a001"]
    assert store.article("n001") == pair["n001"].article
    assert store.has("n001", content_hash(pair["n001"].article), "any coder")


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("https://www.example.org/a/1", "http://example.org/a/1/#top", True),
        ("https://example.org/a?id=1", "https://example.org/a?id=1", True),
        ("https://example.org/a?id=1", "https://example.org/a?id=2", False),
        ("https://example.org/", "https://example.org/", False),  # a whole site is the address of no article
        ("https://example.org", "https://example.org", False),
        ("http://[broken", "http://[broken", False),
        ("", "", False),
        (None, None, False),
    ],
)
def test_the_same_url_is_one_story_and_both_texts_are_kept(
    store: Store, one: str | None, other: str | None, same: bool
) -> None:
    store.save(document(1, url=one))
    store.save(document(2, url=other))
    assert ids(store) == ({"n001"} if same else {"n001", "n002"})
    assert list(store.aliases()) == ([("n002", "n001", False)] if same else [])
    assert store.article("n002").text == article(2).text


def test_an_article_that_links_two_stories_makes_them_one(store: Store) -> None:
    one, two = document(1), document(2)
    bridge = document(2, id="bridge", url=one.article.url)  # the words of one, the url of the other
    for coded in (two, one, bridge):
        store.save(coded)
    assert ids(store) == {"n001"}
    assert {(a, of) for a, of, _ in store.aliases()} == {("n002", "n001"), ("bridge", "n001")}
    third = document(3, url=two.article.url)  # linked by an alias only
    assert store.save(third).doc_id == "n001"


def test_a_changed_article_is_a_problem_and_the_first_stays(store: Store) -> None:
    store.save(document(1))
    changed = document(2, id="n001")
    for _ in range(2):
        assert store.save(changed).outcome == "changed"
    assert store.article("n001") == article(1)
    (problem,) = store.problems()
    assert (problem.code, problem.doc_id, problem.place) == ("changed-article", "n001", "news.jsonl:2")
    assert "text, published, title, url, source" in problem.message


def test_replace_takes_the_changed_article_and_drops_its_problem(store: Store) -> None:
    store.save(document(1))
    changed = document(2, id="n001")
    store.save(changed)
    assert store.save(changed, replace=True).outcome == "replaced"
    assert store.article("n001") == changed.article
    assert list(store.events()) == changed.records
    assert list(store.problems()) == []
    assert sum(row[0] == "texts" for row in store.dump()) == 1, "the old text is not kept once nothing refers to it"


def test_replacing_an_article_leaves_its_alias_to_be_coded(store: Store) -> None:
    store.save(document(1))
    alias = document(1, id="z1", url=None)
    store.save(alias)
    store.save(document(2, id="n001"), replace=True)
    assert list(store.aliases()) == []
    assert store.article("z1") == alias.article
    assert not store.has("z1", content_hash(alias.article), "rasad 1")
    assert store.save(alias).outcome == "stored"
    assert ids(store) == {"n001", "z1"}


def test_a_changed_alias_is_noticed(store: Store) -> None:
    store.save(document(1))
    store.save(document(1, id="z1", url=None))
    assert store.save(document(3, id="z1")).outcome == "changed"
    assert store.save(document(3, id="z1"), replace=True).outcome == "replaced"
    assert ids(store) == {"n001", "z1"}


@pytest.mark.parametrize(
    "change",
    [
        {"event_type": "DANCE"},
        {"status": "perhaps"},
        {"trigger": {"text": "تظاهر", "start": 1, "end": 6}},
        {"trigger": None},
        {"actor": [{}]},
        {"doc_id": "n002"},
        {"confidence": "high"},
        {"id": "\x00"},
        {"cite_info": None},
    ],
)
def test_a_record_that_breaks_the_contract_is_a_problem_and_the_rest_is_stored(
    store: Store, change: dict[str, Any]
) -> None:
    coded = document(1)
    coded.records[0] |= change
    saved = store.save(coded)
    assert (saved.outcome, saved.events, saved.problems) == ("stored", 1, 1)
    assert [r["event_type"] for r in store.events()] == ["COERCE"]
    (problem,) = store.problems()
    assert (problem.stage, problem.code, problem.doc_id) == ("store", "bad-record", "n001")


def test_two_records_of_one_id_are_one_record_and_a_problem(store: Store) -> None:
    coded = document(1)
    coded.records.append(protest(coded.article, confidence=0.1))
    assert store.save(coded).problems == 1
    assert [r["confidence"] for r in store.events()] == [0.6, 0.8]


@pytest.mark.parametrize("text", ["سطر\x00آخر", "نصف \ud83d وجه"])
def test_a_text_that_no_engine_holds_is_a_problem(store: Store, text: str) -> None:
    odd = CodedDocument(Article("n001", text, origin="odd\udcff.jsonl:1"), [], "rasad 1")
    for _ in range(2):
        assert store.save(odd).outcome == "unstorable"
    (problem,) = store.problems()
    assert (problem.code, problem.place) == ("unstorable-text", "oddU+DCFF.jsonl:1")
    assert store.counts()["articles"] == 0


@pytest.mark.parametrize("name", ["a\x00b", "a\ud83d"])
def test_an_id_that_no_engine_holds(store: Store, name: str) -> None:
    assert store.save(CodedDocument(article(1, id=name), [], "rasad 1")).outcome == "unstorable"
    assert not store.has(name, content_hash(article(1)), "rasad 1")
    with pytest.raises(StoreError):
        store.article(name)
    with pytest.raises(StoreError):
        store.event(name)


def test_fields_of_an_article_come_back_whatever_they_hold(store: Store) -> None:
    odd = article(
        1,
        title="نصف \ud83d وجه",
        author="a\x00b",
        origin="odd\udcff.html",
        url="https://example.org/\x00\ud800",
        published=None,
        extra={"big": 2**70, "none": None, "list": [1, 2.5, "ث"]},
    )
    assert store.save(CodedDocument(odd, [protest(odd)], "rasad 1")).events == 1
    assert store.article("n001") == odd
    assert next(store.events())["cite_info"]["title"] == odd.title


def test_the_same_problem_is_stored_once(store: Store) -> None:
    problem = Problem("read", "truncated", "news.jsonl:1", "the line ends within a string")
    store.add_problem(problem)
    store.add_problem(problem)
    store.add_problem(Problem("read", "truncated", "news.jsonl:2", "the line ends within a string", "n002"))
    assert [p.place for p in store.problems()] == ["news.jsonl:1", "news.jsonl:2"]


def test_runs_are_noted_and_left_out_of_the_comparison(store: Store) -> None:
    before = list(store.dump())
    run = store.start_run("rasad 1", "news\udcff.jsonl")
    store.finish_run(run, {"articles": 3})
    (noted,) = store.runs()
    assert (noted["coder"], noted["input"], noted["counts"]) == ("rasad 1", "newsU+DCFF.jsonl", {"articles": 3})
    assert noted["started"] <= noted["finished"]
    assert list(store.dump()) == before


def test_without_recoding_what_is_coded_keeps_its_records(store: Store) -> None:
    first = document(1)
    store.save(first)
    before = list(store.dump())
    other = CodedDocument(first.article, [protest(first.article, confidence=0.9, coder="rasad 2")], "rasad 2")
    assert store.save(other, recode=False).outcome == "skipped"
    assert list(store.dump()) == before


def test_without_recoding_no_story_is_told_by_another_article(store: Store) -> None:
    for n in (1, 2):
        store.save(document(n))
    before = list(store.dump())
    joins = document(1, id="z", url=document(2).article.url, published=date(2000, 1, 1))  # both stories, before either
    saved = store.save(joins, recode=False)
    assert (saved.outcome, list(store.dump())) == ("alias", before)
    assert store.save(joins).outcome == "stored"  # an ingest lets it take their place
    assert {r["doc_id"] for r in store.events()} == {"z"}


def test_without_recoding_what_was_never_coded_is_coded_and_what_waits_for_a_second_opinion_is_not(
    store: Store,
) -> None:
    failed, unanswered = document(1), document(2)
    failed.records, kept = [], unanswered.records
    failed.problems.append(Problem("code", "process-died", "", "the process that coded it died"))
    unanswered.problems.append(Problem(UNANSWERED, "llm-connection", "", "nobody answered"))
    for coded in (failed, unanswered):
        store.save(coded)
    assert store.forget_failed() == 2
    assert store.save(document(1, "rasad 2"), recode=False).outcome == "stored"
    assert store.save(document(2, "rasad 2"), recode=False).outcome == "skipped"
    assert [r["coder"] for r in store.events()] == ["rasad 2"] * 2 + ["rasad 1"] * 2
    assert list(store.events())[2:] == kept
