"""Tiny encoders of the families that users try, made on the spot, each with files as those of the hub have them.

RoBERTa: byte-level BPE, positions from the padding piece on. XLM-R: SentencePiece's unigram pieces, its normaliser as a
precompiled table, words cut at blanks first. mDeBERTa: the same, but ranges of pieces hold the blank before a word.
ELECTRA: uncased word pieces, embeddings narrower than the states. DistilBERT: cased word pieces in a `vocab.txt`, no
types of pieces. AraBERT: BERT with a normaliser of its own in `tokenizer.json`. ModernBERT: byte-level BPE whose ranges
hold the blank before a word, rotary positions, some layers that see near pieces only.
"""

from __future__ import annotations

import json
import struct
from functools import cache
from pathlib import Path
from typing import Any

from tests.train.tiny import corpus_lines

FAMILIES = ("roberta", "xlm-roberta", "deberta-v2", "electra", "distilbert", "arabert", "modernbert")
LONGEST = 64  # pieces that each takes at once
_PIECES = 700
_SIZES = {
    "hidden_size": 32,
    "num_hidden_layers": 2,
    "num_attention_heads": 4,
    "intermediate_size": 64,
}
FORMS = {
    "ﻻ": "لا",
    "ﻼ": "لا",
    "ﷲ": "الله",
    "ﷺ": "صلى الله عليه وسلم",
    "ﺑ": "ب",
    "ﻴ": "ي",
    "ﺖ": "ت",
    "…": "...",
    "２": "2",
}
BLANKS = ("\u200e", "\u200f", "\u200b", "\t", "\n", "\u00a0")  # what SentencePiece's `nmt_nfkc` makes blanks of


def make(family: str, folder: Path) -> Path:
    """Write a randomly initialised encoder of a family with its tokenizer to a folder."""
    import torch
    import transformers

    folder.mkdir(parents=True)
    tokenizer = _BY_FAMILY[family]()
    config: dict[str, Any] = {"vocab_size": tokenizer.get_vocab_size(), "pad_token_id": _padding(tokenizer)}
    config |= {"max_position_embeddings": LONGEST} | _SIZES
    names = {"arabert": "Bert", "roberta": "Roberta", "xlm-roberta": "XLMRoberta", "deberta-v2": "DebertaV2",
             "electra": "Electra", "distilbert": "DistilBert", "modernbert": "ModernBert"}  # fmt: skip
    name = names[family]
    if "roberta" in family:
        config["max_position_embeddings"] = LONGEST + 2  # as the hub's: 514 for 512
    elif family == "electra":
        config["embedding_size"] = 16
    elif family == "modernbert":
        config |= {"num_hidden_layers": 4, "local_attention": 8, "bos_token_id": 1, "eos_token_id": 2}
        config |= {"cls_token_id": 1, "sep_token_id": 2}
    elif family == "deberta-v2":
        config |= {"relative_attention": True, "pos_att_type": ["p2c", "c2p"], "position_buckets": 16}
        config |= {"norm_rel_ebd": "layer_norm", "share_att_key": True, "position_biased_input": False}
        config |= {"max_relative_positions": -1, "type_vocab_size": 0}
    elif family == "distilbert":
        config = {k: config[k] for k in ("vocab_size", "pad_token_id", "max_position_embeddings")}
        config |= {"dim": 32, "n_layers": 2, "n_heads": 4, "hidden_dim": 64}
    torch.manual_seed(7)
    body = getattr(transformers, f"{name}Model")(getattr(transformers, f"{name}Config")(**config))
    body.save_pretrained(str(folder))
    _write(family, name, tokenizer, folder)
    return folder


def _write(family: str, name: str, tokenizer: Any, folder: Path) -> None:
    """Write what the hub has of a tokenizer."""
    told: dict[str, Any] = {"tokenizer_class": f"{name}TokenizerFast", "model_max_length": LONGEST}
    if family == "modernbert":
        told["tokenizer_class"] = "PreTrainedTokenizerFast"
    if "roberta" in family or family == "modernbert":
        told |= {"bos_token": "<s>", "cls_token": "<s>", "eos_token": "</s>", "sep_token": "</s>"}
        told |= {"pad_token": "<pad>", "unk_token": "<unk>", "mask_token": "<mask>"}
    else:
        told |= {"cls_token": "[CLS]", "sep_token": "[SEP]", "pad_token": "[PAD]", "unk_token": "[UNK]"}
        told |= {"mask_token": "[MASK]", "do_lower_case": family == "electra"}
    (folder / "tokenizer_config.json").write_text(json.dumps(told), encoding="utf8")
    if family == "distilbert":  # as CAMeLBERT is: no tokenizer.json
        known = sorted(tokenizer.get_vocab().items(), key=lambda item: item[1])
        (folder / "vocab.txt").write_text("".join(f"{piece}\n" for piece, _ in known), encoding="utf8")
    else:
        tokenizer.save(str(folder / "tokenizer.json"))


def _padding(tokenizer: Any) -> int:
    known: dict[str, int] = tokenizer.get_vocab()
    return known["<pad>"] if "<pad>" in known else known["[PAD]"]


@cache
def _texts() -> list[str]:
    return [json.loads(line)["text"] for line in corpus_lines()[::2]]


def _byte_level(modern: bool) -> Any:
    from tokenizers import Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers

    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    special = ["<unk>", "<s>", "</s>", "<pad>", "<mask>"] if modern else ["<s>", "<pad>", "</s>", "<unk>", "<mask>"]
    trainer = trainers.BpeTrainer(
        vocab_size=_PIECES, special_tokens=special, show_progress=False,
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
    )  # fmt: skip
    tokenizer.train_from_iterator(_texts(), trainer)
    if modern:
        tokenizer.normalizer = normalizers.NFC()
        tokenizer.post_processor = processors.TemplateProcessing(
            single="<s> $A </s>", special_tokens=[("<s>", 1), ("</s>", 2)]
        )
    else:
        tokenizer.post_processor = processors.RobertaProcessing(("</s>", 2), ("<s>", 0), add_prefix_space=False)
    return tokenizer


def _unigram(deberta: bool) -> Any:
    from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers, processors, trainers

    blanks = normalizers.Replace(Regex(" {2,}"), " ")
    tokenizer = Tokenizer(models.Unigram())
    tokenizer.normalizer = normalizers.Sequence([normalizers.Precompiled(charsmap()), blanks])
    spaces = pre_tokenizers.Metaspace(prepend_scheme="always")
    split = [pre_tokenizers.WhitespaceSplit(), spaces]
    tokenizer.pre_tokenizer = spaces if deberta else pre_tokenizers.Sequence(split)
    special = ["[PAD]", "[CLS]", "[SEP]", "[UNK]", "[MASK]"] if deberta else ["<s>", "<pad>", "</s>", "<unk>", "<mask>"]
    begin, end = (1, 2) if deberta else (0, 2)
    trainer = trainers.UnigramTrainer(
        vocab_size=_PIECES, special_tokens=special, unk_token=special[3], show_progress=False
    )
    tokenizer.train_from_iterator(_texts(), trainer)
    tokenizer.post_processor = processors.TemplateProcessing(
        single=f"{special[begin]} $A {special[end]}", special_tokens=[(special[i], i) for i in (begin, end)]
    )
    return tokenizer


def _word_pieces(normalizer: str) -> Any:
    from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers, processors, trainers

    tokenizer = Tokenizer(models.WordPiece(unk_token="[UNK]"))
    tokenizer.normalizer = {
        "uncased": normalizers.BertNormalizer(lowercase=True),
        "cased": normalizers.BertNormalizer(lowercase=False),
        "own": normalizers.Sequence(
            [
                normalizers.Replace(Regex("[\u0617-\u061a\u064b-\u0652\u0670\u0640]"), ""),
                normalizers.NFKC(),
                normalizers.Replace(Regex("[أإآٱ]"), "ا"),
            ]
        ),
    }[normalizer]
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    special = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
    trainer = trainers.WordPieceTrainer(vocab_size=_PIECES, special_tokens=special, show_progress=False)
    tokenizer.train_from_iterator(_texts(), trainer)
    tokenizer.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]", special_tokens=[("[CLS]", 2), ("[SEP]", 3)]
    )
    return tokenizer


def charsmap() -> bytes:
    """Return a table of SentencePiece's normaliser: a trie as a double array, and what each of its words becomes.

    A node at `p` with offset `o` has its child for the byte `c` at `p ^ o ^ c`, and its own value at `p ^ o`.
    """
    words = FORMS | dict.fromkeys(BLANKS, " ")
    texts, at = b"", {}
    for word, text in words.items():
        at[word.encode()] = len(texts)
        texts += text.encode() + b"\0"
    units, taken = [0] * 65_536, {0}
    waiting = [(0, b"")]
    while waiting:
        place, prefix = waiting.pop()
        following = sorted({word[len(prefix)] for word in at if word.startswith(prefix) and word != prefix})
        slots = [*following, *([0] if prefix in at else [])]
        offset = next(o for o in range(1, 65_536) if not taken & {place ^ o ^ c for c in slots})
        taken |= {place ^ offset ^ c for c in slots}
        units[place] |= (offset << 10) | ((prefix in at) << 8)
        if prefix in at:
            units[place ^ offset] = at[prefix] | 1 << 31
        for c in following:
            units[place ^ offset ^ c] = c
            waiting.append((place ^ offset ^ c, prefix + bytes([c])))
    trie = struct.pack(f"<{max(taken) + 1}I", *units[: max(taken) + 1])
    return struct.pack("<I", len(trie)) + trie + texts


_BY_FAMILY: dict[str, Any] = {
    "roberta": cache(lambda: _byte_level(modern=False)),
    "modernbert": cache(lambda: _byte_level(modern=True)),
    "xlm-roberta": cache(lambda: _unigram(deberta=False)),
    "deberta-v2": cache(lambda: _unigram(deberta=True)),
    "electra": cache(lambda: _word_pieces("uncased")),
    "distilbert": cache(lambda: _word_pieces("cased")),
    "arabert": cache(lambda: _word_pieces("own")),
}
