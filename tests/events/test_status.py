"""Whether an event happened: the words that govern its trigger, group by group of `vocabulary/status.toml`."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest

import rasad
from rasad import vocabulary
from rasad.arabic.clitics import stem, stems
from rasad.arabic.letters import fold_word
from rasad.document import Article, Word
from rasad.events import status
from rasad.events.candidates import Candidate
from rasad.events.context import contexts
from rasad.events.lexicon import lexicon

GROUPS = vocabulary.load("status")

# group: sentence, trigger as it stands, its part of speech, status
GOVERNED = [
    ("negation", "لم تقصف القوات المدينة.", "تقصف", "VERB", "negated"),
    ("negation", "لن تقصف القوات المدينة.", "تقصف", "VERB", "negated"),
    ("absence", "دون قصف المدينة عاد الجنود.", "قصف", "NOUN", "negated"),
    ("absence", "نفى الوزير اعتقال الناشط.", "اعتقال", "NOUN", "negated"),
    ("prevented", "ألغت الحكومة زيارة الوفد.", "زيارة", "NOUN", "negated"),
    ("possible", "قد تقصف القوات المدينة.", "تقصف", "VERB", "hypothetical"),
    ("possible", "ربما قصفت القوات المدينة.", "قصفت", "VERB", "hypothetical"),
    ("possible", "يحتمل قصف المدينة.", "قصف", "NOUN", "hypothetical"),
    ("condition", "إذا قصفت القوات المدينة عاد الجنود.", "قصفت", "VERB", "hypothetical"),
    ("condition", "في حال قصف المدينة يعود الجنود.", "قصف", "NOUN", "hypothetical"),
    ("fear", "مخاوف من قصف المدينة.", "قصف", "NOUN", "hypothetical"),
    ("demand", "طالب النواب بسحب القوات.", "بسحب", "NOUN", "hypothetical"),
    ("demand", "يجب اعتقال المسؤول.", "اعتقال", "NOUN", "hypothetical"),
    ("future", "سوف تقصف القوات المدينة.", "تقصف", "VERB", "planned"),
    ("plan", "تعتزم الحكومة اعتقال المسؤول.", "اعتقال", "NOUN", "planned"),
    ("plan", "قرر الجيش قصف المدينة.", "قصف", "NOUN", "planned"),
    ("announced", "الهجوم المقبل على المدينة.", "الهجوم", "NOUN", "planned"),
    ("announced", "المظاهرة المقررة في العاصمة.", "المظاهرة", "NOUN", "planned"),
    ("unsure", "هجوم محتمل على المدينة.", "هجوم", "NOUN", "hypothetical"),
    ("unsure", "الهجوم المزعوم على المدينة.", "الهجوم", "NOUN", "hypothetical"),
]


@cache
def read(text: str, trigger: str, pos: str) -> tuple[list[Word], Candidate]:
    """Return the words of a sentence and the candidate whose trigger stands so in it."""
    doc = rasad.load(judge="rules").document(Article("test", text))
    for context in contexts(doc, lexicon()):
        for candidate in context.candidates:
            if doc.quote(context.words[candidate.at]) == trigger and candidate.pos == pos:
                return context.words, candidate
    raise AssertionError(f"{trigger} is no candidate in {text}")


def test_the_cases_name_every_group() -> None:
    assert {case[0] for case in GOVERNED} == set(GROUPS)


@pytest.mark.parametrize(("group", "text", "trigger", "pos", "expected"), GOVERNED)
def test_a_governed_trigger(group: str, text: str, trigger: str, pos: str, expected: str) -> None:
    words, candidate = read(text, trigger, pos)
    assert group in {cue.group for cue in status.cues(words, candidate)}
    assert status.by_rule(words, candidate)[0] == expected == GROUPS[group]["status"]


@pytest.mark.parametrize("name", GROUPS)
def test_every_word_of_a_group_is_found_by_its_written_form(name: str) -> None:
    """A word alone of its group must be known again by its own stem, with و before it as well."""
    for entry in GROUPS[name]["words"]:
        word = entry.split()[0]
        for written in (word, "و" + word):
            assert stem(word) in stems(fold_word(written)), entry


@pytest.mark.parametrize("name", GROUPS)
def test_the_first_word_of_a_group_reaches_as_far_as_it_says_and_no_farther(name: str) -> None:
    group = GROUPS[name]
    text, trigger, pos = next((c[1], c[2], c[3]) for c in GOVERNED if c[0] == name)
    _, known = read(text, trigger, pos)
    cue = [_word(w) for w in group["words"][0].split()]
    for between, reached in ((0, True), (group["reach"], True), (group["reach"] + 1, False)):
        filler = [_word("زيد")] * between
        if group["side"] == "before":
            words = [*cue, *filler, _word(trigger)]
            at = len(words) - 1
        else:
            words = [_word(trigger), *filler, *cue]
            at = 0
        candidate = replace(known, at=at, first=at, last=at, carrier=None)
        assert (name in {c.group for c in status.cues(words, candidate)}) == reached, (name, between)


@pytest.mark.parametrize("name", GROUPS)
def test_a_full_stop_ends_the_reach(name: str) -> None:
    group = GROUPS[name]
    text, trigger, pos = next((c[1], c[2], c[3]) for c in GOVERNED if c[0] == name)
    _, known = read(text, trigger, pos)
    cue, stop, head = [_word(w) for w in group["words"][0].split()], _word("."), _word(trigger)
    words = [*cue, stop, head] if group["side"] == "before" else [head, stop, *cue]
    at = words.index(head)
    assert status.cues(words, replace(known, at=at, first=at, last=at, carrier=None)) == []


def _word(text: str) -> Word:
    return Word(0, len(text), fold_word(text), "sign" if text == "." else "arabic")


@pytest.mark.parametrize(
    ("text", "trigger", "pos", "expected"),
    [
        ("قصفت القوات المدينة.", "قصفت", "VERB", "actual"),
        ("تقصف القوات المدينة.", "تقصف", "VERB", "actual"),
        ("وقع هجوم على المدينة.", "هجوم", "NOUN", "actual"),
        ("ستقصف القوات المدينة.", "ستقصف", "VERB", "planned"),
        ("ستشن القوات هجوما على المدينة.", "هجوما", "NOUN", "planned"),
        ("تقصف القوات المدينة غدا.", "تقصف", "VERB", "planned"),
        ("وصلت القوات لقصف المدينة.", "لقصف", "NOUN", "planned"),
        ("تقدم الجيش ليقصف المدينة.", "ليقصف", "VERB", "planned"),
        ("قرر الجيش العودة. قصفت القوات المدينة.", "قصفت", "VERB", "actual"),
    ],
)
def test_what_the_form_of_the_trigger_says(text: str, trigger: str, pos: str, expected: str) -> None:
    words, candidate = read(text, trigger, pos)
    assert status.by_rule(words, candidate)[0] == expected


@pytest.mark.parametrize(
    ("text", "trigger", "pos", "expected"),
    [
        ("لم تقصف القوات المدينة.", "تقصف", "VERB", "negated"),
        ("القوات لم تقصف المدينة.", "تقصف", "VERB", "negated"),
        ("ولن تقصف القوات المدينة.", "تقصف", "VERB", "negated"),
        ("ستقصف القوات المدينة.", "ستقصف", "VERB", "planned"),
        ("سوف تقصف القوات المدينة.", "تقصف", "VERB", "planned"),
        ("ستشن القوات هجوما على المدينة.", "هجوما", "NOUN", "planned"),
        ("قصفت القوات المدينة.", "قصفت", "VERB", None),
        ("قد تقصف القوات المدينة.", "تقصف", "VERB", None),
        ("وقع هجوم على المدينة.", "هجوم", "NOUN", None),
        # restricted or conditional: the negation or the future does not hold as it stands
        ("لم تقصف القوات إلا المدينة.", "تقصف", "VERB", None),
        ("لم تقصف القوات سوى المدينة.", "تقصف", "VERB", None),
        ("ما لم تقصف القوات المدينة.", "تقصف", "VERB", None),
        ("إذا لم تقصف القوات المدينة عاد الجنود.", "تقصف", "VERB", None),
        ("سوف تقصف القوات المدينة إذا عاد الجنود.", "تقصف", "VERB", None),
    ],
)
def test_what_is_certain_from_the_verb_itself(text: str, trigger: str, pos: str, expected: str | None) -> None:
    words, candidate = read(text, trigger, pos)
    found = status.certain(words, candidate)
    assert (found[0] if found else None) == expected
