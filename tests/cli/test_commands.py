"""Every command: what it prints, what it refuses and how, where its output goes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

import rasad as package
from rasad.cli.export import NAME as EXPORT
from rasad.export import example
from rasad.record import check
from rasad.store import Store
from tests.cli.conftest import Rasad

RUN = "from rasad.cli import main; main()"
COMMANDS = ("code", "mentions", "ingest", "export", "show", "evaluate", "list", "demo")


def typed(*args: str, **kwargs: object) -> subprocess.CompletedProcess[str]:
    """Run the command line as a user does, in a process of its own."""
    command = [sys.executable, "-c", RUN, *args]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False, **kwargs)  # type: ignore[call-overload,no-any-return]


def test_help_names_every_command(rasad: Rasad) -> None:
    shown = rasad("--help")
    assert shown.code == 0
    for name in COMMANDS:
        assert f"  {name} " in shown.out
        assert rasad(name, "--help").code == 0


def test_version(rasad: Rasad) -> None:
    assert rasad("--version").out == f"rasad {package.__version__}\n"


@pytest.mark.usefixtures("first_word")
class TestCode:
    def test_records_and_summary(self, rasad: Rasad, articles: str) -> None:
        run = rasad("code", articles)
        records = [json.loads(line) for line in run.lines]
        assert [r["doc_id"] for r in records] == ["a", "c"]
        check(records[0], "تظاهر العمال في البصرة.")
        assert run.code == 0
        assert "read 3 articles" in run.err
        assert "clean/not-arabic 1, such as" in run.err
        assert "news.jsonl:line 3" in run.err  # the broken line

    def test_same_ids_on_every_run(self, rasad: Rasad, articles: str) -> None:
        assert rasad("code", articles).out == rasad("code", articles).out != ""

    def test_standard_input(self, rasad: Rasad, articles: str) -> None:
        data = Path(articles).read_bytes()
        run = rasad("code", "-", "--format", "jsonl", stdin=data)
        assert len(run.lines) == 2
        assert json.loads(run.lines[0])["id"] == json.loads(rasad("code", articles).lines[0])["id"]

    def test_output_file(self, rasad: Rasad, articles: str, tmp_path: Path) -> None:
        run = rasad("code", articles, "-o", "events.jsonl")
        assert run.out == ""
        assert (tmp_path / "events.jsonl").read_text(encoding="utf8") == rasad("code", articles).out

    def test_an_input_is_not_written_over(self, rasad: Rasad, articles: str) -> None:
        before = Path(articles).read_bytes()
        run = rasad("code", articles, "-o", "news.jsonl")  # the same file by another name
        assert run.err == "rasad: news.jsonl is read and cannot be written at once; name another file with -o\n"
        assert Path(articles).read_bytes() == before

    def test_field_names(self, rasad: Rasad, tmp_path: Path) -> None:
        (tmp_path / "x.csv").write_text("nr,matn\n7,تظاهر العمال\n", encoding="utf8")
        (record,) = [json.loads(s) for s in rasad("code", "x.csv", "--field", "text=matn", "--field", "id=nr").lines]
        assert record["doc_id"] == "7"

    @pytest.mark.parametrize(
        ("args", "message"),
        [
            (("--judge", "oracle"), "there are: combined, hybrid, llm, rules, trained"),
            (("--engine", "oracle"), "there are: "),
            (("--format", "docx"), "there are: csv, feed, html"),
            (("--field", "text"), "--field takes NAME=COLUMN such as text=body, not 'text'"),
            (("--field", "wrong=x"), "there are: id, text, published"),
            (("--encoding", "klingon"), "try utf-8 or cp1256"),
            (("-o", "no/such/folder/x.jsonl"), "cannot write no/such/folder/x.jsonl: No such file or directory"),
        ],
    )
    def test_a_wrong_option_is_one_line(self, rasad: Rasad, articles: str, args: tuple[str, ...], message: str) -> None:
        run = rasad("code", articles, *args)
        assert run.code == 1
        assert run.out == ""
        assert run.err.startswith("rasad: ")
        assert message in run.err
        assert run.err.count("\n") == 1

    def test_a_missing_file(self, rasad: Rasad) -> None:
        run = rasad("code", "nothing.jsonl")
        assert run.code == 1
        assert "nothing.jsonl: there is no such file or folder" in run.err

    def test_a_missing_file_among_others_stops_nothing(self, rasad: Rasad, articles: str) -> None:
        run = rasad("code", "nothing.jsonl", articles)
        assert (run.code, len(run.lines)) == (0, 2)

    @pytest.mark.parametrize("name", ["empty.jsonl", "empty.csv", "empty.txt"])
    def test_an_empty_file(self, rasad: Rasad, tmp_path: Path, name: str) -> None:
        (tmp_path / name).write_bytes(b"")
        run = rasad("code", name)
        assert (run.code, run.out) == (0, "")
        assert "read 0 articles" in run.err

    def test_no_input(self, rasad: Rasad) -> None:
        assert rasad("code").code == 2

    def test_no_worker(self, rasad: Rasad, articles: str) -> None:
        run = rasad("code", articles, "-j", "0")
        assert run.code == 2
        assert "greater than or equal to 1" in run.err


@pytest.mark.usefixtures("first_word")
class TestIngest:
    def test_store(self, rasad: Rasad, articles: str) -> None:
        run = rasad("ingest", articles)
        assert run.code == 0
        assert "the store holds 3 articles and 2 events" in run.err
        with Store.open("rasad.db", create=False) as store:
            assert {e["doc_id"] for e in store.events()} == {"a", "c"}
            assert sorted(p.code for p in store.problems())[-1] == "not-arabic"
            assert len(list(store.problems())) == 2
            (ran,) = store.runs()
            assert ran["finished"]
            assert store.article("c").language is None  # as it was read, whatever a stage added

    def test_again(self, rasad: Rasad, articles: str) -> None:
        rasad("ingest", articles, "--db", "x.db")
        with Store.open("x.db") as store:
            before = list(store.dump())
        run = rasad("ingest", articles, "--db", "x.db")
        assert "3 articles already stored" in run.err
        assert "read 0 articles" in run.err
        assert run.code == 0
        with Store.open("x.db") as store:
            assert list(store.dump()) == before

    def test_what_failed_is_coded_again_when_asked(self, rasad: Rasad, articles: str) -> None:
        rasad("ingest", articles)
        run = rasad("ingest", articles, "--retry")
        assert run.err.startswith("1 article to be coded again\n")
        assert "2 articles already stored" in run.err

    def test_interrupted(self, rasad: Rasad, articles: str, monkeypatch: pytest.MonkeyPatch) -> None:
        save, saved = Store.save, 0

        def stop(self: Store, *args: object, **kwargs: object) -> object:
            nonlocal saved
            saved += 1
            if saved == 2:
                raise KeyboardInterrupt
            return save(self, *args, **kwargs)  # type: ignore[arg-type]

        monkeypatch.setattr(Store, "save", stop)
        run = rasad("ingest", articles)
        assert run.code == 130
        assert "the same command goes on from here" in run.err
        monkeypatch.setattr(Store, "save", save)
        assert "1 article already stored" in rasad("ingest", articles).err
        whole = rasad("ingest", articles, "--db", "whole.db")
        assert whole.code == 0
        with Store.open("rasad.db") as store, Store.open("whole.db") as other:
            assert list(store.dump()) == list(other.dump())

    def test_a_changed_article(self, rasad: Rasad, tmp_path: Path) -> None:
        (tmp_path / "a.jsonl").write_text('{"id": "a", "text": "تظاهر العمال"}\n', encoding="utf8")
        (tmp_path / "b.jsonl").write_text('{"id": "a", "text": "أضرب العمال"}\n', encoding="utf8")
        rasad("ingest", "a.jsonl")
        run = rasad("ingest", "b.jsonl")
        assert "1 article: have the id of a stored one with another content, which was kept" in run.err
        assert "1 article: replaced the stored one" in rasad("ingest", "b.jsonl", "--replace").err
        with Store.open("rasad.db") as store:
            assert [e["trigger"]["text"] for e in store.events()] == ["أضرب"]

    @pytest.mark.parametrize(
        ("db", "message"),
        [
            ("mysql://x", "allowed are sqlite:///FILE, a path, and postgresql://USER@HOST/DATABASE"),
            ("no/such/x.db", "there is no folder no/such"),
            (".", "name the file of a store"),
        ],
    )
    def test_a_store_that_cannot_be(self, rasad: Rasad, articles: str, db: str, message: str) -> None:
        run = rasad("ingest", articles, "--db", db)
        assert run.code == 1
        assert message in run.err
        assert run.err.count("\n") == 1

    def test_a_file_that_is_no_store(self, rasad: Rasad, articles: str) -> None:
        run = rasad("ingest", articles, "--db", articles)
        assert run.code == 1
        assert run.err.startswith("rasad: the store")


class TestExport:
    def test_every_format(self, rasad: Rasad, db: str, tmp_path: Path) -> None:
        for line in rasad("list", "exporters").lines:
            name = line.split()[0]
            if name == "parquet":
                pytest.importorskip("pyarrow")
            run = rasad(EXPORT, name, "--db", db, "-o", f"out.{name}")
            assert run.code == 0
            assert (tmp_path / f"out.{name}").stat().st_size > 0
            left_out = name in ("acled", "gdelt", "plover")
            assert ("did not happen" in run.err) == left_out
            assert run.err.startswith(
                f"wrote {'3' if name in ('gdelt', 'plover') else '2' if left_out else '5'} events"
            )

    def test_jsonl_is_what_was_stored(self, rasad: Rasad, db: str) -> None:
        records = [json.loads(line) for line in rasad("export", "jsonl", "--db", db).lines]
        assert records == list(example.records())

    @pytest.mark.parametrize(
        ("filters", "wanted"),
        [
            (("--type", "assault"), [2, 3]),
            (("--type", "PROTEST", "--type", "CONSULT"), [0, 4]),
            (("--status", "negated"), [2]),
            (("--actor", "IRQ"), [1, 2]),
            (("--actor", "الشرطة"), [1, 2]),
            (("--recipient", "متظاهر"), [1]),
            (("--country", "IQ"), [0, 1]),
            (("--country", "irq", "--type", "PROTEST"), [0]),
            (("--from", "2020-01-01"), [4]),
            (("--from", "2019-12-01", "--to", "2019-12-31"), [0]),
            (("--source", "صحيفة المثال", "--min-confidence", "0.9"), [0, 1]),
            (("--decided",), []),
        ],
    )
    def test_filters(self, rasad: Rasad, db: str, filters: tuple[str, ...], wanted: list[int]) -> None:
        run = rasad("export", "jsonl", "--db", db, *filters)
        assert [json.loads(line)["id"] for line in run.lines] == [example.records()[i]["id"] for i in wanted]

    @pytest.mark.parametrize(
        ("args", "message"),
        [
            (("xml",), "there are: acled, csv, gdelt, geojson, jsonl, parquet, plover"),
            (("csv", "--type", "WAR"), "no event type WAR; there are: AGREE, CONSULT"),
            (("csv", "--status", "maybe"), "there are: actual, planned, hypothetical, negated"),
            (("csv", "--from", "yesterday"), "--from takes a day such as 2019-12-31, not 'yesterday'"),
            (("csv", "--country", "Iraq"), "give ISO 3166 alpha-2 (IQ) or alpha-3 (IRQ)"),
            (("csv", "-o", "/no/such/folder/x"), "cannot write /no/such/folder/x"),
        ],
    )
    def test_a_wrong_option_is_one_line(self, rasad: Rasad, db: str, args: tuple[str, ...], message: str) -> None:
        run = rasad("export", *args, "--db", db)
        assert run.code == 1
        assert message in run.err
        assert run.err.count("\n") == 1

    def test_a_wrong_filter_leaves_the_file_alone(self, rasad: Rasad, db: str, tmp_path: Path) -> None:
        (tmp_path / "keep.csv").write_text("mine")
        rasad("export", "csv", "--db", db, "--type", "WAR", "-o", "keep.csv")
        assert (tmp_path / "keep.csv").read_text() == "mine"

    def test_no_store(self, rasad: Rasad) -> None:
        run = rasad("export", "csv")
        assert run.code == 1
        assert "`rasad ingest INPUT --db rasad.db` makes one" in run.err
        assert not Path("rasad.db").exists()

    def test_an_empty_store(self, rasad: Rasad) -> None:
        Store.open("rasad.db").close()
        assert rasad("export", "jsonl").out == ""


class TestFold:
    def test_one_row_for_each_event(self, rasad: Rasad, tmp_path: Path) -> None:
        text = "اعتقلت الشرطة العراقية صحفيا في بغداد. وقالت أسرته إن الاعتقال تم فجرا."
        (tmp_path / "a.jsonl").write_text(json.dumps({"id": "a", "text": text}), encoding="utf8")
        rasad("ingest", "a.jsonl", "--db", "fold.db")
        every = [json.loads(line) for line in rasad("export", "jsonl", "--db", "fold.db").out.splitlines()]
        folded = [json.loads(line) for line in rasad("export", "jsonl", "--db", "fold.db", "--fold").out.splitlines()]
        assert len(every) > len(folded) == len({r["link"] for r in every}) == len({r["link"] for r in folded})
        later = next(r for r in every if r["link"] != r["id"])
        assert f"another mention of event {later['link']}" in rasad("show", later["id"], "--db", "fold.db").out


class TestShow:
    def test_every_field_with_its_words_and_place(self, rasad: Rasad, db: str) -> None:
        for record in example.records():
            run = rasad("show", record["id"][:7], "--db", db)
            assert run.code == 0
            for _, words, start, end in __import__("rasad.record").record.spans(record):
                assert f"{start}:{end}" in run.out
                if words != record["text"]:
                    assert words in run.out
            for reason in record["reason"]:
                assert reason in run.out
            for said in (record["event_type"], record["status"], record["coder"], record["doc_id"]):
                assert said in run.out

    def test_marks(self, rasad: Rasad, db: str) -> None:
        protest, arrest, *_ = example.records()
        assert (
            "[حدث: تظاهر] [فاعل: مئات العمال] [زمان: أمس] في [مكان: البصرة]"
            in rasad("show", protest["id"], "--db", db).out
        )
        shown = rasad("show", arrest["id"], "--db", db).out
        assert "[فاعل ومصدر: الشرطة العراقية]" in shown
        assert "(another sentence)" in shown  # the place

    def test_decisions(self, rasad: Rasad, db: str) -> None:
        ident = example.records()[0]["id"]
        with Store.open(db) as store:
            store.decide(ident, "accept", "ليلى", note="seen")
        assert "accept by ليلى" in rasad("show", ident, "--db", db).out

    def test_an_id_that_is_not_there(self, rasad: Rasad, db: str) -> None:
        run = rasad("show", "zzz", "--db", db)
        assert (run.code, run.err) == (1, "rasad: there is no event 'zzz' in the store\n")

    def test_an_id_that_is_not_enough(self, rasad: Rasad, db: str) -> None:
        run = rasad("show", "2", "--db", db)  # two of the examples begin so
        assert run.code == 1
        assert "give more of the id" in run.err


class TestEvaluate:
    def test_events_coded_before(self, rasad: Rasad, tmp_path: Path) -> None:
        record = example.records()[0]
        text = example.article("example-1").text
        gold = {
            "id": "example-1", "text": text, "published": "2019-12-02", "quotes": [],
            "sentences": [[0, 58], [59, 127], [128, 170]],
            "events": [{"sentence": 0, "type": "PROTEST", "status": "actual", "trigger": "تظاهر"}],
        }  # fmt: skip
        (tmp_path / "gold.jsonl").write_text(json.dumps(gold), encoding="utf8")
        (tmp_path / "events.jsonl").write_text(json.dumps(record), encoding="utf8")
        run = rasad("evaluate", "gold.jsonl", "--events", "events.jsonl")
        assert run.code == 0
        assert "status accuracy 1.000" in run.out

    def test_what_are_no_events(self, rasad: Rasad, tmp_path: Path) -> None:
        (tmp_path / "gold.jsonl").write_text("")
        (tmp_path / "events.jsonl").write_text('{"id": 1}\n')
        run = rasad("evaluate", "gold.jsonl", "--events", "events.jsonl")
        assert run.code == 1
        assert "events.jsonl:1: not an event record" in run.err

    def test_missing_files(self, rasad: Rasad, tmp_path: Path) -> None:
        assert "cannot read x.jsonl" in rasad("evaluate", "x.jsonl").err
        (tmp_path / "gold.jsonl").write_text("")
        assert "cannot read y.jsonl" in rasad("evaluate", "gold.jsonl", "--events", "y.jsonl").err


class TestList:
    def test_kinds_and_parts(self, rasad: Rasad) -> None:
        kinds = [line.split()[0] for line in rasad("list").lines]
        assert kinds == ["event-types", "formats", "exporters", "engines", "judges"]
        for kind in kinds:
            for line in rasad("list", kind).lines:
                assert len(line.split(maxsplit=1)) == 2, f"{line} has no description"

    def test_all_types(self, rasad: Rasad) -> None:
        assert len(rasad("list", "event-types").lines) == 16

    def test_an_unknown_kind(self, rasad: Rasad) -> None:
        run = rasad("list", "colours")
        assert run.code == 1
        assert "there are: event-types, formats, exporters, engines, judges" in run.err


class TestProcess:
    """What only a process of its own shows."""

    def test_a_reader_that_goes_away(self, db: str) -> None:
        reading, writing = os.pipe()
        os.close(reading)
        with os.fdopen(writing, "wb") as closed:
            command = [sys.executable, "-c", RUN, "export", "jsonl", "--db", db]
            run = subprocess.run(command, stdout=closed, stderr=subprocess.PIPE, timeout=60, check=False)
        assert run.returncode == 141
        assert run.stderr == b""

    def test_a_full_disk(self, db: str) -> None:
        if not Path("/dev/full").exists():
            pytest.skip("there is no /dev/full")
        with Path("/dev/full").open("wb") as full:
            command = [sys.executable, "-c", RUN, "export", "jsonl", "--db", db]
            run = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, timeout=60, check=False)
        assert run.returncode == 1
        assert run.stderr == b"rasad: No space left on device\n"

    def test_help_imports_no_stage(self) -> None:
        code = (
            "import sys; from rasad.cli import application; application(); "
            "print([m for m in sys.modules if m.startswith(('rasad.', 'rich', 'orjson', 'sqlalchemy', 'marisa'))])"
        )
        run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)
        loaded = eval(run.stdout)
        assert not [
            m
            for m in loaded
            if not m.startswith(
                (
                    "rasad.cli",
                    "rasad.errors",
                    "rasad.examples",
                    "rasad.record",
                    "rasad.document",
                    "rasad.ontology",
                    "rasad.vocabulary",
                )
            )
        ]

    def test_an_error_in_a_process(self, tmp_path: Path) -> None:
        run = typed("export", "csv", cwd=tmp_path)
        assert (run.returncode, run.stdout) == (1, "")
        assert run.stderr.startswith("rasad: there is no store rasad.db")
