"""Measures `rasad.ground` on phrases that coders marked, each changed as a language model changes what it quotes.

    python benchmarks/grounding.py ../shared/data/arabic_event_gsr [--errors]

Phrases are the marked actors, targets and verbs that stand letter by letter, as whole words, in their sentence; a
change counts where it changes the phrase.

- right: the range holds the phrase as it was marked, with what the change left out of it.
- elsewhere: the changed phrase itself stands letter by letter elsewhere in the sentence (`حكم`, made of `الحكم`, in a
  sentence that has both), and was located there.
- wrong: any other range.

Phrases that are not there are those of other sentences whose first word is, by no reading, a word of this one.
"""

from __future__ import annotations

import argparse
import json
import random
import re
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

from rasad import ground
from rasad.arabic.clitics import stems
from rasad.arabic.letters import fold_word

_DIGITS = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
_EASTERN = str.maketrans("٠١٢٣٤٥٦٧٨٩", "0123456789")
_VOWELS = "\u064e\u064f\u0650\u0652"
_OTHER_MARKS = str.maketrans({"«": '"', "»": '"', '"': "“", "“": "«", "”": "»"})
_OF_EACH = 3  # phrases of other sentences tried on each sentence
OUTCOMES = ("right", "elsewhere", "wrong", "refused")
Change = Callable[[str, random.Random], str]


def vowel(phrase: str, chance: random.Random) -> str:
    """Add one short vowel after one of the letters."""
    letters = [i for i, c in enumerate(phrase, 1) if "ء" <= c <= "ي"]
    if not letters:
        return phrase
    at = chance.choice(letters)
    return phrase[:at] + chance.choice(_VOWELS) + phrase[at:]


def particle(phrase: str, chance: random.Random) -> str:
    """Drop و ف ب ل before the first word where more than three letters are left of it: else it is the word's own."""
    return phrase[1:] if re.match(r"[وفبل]\w{4,}", phrase) else phrase


def particle_blindly(phrase: str, chance: random.Random) -> str:
    """Drop the first letter where it is one of و ف ب ل, though it may be the word's own (وزير: زير)."""
    return phrase[1:] if re.match(r"[وفبل]\w\w", phrase) else phrase


CHANGES: dict[str, Change] = {
    "a vowel sign added": vowel,
    "hamza dropped (أ إ آ: ا)": lambda p, _: re.sub("[أإآ]", "ا", p),
    "hamza dropped (also ؤ ئ ء)": lambda p, _: re.sub("[أإآ]", "ا", p.replace("ؤ", "و").replace("ئ", "ى")).replace(
        "ء", ""
    ),
    "article dropped, first word": lambda p, _: re.sub(r"^ال(?=\w\w)", "", p),
    "article dropped, every word": lambda p, _: re.sub(r"\bال(?=\w\w)", "", p),
    "article added, last word": lambda p, _: re.sub(r"\b(?!ال)(?=[ء-ي]{3,}$)", "ال", p),
    "و ف ب ل dropped": particle,
    "و ف ب ل dropped blindly": particle_blindly,
    "ة as ه": lambda p, _: p.replace("ة", "ه"),
    "Arabic-Indic digits": lambda p, _: p.translate(_DIGITS) if re.search("[0-9]", p) else p.translate(_EASTERN),
    "doubled blanks": lambda p, _: p.replace(" ", "  "),
    "other quotation marks": lambda p, _: p.translate(_OTHER_MARKS),
    "tatweel added": lambda p, _: re.sub(r"(?<=[بتجحسشعفقكلمنهي])(?=[ء-ي])", "ـ", p, count=1),
}


def marked(folder: Path) -> Iterator[tuple[str, str]]:
    """Yield each sentence with each phrase that stands in it as whole words."""
    for path in sorted(folder.glob("*_spans.jsonl")):
        for line in path.read_text(encoding="utf8").splitlines():
            row = json.loads(line)
            phrases = {
                " ".join(span[role]) for span in row["spans"] for role in ("source_actor", "verb", "target_actor")
            }
            phrases |= {row[gold] for gold in ("source_gold", "verb_gold", "target_gold")}
            for phrase in sorted(phrases):
                if re.search(rf"(?<!\w){re.escape(phrase)}(?!\w)", row["text"]) and re.search(r"\w", phrase):
                    yield row["text"], phrase


def outcome(text: str, phrase: str, quote: str) -> str:
    """Return how a changed phrase was located: one of `OUTCOMES`."""
    found = ground(text, quote)
    if found is None:
        return "refused"
    if text[slice(*found)] == phrase:
        return "right"
    return "elsewhere" if text[slice(*found)] == quote else "wrong"


def absent(pairs: list[tuple[str, str]], chance: random.Random) -> Iterator[tuple[str, str]]:
    """Yield sentences with phrases of others that do not stand in them under any normalisation."""
    for text in sorted({text for text, _ in pairs}):
        present = set().union(*(stems(fold_word(w)) for w in re.findall(r"\w+", text)))
        others = [p for _, p in chance.sample(pairs, 4 * _OF_EACH)]
        missing = [p for p in others if not set(re.findall(r"\w+", fold_word(p))) <= present | _parts(text)]
        yield from (
            (text, phrase) for phrase in missing[:_OF_EACH] if not stems(fold_word(phrase.split()[0])) & present
        )


def _parts(text: str) -> set[str]:
    return set(re.findall(r"\w+", fold_word(text)))


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="the folder arabic_event_gsr")
    parser.add_argument("--errors", action="store_true", help="list what was not located right")
    options = parser.parse_args()
    chance, pairs = random.Random(1), sorted(set(marked(options.folder)))
    print(f"{'change':32} phrases " + " ".join(f"{how:>9}" for how in OUTCOMES))
    for name, change in {"none": lambda p, _: p, **CHANGES}.items():
        counts: Counter[str] = Counter()
        for text, phrase in pairs:
            quote = change(phrase, chance)
            if quote == phrase and name != "none":
                continue
            how = outcome(text, phrase, quote)
            counts[how] += 1
            if options.errors and how != "right":
                found = ground(text, quote)
                print(f"    {how}: {quote} for {phrase}; found {text[slice(*found)] if found else None}\n      {text}")
        total = max(1, counts.total())
        print(f"{name:32} {counts.total():7} " + " ".join(f"{counts[how] / total:9.4f}" for how in OUTCOMES))
    tried = list(absent(pairs, chance))
    found_ones = [(t, p) for t, p in tried if ground(t, p)]
    print(f"{'not there':32} {len(tried):7} refused {1 - len(found_ones) / max(1, len(tried)):.4f}")
    if options.errors:
        for text, phrase in found_ones:
            print(f"    found: {phrase}\n      {text}")


if __name__ == "__main__":
    main()
