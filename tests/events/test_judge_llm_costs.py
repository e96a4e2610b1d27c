"""What the judge `llm` pays for, and its settings: each answer once, never above the ceiling, the key nowhere."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import orjson
import pytest

from rasad.coder import Coder, Config
from rasad.errors import AnswerError, PartError, RasadError
from rasad.events.llm.ledger import Answer, Ledger, Spent
from tests.events.conftest import Code
from tests.events.llm_server import KEY, TEXT, Asked, Endpoint, Reply, codes, event, told

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

    events._optional.cache_clear()
    for name in list(sys.modules):
        if name.startswith(("rasad.events.llm.asking", "rasad.events.judges.llm")):
            monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "openai", None)
    with pytest.raises(PartError, match=r"pip install 'rasad\[llm\]'"):
        Coder(Config("rules", "llm"))
    events._optional.cache_clear()


def test_other_judges_import_no_client() -> None:
    program = (
        "import sys, rasad; from rasad.coder import Coder, Config; Coder(Config('rules', 'rules')).name;"
        "assert not {'openai', 'pydantic', 'torch', 'transformers'} & set(sys.modules), sorted(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", program], check=True)
