"""The judge `llm` against a server that answers well, then badly: no crash, no wrong range, every fault named."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rasad import ontology, record
from rasad.coder import Coded, Coder, Config, code_all
from rasad.document import Article, Document
from rasad.errors import AnswerError, PartError, RasadError
from rasad.events.llm import answers
from rasad.events.llm.ledger import Answer, Ledger, Spent
from rasad.events.llm.placing import Placing
from rasad.events.llm.settings import names
from tests.events.llm_server import Asked, Endpoint, Reply, completion, event, serving, told

TEXT = "عاد الهدوء إلى الشوارع. وقالت وزارة الداخلية العراقية إن الشرطة اعتقلت 12 متظاهرا أمس في مدينة الزبير."
KEY = "sk-secret-of-the-test"
GOOD = event(
    "اعتقلت",
    "COERCE",
    sentence=1,
    mode=["arrest"],
    context=["legal"],
    actors=["الشرطة"],
    recipients=["12 متظاهرا"],
    place="الزبير",
    time="أمس",
    numbers=["12 متظاهرا"],
    attribution=["وزارة الداخلية العراقية"],
)
Code = Callable[..., Coded]


@pytest.fixture
def endpoint(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Endpoint]:
    """A server that answers with `GOOD`, and the environment that leads to it."""
    for name in list(os.environ):
        if name.startswith("RASAD_LLM_") or name.lower().endswith("_proxy"):
            monkeypatch.delenv(name)
    with serving(lambda asked: told(asked, GOOD)) as running:
        for name, value in {
            "RASAD_LLM_URL": running.url,
            "RASAD_LLM_MODEL": "test-model",
            "RASAD_LLM_CACHE": str(tmp_path / "llm.sqlite"),
            "RASAD_LLM_RETRIES": "1",
            "RASAD_LLM_TIMEOUT": "5",
            "OPENAI_API_KEY": KEY,
        }.items():
            monkeypatch.setenv(name, value)
        yield running


@pytest.fixture
def code(endpoint: Endpoint) -> Code:
    def run(text: str = TEXT, ident: str = "a") -> Coded:
        coded = Coder(Config("rules", "llm")).code(Article(ident, text, date(2019, 12, 2), origin=f"news:{ident}"))
        for made in coded.records:
            for path, quoted, start, end in record.spans(made):
                assert text[start:end] == quoted, path
        for problem in coded.problems:
            assert problem.doc_id == ident
            assert problem.place == f"news:{ident}"
            assert KEY not in problem.message
        return coded

    return run


def codes(coded: Coded) -> list[str]:
    return [problem.code for problem in coded.problems]


# what a good answer becomes


def test_a_good_answer_is_a_whole_record(code: Code) -> None:
    coded = code()
    assert not coded.problems
    (made,) = coded.records
    assert (made["event_type"], made["status"], made["mode"], made["context"]) == (
        "COERCE",
        "actual",
        ["arrest"],
        ["legal"],
    )
    assert [a["entity_text"] for a in made["actor"]] == ["الشرطة"]
    assert [a["entity_text"] for a in made["recipient"]] == ["12 متظاهرا"]
    assert made["event_loc"]["name_en"] == "Az Zubayr"
    assert (made["date"], made["date_info"]["text"]) == ("2019-12-01", "أمس")  # the grammar's day, not the model's
    assert made["size"]["arrested"] or made["size"]["people"]
    assert [s["text"] for s in made["attribution"]] == ["وزارة الداخلية العراقية"]
    assert made["text_info"]["sequence"] == 1
    assert made["confidence"] == 0.9
    assert "rules+llm:test-model:" in made["coder"]


def test_ids_are_those_of_the_other_judges(code: Code) -> None:
    (made,) = code().records
    assert made["id"] in {e["id"] for e in Coder(Config("rules", "rules")).code(Article("a", TEXT)).records}
    assert made["id"] == code().records[0]["id"]


def test_what_a_copyist_changes_is_found_and_particles_are_cut(code: Code, endpoint: Endpoint) -> None:
    text = "وتظاهر آلافُ العُمال أمام مبنى الحكومة."
    endpoint.behave = lambda asked: told(asked, event("تظاهر", actors=["الاف العمّال"], place="مبنى الحكومه"))
    (made,) = code(text).records
    assert made["trigger"] == {"text": "تظاهر", "start": 1, "end": 6}
    assert made["actor"][0]["entity_text"] == "آلافُ العُمال"
    assert made["event_loc"]["extracted_place"] == "مبنى الحكومة"
    assert made["event_loc"]["geonameid"] is None


def test_the_request_holds_the_ontology_and_one_article(code: Code, endpoint: Endpoint) -> None:
    code()
    code("تظاهر العمال في تونس.", "b")
    first, second = endpoint.asked
    system = first.body["messages"][0]["content"]
    assert system == second.body["messages"][0]["content"]
    assert "The use of physical force" in system
    assert first.body["response_format"]["type"] == "json_schema"
    assert first.key == f"Bearer {KEY}"
    assert "الزبير" not in second.body["messages"][1]["content"]
    assert len(second.body["messages"]) == 2


def test_an_answer_in_a_fence_with_words_around_it(code: Code, endpoint: Endpoint) -> None:
    def fenced(asked: Asked) -> Reply:
        return completion(f"Here:\n```json\n{json.dumps({'article': asked.article['article'], 'events': [GOOD]})}\n```")

    endpoint.behave = fenced
    assert len(code().records) == 1


# what is refused


def test_invented_quotations_are_refused_counted_and_named(code: Code, endpoint: Endpoint) -> None:
    invented = event("قصفت", "ASSAULT", sentence=1, actors=["الطائرات"])
    partly = GOOD | {"actors": ["قوات التحالف"], "place": "بغداد", "time": "غدا", "attribution": ["رويترز"]}
    endpoint.behave = lambda asked: told(asked, invented, partly)
    coded = code()
    (made,) = coded.records
    assert (made["actor"], made["event_loc"], made["date"], made["event_type"]) == ([], None, None, "COERCE")
    assert codes(coded) == ["llm-not-in-text"] * 5
    assert "قصفت" in coded.problems[0].message
    assert all(word not in json.dumps(made, ensure_ascii=False) for word in ("قوات التحالف", "رويترز", "غدا"))


def test_wrong_offsets_are_not_believed(code: Code, endpoint: Endpoint) -> None:
    wrong = GOOD | {"sentence": 0, "start": 3, "end": 900, "actors": [{"text": "الشرطة", "start": 1, "end": 2}]}
    endpoint.behave = lambda asked: told(asked, GOOD | {"sentence": 0, "start": 3, "end": 900}, wrong)
    coded = code()
    assert [m["trigger"]["text"] for m in coded.records] == ["اعتقلت"]
    assert coded.records[0]["text_info"]["sequence"] == 1
    assert codes(coded) == ["llm-bad-event"]  # an actor that is no string
    endpoint.behave = lambda asked: told(asked, GOOD | {"sentence": 77}, GOOD | {"sentence": -1})
    assert len(code(TEXT + " نعم.", "b").records) == 1


def test_an_answer_for_another_article_is_no_answer(code: Code, endpoint: Endpoint) -> None:
    endpoint.behave = lambda asked: completion(json.dumps({"article": "0badf00d", "events": [GOOD]}))
    coded = code()
    assert not coded.records
    assert codes(coded) == ["llm-other-article"]
    assert len(endpoint.asked) == 2


def test_another_articles_words_are_not_in_this_one(code: Code, endpoint: Endpoint) -> None:
    endpoint.behave = lambda asked: told(asked, GOOD)
    coded = code("تظاهر العمال في تونس.")
    assert not coded.records
    assert codes(coded) == ["llm-not-in-text"]


def test_codes_that_plover_does_not_have(code: Code, endpoint: Endpoint) -> None:
    endpoint.behave = lambda asked: told(
        asked,
        GOOD | {"type": "ATTACK"},
        GOOD | {"status": "maybe"},
        GOOD | {"confidence": 7},
        GOOD | {"mode": ["flying"]},
        GOOD | {"mode": ["visit"]},
        {"trigger": "اعتقلت"},
        "no object",  # type: ignore[arg-type]
    )
    coded = code()
    assert [m["mode"] for m in coded.records] == [[]]
    assert codes(coded) == ["llm-bad-event"] * 7


def test_strange_characters_end_nowhere(code: Code, endpoint: Endpoint) -> None:
    endpoint.behave = lambda asked: told(asked, event("\ud800\x00\u202e"), event(""), event("،"), event(" "))
    coded = code()
    assert not coded.records
    assert codes(coded) == ["llm-not-in-text"] * 4
    assert all(p.message.isprintable() for p in coded.problems)


@cache
def document() -> Document:
    return Coder(Config("rules", "rules")).document(Article("a", TEXT, date(2019, 12, 2)))


PIECE = st.tuples(st.integers(0, len(TEXT)), st.integers(0, 30)).map(lambda p: TEXT[p[0] : p[0] + p[1]])
WORDS = st.one_of(
    PIECE, PIECE.map(lambda piece: piece.replace("ة", "ه")), st.text(max_size=12), st.sampled_from(TEXT.split())
)
ANYTHING = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), WORDS), lambda inner: st.lists(inner, max_size=3)
)
TOLD = st.fixed_dictionaries(
    {"sentence": st.integers(-2, 5), "type": st.sampled_from(ontology.types()), "trigger": WORDS},
    optional={
        "status": st.sampled_from([*ontology.STATUSES, "maybe"]),
        "actors": st.lists(WORDS, max_size=3),
        "recipients": st.one_of(st.lists(WORDS, max_size=3), ANYTHING),
        "mode": ANYTHING,
        "place": st.one_of(WORDS, ANYTHING),
        "time": WORDS,
        "numbers": st.lists(WORDS, max_size=3),
        "attribution": st.lists(WORDS, max_size=3),
        "confidence": ANYTHING,
    },
)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.one_of(TOLD.map(lambda told: {"status": "actual", **told}), TOLD, ANYTHING), max_size=4))
def test_whatever_is_answered_every_record_is_sound(events: list[object]) -> None:
    doc = replace(document(), events=[], problems=[])
    told, faults = answers.read(json.dumps({"article": "x", "events": events}), "x")
    assert len(told) + len(faults) == len(events)
    placing = Placing(doc, "a test")
    for one in told:
        placing.add(one, [0, 1])
    doc.events = placing.events
    made = record.event_records(doc, "test")  # checks each
    assert len({r["id"] for r in made}) == len(made)
    for each in made:
        for _, quoted, start, _ in record.spans(each):
            assert start == 0 or not (TEXT[start - 1].isalpha() and quoted[0].isalpha()) or TEXT[start - 1] in "وفبلكس"


def test_the_page_names_every_setting_and_problem() -> None:
    root = Path(__file__).parents[2]
    page = (root / "docs" / "llm.md").read_text(encoding="utf8")
    for name in names():
        assert f"_{name.upper()}`" in page, name
    sources = [*root.glob("src/rasad/events/llm/*.py"), root / "src/rasad/events/judges/llm.py"]
    used = {code for path in sources for code in re.findall(r'"(llm-[a-z-]+)"', path.read_text(encoding="utf8"))}
    assert used == set(re.findall(r"`(llm-[a-z-]+)`", page))


# answers that are none


@pytest.mark.parametrize(
    ("content", "code_"),
    [
        ('{"article": "x", "events": [', "llm-malformed"),
        ("لا أستطيع", "llm-malformed"),
        ("", "llm-malformed"),
        ("[1, 2]", "llm-malformed"),
        ('{"events": 3}', "llm-malformed"),
        ("{" * 100_000 + "}", "llm-malformed"),
        ('{"a":' * 100_000 + "1" + "}" * 100_000, "llm-malformed"),
    ],
)
def test_malformed_json_is_asked_for_again_then_named(code: Code, endpoint: Endpoint, content: str, code_: str) -> None:
    endpoint.behave = lambda asked: completion(content)
    coded = code()
    assert not coded.records
    assert codes(coded) == [code_]
    assert len(endpoint.asked) == 2
    assert codes(code()) == [code_]  # and not paid for again
    assert len(endpoint.asked) == 2


def test_malformed_once_is_coded(code: Code, endpoint: Endpoint) -> None:
    endpoint.behave = lambda asked: told(asked, GOOD) if asked.before else completion("{broken")
    coded = code()
    assert len(coded.records) == 1
    assert not coded.problems


def test_a_truncated_answer_is_asked_for_by_halves(code: Code, endpoint: Endpoint) -> None:
    def short(asked: Asked) -> Reply:
        if len(asked.article["sentences"]) > 1:
            return completion('{"article": "' + asked.article["article"] + '", "events": [{"sent', "length")
        return told(asked, *([GOOD] if asked.article["sentences"][0]["n"] == 1 else []))

    endpoint.behave = short
    coded = code()
    assert len(coded.records) == 1
    assert not coded.problems
    assert len(endpoint.asked) == 3


def test_a_sentence_whose_answer_is_always_truncated(code: Code, endpoint: Endpoint) -> None:
    endpoint.behave = lambda asked: completion('{"events": [{"sent', "length")
    coded = code()
    assert codes(coded) == ["llm-truncated"]
    assert "RASAD_LLM_ANSWER_TOKENS" in coded.problems[0].message


def test_a_model_that_declines(code: Code, endpoint: Endpoint) -> None:
    endpoint.behave = lambda asked: completion("", refusal="I cannot help with that")
    assert codes(code()) == ["llm-declined"]


@pytest.mark.parametrize(
    "body", [b"<html>busy</html>", b"{}", b'{"choices": []}', b"null", b"\xff\xfe", b'{"choices": [3]}']
)
def test_what_is_no_completion(code: Code, endpoint: Endpoint, body: bytes) -> None:
    endpoint.behave = lambda asked: Reply(body)
    assert codes(code()) == ["llm-no-answer"]


# the network


@pytest.mark.parametrize(
    ("status", "code_", "requests"),
    [
        (429, "llm-rate-limit", 2),
        (500, "llm-server-error", 2),
        (503, "llm-server-error", 2),
        (400, "llm-refused", 1),
        (401, "llm-refused", 1),
        (404, "llm-refused", 1),
    ],
)
def test_a_status_is_tried_again_where_that_may_help(
    code: Code, endpoint: Endpoint, status: int, code_: str, requests: int
) -> None:
    body = json.dumps({"error": {"message": f"Incorrect API key provided: {KEY}"}}).encode()
    endpoint.behave = lambda asked: Reply(body, status, {"Retry-After": "0.01"})
    coded = code()
    assert codes(coded) == [code_]
    assert len(endpoint.asked) == requests
    assert str(status) in coded.problems[0].message
    endpoint.behave = lambda asked: told(asked, GOOD)
    assert len(Coder(Config("rules", "llm")).code(Article("b", TEXT + " نعم.")).records) == (status not in (401, 404))


def test_429_then_well(code: Code, endpoint: Endpoint) -> None:
    endpoint.behave = lambda asked: told(asked, GOOD) if asked.before else Reply(b"{}", 429, {"Retry-After": "0.01"})
    coded = code()
    assert len(coded.records) == 1
    assert not coded.problems


def test_a_time_out(code: Code, endpoint: Endpoint, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RASAD_LLM_TIMEOUT", "0.2")
    monkeypatch.setenv("RASAD_LLM_RETRIES", "0")
    awake = threading.Event()

    def slow(asked: Asked) -> Reply:
        awake.wait(5)
        return told(asked, GOOD)

    endpoint.behave = slow
    coded = code()
    awake.set()
    assert codes(coded) == ["llm-timeout"]
    assert "0.2 s" in coded.problems[0].message


def test_a_connection_that_breaks_in_the_middle(code: Code, endpoint: Endpoint) -> None:
    def cut(asked: Asked) -> Reply:
        whole = told(asked, GOOD)
        return Reply(whole.body, cut=len(whole.body) // 2)

    endpoint.behave = cut
    assert codes(code()) == ["llm-connection"]
    assert len(endpoint.asked) == 2
    endpoint.behave = lambda asked: told(asked, GOOD)
    assert len(code().records) == 1  # nothing was kept of what was cut


def test_nobody_there(code: Code, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RASAD_LLM_URL", "http://127.0.0.1:9/v1")
    monkeypatch.setenv("RASAD_LLM_RETRIES", "0")
    assert codes(code()) == ["llm-connection"]


def test_every_fault_in_one_batch(endpoint: Endpoint, code: Code) -> None:
    """A batch through all faults: every article ends coded or with a problem, and none with another's words."""
    faults: list[Callable[[Asked], Reply]] = [
        lambda asked: told(asked, event("تظاهر", actors=["العمال"])),
        lambda asked: completion("{"),
        lambda asked: completion('{"events": [', "length"),
        lambda asked: told(asked, event("أحرق", actors=["المحتجون"])),
        lambda asked: told(asked, event("تظاهر", sentence=99, start=-4, end=10**9)),
        lambda asked: completion(json.dumps({"article": "ffffffff", "events": [event("تظاهر")]})),
        lambda asked: Reply(b"{}", 429, {"Retry-After": "0.01"}),
        lambda asked: Reply(told(asked).body, cut=20),
    ]
    endpoint.behave = lambda asked: faults[int(asked.text.split()[-2]) % len(faults)](asked)
    articles = [Article(f"n{n}", f"تظاهر العمال في البصرة وعددهم {n} عاملا.") for n in range(24)]
    coded = [item for item in code_all(Coder(Config("rules", "llm")), iter(articles)) if isinstance(item, Coded)]
    assert len(coded) == len(articles)
    expected = [None, "malformed", "truncated", "not-in-text", None, "other-article", "rate-limit", "connection"]
    for number, item in enumerate(coded):
        cause = expected[number % len(expected)]
        assert codes(item) == ([f"llm-{cause}"] if cause else []), number
        assert bool(item.records) == (cause is None)
        assert all(r["trigger"]["text"] == "تظاهر" and str(number) in r["text"] for r in item.records)


# paying once


def test_an_answer_is_paid_for_once(code: Code, endpoint: Endpoint, tmp_path: Path) -> None:
    first, again = code(), code()
    assert first.records == again.records
    assert len(endpoint.asked) == 1
    assert KEY.encode() not in b"".join(p.read_bytes() for p in tmp_path.glob("llm.sqlite*"))


def test_the_ceiling_holds(code: Code, endpoint: Endpoint, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RASAD_LLM_PRICE_IN", "2")
    monkeypatch.setenv("RASAD_LLM_PRICE_OUT", "10")
    monkeypatch.setenv("RASAD_LLM_MAX_COST", "0.07")
    coded = [code(f"{TEXT} نعم {n}.", f"n{n}") for n in range(12)]
    cost = 0.003  # of one answer: 1,000 tokens in, 100 out; a request sets aside up to 0.061
    paid = sum(not item.problems for item in coded)
    assert 0 < paid < 12
    assert len(endpoint.asked) == paid
    assert paid * cost <= 0.07
    assert codes(coded[-1]) == ["llm-ceiling"]
    assert "RASAD_LLM_MAX_COST" in coded[-1].problems[0].message
    monkeypatch.setenv("RASAD_LLM_MAX_COST", "1")
    assert not code(f"{TEXT} نعم 11.", "n11").problems


def test_a_ceiling_of_tokens(code: Code, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RASAD_LLM_MAX_TOKENS", "100")
    assert codes(code()) == ["llm-ceiling"]


@pytest.mark.slow
def test_what_was_spent_is_said(endpoint: Endpoint, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    news = tmp_path / "news.jsonl"
    news.write_bytes(orjson.dumps({"id": "a", "text": TEXT}))
    command = [sys.executable, "-m", "rasad", "code", str(news), "--engine", "rules", "--judge", "llm"]
    command += ["--llm", "price_in=1", "--llm", "price_out=1", "-o", str(tmp_path / "e.jsonl")]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert "paid for 1 answers so far: 1,000 tokens in, 100 out, cost 0.0011" in done.stderr
    assert len((tmp_path / "e.jsonl").read_bytes().splitlines()) == 1


def test_processes_beside_each_other_stay_below_one_ceiling(tmp_path: Path) -> None:
    one, other = (Ledger(str(tmp_path / "l.sqlite")) for _ in range(2))
    first = one.reserve(10, 0.6, None, 1.0)
    with pytest.raises(AnswerError) as caught:
        other.reserve(10, 0.6, None, 1.0)
    assert caught.value.code == "llm-ceiling"
    one.settle(first, "request", 0, Answer("{}", "stop", 5, 5), 0.1)
    second = other.reserve(10, 0.6, None, 1.0)
    assert one.spent().cost == pytest.approx(0.7)
    other.release(second)
    assert other.spent() == Spent(answers=1, tokens_in=5, tokens_out=5, reserved=0, cost=0.1)


def test_requests_a_minute(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    now, slept = [1000.0], []

    def sleep(seconds: float) -> None:
        slept.append(seconds)
        now[0] += seconds

    monkeypatch.setattr("rasad.events.llm.ledger.time.time", lambda: now[0])
    monkeypatch.setattr("rasad.events.llm.ledger.time.sleep", sleep)
    ledgers = [Ledger(str(tmp_path / "l.sqlite")) for _ in range(2)]  # as of two processes
    for turn in range(6):
        ledgers[turn % 2].take_turn(2)
    assert now[0] == pytest.approx(1120, abs=1)
    assert len(slept) == 2


@pytest.mark.slow
def test_a_killed_batch_goes_on_without_paying_twice(endpoint: Endpoint, tmp_path: Path) -> None:
    news, db = tmp_path / "news.jsonl", tmp_path / "events.db"
    rows = [{"id": f"n{n}", "text": f"تظاهر العمال في البصرة وعددهم {n} عاملا."} for n in range(40)]
    news.write_bytes(b"\n".join(orjson.dumps(row) for row in rows))
    command = [
        sys.executable,
        "-m",
        "rasad",
        "ingest",
        str(news),
        "--db",
        str(db),
        "--engine",
        "rules",
        "--judge",
        "llm",
    ]
    hold, holding = threading.Event(), threading.Event()

    def behave(asked: Asked) -> Reply:
        if len(endpoint.answered) >= stop_at[0]:
            holding.set()
            hold.wait(20)
            return Reply(b"", cut=0)  # of what was under way at the kill nothing arrives
        return told(asked, event("تظاهر", actors=["العمال"]))

    endpoint.behave = behave
    stop_at = [7]
    for stop_at[0] in (7, 20):
        hold.clear()
        holding.clear()
        child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        assert holding.wait(60)
        child.send_signal(signal.SIGKILL)
        child.wait()
        hold.set()
        time.sleep(0.05)
    stop_at[0] = 1000
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert "the store holds 40 articles and 40 events" in done.stderr
    assert sorted(endpoint.answered.values()) == [1] * 40


# settings


def test_settings_that_are_missing_or_wrong(endpoint: Endpoint, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(**given: str) -> str:
        with monkeypatch.context() as patch:
            for name, value in given.items():
                patch.setenv(f"RASAD_LLM_{name}", value)
            with pytest.raises(RasadError) as caught:
                Coder(Config("rules", "llm"))
            return str(caught.value)

    assert "RASAD_LLM_MODEL" in refused(MODEL="")
    assert "at least 0" in refused(RETRIES="many")
    assert "at least 0" in refused(MAX_COST="nan")
    assert "RASAD_LLM_COLOUR" in refused(COLOUR="red")
    assert "json_schema" in refused(FORMAT="xml")
    assert "PRICE_IN" in refused(MAX_COST="3")
    assert "http" in refused(URL="localhost")
    message = refused(URL=f"http://user:{KEY}@localhost/v1")
    assert "RASAD_LLM_KEY" in message
    assert KEY not in message
    monkeypatch.delenv("OPENAI_API_KEY")
    assert "OPENAI_API_KEY" in refused(URL="https://api.openai.com/v1")


def test_a_cache_that_is_no_database(code: Code, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("no database at all, " * 100, encoding="utf8")
    monkeypatch.setenv("RASAD_LLM_CACHE", str(tmp_path / "notes.txt"))
    coded = code()
    assert not coded.records
    assert "RASAD_LLM_CACHE" in coded.problems[0].message


def test_the_key_is_not_taken_from_the_command_line() -> None:
    from rasad.cli import common

    with pytest.raises(RasadError, match="environment only") as caught:
        common.set_llm([f"key={KEY}"])
    assert KEY not in str(caught.value)
    with pytest.raises(RasadError, match="NAME=VALUE"):
        common.set_llm(["model"])


def test_without_the_extra_the_command_that_installs_it_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    from rasad import events

    events._reader.cache_clear()
    for name in list(sys.modules):
        if name.startswith(("rasad.events.llm.asking", "rasad.events.judges.llm")):
            monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "openai", None)
    with pytest.raises(PartError, match=r"pip install 'rasad\[llm\]'"):
        Coder(Config("rules", "llm"))
    events._reader.cache_clear()


def test_other_judges_import_no_client() -> None:
    program = (
        "import sys, rasad; from rasad.coder import Coder, Config; Coder(Config('rules', 'rules')).name;"
        "assert not {'openai', 'pydantic', 'torch', 'transformers'} & set(sys.modules), sorted(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", program], check=True)
