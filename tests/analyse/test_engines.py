"""What the engines make of words: cuts, places, parts of speech, features."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rasad.analyse import analyse, check_engine
from rasad.analyse.lemmas import change, difference
from rasad.arabic.letters import fold_word
from rasad.document import Article, Document, Leftover, Word
from rasad.errors import PartError

ENGINES = ("crf", "rules")


def analysed(text: str, engine: str = "crf") -> Document:
    doc = Document(Article("a", text))
    analyse(doc, engine)
    return doc


def word(text: str, surface: str, engine: str = "crf") -> Word:
    doc = analysed(text, engine)
    return next(w for w in doc.words if doc.quote(w) == surface)


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(
    ("surface", "proclitics", "core", "enclitic"),
    [
        ("للحكومة", ("ل", "ال"), "حكومه", ""),
        ("وبالحكومة", ("و", "ب", "ال"), "حكومه", ""),
        ("وزير", (), "وزير", ""),
        ("بيان", (), "بيان", ""),
        ("لقاء", (), "لقاء", ""),
        ("فرنسا", (), "فرنسا", ""),
        ("كتب", (), "كتب", ""),
        ("سلاح", (), "سلاح", ""),
        ("منها", (), "من", "ها"),
        ("سيجتمع", ("س",), "يجتمع", ""),
        ("وقال", ("و",), "قال", ""),
        ("شركاتها", (), "شركات", "ها"),
        ("حكومتهم", (), "حكومه", "هم"),
        ("حكومة", (), "حكومه", ""),
        ("وجه", (), "وجه", ""),
        ("مهم", (), "مهم", ""),
        ("الله", (), "الله", ""),
        ("التزام", (), "التزام", ""),
        ("الجيش", ("ال",), "جيش", ""),
        ("بأنهم", ("ب",), "ان", "هم"),
    ],
)
def test_cuts(engine: str, surface: str, proclitics: tuple[str, ...], core: str, enclitic: str) -> None:
    found = word(f"{surface} الرئيس", surface, engine)
    assert (found.proclitics, found.core, found.enclitic) == (proclitics, core, enclitic)


@pytest.mark.parametrize(
    ("surface", "proclitics", "core", "enclitic"),
    [
        ("للجنة", ("ل", "ال"), "لجنه", ""),
        ("ومما", ("و", "من"), "ما", ""),
        ("حلفائها", (), "حلفاء", "ها"),
        ("وزراؤهم", (), "وزراء", "هم"),
        ("أزمتها", (), "ازمه", "ها"),
        ("بيته", (), "بيت", "ه"),
        ("توجهاً", (), "توجها", ""),
        ("باريس", (), "باريس", ""),
        ("لبنان", (), "لبنان", ""),
        ("بشار", (), "بشار", ""),
        ("فستطلب", ("ف", "س"), "تطلب", ""),
    ],
)
def test_cuts_of_the_trained_engine(surface: str, proclitics: tuple[str, ...], core: str, enclitic: str) -> None:
    found = word(f"{surface} الرئيس", surface)
    assert (found.proclitics, found.core, found.enclitic) == (proclitics, core, enclitic)


@pytest.mark.parametrize(
    ("surface", "core"),
    [("للحكومة", "لحكومة"), ("وللجنة", "لجنة"), ("بالسلاح", "السلاح"), ("شركاتُها", "شركاتُ"), ("وَقالَ", "قالَ")],
)
def test_a_core_keeps_its_place_in_the_text(surface: str, core: str) -> None:
    text = f"ثم {surface} أمس"
    found = word(text, surface)
    assert text[found.core_start : found.core_end] == core


def test_a_verb_before_a_pronoun_keeps_its_ending() -> None:
    assert word("الحكومة التي شكلته أمس", "شكلته").core == "شكلت"


def test_parts_of_speech_and_features() -> None:
    doc = analysed("أعلنت وزيرة الدفاع الألمانية أن القوات لن تنسحب من سوريا، وقُتل ثلاثة جنود أمس.")
    by_core = {w.core: w for w in doc.words}
    assert by_core["اعلنت"].pos == "VERB"
    assert by_core["اعلنت"].features == {
        "Aspect": "Perf",
        "Voice": "Act",
        "Person": "3",
        "Gender": "Fem",
        "Number": "Sing",
    }
    assert by_core["اعلنت"].lemma == "اعلن"
    assert by_core["وزيره"].pos == "NOUN"
    assert by_core["وزيره"].features["Definite"] == "Cons"
    assert by_core["المانيه"].pos == "ADJ"
    assert by_core["تنسحب"].features["Mood"] == "Sub"
    assert by_core["سوريا"].pos == "PROPN"
    assert by_core["قتل"].features["Voice"] == "Pass"
    assert by_core["ثلاثه"].pos == "NUM"
    assert by_core["جنود"].features["Number"] == "Plur"
    assert by_core["من"].pos == "ADP"


def test_rules_know_the_verbs_of_the_vocabulary() -> None:
    found = word("وأعلنت الحكومة القرار", "وأعلنت", "rules")
    assert (found.pos, found.lemma, found.features["Gender"]) == ("VERB", "اعلن", "Fem")


def test_an_engine_that_is_not_there_is_named() -> None:
    with pytest.raises(PartError, match="crf, rules"):
        check_engine("oracle")


def test_leftovers_get_no_words_and_analysis_may_be_repeated() -> None:
    text = "بغداد ـ وكالات: وصل الوزير."
    doc = Document(Article("a", text), leftovers=[Leftover(0, 15, "dateline")])
    for _ in range(2):
        analyse(doc)
        assert [doc.quote(w) for w in doc.words] == ["وصل", "الوزير", "."]
        assert [(s.first, s.last) for s in doc.sentences] == [(0, 3)]


LETTERS = "ابتدرسعفقكلمنهويةىأإآءئؤ\u064b\u0651ـ\u200fﻻ"


@pytest.mark.parametrize("engine", ENGINES)
@given(text=st.text(alphabet=LETTERS + " ال.\n3", max_size=60))
@settings(max_examples=150)
def test_layers_hold_on_any_text(engine: str, text: str) -> None:
    doc = analysed(text, engine)
    assert [i for s in doc.sentences for i in range(s.first, s.last)] == list(range(len(doc.words)))
    for sentence in doc.sentences:
        for w in doc.words_of(sentence):
            assert sentence.start <= w.start <= w.core_start <= w.core_end <= w.end <= sentence.end
            assert w.norm == (fold_word(doc.quote(w)) or "-")
            assert w.core
            assert w.pos
            if w.kind == "arabic":
                assert w.norm.startswith("".join(p for p in w.proclitics if len(p) == 1))
                assert w.norm.endswith(w.enclitic)


@given(st.text(alphabet="ابتدر", min_size=2, max_size=7), st.text(alphabet="ابتدر", min_size=2, max_size=7))
def test_a_difference_leads_from_core_to_lemma(core: str, lemma: str) -> None:
    rule = difference(core, lemma)
    if rule is not None:
        assert change(core, rule) == lemma
