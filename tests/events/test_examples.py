"""Every example of the vocabulary is found, and no counter-example is, by the rules alone and by the trained judge."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest

from rasad import ontology
from rasad.coder import Coder, Config
from rasad.document import Article
from rasad.events.lexicon import lexicon
from rasad.record import Record

TYPES = ontology.types()
# The judge weighs each example as any sentence of the news, so it may miss some; the vocabulary alone must miss few.
SHARE = {"rules": 0.9, "trained": 0.85, "combined": 0.8}  # the encoder was not trained on the examples


def examples(kind: str) -> Iterator[tuple[dict[str, Any], bool]]:
    for example in lexicon().types[kind].examples:
        yield example, True
    for counter in lexicon().types[kind].counters:
        yield counter, False


@cache
def records(judge: str, text: str) -> tuple[Record, ...]:
    coded = coder(judge).code(Article("example", text))
    assert not coded.problems, (text, coded.problems)
    return tuple(coded.records)


@cache
def coder(judge: str) -> Coder:
    return Coder(Config(judge=judge))


def found(judge: str, kind: str, example: dict[str, Any]) -> bool:
    for record in records(judge, example["text"]):
        if record["event_type"] == kind:
            if "trigger" not in example:
                return True
            start = example["text"].find(example["trigger"])
            if record["trigger"]["start"] < start + len(example["trigger"]) and start < record["trigger"]["end"]:
                return True
    return False


@pytest.mark.parametrize("kind", TYPES)
def test_the_file_of_a_type_is_whole(kind: str) -> None:
    file = lexicon().types[kind]
    assert file.description
    assert len(file.definition) > 60
    assert set(file.modes) <= set(ontology.modes(kind))
    assert len(file.examples) >= 12
    assert len(file.counters) >= 8
    for example in file.examples:
        assert example["trigger"] in example["text"]
        assert example["status"] in ontology.STATUSES
        for phrase in [*example.get("actor", ()), *example.get("recipient", ())]:
            assert phrase in example["text"]


@pytest.mark.parametrize("judge", ["rules", "trained", "combined"])
@pytest.mark.parametrize("kind", TYPES)
def test_examples_are_found_and_counter_examples_are_not(kind: str, judge: str) -> None:
    cases = list(examples(kind))
    wrong = [case["text"] for case, wanted in cases if found(judge, kind, case) != wanted]
    assert 1 - len(wrong) / len(cases) >= SHARE[judge], wrong


@pytest.mark.parametrize("written", ["وسيجتمعون", "باجتماعهما", "فلتجتمع"])
def test_inflection_and_clitics_hide_no_trigger(written: str) -> None:
    hits = {hit.trigger.event_type for hit in lexicon().hits(written)}
    assert "CONSULT" in hits


def test_homographs_do_not_fire() -> None:
    assert not [hit for hit in lexicon().hits("والوزير") if hit.trigger.lemma == "زار"]
    assert [hit for hit in lexicon().hits("وزار") if hit.trigger.lemma == "زار"]
