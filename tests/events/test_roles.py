"""Who acts and on whom, by the frame of the trigger, in sentences read the whole way."""

from __future__ import annotations

from functools import cache

import pytest

import rasad
from rasad.document import Article
from rasad.events.context import contexts
from rasad.events.lexicon import lexicon
from rasad.events.roles import by_frame


@cache
def roles(text: str, trigger: str, pos: str, kind: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the actors and the recipients of the event whose trigger stands so in the text."""
    doc = rasad.load(judge="rules").document(Article("test", text))
    for context in contexts(doc, lexicon()):
        for candidate in context.candidates:
            here = doc.quote(context.words[candidate.at]), candidate.pos, candidate.trigger.event_type
            if here == (trigger, pos, kind):
                found = by_frame(context.words, candidate, context.phrases)
                return (
                    tuple(text[r.phrase.start : r.phrase.end] for r in found if r.role == "actor"),
                    tuple(text[r.phrase.start : r.phrase.end] for r in found if r.role == "recipient"),
                )
    raise AssertionError(f"{trigger} is no candidate of {kind} in {text}")


VERBS = [
    # verb, subject, object
    ("اعتقلت الشرطة ناشطا معارضا في المدينة.", "اعتقلت", "COERCE", ("الشرطة",), ("ناشطا معارضا",)),
    ("قصف الجيش مواقع المسلحين أمس.", "قصف", "ASSAULT", ("الجيش",), ("مواقع المسلحين",)),
    # subject, verb, object
    ("الشرطة اعتقلت ناشطا معارضا في المدينة.", "اعتقلت", "COERCE", ("الشرطة",), ("ناشطا معارضا",)),
    ("الشرطة لم تعتقل ناشطا معارضا.", "تعتقل", "COERCE", ("الشرطة",), ("ناشطا معارضا",)),
    # a relative clause on the subject
    ("المسلحون الذين هاجموا قرية صغيرة فروا.", "هاجموا", "ASSAULT", ("المسلحون",), ("قرية صغيرة",)),
    # passive
    ("اعتُقل ناشط معارض في المدينة.", "اعتُقل", "COERCE", (), ("ناشط معارض",)),
    # prepositions of the frame
    ("تظاهر العمال ضد الحكومة في العاصمة.", "تظاهر", "PROTEST", ("العمال",), ("الحكومة",)),
    ("قدمت الرياض مساعدات إلى اليمن.", "قدمت", "AID", ("الرياض",), ("اليمن",)),
    ("اجتمع وزير الخارجية مع السفير الفرنسي.", "اجتمع", "CONSULT", ("وزير الخارجية", "السفير الفرنسي"), ()),
]
NOUNS = [
    # a verbal noun and what it governs: who undergoes, who acts
    ("أثار اعتقال الناشط غضبا.", "اعتقال", "COERCE", (), ("الناشط",)),
    ("أثار هجوم التنظيم على القاعدة غضبا.", "هجوم", "ASSAULT", ("التنظيم",), ("القاعدة",)),
    # مع, بين
    (
        "أجرى الرئيس محادثات مع المبعوث الأممي.",
        "محادثات",
        "CONSULT",
        ("الرئيس", "المبعوث الأممي"),
        (),
    ),
    ("اندلعت اشتباكات بين الجيش والمسلحين قرب المطار.", "اشتباكات", "ASSAULT", ("الجيش", "المسلحين"), ()),
    # a light verb: its subject acts, or undergoes what the noun names
    ("شن الجيش هجوما على مواقع المسلحين.", "هجوما", "ASSAULT", ("الجيش",), ("مواقع المسلحين",)),
    ("تعرض المعسكر لقصف عنيف.", "لقصف", "ASSAULT", (), ("المعسكر",)),
    # with the article a noun governs nothing
    ("توقف القصف مدة يوم.", "القصف", "ASSAULT", (), ()),
]


@pytest.mark.parametrize(("text", "trigger", "kind", "actors", "recipients"), VERBS)
def test_verbs(text: str, trigger: str, kind: str, actors: tuple[str, ...], recipients: tuple[str, ...]) -> None:
    assert roles(text, trigger, "VERB", kind) == (actors, recipients)


@pytest.mark.parametrize(("text", "trigger", "kind", "actors", "recipients"), NOUNS)
def test_nouns(text: str, trigger: str, kind: str, actors: tuple[str, ...], recipients: tuple[str, ...]) -> None:
    assert roles(text, trigger, "NOUN", kind) == (actors, recipients)


@pytest.mark.parametrize(
    ("text", "trigger", "kind", "actors", "recipients"),
    [
        ("اجتمع الوزير مع السفير والمبعوث.", "اجتمع", "CONSULT", ("الوزير", "السفير", "المبعوث"), ()),
        ("تظاهر العمال والطلاب ضد الحكومة.", "تظاهر", "PROTEST", ("العمال", "الطلاب"), ("الحكومة",)),
    ],
)
def test_what_is_joined_shares_the_role(
    text: str, trigger: str, kind: str, actors: tuple[str, ...], recipients: tuple[str, ...]
) -> None:
    assert roles(text, trigger, "VERB", kind) == (actors, recipients)


def test_a_verb_joined_to_the_clause_before_takes_no_subject_from_it() -> None:
    actors, recipients = roles("وصل الوزير واعتقلت الشرطة ناشطا.", "واعتقلت", "VERB", "COERCE")
    assert actors == ("الشرطة",)
    assert recipients == ("ناشطا",)


def test_nothing_lies_beyond_the_clause() -> None:
    actors, recipients = roles("اعتقلت الشرطة ناشطا؛ ضد الحكومة تظاهر العمال.", "اعتقلت", "VERB", "COERCE")
    assert (actors, recipients) == (("الشرطة",), ("ناشطا",))
