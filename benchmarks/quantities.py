"""Measures quantities on phrases whose numbers are marked: how many are read rightly, with bounds, unit and currency.

    python benchmarks/quantities.py tests/mentions/numbers_dev.jsonl [--errors]

The phrases were written for Rasad by a writer who did not see its grammar. A marked quantity is right when a found one
overlaps it and has its value, low, high, unit and currency. A phrase is right when all of it is right and nothing else
was found. Two conventions of the writer differ from `docs/event-record.md` and are mapped here, nowhere else:

- `item` (a counted thing of no known kind) may be found or not, and is never counted; the writer marks weights as
  items too, which Rasad knows as `weight`.
- an amount without a `currency` mark (`ألف ريال`) must have none.
"""

from __future__ import annotations

import argparse
import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from rasad import mentions
from rasad.analyse import analyse
from rasad.clean import clean
from rasad.document import Article, Document, Quantity

_UNCOUNTED = ("item", "weight")
Key = tuple[float | None, float | None, float | None, str, str | None]
Marked = tuple[int, int, Key]


@dataclass(slots=True)
class Tally:
    """What was counted, and the phrases that were not read rightly, in words.

    Attributes:
        phrases: All phrases.
        whole: Phrases that are right altogether.
        right: Marked quantities found with all that was marked.
        marked: Marked quantities that count.
        found: Found quantities that count.
        errors: A line a phrase that is not right.
    """

    phrases: int = 0
    whole: int = 0
    right: int = 0
    marked: int = 0
    found: int = 0
    errors: list[str] = field(default_factory=list)

    @property
    def share(self) -> float:
        """The share of the phrases that are right altogether."""
        return self.whole / max(1, self.phrases)

    def __str__(self) -> str:
        precision, recall = self.right / max(1, self.found), self.right / max(1, self.marked)
        return (
            f"phrases {self.phrases}, right {self.whole} ({self.share:.3f}); "
            f"quantities {self.marked}: precision {precision:.3f}, recall {recall:.3f}"
        )


def document(text: str, engine: str = "crf") -> Document:
    """Return a phrase with its mentions."""
    doc = Document(Article("phrase", text))
    clean(doc)
    analyse(doc, engine)
    mentions.find(doc, engine)
    return doc


def marked(row: dict[str, Any]) -> list[Marked]:
    """Return the marked quantities of a phrase with their half-open ranges."""
    found: list[Marked] = []
    at = 0
    for gold in row["quantities"]:
        start = row["text"].find(gold["text"], at)
        start = start if start >= 0 else row["text"].index(gold["text"])
        at = start + len(gold["text"])
        key = (gold["value"], gold["low"], gold["high"], gold["unit"], gold.get("currency"))
        found.append((start, at, key))
    return found


def count(tally: Tally, row: dict[str, Any], engine: str = "crf") -> None:
    """Count one phrase."""
    doc = document(row["text"], engine)
    found = [q for q in doc.mentions if isinstance(q, Quantity) and q.unit not in _UNCOUNTED]
    wanted = [m for m in marked(row) if m[2][3] not in _UNCOUNTED]
    free = list(found)
    missed = []
    for start, end, key in wanted:
        fits = (q for q in free if q.start < end and start < q.end and key_of(q) == key)
        right = next(fits, None)
        if right is None:
            missed.append(f"- {row['text'][start:end]} {key}")
        else:
            free.remove(right)
    tally.phrases += 1
    tally.marked += len(wanted)
    tally.found += len(found)
    tally.right += len(wanted) - len(missed)
    if missed or free:
        lines = [row["text"], *missed, *(f"+ {doc.quote(q)} {key_of(q)}" for q in free)]
        tally.errors.append("\n  ".join(lines))
    else:
        tally.whole += 1


def key_of(found: Quantity) -> Key:
    """Return what is compared of a quantity."""
    return found.value, found.low, found.high, found.unit, found.currency


def measure(path: Path, engine: str = "crf") -> Tally:
    """Return the counts over a file of phrases, one JSON object a line."""
    tally = Tally()
    for line in path.read_text("utf8").splitlines():
        count(tally, json.loads(line), engine)
    return tally


def main() -> None:
    """Measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("phrases", type=Path)
    parser.add_argument("--engine", default="crf")
    parser.add_argument("--errors", action="store_true", help="list the phrases that are not right")
    options = parser.parse_args()
    tally = measure(options.phrases, options.engine)
    if options.errors:
        print("\n".join(tally.errors))
    print(tally)


if __name__ == "__main__":
    main()
