"""How much of the annotated triggers the event vocabulary reaches, and how often it fires in vain.

    python scripts/lexicon_coverage.py ../shared/data/events/train.jsonl [--type ASSAULT] [--misses N] [--false N]

For each type: gold events, share reached by a candidate of that type whose trigger overlaps, candidates, share of them
that are gold. `--words N` lists the triggers by how often they fire in vain. Sentences are the file's own.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import Counter, defaultdict
from pathlib import Path

from rasad.arabic.letters import LETTER_CLASS, fold_word
from rasad.document import Word
from rasad.events.candidates import Candidate, find
from rasad.events.lexicon import lexicon

TOKEN = re.compile(rf"[{LETTER_CLASS}\u064b-\u0652\u0640\u0670]+|[^\s]")


def words_of(text: str, start: int) -> list[Word]:
    """Return the plain words of a sentence that begins at `start`."""
    return [
        Word(
            start + m.start(),
            start + m.end(),
            fold_word(m[0]),
            "arabic" if len(m[0]) > 1 or "ء" <= m[0] <= "ي" else "sign",
        )
        for m in TOKEN.finditer(text)
    ]


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path)
    parser.add_argument("--type")
    parser.add_argument("--misses", type=int, default=0)
    parser.add_argument("--false", type=int, default=0)
    parser.add_argument("--words", type=int, default=0)
    options = parser.parse_args()
    gold_n, reached, fired, right = Counter[str](), Counter[str](), Counter[str](), Counter[str]()
    by_trigger: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    misses, vain = [], []
    for line in options.gold.read_text(encoding="utf8").splitlines():
        doc = json.loads(line)
        for index, (start, end) in enumerate(doc["sentences"]):
            text = doc["text"][start:end]
            words = words_of(text, start)
            found = find(words, lexicon())
            spans = []
            for event in (e for e in doc["events"] if e["sentence"] == index):
                at = start + max(0, text.find(event["trigger"]))
                spans.append((event["type"], at, at + len(event["trigger"])))
                gold_n[event["type"]] += 1
                if any(_same(c, words, spans[-1]) for c in found):
                    reached[event["type"]] += 1
                else:
                    misses.append((event["type"], f"{event['trigger']} ({event['status']}) | {text}"))
            for c in found:
                kind, good = c.trigger.event_type, any(_same(c, words, s) for s in spans)
                fired[kind] += 1
                right[kind] += good
                by_trigger[c.trigger.name + "/" + c.pos + "/" + c.trigger.strength][0 if good else 1] += 1
                if not good:
                    vain.append((kind, f"{c.trigger.lemma}: {words[c.at].norm} | {text}"))
    for kind in [*sorted(gold_n), "all"]:
        counts = [c.total() if kind == "all" else c[kind] for c in (gold_n, reached, fired, right)]
        share, precision = counts[1] / max(1, counts[0]), counts[3] / max(1, counts[2])
        print(f"{kind:<10} gold {counts[0]:>4}  reached {share:.3f}  fired {counts[2]:>5}  right {precision:.3f}")
    for title, rows, n in (("misses", misses, options.misses), ("false", vain, options.false)):
        for kind, row in [r for r in rows if options.type in (None, r[0])][:n]:
            print(title, kind, row)
    table = sorted(
        ((bad, good, name) for name, (good, bad) in by_trigger.items() if options.type in (None, name.split(":")[0])),
        reverse=True,
    )
    for bad, ok, name in table[: options.words]:
        print(f"{name:<50} right {ok:>3}  vain {bad:>4}")


def _same(candidate: Candidate, words: list[Word], span: tuple[str, int, int]) -> bool:
    return (
        candidate.trigger.event_type == span[0]
        and words[candidate.first].start < span[2]
        and words[candidate.last].end > span[1]
    )


if __name__ == "__main__":
    main()
