"""An evaluation as a table for the terminal."""

from __future__ import annotations

from rasad.evaluate.compare import Evaluation, Tally


def report(evaluation: Evaluation, errors: int = 0) -> str:
    """Return the figures as text: one line a figure, one a type, then the first `errors` errors."""
    lines = [f"{'figure':<14}{'P':>7}{'R':>7}{'F1':>7}{'gold':>7}{'coded':>7}"]
    lines += [_line(name, tally) for name, tally in evaluation.figures.items()]
    lines += [f"status accuracy {evaluation.status_accuracy:.3f}"]
    lines += [f"false alarms per 1,000 words {evaluation.false_alarms:.2f} (in {evaluation.idle_words:,} words)", ""]
    lines += [_line(name, tally) for name, tally in sorted(evaluation.types.items())]
    return "\n".join([*lines, *evaluation.errors[:errors]])


def _line(name: str, tally: Tally) -> str:
    figures = f"{tally.precision:>7.3f}{tally.recall:>7.3f}{tally.f1:>7.3f}"
    return f"{name:<14}{figures}{tally.gold:>7}{tally.coded:>7}"
