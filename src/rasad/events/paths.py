"""How each word of a sentence hangs from a trigger in the sentence's tree, as features for the labelling of roles."""

from __future__ import annotations

from collections.abc import Sequence

from rasad.events.candidates import Candidate
from rasad.events.context import Context

_INNER = frozenset("amod flat nummod det case punct cc".split())  # relations within a noun phrase
_DEEP = 12  # steps up the tree that are followed
_ATTACHED = frozenset("بلك")


def features(context: Context, candidate: Candidate, heads: Sequence[int], relations: Sequence[str]) -> list[list[str]]:
    """Return features of every word of the sentence.

    Args:
        context: The sentence.
        candidate: The event's trigger.
        heads: Index of each word's head, -1 for the root; may end before the sentence does.
        relations: Their relations.
    """
    if candidate.at >= len(heads):
        return [[] for _ in context.words]
    if "paths" not in context.notes:
        plain = [relation.partition(":")[0] for relation in relations]
        context.notes["paths"] = [
            plain,
            _cases(context, heads, plain),
            [_upwards(heads, at) for at in range(len(heads))],
        ]
    plain, cases, lines = context.notes["paths"]
    line = lines[candidate.at]
    depth = {word: steps for steps, word in enumerate(line)}
    kind, frame = candidate.trigger.event_type, f"{candidate.trigger.frame.name}{candidate.pos}"
    rows: list[list[str]] = []
    for at in range(len(context.words)):
        ups = lines[at] if at < len(lines) else []
        met = next((i for i, word in enumerate(ups) if word in depth), None)
        if met is None:
            rows.append(["tree=none"])
            continue
        down = depth[ups[met]]
        climbed = [plain[word] for word in ups[:met]]
        path = "^".join([r for r in climbed if r not in _INNER][-3:])
        path += "|" + "_".join(plain[word] for word in line[: min(down, 3)])
        top = f"{climbed[-1] if climbed else ''}/{down}/{cases.get(ups[met - 1], '') if met else ''}"
        rows.append(
            [
                f"tree={path}",
                f"tree={path}/{frame}",
                f"tree={path}/{kind}",
                f"top={top}",
                f"top={top}/{frame}",
                f"top={top}/{kind}",
                f"hangs={plain[at]}/{min(4, met)}/{min(3, down)}",
                f"deep={min(5, met)}/{min(4, down)}/{kind}",
            ]
        )
    return rows


def _upwards(heads: Sequence[int], at: int) -> list[int]:
    """Return a word, its head, the head of that, and so on."""
    found = [at]
    while len(found) < _DEEP and 0 <= heads[found[-1]] < len(heads):
        found.append(heads[found[-1]])
    return found


def _cases(context: Context, heads: Sequence[int], relations: Sequence[str]) -> dict[int, str]:
    """Return for each word the preposition that stands before it, attached or not."""
    found: dict[int, str] = {}
    for at, word in enumerate(context.words[: len(heads)]):
        for particle in word.proclitics:
            if particle in _ATTACHED:
                found.setdefault(at, particle)
        if relations[at] == "case":
            found.setdefault(heads[at], word.core or word.norm)
    return found
