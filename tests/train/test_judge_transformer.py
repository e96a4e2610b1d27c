"""Coding with a trained encoder: offline, without PyTorch, the same each time, and said in every record."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import numpy as np
import pytest

import rasad as rasad_package
from rasad import events, record
from rasad.coder import Coded, Coder, Config, code_all
from rasad.document import Article, Word
from rasad.errors import PartError, RasadError
from rasad.mentions import names
from rasad.serve import Settings, create_app
from rasad.store import Store
from tests.cli.conftest import Rasad

pytestmark = pytest.mark.slow
TEXT = (
    "قصفت طائرات حربية مخازن سلاح في أطراف مدينة الموصل يوم الثلاثاء، بحسب وزارة الدفاع العراقية. "
    "وتظاهر آلاف العمال أمام مبنى الحكومة في البصرة. وقال الوزير سامي النجار إن بلاده لن تهاجم جيرانها."
)
WITHOUT = "import sys; sys.modules.update({name: None for name in %r}); from rasad.cli import main; main()"
CURES = {"tokenizers": "pip install 'rasad[encoder]'", "torch": "pip install 'rasad[transformers]'"}


def typed(without: tuple[str, ...], *args: object) -> subprocess.CompletedProcess[str]:
    """Type a command where some libraries are not installed."""
    command = [sys.executable, "-c", WITHOUT % (without,), *map(str, args)]
    return subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)


@pytest.fixture
def coder(trained: Path, monkeypatch: pytest.MonkeyPatch) -> Coder:
    monkeypatch.setenv("RASAD_ENCODER", str(trained))
    return Coder(Config(judge="transformer"))


@pytest.fixture
def news(tmp_path: Path) -> Path:
    path = tmp_path / "news.jsonl"
    path.write_text(json.dumps({"id": "n", "text": TEXT, "published": "2016-07-20"}, ensure_ascii=False) + "\n")
    return path


def test_records_stand_in_the_text_and_name_the_encoder(coder: Coder) -> None:
    from rasad.encoder.transformer import fingerprint, folder_in_use

    coded = coder.code(Article("n", TEXT, date(2016, 7, 20)))
    assert not coded.problems
    assert {r["event_type"] for r in coded.records} >= {"ASSAULT", "PROTEST"}
    for made in coded.records:
        record.check(made, TEXT)
        for path, quoted, start, end in record.spans(made):
            assert TEXT[start:end] == quoted, path
        assert f"crf+transformer:{fingerprint(folder_in_use())} " in made["coder"]
    assert coder.code(Article("n", TEXT, date(2016, 7, 20))).records == coded.records


def test_it_runs_without_torch_and_says_the_same_in_every_process(trained: Path, news: Path) -> None:
    args = ("code", news, "--judge", "transformer", "--encoder", trained)
    first = typed(("torch", "transformers", "onnx", "openai"), *args)
    assert first.returncode == 0, first.stderr
    assert len(first.stdout.splitlines()) >= 2
    assert typed(("torch",), *args, "--jobs", "2").stdout == first.stdout


def test_another_encoder_is_another_coder(
    trained: Path, tmp_path: Path, coder: Coder, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = coder.name
    other = tmp_path / "other"
    shutil.copytree(trained, other)
    settings = json.loads((other / "encoder.json").read_text())
    (other / "encoder.json").write_text(json.dumps(settings | {"precision": "fp32"}))
    monkeypatch.setenv("RASAD_ENCODER", str(other))
    assert coder.name != before
    shutil.copytree(trained, tmp_path / "moved")
    monkeypatch.setenv("RASAD_ENCODER", str(tmp_path / "moved"))
    assert coder.name == before  # where a folder lies changes nothing


def test_two_encoders_code_beside_each_other(trained: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each coder has its own, in this process as in others; what the environment names counts for neither."""
    monkeypatch.setenv("RASAD_ENCODER", str(tmp_path / "none"))
    other = tmp_path / "other"
    shutil.copytree(trained, other)
    settings = json.loads((other / "encoder.json").read_text())
    (other / "encoder.json").write_text(json.dumps(settings | {"precision": "fp32"}))
    article = Article("n", TEXT, date(2016, 7, 20))
    coders = [rasad_package.load(judge="transformer", encoder=str(folder)) for folder in (trained, other)]
    assert coders[0].name != coders[1].name
    for jobs in (1, 2):
        streams = [code_all(coder, [article, article], jobs) for coder in coders]
        for pair in zip(*streams, strict=True):
            for coder, coded in zip(coders, pair, strict=True):
                assert isinstance(coded, Coded) and not coded.problems
                assert {made["coder"] for made in coded.records} == {coder.name}
    with pytest.raises(RasadError, match="'combined' has no use for the encoder mine; choose the judge transformer"):
        rasad_package.load(encoder="mine")


def test_a_folder_is_compared_as_an_engine(trained: Path, news: Path, rasad: Rasad, tmp_path: Path) -> None:
    coded = tmp_path / "coded.jsonl"
    assert rasad("code", str(news), "--judge", "transformer", "--encoder", str(trained), "-o", str(coded)).code == 0
    shutil.copytree(trained, tmp_path / "mine")
    for word in ("./mine", "crf+mine"):
        run = rasad("compare", word, "coded.jsonl", str(news))
        assert run.code == 0, run.err
        assert run.lines[0] == f"{'mine' if word == './mine' else word} and coded.jsonl on 1 article, 32 words"
        assert "0 differences" in run.out
    (tmp_path / "combined").mkdir()  # a judge is meant by its name, whatever a folder is called
    run = rasad("compare", "combined", "mine", str(news), "--review", "review.db")
    assert run.code == 0, run.err
    with Store.open("review.db") as store:
        assert all("crf+combined" in record["coder"] for record in store.events())


def test_the_demo_and_the_workbench_code_by_an_encoder(trained: Path, rasad: Rasad, tmp_path: Path) -> None:
    from tests.serve.conftest import browser
    from tests.serve.test_jobs import ended, send

    shutil.copytree(trained, tmp_path / "mine")
    run = rasad("demo", "--db", "demo.db", "--engine", "rules", "--judge", "transformer", "--encoder", "mine")
    assert run.code == 0, run.err
    with Store.open("demo.db") as store:
        coders = {record["coder"] for record in store.events()}
    coding = Config("rules", "transformer", "mine")
    assert coders == {Coder(coding).name}
    with browser(create_app(Settings(db="sent.db", coding=coding))) as client:  # its ingests run in other folders
        body = json.dumps({"id": "n", "text": TEXT, "published": "2016-07-20"}).encode()
        ended(client, send(client, "one.jsonl", body), state="done")
    with Store.open("sent.db") as store:
        assert {record["coder"] for record in store.events()} == coders


def test_names_are_the_encoders(coder: Coder) -> None:
    doc = coder.document(Article("n", TEXT, date(2016, 7, 20)))
    told = events.names_of(doc, "transformer")
    assert told is not None and len(told) == len(doc.words)
    wanted = {doc.quote(name) for name in names.find(doc, labels=told)}
    assert "سامي النجار" in wanted  # it learned him from the names that it was given
    assert {doc.quote(m) for m in doc.mentions if m.kind in ("person", "organisation")} <= wanted
    assert events.names_of(doc, "combined") is None


def test_a_sentence_without_hope_is_not_read(trained: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from rasad.encoder.transformer import Transformer

    folder = tmp_path / "unnamed"
    shutil.copytree(trained, folder)
    settings = json.loads((folder / "encoder.json").read_text())
    assert settings["names_used"]  # of whose texts all sentences are read, for their names
    monkeypatch.setenv("RASAD_ENCODER", str(folder))
    seen: list[str] = []
    reading = Transformer.read

    def read(self: Transformer, text: str, sentences: list[list[Word]]) -> object:
        seen.extend(text[words[0].start : words[-1].end] for words in sentences)
        return reading(self, text, sentences)

    monkeypatch.setattr(Transformer, "read", read)
    text = f"ويضرب اللاعب الكرة بقوة في مرمى خصمه. {TEXT} ويبلغ ارتفاع الجبل ألفي متر، وتكسوه أشجار الصنوبر."
    for hope, unread in ((0.0, ["الصنوبر"]), (0.1, ["الصنوبر", "اللاعب"])):
        seen.clear()
        (folder / "encoder.json").write_text(json.dumps(settings | {"names_used": False, "hope": hope}))
        coded = Coder(Config(judge="transformer")).code(Article("n", text, date(2016, 7, 20)))
        assert coded.records and {r["text"] for r in coded.records} <= set(seen)
        assert [word for word in ("الصنوبر", "اللاعب") if not any(word in sentence for sentence in seen)] == unread


def test_a_long_sentence_is_read_in_windows(trained: Path, tmp_path: Path) -> None:
    from rasad.encoder.pieces import best_window
    from rasad.encoder.transformer import Transformer
    from tests.encoder.test_pieces import placed

    shutil.copytree(trained, tmp_path / "exact")
    settings = json.loads((tmp_path / "exact/encoder.json").read_text())
    (tmp_path / "exact/encoder.json").write_text(json.dumps(settings | {"precision": "fp32"}))
    encoder = Transformer(tmp_path / "exact")
    text, words = placed([*TEXT.split(), "ـ"] * 6)
    ((encoded, scores),) = encoder.read(text, [words])
    assert len(encoded.kinds) == len(encoded.words) == len(scores) == len(words)
    pieces = encoder.cutter.cut(text, words)
    spans = encoder.cutter.windows(pieces)
    assert len(spans) > 3
    for number in range(0, len(words), 7):
        piece = pieces.first[number]
        first, last = spans[best_window(piece, spans)]
        ((kinds, *_),) = encoder._run([pieces.ids[first:last]])
        assert np.allclose(kinds[piece - first], encoded.kinds[number], atol=1e-4)
    assert encoder.read(text, [[], words[:1]])[0][0].kinds.shape == (0, len(encoder.types) + 1)


def test_a_word_without_pieces_is_nothing(trained: Path) -> None:
    from rasad.encoder.transformer import Transformer
    from tests.encoder.test_pieces import placed

    encoder = Transformer(trained)
    ((encoded, scores),) = encoder.read(*_one(placed(["قصف", "\u064b", "الجيش"])))
    assert encoder.cutter.cut(*placed(["قصف", "\u064b", "الجيش"])).first[1] == -1
    assert encoded.kinds[1].argmax() == scores[1].argmax() == 0
    assert np.exp(encoded.statuses[1]).sum() == pytest.approx(1)


def _one(placed_: tuple[str, list]) -> tuple[str, list[list]]:  # type: ignore[type-arg]
    return placed_[0], [placed_[1]]


@pytest.mark.parametrize(
    ("damage", "message"),
    [
        (lambda f: (f / "encoder.json").unlink(), "is no encoder that Rasad has trained: encoder.json is not there"),
        (lambda f: (f / "encoder.json").write_text("{"), "is damaged"),
        (lambda f: (f / "encoder.json").write_text('{"format": 99}'), "is of format 99, this program reads 1"),
        (lambda f: (f / "encoder.int8.onnx").write_bytes(b"no network"), "is damaged"),
        (lambda f: (f / "tokenizer.json").write_text("{}"), "is damaged"),
    ],
)
def test_a_damaged_folder_is_named(trained: Path, tmp_path: Path, damage: object, message: str) -> None:
    from rasad.encoder.transformer import Transformer, settings_of

    shutil.copytree(trained, tmp_path / "damaged")
    damage(tmp_path / "damaged")  # type: ignore[operator]
    with pytest.raises(RasadError, match=message):
        settings_of(tmp_path / "damaged")
        Transformer(tmp_path / "damaged")


def test_without_a_folder_it_says_what_to_give(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    pytest.importorskip("tokenizers")
    monkeypatch.delenv("RASAD_ENCODER", raising=False)
    with pytest.raises(RasadError, match="give --encoder FOLDER or set RASAD_ENCODER"):
        Coder(Config(judge="transformer"))
    monkeypatch.setenv("RASAD_ENCODER", str(tmp_path))
    with pytest.raises(RasadError, match="make one with: rasad train"):
        Coder(Config(judge="transformer"))


def test_a_missing_extra_names_the_command_that_installs_it(tmp_path: Path) -> None:
    judge = typed(("tokenizers",), "code", "-", "--judge", "transformer")
    assert judge.returncode == 1
    assert judge.stderr.count("\n") == 1
    assert CURES["tokenizers"] in judge.stderr
    gold = tmp_path / "gold.jsonl"
    for missing in ("torch", "transformers", "onnx", "tokenizers"):
        run = typed((missing,), "train", "--encoder", "x", "--gold", gold, "-o", tmp_path / "out")
        assert run.returncode == 1
        assert run.stderr.count("\n") == 1
        assert CURES["torch"] in run.stderr


def test_the_part_error_is_one() -> None:
    with pytest.raises(PartError):
        Coder(Config(judge="transformers"))
