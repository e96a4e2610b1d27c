"""Makes of articles what `pretrain.py` learns from: a subword vocabulary, texts as numbers, pairs of sentences.

    python scripts/transformer/prepare.py --news ../shared/data/news --extra my/texts --out /tmp/prepared

Writes `prepared.npz`, `about.json` (counts and sources) and the folder `tokenizer`. What is written depends on the
texts and options alone. It needs Rasad and scikit-learn, no PyTorch and no GPU; `pretrain.py` needs only this folder.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import stories as same
import subwords
import texts
from sklearn.feature_extraction.text import TfidfVectorizer
from tokenizers import Tokenizer
from transformers import AutoTokenizer

SEED = 20161
HELD_OUT = 0.02  # of the stories
RIVALS = 15  # sentences of other stories of the day beside each held-out pair's second one
WIDEST = 65_535  # subwords: numbers are kept in 16 bits


def main() -> None:
    """Prepare, and say what came out."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--news", type=Path, nargs="*", default=[Path("../shared/data/news")])
    parser.add_argument(
        "--extra", type=Path, nargs="*", default=[], help="further files or folders, in any format of Rasad"
    )
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--vocabulary", type=int, default=32_000, help="number of subwords")
    parser.add_argument(
        "--tokenizer", type=Path, help="a folder with a tokenizer made here before, in place of a new one"
    )
    parser.add_argument("--length", type=int, default=512, help="tokens that the encoder will reach at most")
    parser.add_argument("--limit", type=int, default=0, help="read no more articles (to try it)")
    options = parser.parse_args()
    if not len(subwords.SPECIAL) + 2 * len(subwords.ALPHABET) < options.vocabulary <= WIDEST:
        parser.error(f"--vocabulary {options.vocabulary}: allowed are some hundred to {WIDEST}; 32000 is usual")
    read = list(texts.stories(inputs([*options.news, *options.extra]), options.limit))
    if not read:
        parser.error(f"no article in {[*map(str, options.news), *map(str, options.extra)]}; name files with --extra")
    print(json.dumps(prepare(read, options.out, options), ensure_ascii=False, indent=1))


def inputs(paths: Sequence[Path]) -> list[str]:
    """Return what to read: a folder stands for its JSON lines files (its README is no article), else for all files."""
    found: list[str] = []
    for path in paths:
        lines = sorted(path.glob("*.jsonl*")) if path.is_dir() else []
        found += [str(file) for file in lines] or [str(path)]
    return found


def prepare(read: Sequence[texts.Story], out: Path, options: Any) -> dict[str, Any]:
    """Write the prepared files of some articles and return what `about.json` says.

    Args:
        read: The articles.
        out: Where to.
        options: With `vocabulary`, `tokenizer` (or None) and `length`.
    """
    found = same.find(read)
    held = same.held_out(read, found.groups, HELD_OUT)
    out.mkdir(parents=True, exist_ok=True)
    if options.tokenizer:
        AutoTokenizer.from_pretrained(str(options.tokenizer)).save_pretrained(str(out / "tokenizer"))
    else:
        learnt = (s for story, kept in zip(read, held, strict=True) if not kept for s in story.sentences)
        subwords.save(subwords.learn(learnt, options.vocabulary), out / "tokenizer", options.length)
    tokenizer = Tokenizer.from_file(str(out / "tokenizer" / "tokenizer.json"))
    firsts = np.concatenate([[0], np.cumsum([len(story.sentences) for story in read])])
    tokens, starts = encode(tokenizer, read)
    pairs = np.array(
        [
            (firsts[a] + i, firsts[b] + j, found.groups[a], read[a].day, held[a], lead)
            for a, i, b, j, lead in found.pairs
        ],
        np.int64,
    ).reshape(-1, 6)
    judged = pairs[pairs[:, 4] == 1]
    able, others = rivals(read, found.groups, firsts, judged)
    judged = judged[able]
    np.savez_compressed(
        out / "prepared.npz",
        tokens=tokens,
        sentences=starts.astype(np.int32),
        articles=firsts.astype(np.int32),
        held=np.array(held),
        pairs=pairs[pairs[:, 4] == 0].astype(np.int32),
        judged=judged.astype(np.int32),
        rivals=others.astype(np.int32),
    )
    about = {
        "articles": len(read),
        "words": int(sum(len(s.split()) for story in read for s in story.sentences)),
        "tokens": len(tokens),
        "subwords": tokenizer.get_vocab_size(),
        "held_out_articles": int(sum(held)),
        "stories_of_several_articles": int((np.bincount(found.groups) > 1).sum()),
        "pairs": int((pairs[:, 4] == 0).sum()),
        "held_out_pairs": len(judged),
        "pairs_by_shared_words": overlap(read, firsts, judged, others),
        "length": options.length,
    }
    (out / "about.json").write_text(json.dumps(about, ensure_ascii=False, indent=1) + "\n", encoding="utf8")
    return about


def encode(tokenizer: Tokenizer, read: Sequence[texts.Story]) -> tuple[np.ndarray, np.ndarray]:
    """Return the subwords of all sentences in a row, no special ones, and where each begins (and the last ends)."""
    found, lengths = [], []
    for at in range(0, len(read), 2_000):
        some = [sentence for story in read[at : at + 2_000] for sentence in story.sentences]
        for encoding in tokenizer.encode_batch_fast(some, add_special_tokens=False):
            found.append(np.array(encoding.ids, np.uint16))
            lengths.append(len(encoding.ids))
    return np.concatenate(found), np.concatenate([[0], np.cumsum(lengths)])


def rivals(
    read: Sequence[texts.Story], groups: Sequence[int], firsts: np.ndarray, judged: np.ndarray
) -> tuple[list[int], np.ndarray]:
    """Return which pairs have enough sentences to be told from, and those, `(pairs, RIVALS)`.

    Each is of another story of the day and as far down its article as the pair's second sentence. They come from other
    papers than the first one wherever the day has enough, since the second does too.
    """
    by_day: dict[int, list[int]] = defaultdict(list)
    for number, story in enumerate(read):
        by_day[story.day].append(number)
    rng = np.random.default_rng(SEED)
    kept: list[int] = []
    found: list[list[int]] = []
    for at, (one, two, group, day, *_) in enumerate(judged.tolist()):
        paper = read[int(np.searchsorted(firsts, one, "right")) - 1].source
        place = int(two - firsts[np.searchsorted(firsts, two, "right") - 1])
        least = same.SENTENCE_WORDS[0]
        able = [
            number
            for number in by_day[day]
            if groups[number] != group
            and len(read[number].sentences) > place
            and len(read[number].sentences[place].split()) >= least
        ]
        away = [number for number in able if read[number].source != paper]
        able = away if len(away) >= RIVALS else able
        if len(able) < RIVALS:
            continue
        kept.append(at)
        found.append([int(firsts[n]) + place for n in rng.choice(able, RIVALS, replace=False).tolist()])
    return kept, np.array(found, np.int64).reshape(-1, RIVALS)


def overlap(
    read: Sequence[texts.Story], firsts: np.ndarray, judged: np.ndarray, others: np.ndarray
) -> dict[str, float] | None:
    """Return how well shared words alone (tf-idf) tell the second sentence of each pair from its rivals.

    Returns:
        `pair_accuracy` against the first rival and `first_of_16` among all; None where there are no pairs. The pairs
        were found by shared words, so this is a hard bar, not a fair one.
    """
    if not len(judged):
        return None

    def bags_of(numbers: np.ndarray) -> Any:
        at = np.searchsorted(firsts, numbers, "right") - 1
        return weigher.transform(
            [same.stems(read[a].sentences[n - firsts[a]]) for a, n in zip(at, numbers, strict=True)]
        )

    weigher = TfidfVectorizer(analyzer=lambda words: words, sublinear_tf=True)
    weigher.fit([same.stems(s) for story in read[:: max(1, len(read) // 5_000)] for s in story.sentences])
    one, two = bags_of(judged[:, 0]), bags_of(judged[:, 1])
    right = np.asarray(one.multiply(two).sum(1)).ravel()
    wrong = np.stack([np.asarray(one.multiply(bags_of(column)).sum(1)).ravel() for column in others.T], 1)
    return {
        "pair_accuracy": round(float((right > wrong[:, 0]).mean()), 4),
        "first_of_16": round(float((right > wrong.max(1)).mean()), 4),
    }


if __name__ == "__main__":
    main()
