"""Fine-tunes a Hugging Face encoder on annotated articles, for the judge `transformer`; needs the extra `transformers`.

from rasad.train import Options, train
train(Options("CAMeL-Lab/bert-base-arabic-camelbert-mix", Path("my-encoder"), (Path("labels.jsonl"),)), print)
"""

from __future__ import annotations

from collections.abc import Callable

from rasad.errors import PartError
from rasad.train.options import Options

_CURE = "install it with: pip install 'rasad[transformers]'"


def train(options: Options, say: Callable[[str], None]) -> str:
    """Train, export, weigh and measure; all goes to the folder of the options.

    Returns:
        The model card.

    Raises:
        PartError: The extra `transformers` is not installed.
        RasadError: A setting, a file of labels, the encoder or the folder is not what it must be.
    """
    options.check()
    try:
        import onnx  # noqa: F401
        import torch  # noqa: F401
        import transformers  # noqa: F401

        from rasad.train.running import run
    except ModuleNotFoundError as error:
        if (error.name or "").startswith("rasad"):
            raise
        raise PartError(f"rasad train needs the library {error.name!r}, which is not installed; {_CURE}") from error
    return run(options, say)


__all__ = ["Options", "train"]
