"""Country and sector of actors, against the coders of the Arabic gold standard records.

    .venv/bin/python benchmarks/actors_gsr.py [DIR] [--places] [--misses]     DIR: ../shared/data/arabic_event_gsr

Each coder marked the words of the source and target actor with a country (`main`) and a role. The words, joined, are
read by `rasad.link.reading.read`; counted is the share right where the coder gave a code. Coders' `main` codes are
CAMEO's: IGO stands for any organisation of states (ours: IGO, UNO, EUR); INT (foreign, several countries) and KUR have
no counterpart in PLOVER and are left out. Their roles are PLOVER's but for HLH (ours MED) and MED (media, ours JRN).
The country of a place name within a phrase, which the pipeline takes from the resolved place, counts as not found,
unless `--places` looks places up in the sentence.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from rasad import analyse, link
from rasad.document import Article, Document, Place
from rasad.link.reading import read
from rasad.mentions.places import find as find_places

_DEFAULT = Path("../shared/data/arabic_event_gsr")
_COUNTRY = {"UNO": "IGO", "EUR": "IGO"}
_NOT_IN_PLOVER = {"INT", "KUR"}
_ROLE = {"HLH": "MED", "MED": "JRN"}


def answers(folder: Path, *, with_places: bool) -> Iterator[tuple[str, str | None, str | None, dict[str, str]]]:
    """Yield phrase, country and role of every actor that a coder marked, and the places of its sentence."""
    for name in ("assault", "protest"):
        for line in (folder / f"{name}_spans.jsonl").read_text(encoding="utf8").splitlines():
            row = json.loads(line)
            known = countries(row["text"]) if with_places else {}
            for span in row["spans"]:
                for side in ("source", "target"):
                    role = span[f"{side}_role"]
                    if span[f"{side}_actor"] and isinstance(role, dict):
                        country, sector = (role.get(k) if role.get(k) != "None" else None for k in ("main", "role"))
                        yield " ".join(span[f"{side}_actor"]), country, _ROLE.get(sector or "", sector), known


def countries(text: str) -> dict[str, str]:
    """Return the places named in a sentence with their countries."""
    doc = Document(Article("gsr", text))
    analyse.analyse(doc)
    doc.mentions = [*find_places(doc)]
    link.resolve_places(doc)
    return {doc.quote(m): m.country_code for m in doc.mentions if isinstance(m, Place) and m.country_code}


def main() -> None:
    """Print the shares."""
    folder = next((Path(a) for a in sys.argv[1:] if not a.startswith("-")), _DEFAULT)
    for what in ("country", "sector"):
        right: Counter[str] = Counter()
        misses: Counter[tuple[str, str, str | None]] = Counter()
        for phrase, country, role, known in answers(folder, with_places=what == "country" and "--places" in sys.argv):
            gold = country if what == "country" else role
            if gold is None or gold in _NOT_IN_PLOVER:
                continue
            reading = read(phrase)
            code = reading.code or next((c for place, c in known.items() if place in phrase), None)
            ours = _COUNTRY.get(code or "", code) if what == "country" else reading.sector
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
