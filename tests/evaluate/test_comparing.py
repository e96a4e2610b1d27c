"""Two codings beside each other: what differs, how far they agree, and how sure a difference of two F1 is."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rasad.evaluate import Comparison, comparing, gold, paired
from rasad.evaluate.compare import Tally
from rasad.evaluate.kappa import kappa
from tests.store.documents import arrest, article, protest

OF = article(1)
PROTEST, ARREST = protest(OF), arrest(OF)
ANNOTATED = gold.document(
    {
        "id": OF.id,
        "text": OF.text,
        "published": "2016-07-02",
        "sentences": [[0, OF.text.index(".") + 1], [OF.text.index(".") + 2, len(OF.text)]],
        "events": [
            {"sentence": 0, "type": "PROTEST", "status": "actual", "trigger": "تظاهر", "actors": ["عمّال المصنع"]},
            {"sentence": 1, "type": "COERCE", "status": "actual", "trigger": "اعتقلت", "actors": ["الشرطة"]},
        ],
    }
)


def found(one: list[dict[str, Any]], other: list[dict[str, Any]]) -> list[tuple[str, tuple[str, ...]]]:
    return [(d.kind, d.fields) for d in comparing.differences(OF.id, one, other)]


def test_the_same_differs_in_nothing() -> None:
    assert found([PROTEST, ARREST], [PROTEST, ARREST]) == []


def test_each_kind_of_difference() -> None:
    assert found([PROTEST, ARREST], [PROTEST]) == [("only one", ())]
    assert found([ARREST], [PROTEST, ARREST]) == [("only other", ())]
    assert found([PROTEST], [PROTEST | {"event_type": "ASSAULT"}]) == [("type", ("event_type",))]
    assert found([PROTEST], [PROTEST | {"status": "planned"}]) == [("status", ("status",))]
    undated = PROTEST | {"actor": [], "event_loc": None, "date": None, "enddate": None, "date_info": None}
    assert found([PROTEST], [undated]) == [("fields", ("actor", "event_loc", "date"))]
    assert found([undated], [PROTEST]) == [("fields", ("actor", "event_loc", "date"))]


def test_phrases_that_an_evaluation_takes_for_the_same_are_no_difference() -> None:
    shorter = ARREST["actor"][0] | {"entity_text": "شرطة"}
    assert found([ARREST], [ARREST | {"actor": [shorter]}]) == []
    assert found([ARREST], [ARREST | {"actor": [shorter, shorter]}]) == [("fields", ("actor",))]


def test_an_annotated_event_goes_with_its_difference() -> None:
    first, second = comparing.differences(OF.id, [PROTEST | {"status": "planned"}], [PROTEST, ARREST], ANNOTATED)
    assert first.gold is not None and first.gold.status == "actual"
    assert second.gold is not None and second.gold.event_type == "COERCE"
    (wrong,) = comparing.differences(OF.id, [PROTEST, ARREST | {"event_type": "AID"}], [PROTEST], ANNOTATED)
    assert wrong.gold is not None  # of another type, but of the same words
    nothing = gold.GoldDocument(OF.id, OF.text, None, ANNOTATED.sentences, (), ())
    assert comparing.differences(OF.id, [PROTEST], [], nothing)[0].gold is None


def test_what_matters_most_comes_first() -> None:
    later = comparing.differences(OF.id, [PROTEST, ARREST], [PROTEST | {"actor": []}])
    assert [d.kind for d in later] == ["fields", "only one"]
    assert [d.kind for d in comparing.most_telling(later)] == ["only one", "fields"]


def test_figures_of_both_and_their_agreement() -> None:
    comparison = Comparison()
    comparison.add(OF, [PROTEST], [PROTEST | {"status": "planned"}, ARREST], ANNOTATED)
    assert comparison.counts() == {"COERCE": (0, 1, 0), "PROTEST": (1, 1, 1)}
    first, second, gain = comparison.gains()["event"]
    assert (first.precision, first.recall, second.precision, second.recall) == (1, 0.5, 1, 1)
    assert gain.value == pytest.approx(1 - 2 / 3)
    assert comparison.agreement()["event"].value == pytest.approx(2 / 3)
    assert comparison.agreement()["status"].value == 0
    assert comparison.kappas()["status"] == (0.0, 0.0)
    assert comparison.kappas()["type"] == (1.0, None)
    assert dict(comparison.kinds()) == {"status": 1, "only other": 1}


def test_annotated_events_as_records_agree_with_themselves() -> None:
    records = gold.as_records(ANNOTATED)
    comparison = Comparison()
    comparison.add(OF, records, records, ANNOTATED)
    assert comparison.differences == []
    assert comparison.gains()["actors"][0].f1 == 1


# how sure a difference is


TALLY = st.tuples(st.integers(0, 5), st.integers(0, 5), st.integers(0, 5)).map(
    lambda t: Tally(t[0], t[0] + t[1], t[0] + t[2])
)


@settings(deadline=None)
@given(st.lists(TALLY, max_size=8))
def test_nothing_is_better_than_itself(tallies: list[Tally]) -> None:
    assert paired.difference(tallies, tallies) == (0, 0, 0)
    assert not paired.difference(tallies, tallies).is_clear


@settings(deadline=None, max_examples=50)
@given(st.lists(st.tuples(TALLY, TALLY), min_size=1, max_size=8))
def test_an_interval_turns_with_its_sides_and_is_the_same_on_every_run(pairs: list[tuple[Tally, Tally]]) -> None:
    one, other = [a for a, _ in pairs], [b for _, b in pairs]
    there, back = paired.difference(one, other), paired.difference(other, one)
    assert there == paired.difference(one, other)
    assert there.value == pytest.approx(-back.value)
    assert there.low == pytest.approx(-back.high)
    assert there.high == pytest.approx(-back.low)
    assert there.low <= there.high
    assert there.low >= -1 and there.high <= 1


def test_a_gain_on_every_article_is_clear_and_one_on_a_single_article_is_not() -> None:
    worse, better = Tally(5, 10, 10), Tally(8, 10, 10)
    assert paired.difference([worse] * 20, [better] * 20).is_clear
    assert not paired.difference([worse] * 20, [*[worse] * 19, better]).is_clear


def test_kappa_of_a_textbook() -> None:
    """Cohen's kappa of 20 both yes, 15 both no, 5 and 10 mixed: 0.4."""
    labels = [("y", "y")] * 20 + [("n", "n")] * 15 + [("y", "n")] * 5 + [("n", "y")] * 10
    assert kappa(labels) == (0.7, 0.4)
    assert kappa([]) == (None, None)
