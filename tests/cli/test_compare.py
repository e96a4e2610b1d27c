"""`rasad compare`: engines and files against each other, figures, differences, and what goes to review."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from rasad.store import Store, differing
from tests.cli.conftest import Rasad

TEXTS = {
    "a": "تظاهر العمال في البصرة أمس. ولم تهدد النقابة الحكومة.",
    "b": "اعتقلت الشرطة العراقية 12 متظاهرا في مدينة الزبير.",
    "c": "no Arabic here",
}


@pytest.fixture
def news(tmp_path: Path) -> str:
    path = tmp_path / "news.jsonl"
    rows = [{"id": ident, "text": text, "published": "2020-01-02"} for ident, text in TEXTS.items()]
    path.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), encoding="utf8")
    return str(path)


@pytest.fixture
def coded(rasad: Rasad, news: str, tmp_path: Path) -> str:
    """The events of the judge `rules`."""
    path = tmp_path / "rules.jsonl"
    assert rasad("code", news, "--engine", "rules", "--judge", "rules", "-o", str(path)).code == 0
    return str(path)


def changed(coded: str, change: Any) -> str:
    """Another file of events: those of `coded`, each changed or, for `None`, left out."""
    rows = [json.loads(line) for line in Path(coded).read_text(encoding="utf8").splitlines()]
    path = Path(coded).with_name("changed.jsonl")
    kept = [row for row in map(change, rows) if row is not None]
    path.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in kept), encoding="utf8")
    return str(path)


def gold(tmp_path: Path) -> str:
    text = TEXTS["b"]
    event = {"sentence": 0, "type": "COERCE", "status": "actual", "trigger": "اعتقلت", "actors": ["الشرطة العراقية"]}
    row = {"id": "b", "text": text, "published": "2020-01-02", "sentences": [[0, len(text)]], "events": [event]}
    path = tmp_path / "gold.jsonl"
    path.write_text(json.dumps(row, ensure_ascii=False), encoding="utf8")
    return str(path)


def test_an_engine_and_its_own_events_agree(rasad: Rasad, news: str, coded: str) -> None:
    run = rasad("compare", "rules+rules", coded, news)
    assert run.code == 0, run.err
    assert run.lines[0] == "rules+rules and rules.jsonl on 2 articles, 17 words"
    assert "0 differences" in run.out
    assert "event           1.000   1.000 to 1.000" in run.out
    assert "kappa" in run.out


def test_differences_are_shown_side_by_side_and_written(rasad: Rasad, news: str, coded: str, tmp_path: Path) -> None:
    other = changed(coded, lambda r: None if r["event_type"] == "PROTEST" else r | {"status": "planned", "actor": []})
    run = rasad("compare", coded, other, news, "-o", str(tmp_path / "d.jsonl"), "--limit", "2")
    rows = [json.loads(line) for line in (tmp_path / "d.jsonl").read_text(encoding="utf8").splitlines()]
    assert {row["kind"] for row in rows} == {"status", "only rules.jsonl"}
    assert f"{len(rows)} differences: another status {len(rows) - 1}, only rules.jsonl 1" in run.out
    assert "the first 2" in run.out or len(rows) == 2
    arrest = next(row for row in rows if row["doc_id"] == "b")
    assert [v["engine"] for v in arrest["versions"]] == ["rules.jsonl", "changed.jsonl"]
    assert arrest["fields"][0] == "status"
    assert arrest["versions"][1]["record"]["status"] == "planned"
    assert "   [اعتقلت] الشرطة العراقية 12 متظاهرا في مدينة الزبير." in run.lines
    assert any(line.split()[:3] == ["changed.jsonl", "COERCE,", "planned,"] for line in run.lines)


def test_on_annotated_articles_the_figures_of_both_stand_beside_each_other(
    rasad: Rasad, coded: str, tmp_path: Path
) -> None:
    nothing = changed(coded, lambda r: r | {"event_type": "AID", "mode": []} if r["doc_id"] == "b" else None)
    run = rasad("compare", nothing, "rules+rules", gold(tmp_path))
    assert run.code == 0, run.err
    line = next(line for line in run.lines if line.startswith("event  "))
    assert line.split()[1:8] == ["0.000", "0.000", "0.000", "1.000", "1.000", "1.000", "+1.000"]
    assert "annotated      COERCE, actual  اعتقلت" in run.out
    assert "another type: article b, sentence 1" in run.out


def test_files_of_one_name_are_called_by_where_they_lie(rasad: Rasad, news: str, coded: str, tmp_path: Path) -> None:
    for folder in ("old", "new"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "events.jsonl").write_bytes(Path(coded).read_bytes())
    run = rasad("compare", "old/events.jsonl", "new/events.jsonl", news)
    assert run.code == 0, run.err
    assert run.lines[0] == "old/events.jsonl and new/events.jsonl on 3 articles, 20 words"


def test_an_annotated_file_may_be_one_of_the_two(rasad: Rasad, news: str, tmp_path: Path) -> None:
    run = rasad("compare", gold(tmp_path), "rules+rules", news)
    assert run.code == 0, run.err
    assert "only gold.jsonl" not in run.out
    assert "COERCE" in run.out


def test_differences_go_to_review(rasad: Rasad, news: str, coded: str, tmp_path: Path) -> None:
    other = changed(coded, lambda r: r | {"status": "planned", "coder": "another"} if r["doc_id"] == "b" else r)
    db = str(tmp_path / "review.db")
    run = rasad("compare", "rules+rules", other, news, "--review", db)
    assert "1 difference to review" in run.err
    with Store.open(db) as store:
        (found,) = store.ask(differing.waiting, 9)
        assert (found.kind, found.one, found.other) == ("status", "rules+rules", "changed.jsonl")
        assert found.second is not None and found.second["coder"] == "another"
        assert store.counts()["articles"] == 2
        assert store.event(found.event["id"])["status"] == "actual"  # the first's events are the store's
        store.decide(found.event["id"], "accept", "سلمى")
    again = rasad("compare", "rules+rules", other, news, "--review", db)
    assert again.code == 0
    with Store.open(db) as store:
        assert store.ask(differing.count) == 0
        assert [d.act for d in store.decisions()] == ["accept"]


def test_what_only_the_second_has_goes_to_review_without_becoming_an_event(
    rasad: Rasad, news: str, coded: str, tmp_path: Path
) -> None:
    fewer = changed(coded, lambda r: r if r["doc_id"] == "a" else None)
    db = str(tmp_path / "review.db")
    assert rasad("compare", fewer, "rules+rules", news, "--review", db).code == 0
    with Store.open(db) as store:
        (found,) = store.ask(differing.waiting, 9)
        assert found.first is None and found.second is not None
        assert found.second["id"] not in {record["id"] for record in store.events()}
        assert "rules+rules" in found.second["coder"]


def test_in_a_store_in_use_nothing_is_coded_anew_and_the_second_is_compared_with_what_stands(
    rasad: Rasad, news: str, coded: str, tmp_path: Path
) -> None:
    """The store is another coder's, with a person's correction; the first finds less, the second other statuses."""
    db = str(tmp_path / "in-use.db")
    arrest_only = changed(coded, lambda r: r if r["doc_id"] == "b" else None)
    first = Path(arrest_only).rename(tmp_path / "first.jsonl")
    other = changed(coded, lambda r: r | {"status": "planned"})
    assert rasad("ingest", news, "--engine", "rules", "--judge", "rules", "--db", db).code == 0
    with Store.open(db) as store:
        before = [row for row in store.dump() if row[0] != "differences"]
        events = {r["id"]: r for r in store.events()}
        protest = next(r for r in events.values() if r["event_type"] == "PROTEST")
        store.decide(protest["id"], "correct", "سلمى", after=protest | {"status": "hypothetical"})
        decided = [row for row in store.dump() if row[0] != "differences"]
    run = rasad("compare", str(first), other, news, "--review", db)
    assert run.code == 0, run.err
    assert "1 article had other events in the store than first.jsonl finds: these stay as they are" in run.err
    with Store.open(db) as store:
        assert [row for row in store.dump() if row[0] != "differences"] == decided != before
        found = store.ask(differing.waiting, 99)
        assert {d.event["id"] for d in found} == set(events) - {protest["id"]}
        assert all(d.first == events[d.event["id"]] for d in found)
        names = {d.event["doc_id"]: d.one for d in found}
        assert names == {"a": next(iter(events.values()))["coder"], "b": "first.jsonl"}


def test_what_people_took_is_not_asked_again_and_is_once_they_undo_it(
    rasad: Rasad, news: str, coded: str, tmp_path: Path
) -> None:
    db = str(tmp_path / "review.db")
    fewer = Path(changed(coded, lambda r: r if r["doc_id"] == "a" else None)).rename(tmp_path / "fewer.jsonl")
    assert rasad("compare", str(fewer), coded, news, "--review", db).code == 0
    with Store.open(db) as store:
        (found,) = store.ask(differing.waiting, 9)
        store.decide(found.event["id"], "accept", "سلمى")
    planned = changed(coded, lambda r: r | {"status": "planned"} if r["doc_id"] == "b" else r)
    for proposals, second in enumerate((coded, planned), 1):  # another engine says something else of the event
        assert rasad("compare", str(fewer), second, news, "--review", db).code == 0
        with Store.open(db) as store:
            assert store.ask(differing.count) == 0
            (made,) = (d for d in store.decisions() if d.undone_by is None)
            store.undo(made.id, "سلمى")
            assert store.ask(differing.count) == proposals
            store.decide(found.event["id"], "accept", "سلمى")


def test_what_is_stored_under_another_id_or_with_another_text_is_left_out(
    rasad: Rasad, news: str, coded: str, tmp_path: Path
) -> None:
    db = str(tmp_path / "in-use.db")
    stored = tmp_path / "stored.jsonl"
    rows = [{"id": "a", "text": TEXTS["a"] + " ثم عادوا."}, {"id": "0", "text": TEXTS["b"], "published": "2021-01-01"}]
    stored.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), encoding="utf8")
    assert rasad("ingest", str(stored), "--engine", "rules", "--judge", "rules", "--db", db).code == 0
    with Store.open(db) as store:
        before = [row for row in store.dump() if row[0] != "problems"]
    run = rasad("compare", coded, changed(coded, lambda r: r | {"status": "planned"}), news, "--review", db)
    assert "2 articles left out of the review" in run.err
    with Store.open(db) as store:
        assert set(before) <= set(store.dump())
        assert {r["doc_id"] for r in store.events()} == {"a", "0"}
        assert [problem.code for problem in store.problems()] == ["changed-article"]


@pytest.mark.parametrize(
    ("args", "told"),
    [
        (("oracle", "rules"), "there are: combined"),
        (("tea+rules", "rules"), "there are: crf, rules"),
        (("rules", "rules"), "give two that differ"),
        (("./nothing", "rules"), "there is no such file or folder"),
        (("rules", "tea+."), "there are: crf, rules"),
        ((".", "rules"), "is no encoder that Rasad has trained: encoder.json is not there"),
        (("nothing.jsonl", "rules"), "there is no such file"),
        (("rules+rules", "llm"), "RASAD_LLM_MODEL"),
    ],
)
def test_engines_that_there_are_not(
    rasad: Rasad, news: str, monkeypatch: pytest.MonkeyPatch, args: tuple[str, str], told: str
) -> None:
    monkeypatch.delenv("RASAD_LLM_MODEL", raising=False)
    run = rasad("compare", *args, news)
    assert run.code == 1
    assert told in run.err


def test_files_that_do_not_fit(rasad: Rasad, news: str, coded: str, tmp_path: Path) -> None:
    no_event = tmp_path / "no.jsonl"
    no_event.write_text('{"id": 1}\n', encoding="utf8")
    assert f"{no_event}:1: not an event record" in rasad("compare", "rules+rules", str(no_event), news).err
    foreign = changed(coded, lambda r: r | {"doc_id": "elsewhere"})
    run = rasad("compare", "rules+rules", foreign, news)
    assert run.code == 1
    assert "no event of" in run.err
    moved = changed(coded, lambda r: r | {"trigger": r["trigger"] | {"start": r["trigger"]["start"] + 1}})
    assert "are of another text" in rasad("compare", "rules+rules", moved, news).err
    assert "leave --review out" in rasad("compare", gold(tmp_path), "rules+rules", news, "--review", "r.db").err


def test_an_article_that_one_cannot_code_is_left_out(
    rasad: Rasad, news: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("RASAD_LLM_MODEL", "m")
    monkeypatch.setenv("RASAD_LLM_URL", "http://127.0.0.1:9/v1")
    monkeypatch.setenv("RASAD_LLM_RETRIES", "0")
    monkeypatch.setenv("RASAD_LLM_CACHE", str(tmp_path / "llm.sqlite"))
    run = rasad("compare", "rules+rules", "rules+llm", news)
    assert "rules+llm could not code 3 articles, left out of the comparison" in run.err
    assert "events/llm-connection 2" in run.err
