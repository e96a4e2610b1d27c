"""Agreement beyond chance."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence


def kappa(labels: Sequence[tuple[str, str]]) -> tuple[float | None, float | None]:
    """Return the share of pairs with equal labels, and Cohen's kappa (1960), rounded to three digits.

    Returns:
        `None` for both without a pair; `None` for kappa where no disagreement by chance is possible.
    """
    total = len(labels)
    if not total:
        return None, None
    observed = sum(a == b for a, b in labels) / total
    first, second = Counter(a for a, _ in labels), Counter(b for _, b in labels)
    expected = sum(first[label] * second[label] for label in first) / total**2
    beyond = None if expected == 1 else round((observed - expected) / (1 - expected), 3)
    return round(observed, 3), beyond


__all__ = ["kappa"]
