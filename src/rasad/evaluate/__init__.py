"""Measuring coded events against annotated articles (`contract/annotation_guide.md`).

A coded event answers an annotated one when both stand in one sentence and agree in type, or their triggers overlap;
pairs are made best first, each event once. Figures: `trigger` (the words overlap), `event` (type agrees), `status`
(type and status agree), and, over correctly typed events, the phrases of actors, recipients, attribution and place
(half of the words of both shared, Dice) and the date (the same first and last day).
"""

from __future__ import annotations

from rasad.evaluate.compare import Evaluation, evaluate
from rasad.evaluate.comparing import Comparison, Difference
from rasad.evaluate.gold import GoldDocument, GoldEvent, read_gold
from rasad.evaluate.report import report

__all__ = ["Comparison", "Difference", "Evaluation", "GoldDocument", "GoldEvent", "evaluate", "read_gold", "report"]
