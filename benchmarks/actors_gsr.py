"""Country and sector of actors, against the coders of the Arabic gold standard records.

    .venv/bin/python benchmarks/actors_gsr.py [DIR] [--misses]     DIR: ../shared/data/arabic_event_gsr

Each coder marked the words of the source and target actor with a country (`main`) and a role. The words, joined, are
read by `rasad.link.reading.read`; counted is the share right where the coder gave a code. Coders' `main` codes are
CAMEO's: IGO stands for any organisation of states (ours: IGO, UNO, EUR); INT (foreign, several countries) and KUR have
no counterpart in PLOVER and are left out. Their roles are PLOVER's but for HLH (ours MED) and MED (media, ours JRN).
The country of a place name within a phrase, which the pipeline takes from the resolved place, counts as not found.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from rasad.link.reading import read

_DEFAULT = Path("../shared/data/arabic_event_gsr")
_COUNTRY = {"UNO": "IGO", "EUR": "IGO"}
_NOT_IN_PLOVER = {"INT", "KUR"}
_ROLE = {"HLH": "MED", "MED": "JRN"}


def answers(folder: Path) -> Iterator[tuple[str, str | None, str | None]]:
    """Yield phrase, country and role of every actor that a coder marked."""
    for name in ("assault", "protest"):
        for line in (folder / f"{name}_spans.jsonl").read_text(encoding="utf8").splitlines():
            for span in json.loads(line)["spans"]:
                for side in ("source", "target"):
                    role = span[f"{side}_role"]
                    if span[f"{side}_actor"] and isinstance(role, dict):
                        country, sector = (role.get(k) if role.get(k) != "None" else None for k in ("main", "role"))
                        yield " ".join(span[f"{side}_actor"]), country, _ROLE.get(sector or "", sector)


def main() -> None:
    """Print the shares."""
    folder = next((Path(a) for a in sys.argv[1:] if not a.startswith("-")), _DEFAULT)
    for what in ("country", "sector"):
        right: Counter[str] = Counter()
        misses: Counter[tuple[str, str, str | None]] = Counter()
        for phrase, country, role in answers(folder):
            gold = country if what == "country" else role
            if gold is None or gold in _NOT_IN_PLOVER:
                continue
            reading = read(phrase)
            ours = _COUNTRY.get(reading.code or "", reading.code) if what == "country" else reading.sector
            right["all"] += 1
            right["right"] += ours == gold
            right["none"] += ours is None
            if ours != gold:
                misses[phrase, gold, ours] += 1
        total = right["all"]
        print(
            f"{what}: {right['right'] / total:.3f} right of {total}, {right['none'] / total:.3f} without an answer, "
            f"{right['right'] / (total - right['none']):.3f} of those answered"
        )
        if "--misses" in sys.argv:
            for (phrase, gold, got), count in misses.most_common():
                print(f"  {count}\t{gold}\t{got}\t{phrase}")


if __name__ == "__main__":
    main()
