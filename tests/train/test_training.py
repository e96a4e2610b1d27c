"""The training itself: labels, going on after a kill, the same by the same seed, what the card says."""

from __future__ import annotations

import hashlib
import json
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from rasad.errors import InputError, RasadError
from rasad.events.judges.combined import LABELS
from tests.cli.conftest import Rasad
from tests.train import tiny

torch = pytest.importorskip("torch")
pytest.importorskip("transformers")
pytest.importorskip("onnx")

from rasad.train import Options, fitting, gold, hub, mixing, running  # noqa: E402
from rasad.train.network import Network  # noqa: E402
from rasad.train.rows import TYPES, Row, batch, event_rows, name_rows  # noqa: E402


def options(encoder: Path, out: Path, **more: Any) -> Options:
    out.mkdir(exist_ok=True)
    return replace(Options(str(encoder), out, (), epochs=3, lr=1e-3, device="cpu", longest=64), **more)


def rows(encoder: Path, labels: Path) -> list[list[Row]]:
    cutter = hub.load(str(encoder), 64).cutter()
    events = [row for one in gold.articles(labels / "gold.jsonl")[:10] for row in event_rows(one, cutter)]
    return [events, [row for text in gold.names(labels / "names.jsonl") for row in name_rows(text, cutter)]]


def network(encoder: Path) -> Network:
    loaded = hub.load(str(encoder), 64)
    torch.manual_seed(1)
    return Network(loaded.body, (len(TYPES), 4, len(LABELS)), len(gold.NAME_LABELS))


def weights(of: Network) -> str:
    return hashlib.sha256(b"".join(t.numpy().tobytes() for t in of.state_dict().values())).hexdigest()


# going on, and the same again


def test_a_killed_training_goes_on_to_the_same_end(
    encoder: Path, labels: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tasks = rows(encoder, labels)
    whole = network(encoder)
    fitting.fit(whole, tasks, 0, options(encoder, tmp_path / "whole"), lambda _: None)

    told: list[str] = []
    an_epoch = sum(-(-len(task) // 16) for task in tasks)
    killed, steps = options(encoder, tmp_path / "killed"), 0
    step = fitting._State.step

    def dies(self: Any, *args: Any) -> float:
        nonlocal steps
        steps += 1
        if steps == an_epoch + 2:
            raise KeyboardInterrupt
        return step(self, *args)

    monkeypatch.setattr(fitting._State, "step", dies)
    with pytest.raises(KeyboardInterrupt):
        fitting.fit(network(encoder), tasks, 0, killed, told.append)
    monkeypatch.undo()
    assert len(told) == 1, "one epoch was over"
    going_on = network(encoder)
    done = fitting.fit(going_on, tasks, 0, killed, told.append)
    assert "goes on after epoch 1 of 3" in told
    assert done.epochs == 3
    assert weights(going_on) == weights(whole)

    for other in (replace(killed, lr=2e-3), replace(killed, seed=2)):
        with pytest.raises(RasadError, match="holds a training with other settings or labels"):
            fitting.fit(network(encoder), tasks, 0, other, told.append)
    with pytest.raises(RasadError, match="holds a training with other settings or labels"):
        fitting.fit(network(encoder), tasks[:1], 0, killed, told.append)
    (killed.out / fitting.KEPT).write_bytes(b"half")
    with pytest.raises(RasadError, match=r"training\.pt is damaged"):
        fitting.fit(network(encoder), tasks, 0, killed, told.append)


def test_training_learns_and_another_seed_is_another_network(encoder: Path, labels: Path, tmp_path: Path) -> None:
    tasks = rows(encoder, labels)
    one, two = network(encoder), network(encoder)
    device = torch.device("cpu")
    some = batch(tasks[0][:16], 0)
    before = float(fitting.loss_of(one.eval(), some, device).detach())
    fitting.fit(one, tasks, 0, options(encoder, tmp_path / "one"), lambda _: None)
    assert float(fitting.loss_of(one, some, device).detach()) < 0.8 * before
    fitting.fit(two, tasks, 0, options(encoder, tmp_path / "two", seed=2), lambda _: None)
    assert weights(one) != weights(two)


def test_the_tables_of_roles_say_what_the_network_says(tmp_path: Path) -> None:
    from rasad.encoder.run import Encoded, place_numbers, role_shares
    from rasad.train.network import Events

    torch.manual_seed(4)
    events, states = Events(12, len(TYPES), 4, len(LABELS)).eval(), torch.randn((1, 9, 12))
    events.save_roles(tmp_path / "roles.npz", TYPES)
    nothing = np.zeros((9, 0), np.float32)
    with torch.no_grad():
        triggers, words = (layer(states)[0].numpy() for layer in (events.of_trigger, events.of_word))
        with np.load(tmp_path / "roles.npz") as tables:
            assert tuple(tables["types"]) == tuple(TYPES)
            for at, kind in ((0, 1), (4, len(TYPES)), (8, 3)):
                places = torch.from_numpy(place_numbers(9, at))[None]
                wanted = events.roles(states, torch.tensor([[0, at, kind]]), places)[0].softmax(-1).numpy()
                encoded = Encoded(nothing, nothing, triggers, words, nothing)
                assert np.allclose(role_shares(tables, encoded, at, kind), wanted, atol=1e-5)


def test_minutes_end_a_training(encoder: Path, labels: Path, tmp_path: Path) -> None:
    told: list[str] = []
    short = options(encoder, tmp_path / "short", minutes=0.0)
    done = fitting.fit(network(encoder), rows(encoder, labels), 0, short, told.append)
    assert done.epochs == 0
    assert "the 0 minutes are over: this training stops here" in told


# what was made


@pytest.mark.slow
def test_the_folder_and_its_card(trained: Path, labels: Path) -> None:
    files = {path.name for path in trained.iterdir()}
    assert files == {
        "README.md",
        "encoder.json",
        "encoder.onnx",
        "encoder.int8.onnx",
        "encoder.roles.npz",
        "tokenizer.json",
    }
    card = (trained / "README.md").read_text(encoding="utf8")
    for name in ("gold.jsonl", "names.jsonl"):
        assert f"| {name} | " in card
        assert hashlib.sha256((labels / name).read_bytes()).hexdigest() in card
    assert "# tiny-bert, fine-tuned by Rasad" in card
    assert "12 of 12 epochs" in card
    assert "the judge `combined` alone" in card
    assert "The built-in models were trained on 6 of the held-out articles" in card  # all are of the project's corpus
    assert "persons and organisations of held-out texts" in card
    assert "Names are found by the encoder" in card
    settings = json.loads((trained / "encoder.json").read_text())
    assert settings["mixture"].keys() == mixing.BESIDE_ALONE.keys()
    assert settings["longest"] == 64
    assert str(trained) not in json.dumps(settings)
    assert (trained / "encoder.int8.onnx").stat().st_size < 0.7 * (trained / "encoder.onnx").stat().st_size


@pytest.mark.slow
def test_a_finished_folder_is_not_written_over(trained: Path, rasad: Rasad, labels: Path) -> None:
    run = rasad("train", "--encoder", "x", "--gold", str(labels / "gold.jsonl"), "-o", str(trained))
    assert run.code == 1
    assert "holds a trained encoder already; give another folder with -o" in run.err


@pytest.mark.slow
def test_without_names_the_built_in_names_stay(
    encoder: Path,
    labels: Path,
    tmp_path: Path,
    rasad: Rasad,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from rasad.coder import Coder, Config
    from rasad.document import Article

    monkeypatch.delenv("RASAD_ENCODER", raising=False)
    lines = (labels / "gold.jsonl").read_text(encoding="utf8").splitlines()
    (tmp_path / "dev.jsonl").write_text("\n".join(lines[:4]), encoding="utf8")
    out = tmp_path / "plain"
    args = ["--encoder", encoder, "--gold", labels / "gold.jsonl", "--dev", tmp_path / "dev.jsonl", "--epochs", 1]
    run = rasad("train", *map(str, [*args, "-o", out, "--device", "cpu", "--precision", "fp32", "--beside", "trained"]))
    assert run.code == 0, run.err
    assert f"{len(lines) - 4} articles and 0 texts with names" in run.err  # those of --dev are not trained on
    assert run.out.strip() == (out / "README.md").read_text(encoding="utf8").strip()
    assert "dev.jsonl was held out" in run.out
    monkeypatch.setenv("RASAD_ENCODER", str(out))
    article = Article("n", "التقى محمد مرسي نظيره في أنقرة، وقالت وزارة الخارجية إن الزيارة نجحت.")
    mentions = [Coder(Config(judge=judge)).document(article).mentions for judge in ("transformer", "combined")]
    assert mentions[0] == mentions[1] != []


# labels


def write(path: Path, *rows_: object) -> Path:
    path.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows_), encoding="utf8")
    return path


EVENT = {"sentence": 0, "type": "ASSAULT", "status": "actual", "trigger": "قصفت"}
ARTICLE: dict[str, Any] = {"id": "a", "text": "قصفت الطائرات المدينة.", "published": None, "quotes": []}


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ({"id": "a"}, "gold.jsonl:1: not an annotated article"),
        (ARTICLE | {"events": [EVENT | {"type": "WAR"}]}, "gold.jsonl:1: an event of a has the type 'WAR'; types are"),
        (ARTICLE | {"events": [EVENT | {"status": "sure"}]}, "the status 'sure'; statuses are actual"),
        (ARTICLE | {"events": [EVENT | {"trigger": "هاجم"}]}, "the trigger 'هاجم', which does not stand in sentence 0"),
        (ARTICLE | {"events": [EVENT | {"sentence": 7}]}, "not an annotated article"),
        ([], "not an annotated article"),
    ],
)
def test_wrong_articles_are_named(tmp_path: Path, row: object, message: str) -> None:
    with pytest.raises(InputError, match=message):
        gold.articles(write(tmp_path / "gold.jsonl", row))


def test_articles_of_the_workbench_are_read(tmp_path: Path) -> None:
    from rasad.export import example
    from rasad.serve.annotations import annotation

    article = example.article("example-1")
    records = [record for record in example.records() if record["doc_id"] == "example-1"]
    (found,) = gold.articles(write(tmp_path / "mine.jsonl", annotation(article, records)))
    assert len(found.events) == len(records) > 0


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("n.conll", "بغداد LOC\n", "n.conll:1: 'LOC' is no label; they are O, B-KIND and I-KIND"),
        ("n.conll", "بغداد\n", "n.conll:1: a line must be a word, a blank and its label"),
        ("n.conll", "بغداد O\n", "labels no names"),
        ("n.jsonl", '{"text": "بغداد", "names": [{"start": 0, "end": 9, "kind": "place"}]}', "0:9 is no range"),
        ("n.jsonl", '{"text": "بغداد", "names": [{"start": 0, "end": 5, "kind": "city"}]}', "kind 'city' is none of"),
        ("n.jsonl", "{", "n.jsonl:1: not a text with names"),
    ],
)
def test_wrong_names_are_named(tmp_path: Path, name: str, text: str, message: str) -> None:
    (tmp_path / name).write_text(text, encoding="utf8")
    with pytest.raises(InputError, match=message):
        gold.names(tmp_path / name)


def test_names_of_words_and_of_offsets_are_the_same(tmp_path: Path) -> None:
    (tmp_path / "n.conll").write_text("وصل O\nمحمد B-PERS\nالصباح I-PERS\nإلى O\nبغداد B-LOC\n. O\n", encoding="utf8")
    text = "وصل محمد الصباح إلى بغداد ."
    spans = [("محمد الصباح", "person"), ("بغداد", "place")]
    marked = [{"start": text.index(w), "end": text.index(w) + len(w), "kind": kind} for w, kind in spans]
    write(tmp_path / "n.jsonl", {"text": text, "names": marked})
    ((_, one),), ((_, two),) = gold.names(tmp_path / "n.conll"), gold.names(tmp_path / "n.jsonl")
    assert one == two == ["O", "B-PER", "I-PER", "O", "B-LOC", "O"]


def test_every_label_of_an_article_reaches_a_row(encoder: Path, tmp_path: Path) -> None:
    wide, narrow = hub.load(str(encoder), 64).cutter(), hub.load(str(encoder), 16).cutter()
    for one in gold.articles(write(tmp_path / "g.jsonl", *map(json.loads, tiny.corpus_lines()[::90]))):
        events = [event for row in event_rows(one, wide) for event in row.events]
        assert sorted(TYPES[kind - 1] for _, kind, _ in events) == sorted(e.event_type for e in one.events)
        kinds = [[kind for row in event_rows(one, cutter) for kind in row.kinds] for cutter in (wide, narrow)]
        assert sorted(kinds[0]) == sorted(kinds[1])  # windows share pieces, but no word is learned from twice
        assert all(len(row.ids) <= 16 for row in event_rows(one, narrow))


# settings, the encoder, weights


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ({"device": "tpu"}, "--device must be one of auto, cpu, cuda, not 'tpu'"),
        ({"precision": "int4"}, "--precision must be one of int8, fp32"),
        ({"lr": float("nan")}, "--lr must be a number of at least 0, not nan"),
        ({"minutes": -1.0}, "--minutes must be a number of at least 0"),
        ({"hope": 1.5}, "--hope must be a confidence from 0"),
        ({}, "give annotated articles with --gold"),
    ],
)
def test_wrong_settings_are_named(tmp_path: Path, more: dict[str, Any], message: str) -> None:
    with pytest.raises(RasadError, match=message):
        options(tmp_path, tmp_path, **more).check()


def test_wrong_encoders_are_named(encoder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # the library has read its variable HF_HUB_OFFLINE already, and would ask the hub again and again
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", True)
    with pytest.raises(RasadError, match="cannot load the encoder 'no/such-encoder' from the hub"):
        hub.load("no/such-encoder", 64)
    (tmp_path / "empty").mkdir()
    with pytest.raises(RasadError, match="from the folder"):
        hub.load(str(tmp_path / "empty"), 64)
    shutil.copytree(encoder, tmp_path / "weightless")
    (tmp_path / "weightless/model.safetensors").unlink()
    with pytest.raises(RasadError, match="from the folder"):
        hub.load(str(tmp_path / "weightless"), 64)


def test_an_encoder_that_cannot_be_exported_is_named_before_it_is_trained(
    encoder: Path, labels: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_out = torch.onnx.export

    def fails(*_: Any, **__: Any) -> None:
        raise RuntimeError("no such operator\nand a long story")

    def binds(*args: Any, dynamic_axes: object, **more: Any) -> None:
        write_out(*args, **more)  # without what says that lengths may differ

    told: list[str] = []
    given = options(encoder, tmp_path / "out", gold=(labels / "gold.jsonl",))
    messages = (
        "the family bert cannot be exported to ONNX: no such operator$",
        r"does not run on \d+ rows of \d+ pieces",
    )
    for export, message in zip((fails, binds), messages, strict=True):
        monkeypatch.setattr(torch.onnx, "export", export)
        with pytest.raises(RasadError, match=message):
            running.run(given, told.append)
    assert not any("epoch" in line for line in told)


def test_articles_that_are_all_left_out_are_named(encoder: Path, tmp_path: Path) -> None:
    text = "Police arrested ten people in the capital on Tuesday, officials said."
    event = {"sentence": 0, "type": "COERCE", "status": "actual", "trigger": "arrested"}
    rows_ = [ARTICLE | {"id": str(n), "text": f"{text} {n}", "events": [event]} for n in range(8)]
    given = options(encoder, tmp_path / "out", gold=(write(tmp_path / "gold.jsonl", *rows_),))
    told: list[str] = []
    with pytest.raises(RasadError, match="every annotated article was left out"):
        running.run(given, told.append)
    assert sum(line.startswith("left out") for line in told) == 6  # the other two are held out


def test_too_few_articles_are_named(tmp_path: Path) -> None:
    path = write(tmp_path / "gold.jsonl", ARTICLE | {"events": [EVENT]})
    with pytest.raises(RasadError, match="too few annotated articles to measure with"):
        running.read_labels(replace(Options("x", tmp_path, (path,))))


def test_weights_are_found_and_few_cases_do_not_move_them() -> None:
    rng = np.random.default_rng(5)
    numbers = rng.normal(size=(20_000, 3))
    right = (rng.random(20_000) < 1 / (1 + np.exp(-(numbers @ [1.5, 0.0, -0.5] + 0.3)))).astype(float)
    assert mixing.regression(numbers, right, [1, 0, 0, 0]) == pytest.approx([1.5, 0.0, -0.5, 0.3], abs=0.08)
    few = mixing.regression(numbers[:4], right[:4], [1, 0, 0, 0])
    assert few == pytest.approx([1, 0, 0, 0], abs=1.0)


def test_an_encoder_counts_only_where_it_helps() -> None:
    rng = np.random.default_rng(6)
    truth = rng.normal(size=4_000)
    right = (rng.random(4_000) < 1 / (1 + np.exp(-2 * truth))).astype(float)
    part = np.arange(4_000) % 2
    noise = rng.normal(size=(4_000, 3))
    knows = np.column_stack([2 * truth, noise])  # the judge beside knows all that can be known
    assert mixing.weights_of(knows, right, part) == mixing.BESIDE_ALONE["event"]
    timid = np.column_stack([truth, noise])  # ... and is less sure than it may be: so on what it was trained on
    assert mixing.weights_of(timid, right, part) == mixing.BESIDE_ALONE["event"]
    helped = np.column_stack([0 * truth, 2 * truth, noise[:, :2]])
    found = mixing.weights_of(helped, right, part)
    assert found[1] == pytest.approx(1.0, abs=0.15)
    assert mixing.weights_of(knows[:4], np.ones(4), part[:4]) == mixing.BESIDE_ALONE["event"]
    assert mixing.is_gain(np.array([0.1, 0.2, 0.1])) and not mixing.is_gain(np.array([1.0, -1.1, 0.2]))
