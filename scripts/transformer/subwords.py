"""The subword vocabulary: learned from text, joined letter forms, offsets into the text as it stands.

What is joined are forms that papers write one for the other: presentation forms and letters, alefs with and without
hamza, Persian and Arabic kaf and yeh, Arabic-Indic and ASCII digits, quotation marks, dashes; vowel signs, tatweel,
bidi and zero-width signs are dropped. It is the folding of `rasad.arabic.letters` except that ة, ى, ؤ and ئ stay what
they are: a lookup must not miss for them, an encoder learns from them. Done by normalizers of the library `tokenizers`,
which carry offsets along: every token knows the range of the original text that it stands for.
"""

from __future__ import annotations

import string
from collections.abc import Iterable
from pathlib import Path

from tokenizers import Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers
from transformers import PreTrainedTokenizerFast

from rasad.arabic.letters import DROPPED_CLASS, QUOTES

SPECIAL = {
    "pad_token": "[PAD]",
    "unk_token": "[UNK]",
    "cls_token": "[CLS]",
    "sep_token": "[SEP]",
    "mask_token": "[MASK]",
}
CONTINUED = "##"
LONGEST_WORD = 60  # letters; a longer one is unknown
# All that is known: a word with any other sign is unknown as a whole. Letters that fold to others are not among them.
ALPHABET = (
    "".join(
        sorted(
            {*"ءؤئابةتثجحخدذرزسشصضطظعغفقكلمنهوىيپچژگڤ،؛؟٪•°€£àâçèéêëîïôöùûü", *string.digits, *string.ascii_lowercase}
        )
    )
    + string.punctuation
)
# Vowel signs that stand alone (U+FC5E-FC63, FE70-FE7F without the letter FE73): NFKC would put a blank before them.
_LONE_MARKS = "\\x{fc5e}-\\x{fc63}\\x{fe70}-\\x{fe72}\\x{fe74}-\\x{fe7f}"
_JOINED = (
    ("[أإآٱٲٳ]", "ا"),
    ("[یې]", "ي"),
    ("[کڪ]", "ك"),
    (f"[{QUOTES}]", '"'),
    ("[‐‑‒–—―−]", "-"),
    ("[‘’‚‛]", "'"),
    *((f"[{chr(0x660 + digit)}{chr(0x6F0 + digit)}]", str(digit)) for digit in range(10)),
)


def _escaped(pattern: str) -> str:
    """Return a character class of Python's `re` for the engine of `tokenizers`, which reads `\\xHH` as bytes."""
    return "".join(
        char if char.isascii() or char in "أإآٱٲٳ" else f"\\x{{{ord(char):x}}}"
        for char in pattern.replace("\\x00-\\x08\\x0e-\\x1b\\x7f", "\\x{1}-\\x{8}\\x{e}-\\x{1b}\\x{7f}")
    )


def normalizer() -> normalizers.Normalizer:
    """Return what joins letter forms, keeping offsets."""
    steps = [
        normalizers.Replace(Regex(f"[{_LONE_MARKS}]"), ""),
        normalizers.Replace(Regex("[″＂]"), '"'),  # NFKC makes two signs of the first
        normalizers.NFKC(),
        normalizers.Replace(Regex(_escaped(f"[{DROPPED_CLASS}]")), ""),
        normalizers.Lowercase(),
        *(normalizers.Replace(Regex(_escaped(pattern)), to) for pattern, to in _JOINED),
    ]
    return normalizers.Sequence(steps)


def learn(texts: Iterable[str], size: int, least: int = 2) -> Tokenizer:
    """Return a WordPiece tokenizer.

    Args:
        texts: What to learn from.
        size: Number of subwords, special ones included.
        least: A pair of subwords rarer than this is not joined.

    Returns:
        A tokenizer that puts `[CLS]` before and `[SEP]` after a text. Words are cut at blanks and signs, so that
        `#words_joined` are words. The same texts give the same vocabulary.
    """
    # The letters within words are named beforehand, as special tokens of the learner alone: it would number them in the
    # order of a hash table, which differs from run to run, and joins of like frequency go by number.
    inner = [CONTINUED + letter for letter in ALPHABET]
    trainer = trainers.WordPieceTrainer(
        vocab_size=size,
        min_frequency=least,
        special_tokens=[*SPECIAL.values(), *inner],
        limit_alphabet=len(ALPHABET),
        initial_alphabet=list(ALPHABET),
        continuing_subword_prefix=CONTINUED,
        show_progress=False,
    )
    learner = _tokenizer({})
    learner.train_from_iterator(texts, trainer)
    found = _tokenizer(learner.get_vocab())
    found.add_special_tokens(list(SPECIAL.values()))
    ends = [(SPECIAL[name], found.token_to_id(SPECIAL[name])) for name in ("cls_token", "sep_token")]
    found.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]", pair="[CLS] $A [SEP] $B:1 [SEP]:1", special_tokens=ends
    )
    return found


def _tokenizer(vocabulary: dict[str, int]) -> Tokenizer:
    model = models.WordPiece(vocabulary, unk_token=SPECIAL["unk_token"], max_input_chars_per_word=LONGEST_WORD)
    found = Tokenizer(model)
    found.normalizer = normalizer()
    found.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    found.decoder = decoders.WordPiece(prefix=CONTINUED)
    return found


def save(tokenizer: Tokenizer, folder: Path, longest: int) -> None:
    """Write the tokenizer as files that `transformers.AutoTokenizer` reads; `longest` is the encoder's reach."""
    wrapped = PreTrainedTokenizerFast(tokenizer_object=tokenizer, model_max_length=longest, **SPECIAL)
    wrapped.save_pretrained(str(folder))
