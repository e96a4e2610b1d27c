"""The commands with every stage behind them, on the example articles."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest

from rasad import export
from rasad.examples import PATH as EXAMPLES
from rasad.record import check, spans
from tests.cli.conftest import Rasad

TEXTS = {row["id"]: row["text"] for row in map(json.loads, EXAMPLES.read_text(encoding="utf8").splitlines())}


@pytest.fixture(scope="module")
def records() -> list[dict[str, Any]]:
    """The events of the example articles."""
    from rasad.coder import Coded, Coder, code_all
    from rasad.read import read

    found = []
    for item in code_all(Coder(), read(str(EXAMPLES))):
        assert isinstance(item, Coded)
        assert not item.problems
        found += item.records
    return found


def test_every_record_keeps_the_contract(records: list[dict[str, Any]]) -> None:
    for record in records:
        check(record, TEXTS[record["doc_id"]])
    assert {record["doc_id"] for record in records} >= {f"demo-{n}" for n in range(1, 7)}
    assert len({record["id"] for record in records}) == len(records) > 40


def test_code_writes_them_on_every_run(rasad: Rasad, records: list[dict[str, Any]]) -> None:
    first, second = rasad("code", str(EXAMPLES)), rasad("code", str(EXAMPLES))
    assert first.out == second.out
    assert [json.loads(line) for line in first.lines] == records


def test_processes_change_nothing(rasad: Rasad, records: list[dict[str, Any]]) -> None:
    assert [json.loads(line) for line in rasad("code", str(EXAMPLES), "-j", "2").lines] == records


def test_demo(rasad: Rasad, records: list[dict[str, Any]]) -> None:
    run = rasad("demo", "--db", "demo.db")
    assert run.code == 0
    for record in records:
        assert f"{record['id'][:8]}  {record['event_type']}" in run.out
    tried = next(line for line in run.lines if line.startswith("  rasad show"))
    shown = rasad(*tried.split()[1:])
    assert shown.code == 0
    first = next(r for r in records if r["id"].startswith(tried.split()[2]))
    for _, words, start, end in spans(first):
        assert f"{start}:{end}" in shown.out
        assert words in shown.out or words == first["text"]
    assert "rasad demo" not in rasad("demo", "--db", "demo.db").err  # a second time works as well


def test_demo_makes_a_folder_of_its_own(rasad: Rasad, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    run = rasad("demo")
    assert run.code == 0
    assert len(list(tmp_path.glob("rasad-demo-*/rasad.db"))) == 1
    assert str(tmp_path) in run.out


def test_stored_and_exported_they_are_the_same(rasad: Rasad, records: list[dict[str, Any]]) -> None:
    assert rasad("ingest", str(EXAMPLES), "--db", "x.db").code == 0
    exported = [json.loads(line) for line in rasad("export", "jsonl", "--db", "x.db").lines]
    assert exported == sorted(records, key=lambda r: (r["doc_id"], r["trigger"]["start"], r["id"]))


@pytest.mark.parametrize("name", export.names())
def test_every_format_holds_them(name: str, records: list[dict[str, Any]]) -> None:
    if name == "parquet":
        pytest.importorskip("pyarrow")
    out = io.BytesIO()
    assert 0 < export.write(name, records, out) <= len(records)


def test_mentions_stand_where_they_say(rasad: Rasad) -> None:
    run = rasad("mentions", str(EXAMPLES))
    rows = [json.loads(line) for line in run.lines]
    assert {row["kind"] for row in rows} >= {"place", "time", "quantity", "quote"}
    for row in rows:
        assert TEXTS[row["doc_id"]][row["start"] : row["end"]] == row["text"]


def test_without_trained_models(rasad: Rasad) -> None:
    run = rasad("code", str(EXAMPLES), "--engine", "rules", "--judge", "rules")
    assert run.code == 0
    for line in run.lines:
        record = json.loads(line)
        assert "rules+rules" in record["coder"]
        check(record, TEXTS[record["doc_id"]])
