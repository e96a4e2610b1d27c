"""A Hugging Face encoder and its tokenizer, from a folder (nothing is fetched) or the hub."""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

from tokenizers import Tokenizer
from transformers import AutoModel, AutoTokenizer
from transformers.utils import logging

from rasad.encoder.transformer import Cutter
from rasad.errors import RasadError


class Loaded(NamedTuple):
    """An encoder.

    Attributes:
        body: The network.
        tokenizer: Its fast tokenizer.
        padding: The number of the piece that fills up.
        longest: How many pieces it takes at once.
    """

    body: Any
    tokenizer: Tokenizer
    padding: int
    longest: int

    def cutter(self) -> Cutter:
        """Return what cuts sentences for it."""
        return Cutter(Tokenizer.from_str(self.tokenizer.to_str()), self.longest)


def load(name: str, longest: int) -> Loaded:
    """Return the encoder of a folder or of a name of the hub.

    Args:
        name: The folder or the name.
        longest: Pieces that are to be read at once at most.

    Raises:
        RasadError: There is no such encoder, it has no fast tokenizer, or it is no encoder.
    """
    local = Path(name).is_dir()
    logging.set_verbosity_error()  # of heads for another task, which are not taken over
    logging.disable_progress_bar()
    try:
        tokenizer = AutoTokenizer.from_pretrained(name, use_fast=True, local_files_only=local)
        # written out, since attention by one fused operation is not exported the same by all versions
        body = AutoModel.from_pretrained(name, local_files_only=local, attn_implementation="eager").float()
    except Exception as error:  # the library raises whatever its parts do
        reason = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
        where = "the folder" if local else "the hub, nor is there a folder of this name"
        raise RasadError(
            f"cannot load the encoder {name!r} from {where}: {reason}; give a folder with config.json, the weights and "
            "tokenizer.json, or a name such as CAMeL-Lab/bert-base-arabic-camelbert-mix"
        ) from error
    backend = getattr(tokenizer, "backend_tokenizer", None)
    if not isinstance(backend, Tokenizer):
        raise RasadError(f"the encoder {name!r} has no fast tokenizer (tokenizer.json), by which words are found again")
    if getattr(body.config, "is_encoder_decoder", False) or not hasattr(body.config, "hidden_size"):
        raise RasadError(f"{name!r} is a {body.config.model_type}, no encoder such as BERT, RoBERTa or ELECTRA")
    padding = tokenizer.pad_token_id if tokenizer.pad_token_id is not None else 0
    return Loaded(body, backend, padding, _longest(body.config, tokenizer.model_max_length, longest))


def _longest(config: Any, of_tokenizer: float, wanted: int) -> int:
    """Return how many pieces are read at once; RoBERTa's first position is the one behind its padding piece."""
    places = getattr(config, "max_position_embeddings", None) or wanted
    if "roberta" in config.model_type or config.model_type in ("camembert", "xlm"):
        places -= 1 + (config.pad_token_id or 0)
    return int(min(wanted, places, of_tokenizer))
