"""Writes a trained encoder for onnxruntime, whole and in 8-bit numbers, and says how far they agree with it.

    python scripts/transformer/to_onnx.py --encoder /tmp/pretrained/encoder --out /tmp/onnx

Writes `encoder.onnx`, `encoder.int8.onnx`, `tokenizer.json`, `config.json` and `agreement.json`. Inputs are `input_ids`
and `attention_mask`, `(texts, tokens)`; the output `last_hidden_state` is `(texts, tokens, width)`. Both axes are free.
"""

from __future__ import annotations

import argparse
import json
import shutil
import time
import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.quantization.shape_inference import quant_pre_process
from transformers import AutoModel, AutoTokenizer

INPUTS, OUTPUT = ("input_ids", "attention_mask"), "last_hidden_state"
SAMPLES = (  # ours; a run on other texts names them with --texts
    "أعلنت وزارة الداخلية توقيف سبعة أشخاص يشتبه في تورطهم في تهريب السلاح عبر الحدود الشمالية.",
    "قال المتحدث باسم الجيش إن المدفعية قصفت ثلاث قرى قرب المدينة فجر الأحد، ولم يسقط ضحايا.",
    "وصل وزير الخارجية إلى تونس في زيارة تستغرق يومين يلتقي خلالها نظيره لبحث التعاون الاقتصادي.",
    "تظاهر المئات أمام مقر البرلمان احتجاجا على رفع أسعار الوقود.",
    "هدنة",
)


class Exported(torch.nn.Module):
    """The encoder with the inputs and the one output that onnxruntime sees."""

    def __init__(self, model: Any) -> None:
        super().__init__()
        self.model = model

    def forward(self, ids: torch.Tensor, attended: torch.Tensor) -> torch.Tensor:
        return self.model(input_ids=ids, attention_mask=attended).last_hidden_state


def load(folder: Path) -> tuple[Any, Any]:
    """Return model (in 32-bit numbers, ready to read) and tokenizer of a folder."""
    model = AutoModel.from_pretrained(str(folder), dtype=torch.float32).eval()
    return model, AutoTokenizer.from_pretrained(str(folder))


def export(encoder: Path, out: Path) -> None:
    """Write the ONNX files of an encoder's folder."""
    out.mkdir(parents=True, exist_ok=True)
    model, tokenizer = load(encoder)
    example = tokenizer(list(SAMPLES[:2]), return_tensors="pt", padding=True)
    whole = out / "encoder.onnx"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of the tracer: branches on sizes, which the agreement below checks
        torch.onnx.export(
            Exported(model).eval(),
            tuple(example[name] for name in INPUTS),
            str(whole),
            input_names=list(INPUTS),
            output_names=[OUTPUT],
            dynamic_axes={name: {0: "texts", 1: "tokens"} for name in (*INPUTS, OUTPUT)},
            opset_version=17,
            dynamo=False,
        )
    ready = out / "encoder.ready.onnx"
    quant_pre_process(str(whole), str(ready), skip_symbolic_shape=True)
    # Seven bits, as the recurrent encoder's: products of whole numbers are then exact without VNNI instructions too.
    quantize_dynamic(
        str(ready), str(out / "encoder.int8.onnx"), weight_type=QuantType.QInt8, per_channel=True, reduce_range=True
    )
    ready.unlink()
    for name in ("tokenizer.json", "config.json"):
        shutil.copyfile(encoder / name, out / name)


def agreement(encoder: Path, out: Path, texts: Sequence[str] = SAMPLES, threads: int = 1) -> dict[str, Any]:
    """Return how far the ONNX files agree with the encoder, over the tokens of some texts.

    Args:
        encoder: The folder of the encoder.
        out: The folder of its ONNX files.
        texts: What both read, 16 at a time.
        threads: Of onnxruntime.

    Returns:
        For `encoder.onnx` and `encoder.int8.onnx`: `largest` difference of a number of a state, `mean_cosine` and
        `least_cosine` between states of one token, `words_per_second`, and `megabytes`.
    """
    model, tokenizer = load(encoder)
    reach = model.config.max_position_embeddings
    found: dict[str, Any] = {}
    for name in ("encoder.onnx", "encoder.int8.onnx"):
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        session = onnxruntime.InferenceSession(str(out / name), options, providers=["CPUExecutionProvider"])
        largest, cosines, seconds = 0.0, [], 0.0
        for at in range(0, len(texts), 16):
            batch = tokenizer(
                list(texts[at : at + 16]), return_tensors="pt", padding=True, truncation=True, max_length=reach
            )
            given = {key: batch[key] for key in INPUTS}
            with torch.no_grad():
                wanted = model(**given).last_hidden_state.numpy()
            began = time.perf_counter()
            (got,) = session.run(None, {key: tensor.numpy() for key, tensor in given.items()})
            seconds += time.perf_counter() - began
            told = given["attention_mask"].numpy().astype(bool)
            one, two = got[told], wanted[told]
            largest = max(largest, float(np.abs(one - two).max()))
            cosines.append((one * two).sum(1) / (np.linalg.norm(one, axis=1) * np.linalg.norm(two, axis=1)))
        every = np.concatenate(cosines)
        found[name] = {
            "largest": largest,
            "mean_cosine": float(every.mean()),
            "least_cosine": float(every.min()),
            "words_per_second": round(sum(len(text.split()) for text in texts) / seconds),
            "megabytes": round((out / name).stat().st_size / 1e6, 1),
        }
    return found


def main() -> None:
    """Export, compare, and say so."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--encoder", type=Path, required=True, help="a folder that AutoModel loads")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--texts", type=Path, help="a file of texts, one a line, to compare on")
    parser.add_argument("--threads", type=int, default=1)
    options = parser.parse_args()
    texts = SAMPLES
    if options.texts:
        texts = tuple(line for line in options.texts.read_text(encoding="utf8").splitlines() if line.strip())
    export(options.encoder, options.out)
    found = agreement(options.encoder, options.out, texts, options.threads)
    (options.out / "agreement.json").write_text(json.dumps(found, indent=1) + "\n", encoding="utf8")
    print(json.dumps(found, indent=1))


if __name__ == "__main__":
    main()
