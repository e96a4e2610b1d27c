"""Every exporter holds the same contract: the same signature, the same examples, any text, nothing invented."""

from __future__ import annotations

import copy
import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rasad import export, parts
from rasad.errors import PartError
from rasad.export import example
from rasad.export.stated import happened, has_category
from rasad.record import Record, check

NAMES = export.names()
TEXT = [name for name in NAMES if name != "parquet"]
PUBLISHED = {"2019-12-02", "2020-03-04"}  # of the examples' articles
# Strange, but nothing that an article may hold is left out: NUL and halves of surrogate pairs are refused in reading.
strange = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), min_size=1) | st.sampled_from(
    ['قال "لا"\nثم', "=1+1", "\u202eقلب\u202c", "\ta\tb", "a\r\nb", "-", "@SUM(A1)", "'", '"', "\u2028", "\ufeff"]
)


def bytes_of(name: str, records: Any) -> bytes:
    out = io.BytesIO()
    export.write(name, records, out)
    return out.getvalue()


def rows_of(name: str, records: Any) -> list[dict[str, Any]]:
    """Return what a reader of the format reads."""
    data = bytes_of(name, records)
    if name == "parquet":
        pq = pytest.importorskip("pyarrow.parquet")
        return list(pq.read_table(io.BytesIO(data)).to_pylist())
    text = data.decode()
    if name == "geojson":
        return list(json.loads(text)["features"])
    if name == "gdelt":
        columns = parts.load(export.FORMATS, name).COLUMNS
        return [dict(zip(columns, line.split("\t"), strict=True)) for line in text.split("\n")[:-1]]
    if name in ("csv", "acled"):
        return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline=""), strict=True))
    return [json.loads(line) for line in text.split("\n")[:-1]]


def expected_count(name: str, records: Any) -> int:
    rule = {"acled": happened, "gdelt": has_category, "plover": has_category}.get(name)
    return sum(1 for record in records if rule is None or rule(record))


def test_examples_keep_the_contract() -> None:
    assert {r["status"] for r in example.records()} == {"actual", "planned", "hypothetical", "negated"}
    for record in example.records():
        text = " " * record["text_info"]["start"] + record["text"]
        if all(end <= len(text) for *_, end in _spans(record)):
            check(record, _pad(record, text))


def _spans(record: Record) -> Iterator[tuple[str, str, int, int]]:
    from rasad.record import spans

    return spans(record)


def _pad(record: Record, text: str) -> str:
    """Return a text in which every span of the record stands where it says."""
    letters = list(text)
    for _, words, start, end in _spans(record):
        letters[start:end] = words
    return "".join(letters)


@pytest.mark.parametrize("name", NAMES)
def test_part_is_complete(name: str) -> None:
    part = parts.load(export.FORMATS, name)
    assert part.SUFFIX.startswith(".")
    assert parts.describe(export.FORMATS, name)
    assert rows_of(name, part.EXAMPLE)


@pytest.mark.parametrize("name", NAMES)
def test_counts_what_it_writes(name: str) -> None:
    out = io.BytesIO()
    count = export.write(name, iter(example.records()), out)
    assert count == expected_count(name, example.records()) == len(rows_of(name, example.records()))
    assert not out.closed


@pytest.mark.parametrize("name", NAMES)
def test_writes_the_same_bytes_twice(name: str) -> None:
    assert bytes_of(name, example.records()) == bytes_of(name, example.records())


@pytest.mark.parametrize("name", NAMES)
def test_leaves_records_as_they_are(name: str) -> None:
    records = copy.deepcopy(list(example.records()))
    bytes_of(name, records)
    assert records == list(example.records())


@pytest.mark.parametrize("name", NAMES)
def test_nothing_to_write(name: str) -> None:
    assert rows_of(name, []) == []


@pytest.mark.parametrize("name", NAMES)
def test_takes_records_as_they_come(name: str) -> None:
    """The stream is read while it is written; parquet holds a row group, the tables a batch of text."""
    out, most = io.BytesIO(), 0
    seen = 0

    def many() -> Iterator[Record]:
        nonlocal seen, most
        for _ in range(5000):
            seen += 1
            if out.tell() > 4:  # parquet's magic bytes come at once
                most = most or seen
            yield example.records()[0]

    assert export.write(name, many(), out) == 5000
    assert 0 < most <= 2001


@pytest.mark.parametrize("name", NAMES)
def test_an_undated_event_gets_no_date(name: str) -> None:
    undated = [r for r in example.records() if r["status"] == "actual" and r["date"] is None]
    assert undated
    (row,) = rows_of(name, undated)
    shown = row["properties"] if name == "geojson" else row
    for column in ("date", "enddate", "event_date", "year", "Day", "MonthYear", "Year"):
        assert not shown.get(column)


@pytest.mark.parametrize("name", ["plover", "gdelt", "acled"])
def test_what_did_not_happen_is_no_row_where_status_cannot_be_said(name: str) -> None:
    denied = [r for r in example.records() if r["status"] in ("negated", "hypothetical")]
    planned_attack = example.records()[0] | {"status": "planned"}
    assert denied
    assert rows_of(name, [*denied, planned_attack]) == []


@pytest.mark.parametrize("name", NAMES)
@settings(max_examples=40, deadline=None)
@given(words=strange, other=strange)
def test_any_text_comes_back(name: str, words: str, other: str) -> None:
    record = copy.deepcopy(example.records()[0])
    record["text"] = record["trigger"]["text"] = words
    record["actor"][0]["entity_text"] = other
    record["cite_info"]["title"] = record["cite_info"]["publication"] = other
    (row,) = rows_of(name, [record])
    if name in ("jsonl", "plover", "parquet"):
        assert row["text"] == words
        assert row["actor"][0]["entity_text"] == other
    elif name == "geojson":
        assert row["properties"]["text"] == words
    elif name == "gdelt":
        assert len(row) == 61
    else:
        column = "notes" if name == "acled" else "text"
        assert row[column].removeprefix("'") == words.removeprefix("'")


@settings(max_examples=80, deadline=None)
@given(words=strange)
@pytest.mark.parametrize("name", ["csv", "acled"])
def test_no_cell_is_a_formula(name: str, words: str) -> None:
    record = copy.deepcopy(example.records()[0])
    record["text"] = words
    record["actor"][0]["entity_text"] = "=HYPERLINK(1)" + words
    for row in rows_of(name, [record]):
        for column, cell in row.items():
            if column not in ("event_scale", "lat", "lon", "latitude", "longitude"):  # numbers may be below zero
                assert not cell.startswith(("=", "+", "-", "@", "\t", "\r"))


def test_csv_opens_in_a_spreadsheet() -> None:
    data = bytes_of("csv", example.records())
    assert data.startswith(b"\xef\xbb\xbfid,doc_id,")
    assert "مئات العمال".encode() in data
    row = rows_of("csv", example.records())[0]
    assert (row["event_scale"], row["quad_code"]) == ("-5.0", "4")  # a number keeps its sign


def test_jsonl_is_the_record() -> None:
    assert rows_of("jsonl", example.records()) == list(example.records())
    assert list(rows_of("jsonl", example.records())[0]) == list(example.records()[0])


def test_plover_has_no_field_of_ours() -> None:
    theirs = set(
        "id date enddate actor recipient event event_loc event_text quad_code event_scale mode context size text "
        "text_info cite_info coder".split()
    )
    rows = rows_of("plover", example.records())
    for row in rows:
        assert set(row) <= theirs
        assert {"id", "date", "actor", "event"} <= set(row)
        for entity in row["actor"] + row.get("recipient", []):
            assert not {"start", "end", "number", "name_en"} & set(entity)
    assert rows[1]["size"] == {"arrested": 12}
    visit = rows[-1]
    assert visit["event"] == ["AGREE"]
    assert "mode" not in visit  # AGREE has none


def test_gdelt_columns() -> None:
    protest, arrest, visit = rows_of("gdelt", example.records())
    assert (protest["Day"], protest["MonthYear"], protest["Year"]) == ("20191201", "201912", "2019")
    assert (protest["EventCode"], protest["EventRootCode"], protest["QuadClass"]) == ("141", "14", "4")
    assert (arrest["Actor1Code"], arrest["Actor1CountryCode"], arrest["Actor1Type1Code"]) == ("IRQCOP", "IRQ", "COP")
    assert arrest["Actor2Type1Code"] == "CVL"
    assert (visit["EventCode"], visit["QuadClass"], visit["Day"]) == ("030", "1", "")
    assert (protest["ActionGeo_Type"], protest["ActionGeo_FullName"]) == ("4", "Basra, Iraq")
    for row in (protest, arrest, visit):
        empty = ("GoldsteinScale", "AvgTone", "NumMentions", "DATEADDED", "ActionGeo_CountryCode", "FractionDate")
        assert not any(row[column] for column in empty)
    assert f"{int(protest['GlobalEventID']):015x}" == example.records()[0]["id"][:15]
    assert int(protest["GlobalEventID"]) < 2**63


@pytest.mark.parametrize(
    ("code", "sector", "wanted"),
    [
        ("UNO", None, ("IGOUNO", "", "UNO", "IGO")),
        ("EUR", None, ("IGOEEC", "", "EEC", "IGO")),
        ("NGO", "MED", ("NGOHLH", "", "", "NGO")),
        ("IRQ", "JRN", ("IRQMED", "IRQ", "", "MED")),
        (None, "SOC", ("", "", "", "")),
    ],
)
def test_gdelt_actor_codes(code: str | None, sector: str | None, wanted: tuple[str, ...]) -> None:
    record = copy.deepcopy(example.records()[0])
    record["actor"][0] |= {"code": code, "sector": sector}
    (row,) = rows_of("gdelt", [record])
    names = ("Actor1Code", "Actor1CountryCode", "Actor1KnownGroupCode", "Actor1Type1Code")
    assert tuple(row[name] for name in names) == wanted


def test_both_sides_of_a_meeting_have_columns() -> None:
    record = copy.deepcopy(example.records()[4])
    record["status"] = "actual"
    record["actor"].append(record["actor"][0] | {"code": "IRQ"})
    assert rows_of("gdelt", [record])[0]["Actor2CountryCode"] == "IRQ"
    assert rows_of("acled", [record])[0]["actor2"]


def test_acled_columns() -> None:
    protest, arrest = rows_of("acled", example.records())
    kinds = ("disorder_type", "event_type", "sub_event_type")
    assert tuple(protest[k] for k in kinds) == ("Demonstrations", "Protests", "")
    assert tuple(arrest[k] for k in kinds) == ("", "", "")
    assert (protest["inter1"], arrest["inter1"]) == ("Protesters", "State forces")
    assert (protest["iso"], protest["country"], protest["geo_precision"]) == ("368", "Iraq", "1")
    assert (protest["event_date"], protest["time_precision"]) == ("2019-12-01", "1")
    assert (protest["fatalities"], protest["timestamp"], protest["region"]) == ("", "", "")


@pytest.mark.parametrize(
    ("granularity", "first", "last", "wanted"),
    [
        ("week", "2020-03-08", "2020-03-14", ("2020-03-08", "2020", "2")),
        ("month", "2020-03-01", "2020-03-31", ("2020-03-01", "2020", "3")),
        ("year", "2020-01-01", "2020-12-31", ("", "2020", "")),
        ("interval", "2019-12-20", "2020-01-10", ("", "", "")),
    ],
)
def test_acled_dates_are_no_more_exact_than_the_text(
    granularity: str, first: str, last: str, wanted: tuple[str, ...]
) -> None:
    record = copy.deepcopy(example.records()[0])
    record |= {"date": first, "enddate": last}
    record["date_info"]["granularity"] = granularity
    (row,) = rows_of("acled", [record])
    assert (row["event_date"], row["year"], row["time_precision"]) == wanted


def test_geojson_points_are_longitude_first() -> None:
    protest, *_, visit = rows_of("geojson", example.records())
    assert protest["geometry"] == {"type": "Point", "coordinates": [47.7804, 30.50852]}
    assert visit["geometry"] is None


def test_parquet_schema_is_the_same_with_and_without_records() -> None:
    pq = pytest.importorskip("pyarrow.parquet")
    full = pq.read_schema(io.BytesIO(bytes_of("parquet", example.records())))
    empty = pq.read_schema(io.BytesIO(bytes_of("parquet", [])))
    assert full == empty
    assert full.names == list(example.records()[0])
    assert rows_of("parquet", example.records()) == list(example.records())


def test_parquet_needs_its_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(PartError, match=r"pip install 'rasad\[data\]'"):
        export.write("parquet", [], io.BytesIO())


def test_an_unknown_exporter_is_named_with_those_there_are() -> None:
    with pytest.raises(PartError, match="there are: acled, csv, gdelt"):
        export.write("xml", [], io.BytesIO())


def test_parquet_goes_down_a_pipe(tmp_path: Path) -> None:
    import os

    pytest.importorskip("pyarrow")
    reading, writing = os.pipe()
    with os.fdopen(writing, "wb") as pipe:
        export.write("parquet", example.records(), pipe)
    with os.fdopen(reading, "rb") as pipe:
        assert pipe.read().endswith(b"PAR1")


def test_links_are_written() -> None:
    protest, arrest = copy.deepcopy(list(example.records()[:2]))
    arrest["link"] = protest["id"]
    for name in ("jsonl", "parquet", "csv"):
        assert [row["link"] for row in rows_of(name, [protest, arrest])] == [protest["id"]] * 2
    assert [row["properties"]["link"] for row in rows_of("geojson", [protest, arrest])] == [protest["id"]] * 2


@pytest.mark.parametrize("name", NAMES)
def test_a_record_from_before_there_were_links(name: str) -> None:
    old = {key: value for key, value in example.records()[0].items() if key != "link"}
    (row,) = rows_of(name, [old])
    if name in ("parquet", "csv"):
        assert row["link"] == old["id"]


def test_folding_keeps_the_mention_that_says_most() -> None:
    protest, arrest, *_, visit = copy.deepcopy(list(example.records()))
    poor = protest | {"id": "poor", "link": "poor", "actor": [], "date_info": None, "date": None, "enddate": None}
    assert list(export.folded([poor, protest | {"link": "poor"}, arrest, visit])) == [
        protest | {"link": "poor"},
        arrest,
        visit,
    ]
    assert list(export.folded([])) == []


def test_folding_does_not_make_what_is_planned_happen() -> None:
    visit = example.records()[-1]
    noun = visit | {"id": "noun", "status": "actual", "mode": ["visit"], "context": ["economic"]}
    assert list(export.folded([visit, noun | {"link": visit["id"]}])) == [visit]
