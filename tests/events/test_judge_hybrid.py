"""The judge `hybrid`: asked only where the base is in doubt, what an answer changes, what stands without one."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rasad import events, ontology
from rasad.coder import Coded, Coder, Config, code_all
from rasad.document import Article, Event
from rasad.errors import UNANSWERED, PartError, RasadError
from rasad.events.judges.hybrid import is_sampled
from rasad.events.llm.merging import Names, differing, merge
from tests.events.llm_server import KEY, Asked, Endpoint, Reply, completion, event, told

# By the vocabulary alone تظاهر is sure (0.8), هدد likely (0.6): the band below doubts the second sentence alone.
SURE, DOUBTED = "تظاهر العمال في البصرة أمس.", "وهددت النقابة الحكومة."
TEXT = f"{SURE} {DOUBTED} والطقس معتدل في الشوارع."
Code = Callable[..., Coded]


@pytest.fixture
def hybrid(endpoint: Endpoint, monkeypatch: pytest.MonkeyPatch) -> Code:
    monkeypatch.setenv("RASAD_LLM_BASE", "rules")
    monkeypatch.setenv("RASAD_LLM_DOUBT_FROM", "0.5")
    monkeypatch.setenv("RASAD_LLM_DOUBT_TO", "0.7")
    endpoint.behave = told

    def run(text: str = TEXT, ident: str = "a") -> Coded:
        return Coder(Config("rules", "hybrid")).code(Article(ident, text, origin=f"news:{ident}"))

    return run


def base(text: str = TEXT) -> list[dict[str, Any]]:
    return Coder(Config("rules", "rules")).code(Article("a", text)).records


def bare(records: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Records without what tells who coded them."""
    return [{k: v for k, v in record.items() if k not in ("reason", "coder")} for record in records]


def kinds(coded: Coded) -> list[tuple[str, str]]:
    return [(record["event_type"], record["trigger"]["text"]) for record in coded.records]


# where it asks


def test_the_base_is_as_these_tests_take_it() -> None:
    assert [(r["event_type"], r["confidence"]) for r in base()] == [("PROTEST", 0.8), ("THREATEN", 0.6)]


def test_only_sentences_in_doubt_are_asked_about(hybrid: Code, endpoint: Endpoint) -> None:
    hybrid()
    (asked,) = endpoint.asked
    assert asked.article["only"] == [1]
    assert [s["n"] for s in asked.article["sentences"]] == [0, 1, 2]  # the others are there to be understood
    assert '"only"' in asked.body["messages"][0]["content"]


def test_an_article_without_doubt_is_not_sent(hybrid: Code, endpoint: Endpoint) -> None:
    coded = hybrid(SURE)
    assert not endpoint.asked
    assert bare(coded.records) == bare(base(SURE))
    assert "was not asked" in coded.records[0]["reason"][0]


def test_of_long_articles_only_the_parts_with_a_doubt_are_sent(hybrid: Code, endpoint: Endpoint) -> None:
    filler = " ".join(f"والشارع رقم {n} من شوارع المدينة القديمة طويل." for n in range(400))
    hybrid(f"{filler} {DOUBTED}")
    (asked,) = endpoint.asked
    assert len(asked.article["sentences"]) < 200
    assert len(asked.article["only"]) == 1


def test_a_truncated_answer_is_asked_for_by_halves_of_the_doubted_sentences(hybrid: Code, endpoint: Endpoint) -> None:
    def short(asked: Asked) -> Reply:
        if len(asked.article["only"]) > 1:
            return completion('{"events": [', "length")
        return told(asked, event("هددت", "THREATEN", sentence=asked.article["only"][0]))

    endpoint.behave = short
    coded = hybrid(f"{TEXT} {DOUBTED}")
    assert [asked.article["only"] for asked in endpoint.asked] == [[1, 3], [1], [3]]
    assert all(len(asked.article["sentences"]) == 4 for asked in endpoint.asked)
    assert not coded.problems
    assert [r["text_info"]["sequence"] for r in coded.records] == [0, 1, 3]


def test_a_share_of_the_articles_is_read_whole(
    hybrid: Code, endpoint: Endpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RASAD_LLM_SHARE", "1")
    assert not hybrid().records  # the answer, no event, stands also where the base was sure
    (asked,) = endpoint.asked
    assert "only" not in asked.article
    Coder(Config("rules", "llm")).code(Article("a", TEXT))
    assert len(endpoint.asked) == 1  # the same question as that of the judge llm: paid for once


@given(st.text(), st.floats(0, 1), st.floats(0, 1))
def test_a_larger_share_holds_the_smaller_one(text: str, one: float, other: float) -> None:
    small, large = sorted((one, other))
    assert is_sampled(text, large) or not is_sampled(text, small)
    assert is_sampled(text, 1)
    assert not is_sampled(text, 0)


def test_a_share_is_about_that_share() -> None:
    assert 0.27 < sum(is_sampled(f"نص رقم {n}", 0.3) for n in range(2000)) / 2000 < 0.33


# what an answer changes


def test_an_event_in_doubt_that_is_not_told_is_dropped_and_a_sure_one_stays(hybrid: Code) -> None:
    coded = hybrid()
    assert kinds(coded) == [("PROTEST", "تظاهر")]
    assert (coded.counts["dropped"], coded.counts["left"], coded.counts["events"]) == (1, 1, 2)


def test_told_otherwise_it_is_changed_and_the_reason_says_by_whom(hybrid: Code, endpoint: Endpoint) -> None:
    endpoint.behave = lambda asked: told(
        asked, event("هددت", "THREATEN", sentence=1, status="negated", actors=["النقابة"], recipients=["الحكومة"])
    )
    coded = hybrid()
    changed = coded.records[1]
    assert changed["status"] == "negated"
    assert changed["reason"][0].startswith("from llm:test-model:")
    assert "rules had THREATEN, actual at 0.60" in changed["reason"][0]
    assert coded.counts["changed: status"] == 1
    assert "+llm:test-model:" in changed["coder"]
    assert "hybrid:rules" in changed["coder"]


def test_told_alike_it_is_confirmed(hybrid: Code, endpoint: Endpoint) -> None:
    known = base()[1]
    actors, recipients = ([e["entity_text"] for e in known[role]] for role in ("actor", "recipient"))
    place, day = known["event_loc"] or {}, known["date_info"] or {}
    setting = {"place": place.get("extracted_place", ""), "time": day.get("text", ""), "context": known["context"]}
    alike = event("هددت", "THREATEN", sentence=1, actors=actors, recipients=recipients, confidence=0.6, **setting)
    endpoint.behave = lambda asked: told(asked, alike)
    coded = hybrid()
    assert coded.counts["same"] == 1
    assert "which agree" in coded.records[1]["reason"][0]
    assert bare(coded.records) == bare(base())


def test_an_event_beside_them_is_added_but_none_of_other_sentences(hybrid: Code, endpoint: Endpoint) -> None:
    endpoint.behave = lambda asked: told(
        asked,
        event("الحكومة", "ACCUSE", sentence=1),
        event("البصرة", "ACCUSE", sentence=0),
        event("الشوارع", "RETREAT", sentence=2),
    )
    coded = hybrid()
    assert kinds(coded) == [("PROTEST", "تظاهر"), ("ACCUSE", "الحكومة")]
    assert coded.counts["added"] == 1
    assert not coded.problems


SPAN = st.tuples(st.integers(0, 12), st.integers(1, 4)).map(lambda p: (p[0], p[0] + p[1]))
EVENT = st.builds(
    lambda span, kind, status, sure: Event(span[0], span[1], 0, kind, status, confidence=sure),
    SPAN,
    st.sampled_from(ontology.types()[:3]),
    st.sampled_from(ontology.STATUSES),
    st.floats(0, 1),
)


def unlike(found: list[Event]) -> list[Event]:
    return list({(e.start, e.end, e.event_type): e for e in found}.values())


@given(st.lists(EVENT, max_size=6).map(unlike), st.lists(EVENT, max_size=6).map(unlike), st.floats(0, 1))
def test_whatever_is_told_nothing_sure_is_lost_and_nothing_stands_twice(
    coded: list[Event], other: list[Event], limit: float
) -> None:
    sure = {id(e) for e in coded if e.confidence >= limit}
    merged = merge(coded, other, lambda e: id(e) in sure, Names("base", "model"))
    counts = merged.counts
    assert sure <= {id(e) for e in merged.events}
    keys = [(e.start, e.end, e.event_type) for e in merged.events]
    assert keys == sorted(set(keys))
    assert all(e.reason[0].startswith("from ") for e in merged.events)
    ended = sum(counts.get(name, 0) for name in ("sure", "same", "changed", "dropped"))
    assert ended == len(coded)
    assert len(merged.events) == len(coded) - counts.get("dropped", 0) + counts.get("added", 0)


@given(EVENT)
def test_an_event_differs_from_itself_in_nothing(one: Event) -> None:
    assert list(differing(one, one)) == []


# without an answer


@pytest.mark.parametrize(
    ("reply", "code_"),
    [
        (completion("{broken"), "llm-malformed"),
        (completion('{"events": [', "length"), "llm-truncated"),
        (completion(json.dumps({"article": "ffffffff", "events": []})), "llm-other-article"),
        (completion("", refusal="no"), "llm-declined"),
        (Reply(b"<html>"), "llm-no-answer"),
        (Reply(b"{}", 429, {"Retry-After": "0.01"}), "llm-rate-limit"),
        (Reply(b"{}", 500, {"Retry-After": "0.01"}), "llm-server-error"),
        (Reply(b"{}", 401), "llm-refused"),
        (Reply(b"{}" * 40, cut=9), "llm-connection"),
    ],
)
def test_where_the_model_fails_the_base_stands(hybrid: Code, endpoint: Endpoint, reply: Reply, code_: str) -> None:
    endpoint.behave = lambda asked: reply
    coded = hybrid()
    assert bare(coded.records) == bare(base())
    (problem,) = coded.problems
    assert (problem.stage, problem.code, problem.doc_id, problem.place) == (UNANSWERED, code_, "a", "news:a")
    assert "the events of rules stand" in problem.message
    assert KEY not in problem.message
    assert f"gave no answer ({code_})" in coded.records[1]["reason"][0]


def test_above_the_ceiling_the_base_stands(hybrid: Code, endpoint: Endpoint, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RASAD_LLM_MAX_TOKENS", "100")
    coded = hybrid()
    assert not endpoint.asked
    assert [p.code for p in coded.problems] == ["llm-ceiling"]
    assert bare(coded.records) == bare(base())


def test_every_fault_in_one_batch(hybrid: Code, endpoint: Endpoint) -> None:
    """Every article ends as the base coded it, or as the answer about it says; none with another's words."""
    faults: list[Callable[[Asked], Reply]] = [
        lambda asked: told(asked, event("هددت", "THREATEN", sentence=1, actors=["النقابة"])),
        lambda asked: completion("{"),
        lambda asked: told(asked, event("أحرق", "ASSAULT", sentence=1, actors=["المحتجون"])),
        lambda asked: told(asked, event("هددت", "THREATEN", sentence=99, start=-4, end=10**9)),
        lambda asked: Reply(b"{}", 429, {"Retry-After": "0.01"}),
        lambda asked: Reply(told(asked).body, cut=20),
    ]
    endpoint.behave = lambda asked: faults[int(asked.text.split()[-1].strip(".")) % len(faults)](asked)
    articles = [Article(f"n{n}", f"{SURE} {DOUBTED} والطقس معتدل {n}.") for n in range(18)]
    coded = [item for item in code_all(Coder(Config("rules", "hybrid")), iter(articles)) if isinstance(item, Coded)]
    expected = [None, "llm-malformed", "llm-not-in-text", None, "llm-rate-limit", "llm-connection"]
    for number, item in enumerate(coded):
        cause = expected[number % len(expected)]
        assert [p.code for p in item.problems] == ([cause] if cause else []), number
        dropped = cause == "llm-not-in-text"
        assert [r["event_type"] for r in item.records] == ["PROTEST", "THREATEN"][: 1 if dropped else 2], number
        for record in item.records:
            start, end = record["trigger"]["start"], record["trigger"]["end"]
            assert item.article.text[start:end] == record["trigger"]["text"]


# commands and settings


@pytest.mark.slow
def test_the_command_says_what_was_asked_changed_and_paid(
    hybrid: Code, endpoint: Endpoint, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    news = tmp_path / "news.jsonl"
    rows = [{"id": f"n{n}", "text": f"{SURE} {DOUBTED} والطقس معتدل {n}."} for n in range(8)]
    news.write_bytes(b"\n".join(orjson.dumps(row) for row in [*rows, {"id": "s", "text": SURE}]))
    command = [sys.executable, "-m", "rasad", "code", str(news), "--engine", "rules", "--judge", "hybrid", "-j", "2"]
    command += ["--llm", "price_in=1", "--llm", "price_out=10", "-o", str(tmp_path / "e.jsonl")]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert "asked about 8 sentences of 8 articles: 8 answers paid for now (8,000 tokens in, 800 out, cost 0.0160)" in (
        done.stderr
    )
    assert "of 17 events of rules it left 0 as they are, changed 0, dropped 8, and added 0" in done.stderr
    assert "9 not asked about" in done.stderr
    again = subprocess.run(command, capture_output=True, text=True, check=True)
    assert "0 answers paid for now (0 tokens in, 0 out, cost 0.0000), 8 known from before" in again.stderr
    assert len(endpoint.asked) == 8


@pytest.mark.slow
def test_what_was_coded_without_an_answer_is_coded_again_by_retry(
    hybrid: Code, endpoint: Endpoint, tmp_path: Path
) -> None:
    news = tmp_path / "news.jsonl"
    news.write_bytes(orjson.dumps({"id": "a", "text": TEXT}))
    command = [sys.executable, "-m", "rasad", "ingest", str(news), "--db", str(tmp_path / "e.db")]
    command += ["--engine", "rules", "--judge", "hybrid"]
    endpoint.behave = lambda asked: Reply(b"{}", 500, {"Retry-After": "0.01"})
    first = subprocess.run(command, capture_output=True, text=True, check=True)
    assert "second-opinion/llm-server-error 1" in first.stderr
    assert "1 article and 2 events" in first.stderr
    endpoint.behave = told
    same = subprocess.run(command, capture_output=True, text=True, check=True)
    assert "1 article already stored" in same.stderr
    again = subprocess.run([*command, "--retry"], capture_output=True, text=True, check=True)
    assert "1 article to be coded again" in again.stderr
    assert "1 article and 1 event" in again.stderr
    once_more = subprocess.run([*command, "--retry"], capture_output=True, text=True, check=True)
    assert "0 articles to be coded again" in once_more.stderr


def test_settings_that_are_wrong(hybrid: Code, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(kind: type[RasadError] = RasadError, **given: str) -> str:
        with monkeypatch.context() as patch:
            for name, value in given.items():
                patch.setenv(f"RASAD_LLM_{name}", value)
            with pytest.raises(kind) as caught:
                Coder(Config("rules", "hybrid"))
            return str(caught.value)

    assert "from 0 to 1" in refused(SHARE="1.2")
    assert "from 0 to 1" in refused(DOUBT_TO="nan")
    assert "must not be above" in refused(DOUBT_FROM="0.9")
    assert "there are: " in refused(PartError, BASE="oracle")
    assert "weighs no candidates" in refused(PartError, BASE="llm")
    assert "weighs no candidates" in refused(PartError, BASE="hybrid")


def test_what_decides_how_it_codes_is_in_its_name(hybrid: Code, monkeypatch: pytest.MonkeyPatch) -> None:
    first = events.label("hybrid")
    monkeypatch.setenv("RASAD_LLM_SHARE", "0.25")
    assert events.label("hybrid") != first
    assert events.label("hybrid").endswith(":0.5-0.7:0.25")
    assert KEY not in events.label("hybrid")
