"""How many an event concerns: `size` holds every figure of the trigger's clause, as the words give it."""

from __future__ import annotations

import pytest

import rasad
from rasad.document import Article


@pytest.mark.parametrize(
    ("text", "trigger", "kind", "figures"),
    [
        (
            "قالت الوزارة إن 15 شخصا قتلوا في قصف على السوق، فيما تحدثت المعارضة عن مقتل 25 شخصا على الأقل في القصف.",
            "قصف",
            "dead",
            [("15 شخصا", 15, 15, 15), ("25 شخصا", 25, 25, None)],
        ),
        (
            "قتل ما بين عشرة وخمسة عشر جنديا في هجوم على معسكر شرق المدينة.",
            "هجوم",
            "dead",
            [("عشرة وخمسة عشر جنديا", None, 10, 15)],
        ),
        (
            "اعتقلت الشرطة 22 متظاهرا بينهم 4 نساء في العاصمة.",
            "اعتقلت",
            "arrested",
            [("22 متظاهرا", 22, 22, 22), ("4 نساء", 4, 4, 4)],
        ),
        ("تظاهر عشرات الآلاف في العاصمة.", "تظاهر", "people", [("عشرات الآلاف", None, 20_000, None)]),
    ],
)
def test_figures_stand_side_by_side_with_their_bounds_and_words(
    text: str, trigger: str, kind: str, figures: list[tuple[str, float | None, float | None, float | None]]
) -> None:
    doc = rasad.load(judge="rules").document(Article("size", text))
    event = next(e for e in doc.events if doc.quote(e) == trigger)
    assert [(doc.quote(q), q.value, q.low, q.high) for q in event.size[kind]] == figures
