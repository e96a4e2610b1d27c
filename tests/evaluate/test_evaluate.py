"""Evaluation: who answers whom, what agrees; and the figures are those of the scorer beside the project."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from rasad.errors import InputError
from rasad.evaluate import Evaluation, GoldDocument, evaluate, read_gold, report
from rasad.evaluate.compare import alike, pair, shared
from rasad.evaluate.gold import days, document
from rasad.record import Record

SHARED = Path(__file__).parents[3] / "shared"
TEXT = "قصفت الطائرات البلدة أمس ثم قصفت القرية، واعتقلت الشرطة متظاهرين. زار الوزير المدينة."
END = TEXT.index(".") + 1
SENTENCES = [[0, END], [END + 1, len(TEXT)]]


def gold(*events: dict[str, Any], ident: str = "a", text: str = TEXT) -> GoldDocument:
    plain = {"sentence": 0, "type": "ASSAULT", "status": "actual"}
    return document({"id": ident, "text": text, "sentences": SENTENCES, "events": [plain | e for e in events]})


def coded(trigger: str, event_type: str = "ASSAULT", status: str = "actual", turn: int = 0, **fields: Any) -> Record:
    """Return a record of the contract with a trigger at its `turn`-th place in the text."""
    start = TEXT.index(trigger)
    for _ in range(turn):
        start = TEXT.index(trigger, start + 1)
    record: Record = {"doc_id": "a", "event_type": event_type, "status": status, "actor": [], "recipient": []}
    record |= {"trigger": {"text": trigger, "start": start, "end": start + len(trigger)}, "attribution": []}
    record |= {"event_loc": None, "date": None, "enddate": None, "date_info": None}
    for role in ("actor", "recipient"):
        record[role] = [{"entity_text": phrase} for phrase in fields.pop(role, ())]
    record["attribution"] = [{"text": phrase} for phrase in fields.pop("attribution", ())]
    if place := fields.pop("place", None):
        record["event_loc"] = {"extracted_place": place}
    if day := fields.pop("day", None):
        record |= {"date": day[0], "enddate": day[1], "date_info": {"text": "أمس"}}
    assert not fields
    return record


def counts(result: Evaluation, name: str) -> tuple[int, int, int]:
    tally = result.figures[name]
    return tally.hit, tally.gold, tally.coded


def test_a_repeated_trigger_is_found_in_its_turn() -> None:
    first, second = gold({"trigger": "قصفت"}, {"trigger": "قصفت"}).events
    assert first.start == 0
    assert second.start == TEXT.index("قصفت", 1)
    assert TEXT[second.start : second.end] == "قصفت"


def test_pairs_are_made_best_first_and_each_event_is_used_once() -> None:
    annotated = gold({"trigger": "قصفت"}, {"trigger": "قصفت"}, {"trigger": "اعتقلت", "type": "COERCE"}).events
    records = [coded("اعتقلت", "ASSAULT"), coded("قصفت", turn=1), coded("قصفت")]
    assert sorted(pair(annotated, records)) == [(0, 2), (1, 1), (2, 0)]


def test_a_pair_needs_one_sentence_and_a_common_type_or_word() -> None:
    annotated = gold({"trigger": "قصفت"}, {"sentence": 1, "trigger": "زار", "type": "CONSULT"}).events
    assert pair(annotated, [coded("زار", "ASSAULT")]) == [(1, 0)]  # the word, in spite of the type
    assert pair(annotated, [coded("الطائرات", "COERCE")]) == []
    assert pair(annotated, [coded("البلدة")]) == [(0, 0)]  # the type, in spite of the word
    assert pair(annotated, [coded("اعتقلت", "CONSULT")]) == []  # the type is there, but in another sentence


def test_a_pair_of_type_and_word_goes_before_one_of_type() -> None:
    annotated = gold({"trigger": "قصفت"}).events
    assert pair(annotated, [coded("البلدة"), coded("قصفت", status="planned")]) == [(0, 1)]


def test_figures_of_types_and_statuses() -> None:
    annotated = gold({"trigger": "قصفت"}, {"trigger": "اعتقلت", "type": "COERCE"})
    result = evaluate(
        [annotated], [coded("قصفت", status="planned"), coded("اعتقلت", "ASSAULT"), coded("زار", "CONSULT")]
    )
    assert counts(result, "trigger") == (2, 2, 3)
    assert counts(result, "event") == (1, 2, 3)
    assert counts(result, "status") == (0, 2, 3)
    assert result.status_accuracy == 0
    assert (result.types["COERCE"].gold, result.types["COERCE"].coded, result.types["COERCE"].hit) == (1, 0, 0)
    event = result.figures["event"]
    assert (event.precision, event.recall, event.f1) == pytest.approx((1 / 3, 1 / 2, 2 / 5))


def test_phrases_count_only_on_events_of_the_right_type() -> None:
    said = {"actors": ["الطائرات"], "recipients": ["البلدة"], "place": "البلدة", "attribution": ["الوزير"]}
    fields: dict[str, Any] = {"actor": ["طائرات"], "recipient": ["القرية"], "place": "البلدة", "attribution": ["وزير"]}
    right = evaluate([gold({"trigger": "قصفت"} | said)], [coded("قصفت", **fields)])
    wrong = evaluate([gold({"trigger": "قصفت"} | said)], [coded("قصفت", "COERCE", **fields)])
    for name, hits in {"actors": 1, "recipients": 0, "place": 1, "attribution": 1}.items():
        assert counts(right, name) == (hits, 1, 1)
        assert counts(wrong, name) == (0, 1, 1)


def test_nothing_annotated_and_nothing_coded() -> None:
    result = evaluate([], [])
    assert result.figures["event"].f1 == result.figures["event"].precision == result.figures["event"].recall == 0
    assert result.status_accuracy == 0
    assert result.false_alarms == 0


def test_false_alarms_are_counted_in_articles_without_events() -> None:
    text = "كلمة " * 100
    quiet = document({"id": "b", "text": text, "sentences": [[0, len(text)]], "events": []})
    result = evaluate([gold({"trigger": "قصفت"}), quiet], [coded("قصفت"), coded("قصفت") | {"doc_id": "b"}])
    assert (result.idle_words, result.idle_events) == (100, 1)
    assert result.false_alarms == pytest.approx(10)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("الجيش العراقي", "جيش عراقي", True),
        ("وزارة الدفاع", "الدفاع", True),
        ("قوات الأمن العراقية", "القوات", True),  # two of four words: just half
        ("قوات الأمن العراقية المشتركة", "القوات", False),
        ("للحكومة", "الحكومة", True),
        ("والحكومة", "الحكومة", True),
        ("مُقاتِلُون", "مقاتلون", True),
        ("إيران", "ايران", True),
        ("NATO", "nato", True),
        ("الجيش", "الشرطة", False),
        ("", "", False),
        ("،", "،", False),
        ("الجيش الجيش", "الجيش", True),
    ],
)
def test_alike(one: str, other: str, same: bool) -> None:
    assert alike(one, other) is same
    assert alike(other, one) is same


def test_a_coded_phrase_answers_one_annotated_phrase() -> None:
    assert shared(["الجيش", "الجيش"], ["الجيش"]) == 1
    assert shared(["الجيش"], ["الجيش", "الجيش"]) == 1
    assert shared(["الشرطة", "الجيش"], ["الجيش", "الشرطة"]) == 2


@pytest.mark.parametrize(
    ("iso", "first", "last"),
    [
        ("2016-07-20", "2016-07-20", "2016-07-20"),
        ("2016-02", "2016-02-01", "2016-02-29"),
        ("2015-02", "2015-02-01", "2015-02-28"),
        ("2016-12", "2016-12-01", "2016-12-31"),
        ("2016", "2016-01-01", "2016-12-31"),
        ("2016-W01", "2016-01-04", "2016-01-10"),
        ("2015-W53", "2015-12-28", "2016-01-03"),
        ("2016-SP", "2016-03-01", "2016-05-31"),
        ("2016-SU", "2016-06-01", "2016-08-31"),
        ("2016-FA", "2016-09-01", "2016-11-30"),
        ("2015-WI", "2015-12-01", "2016-02-29"),
        ("2016-07-20/2016-07-23", "2016-07-20", "2016-07-23"),
        ("2016-07/2016-09", "2016-07-01", "2016-09-30"),
    ],
)
def test_days_of_an_annotated_date(iso: str, first: str, last: str) -> None:
    assert days(iso) == (date.fromisoformat(first), date.fromisoformat(last))


@pytest.mark.parametrize(
    ("iso", "first", "last", "same"),
    [
        ("2016-07-20", "2016-07-20", "2016-07-20", True),
        ("2016-07-20", "2016-07-20", None, True),
        ("2016-07-20", "2016-07-20", "2016-07-21", False),
        ("2016-07-20", "2016-07-19", "2016-07-19", False),
        ("2016-07", "2016-07-01", "2016-07-31", True),
        ("2016-07", "2016-07-02", "2016-07-31", False),
        ("2016-W29", "2016-07-17", "2016-07-23", True),  # a week from Sunday: a day off
        ("2016-W29", "2016-07-15", "2016-07-21", False),
        ("2016-SU", "2016-06-21", "2016-09-22", True),  # by the sun: three weeks off
        ("2016-SU", "2016-06-25", "2016-09-22", False),
        ("2015-WI", "2015-12-01", "2016-02-28", True),
        ("2016-07-20/2016-07-23", "2016-07-20", "2016-07-23", True),
    ],
)
def test_dates(iso: str, first: str, last: str | None, same: bool) -> None:
    result = evaluate([gold({"trigger": "قصفت", "date": iso})], [coded("قصفت", day=(first, last))])
    assert counts(result, "date") == (int(same), 1, 1)


def test_a_date_that_is_not_annotated_is_no_hit() -> None:
    result = evaluate([gold({"trigger": "قصفت"})], [coded("قصفت", day=("2016-07-20", "2016-07-20"))])
    assert counts(result, "date") == (0, 0, 1)


def test_the_report_tells_figures_types_and_errors() -> None:
    annotated = gold({"trigger": "قصفت"}, {"trigger": "قصفت"}, {"trigger": "اعتقلت", "type": "COERCE"})
    records = [coded("قصفت", status="planned"), coded("اعتقلت", "MOBILIZE"), coded("زار", "CONSULT")]
    result = evaluate([annotated], records)
    lines = report(result, errors=2).splitlines()
    assert lines[0].split() == ["figure", "P", "R", "F1", "gold", "coded"]
    assert next(line for line in lines if line.startswith("event ")).split() == "event 0.333 0.333 0.333 3 3".split()
    assert "status accuracy 0.000" in lines
    assert [line.split()[0] for line in lines[12:16]] == ["ASSAULT", "COERCE", "CONSULT", "MOBILIZE"]
    assert len(lines) == 16 + 2
    assert len(result.errors) == 4
    told = report(result, errors=9)
    assert "a[0] status actual coded planned: قصفت" in told
    assert "a[0] type COERCE coded MOBILIZE: اعتقلت / اعتقلت" in told
    assert "a[0] missed ASSAULT/actual: قصفت" in told
    assert "a spurious CONSULT/actual: زار" in told
    assert "missed" not in report(result)


GOOD = json.dumps({"id": "a", "text": TEXT, "sentences": SENTENCES, "events": []})


@pytest.mark.parametrize(
    "line",
    [
        "{",
        "[]",
        "7",
        json.dumps({"id": "a", "text": TEXT, "sentences": SENTENCES}),
        json.dumps({"text": TEXT, "sentences": SENTENCES, "events": []}),
        json.dumps({"id": "a", "text": TEXT, "sentences": SENTENCES, "events": [{"type": "AID"}]}),
        json.dumps({"id": "a", "text": TEXT, "sentences": [], "events": [{"sentence": 0, "trigger": "قصفت"}]}),
        GOOD.replace(
            '"events": []',
            '"events": [{"sentence": 0, "trigger": "x", "type": "AID", "status": "actual", "date": "yesterday"}]',
        ),
    ],
)
def test_a_bad_line_is_named(tmp_path: Path, line: str) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_text(f"{GOOD}\n\n{line}\n", encoding="utf8")
    with pytest.raises(InputError) as caught:
        read_gold(path)
    assert str(caught.value).startswith(f"{path}:3: ")
    assert (caught.value.place, caught.value.code) == (f"{path}:3", "gold")


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"gone\.jsonl"):
        read_gold(tmp_path / "gone.jsonl")


def test_good_lines_are_read_and_empty_ones_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "gold.jsonl"
    other = GOOD.replace('"id"', '"doc"')
    path.write_text(f"{GOOD}\n\n{other}\n", encoding="utf8")
    assert [d.id for d in read_gold(path)] == ["a", "a"]


@pytest.mark.shared
@pytest.mark.skipif(not SHARED.exists(), reason="no ../shared")
def test_the_figures_are_those_of_the_scorer(tmp_path: Path) -> None:
    from rasad.coder import Coder, Config
    from rasad.read import read

    path, out = SHARED / "data/events/dev.jsonl", tmp_path / "events.jsonl"
    coder = Coder(Config("rules", "rules"))
    records = [r for a in read([str(path)]) for r in coder.code(a).records]  # type: ignore[arg-type]
    out.write_text("".join(json.dumps(r, ensure_ascii=False) + "\n" for r in records), encoding="utf8")
    command = [sys.executable, str(SHARED / "score/score_events.py"), str(path), str(out), "--json"]
    scored = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
    ours = evaluate(read_gold(path), records)
    assert ours.figures["event"].hit > 100
    for name, tally in ours.figures.items():
        row = scored["total"]["event+status" if name == "status" else name]
        figures = (tally.precision, tally.recall, tally.f1)
        assert figures == pytest.approx((row["p"], row["r"], row["f1"]), abs=5e-4), name
    for name, tally in ours.types.items():
        row = scored["types"][name]
        assert (tally.hit, tally.gold, tally.coded) == (row["hit"], row["gold"], row["coded"]), name
    assert ours.status_accuracy == pytest.approx(scored["total"]["status accuracy"], abs=5e-4)
    assert ours.false_alarms == pytest.approx(scored["total"]["false alarms per 1,000 words"], abs=5e-3)
