"""Forms of verbs and nouns, and the cuts that lead a written word to them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rasad.arabic.clitics import cuts, stem, stems
from rasad.arabic.inflect import Form, noun_forms, participle_forms, verb_forms
from rasad.arabic.letters import fold_word

LETTERS = "ابتثجحخدذرزسشصضطظعغفقكلمنهويءةى"


def form_of(word: str, forms: list[Form]) -> Form | None:
    """The form under which a written word reaches a list of forms, through any cut."""
    by_text = {f.text: f for f in forms}
    return next((by_text[c.core] for c in cuts(fold_word(word)) if c.core in by_text), None)


@pytest.mark.parametrize(
    ("perfect", "present", "written"),
    [
        ("اجتمع", "يجتمع", "وسيجتمعون اجتمعا فلتجتمع تجتمع اجتمعت ليجتمعوا"),
        ("التقى", "يلتقي", "التقيا التقاه يلتقيان التقت سيلتقون التقوا"),
        ("دعا", "يدعو", "دعت دعوا دعاه يدعون ودعيا تدعو دعي"),
        ("شن", "يشن", "شنت شنوا وتشن ستشن شنتها"),
        ("اغتال", "يغتال", "اغتالت اغتيل اغتيلت اغتالوه يغتالون"),
        ("استعاد", "يستعيد", "استعيدت استعادوا ويستعيد ستستعيد استعادتها"),
        ("هاجم", "يهاجم", "هوجم هاجموا هاجمته ويهاجمون هوجمت"),
        ("وقع", "يوقع", "وقعا وقعت ويوقعان وقعوا ووقعها"),
        ("أطلق", "يطلق", "أطلقت وأطلقوا سيطلق اطلقت أُطلق"),
    ],
)
def test_inflected_and_cliticised_verbs_are_reached(perfect: str, present: str, written: str) -> None:
    forms = verb_forms(perfect, present)
    for word in written.split():
        assert form_of(word, forms), f"{word} is not found among the forms of {perfect}"


def test_forms_say_who_and_when() -> None:
    forms = verb_forms("اغتال", "يغتال")
    by_text = {f.text: f for f in forms}
    assert by_text["اغتيلت"].voice == "Pass"
    assert by_text["اغتالت"].voice == "Act"
    assert (by_text["يغتالون"].aspect, by_text["يغتالون"].number) == ("Imp", "Plur")
    assert by_text["اغتالو"].suffixed


def test_weak_short_forms_are_marked_jussive() -> None:
    short = [f for f in verb_forms("زار", "يزور") if f.text == "يزر"]
    assert short
    assert all(f.jussive for f in short)


@pytest.mark.parametrize(
    ("singular", "written"),
    [
        ("اجتماع", "باجتماعهما الاجتماعات اجتماعاتهم للاجتماع اجتماعا اجتماعين واجتماعنا"),
        ("زيارة", "زيارته للزيارة زيارات زيارتان وزيارتها بزيارتي"),
        ("لقاء", "لقائه لقاؤهما للقاءات اللقاء لقاءين"),
    ],
)
def test_nouns_are_reached(singular: str, written: str) -> None:
    forms = noun_forms(singular)
    for word in written.split():
        assert form_of(word, forms), f"{word} is not found among the forms of {singular}"


def test_broken_plurals_are_taken_from_the_vocabulary() -> None:
    forms = noun_forms("هجوم", ("هجمات",))
    assert form_of("بهجماتهم", forms)
    assert form_of("الهجمات", forms)


def test_participles_have_both_genders_and_numbers() -> None:
    forms = {f.text for f in participle_forms("معتقل")}
    assert {"معتقل", "معتقله", "معتقلون", "معتقلين", "معتقلات"} <= forms


def test_a_pronoun_is_not_cut_after_the_article() -> None:
    assert not [c for c in cuts("الاجتماعي") if "ال" in c.proclitics and c.enclitic]


@given(st.text(LETTERS, min_size=2, max_size=12))
def test_cuts_put_together_give_the_word(word: str) -> None:
    norm = fold_word(word)
    for cut in cuts(norm):
        particles = "".join(cut.proclitics)
        whole = particles + cut.core + cut.enclitic
        # of لل the alef of the article is not written
        assert norm in (whole, whole.replace("لال", "لل", 1))
        assert len(cut.core) >= 2


@given(st.text(LETTERS, min_size=3, max_size=10))
def test_a_word_shares_a_stem_with_itself(word: str) -> None:
    assert stem(word) in stems(fold_word(word)) or len(fold_word(word)) < 2


@given(st.text("بتجحدرسعفقكلم", min_size=3, max_size=3))
def test_every_form_of_a_sound_root_keeps_its_letters(root: str) -> None:
    for form in verb_forms(root, "ي" + root):
        assert root in form.text or (form.voice == "Pass" and len(form.text) >= 3)


@pytest.mark.parametrize(("listed", "written"), [("إلكترونية", "الإلكترونية"), ("الشرطة", "شرطة"), ("شرطة", "والشرطة")])
def test_a_listed_word_is_known_with_and_without_the_article(listed: str, written: str) -> None:
    assert stem(listed) in stems(fold_word(written))
