"""A tiny encoder made on the spot: a WordPiece tokenizer learned from the corpus, and a BERT of two layers."""

from __future__ import annotations

import json
from pathlib import Path

CORPUS = Path(__file__).parent.parent.parent / "corpus"


def corpus_lines() -> list[str]:
    """Return the annotated texts of the project's corpus, as lines of JSON."""
    return [line for path in sorted(CORPUS.glob("*.jsonl")) for line in path.read_text(encoding="utf8").splitlines()]


def make(folder: Path, *, hidden: int = 32, layers: int = 2, longest: int = 64, pieces: int = 800) -> Path:
    """Write a randomly initialised encoder with its tokenizer to a folder, as the Hugging Face libraries do."""
    import torch
    from tokenizers import Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers
    from transformers import BertConfig, BertModel, PreTrainedTokenizerFast

    tokenizer = Tokenizer(models.WordPiece(unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.BertNormalizer(lowercase=False, strip_accents=True)
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.decoder = decoders.WordPiece()
    special = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
    trainer = trainers.WordPieceTrainer(vocab_size=pieces, special_tokens=special, show_progress=False)
    tokenizer.train_from_iterator((json.loads(line)["text"] for line in corpus_lines()), trainer)
    tokenizer.post_processor = processors.BertProcessing(("[SEP]", 3), ("[CLS]", 2))
    fast = PreTrainedTokenizerFast(
        tokenizer_object=tokenizer, unk_token="[UNK]", pad_token="[PAD]", cls_token="[CLS]", sep_token="[SEP]",
        mask_token="[MASK]", model_max_length=longest,
    )  # fmt: skip
    fast.save_pretrained(str(folder))
    torch.manual_seed(7)
    config = BertConfig(
        vocab_size=tokenizer.get_vocab_size(), hidden_size=hidden, num_hidden_layers=layers, num_attention_heads=4,
        intermediate_size=2 * hidden, max_position_embeddings=longest,
    )  # fmt: skip
    BertModel(config).save_pretrained(str(folder))
    return folder
