"""A pretraining run on the CPU: it learns, goes on after a kill as if nothing had been, and is exported as it is."""

from __future__ import annotations

import json
import shutil
import subprocess
import time
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from .conftest import command, environment, run

for name in ("torch", "transformers", "onnx", "onnxruntime", "sklearn"):
    pytest.importorskip(name)
import batches  # noqa: E402

TINY = "--size tiny --epochs 4 --length 32 --together 512 --step-tokens 1024 --pairs 16 --threads 1 --judgements 4"
TINY += " --speed 0.002"


def options(prepared: Path, work: Path, *more: object) -> list[object]:
    return ["--prepared", prepared, "--work", work, *TINY.split(), *more]


def weights(work: Path) -> dict[str, Any]:
    from safetensors.numpy import load_file

    found: dict[str, Any] = load_file(work / "encoder" / "model.safetensors")
    return found


def curve(work: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (work / "curve.jsonl").read_text().splitlines()]


def test_batches_hide_whole_words_and_nothing_else(prepared: Path) -> None:
    given = batches.Prepared(prepared)
    blocks = given.blocks(32, held=False)
    assert (blocks[:, 1] - blocks[:, 0]).max() <= 30
    batch = given.masked(blocks[:40], np.random.default_rng(1), 0.2)
    whole, _ = given.rows(blocks[:40], batch.ids.shape[1])
    assert (whole.reshape(-1)[batch.places] == batch.wanted).all()
    rest = np.setdiff1d(np.arange(whole.size), batch.places)
    assert (whole.reshape(-1)[rest] == batch.ids.reshape(-1)[rest]).all()
    hidden = np.isin(np.arange(whole.size), batch.places).reshape(whole.shape)
    inside = given.continued[whole]
    assert (hidden[:, 1:] == hidden[:, :-1])[inside[:, 1:]].all(), "pieces of a word are hidden together"
    assert 0.1 < hidden.sum() / batch.attended.sum() < 0.3
    seen = batch.ids.reshape(-1)[batch.places]
    assert 0.6 < (seen == given.mask).mean() < 0.95
    assert not np.isin(batch.wanted, [given.pad, given.first, given.last]).any()


def test_blocks_hold_all_text_once_and_never_two_articles(prepared: Path) -> None:
    given = batches.Prepared(prepared)
    every = np.concatenate([given.blocks(32, held) for held in (False, True)])
    covered = np.concatenate([np.arange(a, b) for a, b in every])
    assert sorted(covered.tolist()) == list(range(len(given.tokens)))
    edges = given.sentences[given.articles]
    assert (np.searchsorted(edges, every[:, 0], "right") == np.searchsorted(edges, every[:, 1] - 1, "right")).all()


def test_a_plan_reads_every_block_once_an_epoch_and_follows_from_the_step(prepared: Path) -> None:
    given = batches.Prepared(prepared)
    sizes = batches.Sizes(32, 512, 1024, 16)
    plan, other = batches.Plan(given, sizes, 5), batches.Plan(given, sizes, 5)
    for epoch in (0, 1):
        steps = range(epoch * plan.steps, (epoch + 1) * plan.steps)
        assert sum(len(b.ids) for step in steps for b in plan.reads(step, 0.2)) == len(plan.blocks)
    late = plan.steps + 1
    for one, two in zip(plan.reads(late, 0.2), other.reads(late, 0.2), strict=True):
        assert (one.ids == two.ids).all()
        assert (one.places == two.places).all()
    pairs, same = plan.pairs(late), other.pairs(late)
    assert pairs is not None and len(pairs) == 16
    assert np.array_equal(pairs, same)  # type: ignore[arg-type]
    first, second = ([b.ids.tolist() for b in plan.reads(epoch * plan.steps, 0.2)] for epoch in (0, 1))
    assert first != second, "each epoch has an order of its own"


def test_held_out_pairs_are_of_held_out_stories_and_rivals_of_others(prepared: Path) -> None:
    given = batches.Prepared(prepared)
    assert len(given.judged) >= 5
    article = np.searchsorted(given.articles, given.judged[:, :2], "right") - 1
    assert given.held[article].all()
    trained = np.searchsorted(given.articles, given.pairs[:, :2], "right") - 1
    assert not given.held[trained].any()
    others = np.searchsorted(given.articles, given.rivals, "right") - 1
    assert not (others[..., None] == article[:, None]).any()


@pytest.fixture(scope="module")
def whole(prepared: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the work folder of a run that nothing disturbed."""
    work = tmp_path_factory.mktemp("whole")
    assert "finished" in run("pretrain", *options(prepared, work)).stdout
    return work


@pytest.mark.slow
def test_it_learns_hidden_words_and_stories(whole: Path) -> None:
    points = curve(whole)
    first, last = points[0], points[-1]
    assert last["step"] > first["step"] == 0
    assert last["mask_loss"] < last["unigram_loss"] < first["mask_loss"]
    assert last["pair_accuracy"] > 0.6
    assert [p["step"] for p in points] == sorted({p["step"] for p in points})


@pytest.mark.slow
def test_a_killed_run_goes_on_to_the_same_end(prepared: Path, whole: Path, tmp_path: Path) -> None:
    arguments = options(prepared, tmp_path, "--save-minutes", 0.0001)
    process = subprocess.Popen(command("pretrain", *arguments), env=environment(), stdout=subprocess.PIPE, text=True)
    deadline = time.monotonic() + 120
    while not (tmp_path / "state.pt").exists() and process.poll() is None and time.monotonic() < deadline:
        time.sleep(0.02)
    process.kill()
    process.communicate()
    assert process.returncode == -9, "killed before its end"
    assert not (tmp_path / "encoder").exists()
    stopped = run("pretrain", *arguments, "--stop-after", curve(whole)[-1]["step"] - 3)
    assert "to be continued" in stopped.stdout
    assert "from step 0," not in stopped.stdout
    assert "finished" in run("pretrain", *arguments).stdout
    ours, theirs = weights(tmp_path), weights(whole)
    assert ours.keys() == theirs.keys()
    assert [name for name in ours if not np.array_equal(ours[name], theirs[name])] == []
    timed = ("seconds", "tokens_per_second")
    ends = [{k: v for k, v in curve(work)[-1].items() if k not in timed} for work in (tmp_path, whole)]
    assert ends[0] == ends[1]


@pytest.mark.slow
def test_a_run_stops_in_time_and_a_term_signal_keeps_its_state(prepared: Path, tmp_path: Path) -> None:
    began = run("pretrain", *options(prepared, tmp_path, "--minutes", 0.0001))
    assert "to be continued" in began.stdout
    assert (tmp_path / "state.pt").exists()
    more = command("pretrain", *options(prepared, tmp_path))
    process = subprocess.Popen(more, env=environment(), stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    process.stdout.readline()
    process.terminate()
    said, _ = process.communicate(timeout=120)
    assert process.returncode in (0, -15), said  # -15: it came before the first step, and nothing was lost


@pytest.mark.slow
def test_other_settings_are_refused_by_name(prepared: Path, whole: Path) -> None:
    refused = run("pretrain", *options(prepared, whole, "--rate", "0.3"), check=False)
    assert refused.returncode != 0
    assert "'rate': (0.2, 0.3)" in refused.stderr
    assert "--work" in refused.stderr
    missing = run("pretrain", "--prepared", whole / "nothing", "--work", whole, check=False)
    assert "prepare.py --out" in missing.stderr


@pytest.mark.slow
@pytest.mark.parametrize("precision", ["bf16", "fp16"])
def test_sixteen_bit_numbers_learn_and_go_on_too(precision: str, prepared: Path, tmp_path: Path) -> None:
    arguments = options(prepared, tmp_path, "--precision", precision, "--half")
    assert "to be continued" in run("pretrain", *arguments, "--stop-after", 6).stdout
    assert "finished" in run("pretrain", *arguments).stdout
    points = curve(tmp_path)
    assert points[-1]["mask_loss"] < points[0]["mask_loss"] - 0.3
    from transformers import AutoModel

    model = AutoModel.from_pretrained(str(tmp_path / "encoder"))
    assert {str(p.dtype) for p in model.parameters()} == {"torch.float32"}, "16 bits are for the way, not for learning"
    assert {str(t.dtype) for t in weights(tmp_path).values()} == {"float16"}


@pytest.mark.slow
def test_the_folder_is_one_that_transformers_loads(whole: Path) -> None:
    import torch
    from transformers import AutoModel, AutoModelForMaskedLM, AutoTokenizer

    folder = str(whole / "encoder")
    tokenizer, model = AutoTokenizer.from_pretrained(folder), AutoModel.from_pretrained(folder).eval()
    text = "قَصَفَتْ مدفعية الجيش حي النور"
    given = tokenizer(text, return_tensors="pt", return_offsets_mapping=True)
    offsets = given.pop("offset_mapping")[0].tolist()
    assert text[slice(*offsets[1])] and offsets[0] == [0, 0]
    with torch.no_grad():
        states = model(**{k: given[k] for k in ("input_ids", "attention_mask")}).last_hidden_state
    assert states.shape == (1, len(offsets), 128)
    kept = weights(whole)
    loaded = model.state_dict()
    assert np.array_equal(
        loaded["embeddings.word_embeddings.weight"].numpy(), kept["bert.embeddings.word_embeddings.weight"]
    )
    told = tokenizer("تظاهر عمال مصنع [MASK] في حلب", return_tensors="pt")
    guesser = AutoModelForMaskedLM.from_pretrained(folder).eval()
    with torch.no_grad():
        scores = guesser(input_ids=told["input_ids"], attention_mask=told["attention_mask"]).logits[0]
    at = told["input_ids"][0].tolist().index(tokenizer.mask_token_id)
    assert scores[at].isfinite().all()


@pytest.mark.slow
def test_the_exported_encoder_agrees_with_the_trained_one(whole: Path, tmp_path: Path) -> None:
    run("to_onnx", "--encoder", whole / "encoder", "--out", tmp_path)
    found = json.loads((tmp_path / "agreement.json").read_text())
    assert found["encoder.onnx"]["largest"] < 1e-4
    assert found["encoder.int8.onnx"]["mean_cosine"] > 0.98
    assert found["encoder.int8.onnx"]["megabytes"] < 0.4 * found["encoder.onnx"]["megabytes"]
    assert {"tokenizer.json", "config.json"} <= {path.name for path in tmp_path.iterdir()}


@pytest.mark.slow
def test_the_comparison_sees_another_model(whole: Path, tmp_path: Path) -> None:
    """The agreement is measured, not assumed: files of one encoder beside the weights of another do not agree."""
    import to_onnx
    from safetensors.numpy import save_file

    to_onnx.export(whole / "encoder", tmp_path / "onnx")
    shutil.copytree(whole / "encoder", tmp_path / "other")
    changed = weights(whole)
    key = "bert.encoder.layer.0.attention.output.dense.weight"
    save_file({**changed, key: changed[key] * -2}, tmp_path / "other" / "model.safetensors", metadata={"format": "pt"})
    assert to_onnx.agreement(tmp_path / "other", tmp_path / "onnx")["encoder.onnx"]["largest"] > 0.01
