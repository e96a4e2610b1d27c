"""The judge `llm` against a server with every fault: no crash, and a problem that names the cause."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from rasad import record as records
from rasad.coder import Coded, Coder, Config, code_all
from rasad.document import Article
from rasad.store import Store
from tests.events.conftest import Code
from tests.events.llm_server import GOOD, KEY, TEXT, Asked, Endpoint, Reply, codes, completion, event, told

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


@pytest.mark.slow
def test_a_batch_through_all_faults_killed_and_gone_on_with_is_stored_right_and_paid_once(
    endpoint: Endpoint, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Two processes, every fault, a kill in the middle: what is stored is what a whole run would have stored."""
    monkeypatch.setenv("RASAD_LLM_TIMEOUT", "1")
    monkeypatch.setenv("RASAD_LLM_RETRIES", "0")

    def silent(asked: Asked) -> Reply:
        time.sleep(1.5)
        return told(asked)

    good = event("تظاهر", actors=["العمال"])
    faults: list[tuple[str | None, Callable[[Asked], Reply]]] = [
        (None, lambda asked: told(asked, good)),
        ("llm-malformed", lambda asked: completion("{")),
        ("llm-truncated", lambda asked: completion('{"events": [', "length")),
        ("llm-not-in-text", lambda asked: told(asked, event("أحرق", actors=["المحتجون"]))),
        (None, lambda asked: told(asked, good | {"sentence": 99, "start": -4, "end": 10**9})),
        ("llm-other-article", lambda asked: completion(json.dumps({"article": "ffffffff", "events": [good]}))),
        ("llm-rate-limit", lambda asked: Reply(b"{}", 429)),
        ("llm-timeout", silent),
        ("llm-connection", lambda asked: Reply(told(asked).body, cut=20)),
        ("llm-connection", lambda asked: Reply(told(asked).body, cut=0)),
    ]
    endpoint.behave = lambda asked: faults[int(asked.text.split()[-2]) % len(faults)][1](asked)
    texts = {f"n{n}": f"تظاهر العمال في البصرة وعددهم {n} عاملا." for n in range(30)}
    news = tmp_path / "news.jsonl"
    news.write_text("\n".join(json.dumps({"id": i, "text": t}) for i, t in texts.items()), encoding="utf8")
    db = tmp_path / "events.db"
    command = [sys.executable, "-m", "rasad", "ingest", str(news), "--db", str(db), "-j", "2"]
    command += ["--engine", "rules", "--judge", "llm"]
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    while sum(endpoint.answered.values()) < 8:
        assert child.poll() is None
        time.sleep(0.02)
    child.send_signal(signal.SIGKILL)
    child.wait()
    time.sleep(2)  # its workers end with it
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert "the store holds 30 articles and 6 events" in done.stderr
    with Store.open(str(db)) as store:
        problems = {(p.doc_id, p.code) for p in store.problems()}
        wanted = {(f"n{n}", faults[n % len(faults)][0]) for n in range(30) if faults[n % len(faults)][0]}
        assert problems == wanted
        for record in store.events():
            text = texts[record["doc_id"]]
            for _, quoted, start, end in records.spans(record):
                assert text[start:end] == quoted
    # Only an answer that was on its way at the kill may have been sent twice: one of each of two workers.
    once = [n for n in range(30) if faults[n % len(faults)][0] in (None, "llm-not-in-text")]
    more = [texts[f"n{n}"] for n in once if endpoint.answered[texts[f"n{n}"]] != 1]
    assert len(more) <= 2
    assert all(endpoint.answered[text] <= 2 for text in more)
