"""A Hugging Face encoder and its tokenizer, from a folder (nothing is fetched) or the hub."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, NamedTuple

import torch
from tokenizers import Tokenizer
from transformers import AutoModel, AutoTokenizer
from transformers.utils import cached_file, logging

from rasad.encoder.transformer import Cutter
from rasad.errors import RasadError

_CONFIGURED = ("BertNormalizer", "ByteLevel")  # steps whose settings tokenizer_config.json may give too
_LARGEST = 2_000_000_000  # bytes of weights that one ONNX file holds, the limit of its format


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
        RasadError: There is no such encoder, it has no fast tokenizer, it is no encoder, or is too large.
    """
    local = Path(name).is_dir()
    logging.set_verbosity_error()  # of heads for another task, which are not taken over
    logging.disable_progress_bar()
    try:
        tokenizer = AutoTokenizer.from_pretrained(name, use_fast=True, local_files_only=local)
        # written out, since attention by one fused operation is not exported the same by all versions
        body = AutoModel.from_pretrained(name, local_files_only=local, attn_implementation="eager").float()
        backend = getattr(tokenizer, "backend_tokenizer", None)
        backend = _as_written(name, backend, local) if isinstance(backend, Tokenizer) else None
    except Exception as error:  # the library raises whatever its parts do
        reason = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
        where = "the folder" if local else "the hub, nor is there a folder of this name"
        raise RasadError(
            f"cannot load the encoder {name!r} from {where}: {reason}; give a folder with config.json, the weights and "
            "tokenizer.json, or a name such as CAMeL-Lab/bert-base-arabic-camelbert-mix"
        ) from error
    if backend is None:
        raise RasadError(f"the encoder {name!r} has no fast tokenizer (tokenizer.json), by which words are found again")
    if getattr(body.config, "is_encoder_decoder", False) or not hasattr(body.config, "hidden_size"):
        raise RasadError(f"{name!r} is a {body.config.model_type}, no encoder such as BERT, RoBERTa or ELECTRA")
    if (size := sum(4 * weight.numel() for weight in body.parameters())) > _LARGEST:
        raise RasadError(f"{name!r} has {size / 1e9:.1f} GB of weights; an exported encoder holds 2 GB at most")
    known = (tokenizer.pad_token_id, body.config.pad_token_id)
    padding = next((int(piece) for piece in known if piece is not None), 0)
    return Loaded(body, backend, padding, _longest(name, body, tokenizer.model_max_length, longest))


def _as_written(name: str, backend: Tokenizer, local: bool) -> Tokenizer:
    """Return the tokenizer of `tokenizer.json`, where there is one.

    The library makes those of known families anew from their pieces alone, and so loses what it does not expect, such
    as a normaliser that drops vowel signs. Settings of steps in `tokenizer_config.json` (`do_lower_case`,
    `add_prefix_space`) go before those of the file, as in the library.
    """
    try:
        path = cached_file(name, "tokenizer.json", local_files_only=local)
    except OSError:  # it has a list of its pieces alone
        return backend
    own = Tokenizer.from_file(path)
    written, made = json.loads(own.to_str()), json.loads(backend.to_str())
    for part in ("normalizer", "pre_tokenizer"):
        kinds = [told[part] and told[part]["type"] for told in (written, made)]
        if kinds[0] == kinds[1] and kinds[0] in _CONFIGURED:
            setattr(own, part, getattr(backend, part))
    if written["post_processor"] is None:
        own.post_processor = backend.post_processor
    return own


def _longest(name: str, body: Any, of_tokenizer: float, wanted: int) -> int:
    """Return how many pieces are read at once, as many as are seen to run.

    RoBERTa and its like number places from the one behind the padding piece's number on, so that fewer are left than
    the configuration says.

    Raises:
        RasadError: It does not run on pieces alone.
    """
    places = getattr(body.config, "max_position_embeddings", None) or wanted
    padding = body.config.pad_token_id or 0
    reason: Exception | None = None
    for most in (places, places - 1 - padding):
        count = int(min(wanted, most, of_tokenizer))
        ids = torch.full((1, count), 1 if padding == 0 else 0)
        try:
            with torch.no_grad():
                body.eval()(input_ids=ids, attention_mask=torch.ones_like(ids)).last_hidden_state  # noqa: B018
            return count
        except Exception as error:  # whatever its parts raise
            reason = error
    raise RasadError(f"{name!r} is a {body.config.model_type}, which does not run on pieces of text alone: {reason}")
