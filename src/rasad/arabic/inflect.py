"""The written forms of Arabic verbs and nouns, from the two or three principal parts that a vocabulary gives.

A verb is given by its perfect and imperfect, third person masculine singular, unvocalised (`اجتمع`, `يجتمع`); a noun by
its singular. The forms come out folded (`rasad.arabic.letters`), without attached particles and pronouns, which
`rasad.arabic.clitics` takes off. Rules follow the paradigms of Wright, *A Grammar of the Arabic Language* (1896-98),
vol. 1, §§ 81-178 (strong, doubled, hamzated, assimilated, hollow and defective verbs) and §§ 300-320 (number of nouns),
as they look in unvocalised writing; the feminine second person and the energetic, absent from news, are left out.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from rasad.arabic.letters import fold_word


@dataclass(frozen=True, slots=True)
class Form:
    """A written form and what it says.

    Attributes:
        text: The folded form, without clitics.
        pos: `VERB` or `NOUN`.
        aspect: `Perf`, `Imp` or empty.
        voice: `Act`, `Pass` or empty where the writing does not tell.
        person: `1`, `2`, `3` or empty.
        number: `Sing`, `Dual`, `Plur`.
        gender: `Masc`, `Fem` or empty.
        suffixed: Only before an attached pronoun (`True`), only without one (`False`), or either (`None`).
        bare: The form cannot carry the article (tanwin, construct state).
        jussive: Only after لم، لا، ل (the short forms of weak verbs: لم يزر، لم يلق).
    """

    text: str
    pos: str
    aspect: str = ""
    voice: str = ""
    person: str = "3"
    number: str = "Sing"
    gender: str = "Masc"
    suffixed: bool | None = None
    bare: bool = False
    jussive: bool = False


def verb_forms(perfect: str, present: str) -> list[Form]:
    """Return the forms of a verb, without repeats, in a fixed order."""
    passive_perfect, passive_present = _passive_perfect(perfect), _passive_present(present)
    found = [
        *_perfect(perfect, "Act" if passive_perfect else ""),
        *_present(present, "Act" if passive_present and passive_present[-1] != "ى" else ""),
    ]
    if passive_perfect:
        found += _perfect(passive_perfect, "Pass")
    if passive_present:
        found += _present(passive_present, "Pass")
    return list(dict.fromkeys(found))


def noun_forms(singular: str, plurals: tuple[str, ...] = (), *, sound: bool = True) -> list[Form]:
    """Return the forms of a verbal or event noun: singular, dual, plural in ات (where `sound`), the given plurals."""
    found = list(_noun(singular, "Sing"))
    stem = singular[:-1] if singular.endswith("ة") else singular
    if sound:
        plural = f"{stem[:-1]}يات" if stem.endswith("ى") else f"{stem}ات"
        found.append(_nominal(plural, "Plur", gender="Fem"))
    dual = f"{stem}ت" if singular.endswith("ة") else singular[:-1] + "ي" if singular.endswith("ى") else singular
    found += [
        _nominal(dual + end, "Dual", bare=bare)
        for end, bare in (("ان", False), ("ين", False), ("ا", True), ("ي", True))
    ]
    for plural in plurals:
        found += _noun(plural, "Plur")
    return list(dict.fromkeys(found))


def participle_forms(singular: str) -> list[Form]:
    """Return the forms of a participle or adjective: both genders, dual and sound plurals."""
    stem = singular
    found = [
        *_noun(stem, "Sing"),
        *_noun(f"{stem}ة", "Sing", gender="Fem"),
        _nominal(f"{stem}ات", "Plur", gender="Fem"),
    ]
    found += [
        _nominal(stem + end, "Plur", bare=bare)
        for end, bare in (("ون", False), ("ين", False), ("و", True), ("ي", True))
    ]
    found += [_nominal(stem + end, "Dual") for end in ("ان", "تان", "تين")]
    return list(dict.fromkeys(found))


def _nominal(text: str, number: str, *, gender: str = "", suffixed: bool | None = None, bare: bool = False) -> Form:
    return Form(fold_word(text), "NOUN", "", "", "", number, gender, suffixed, bare)


def _noun(noun: str, number: str, gender: str = "") -> Iterator[Form]:
    yield _nominal(noun, number, gender=gender)
    if noun.endswith("ة"):
        yield _nominal(noun[:-1] + "ت", number, gender=gender, suffixed=True)
    elif noun.endswith("اء"):  # لقاؤه، لقائه
        yield _nominal(noun[:-1] + "و", number, suffixed=True)
        yield _nominal(noun[:-1] + "ي", number, suffixed=True)
    elif noun.endswith("ى"):
        yield _nominal(noun[:-1] + "ا", number, suffixed=True)
    else:
        yield _nominal(noun + "ا", number, gender=gender, bare=True, suffixed=False)  # tanwin of the accusative


def _verb(text: str, aspect: str, voice: str, who: str, suffixed: bool | None = None, *, jussive: bool = False) -> Form:
    person, number, gender = (
        who[0],
        {"s": "Sing", "d": "Dual", "p": "Plur"}[who[1]],
        {"m": "Masc", "f": "Fem", "c": ""}[who[2]],
    )
    return Form(fold_word(text), "VERB", aspect, voice, person, number, gender, suffixed, jussive=jussive)


def _perfect(perfect: str, voice: str) -> Iterator[Form]:
    last, stem = perfect[-1], perfect[:-1]

    def form(text: str, who: str, suffixed: bool | None = None) -> Form:
        return _verb(text, "Perf", voice, who, suffixed)

    if last in "ىا" and len(perfect) > 2:  # defective in ى or ا
        glide = "ي" if last == "ى" else "و"
        yield form(perfect, "3sm")
        yield form(stem + "ا", "3sm", True)
        yield form(stem + "ت", "3sf")
        yield form(stem + "تا", "3df")
        yield form(stem + glide + "ا", "3dm")
        yield form(stem + "وا", "3pm", False)
        yield form(stem + "و", "3pm", True)
        yield form(stem + glide + "نا", "1pc")
        yield form(stem + glide + "ت", "1sc")
        return
    yield form(perfect, "3sm")
    yield form(perfect + "ت", "3sf")
    yield form(perfect + "تا", "3df")
    yield form(perfect + "ا", "3dm")
    plural = stem if last == "ي" else _hamza_plural(perfect)
    yield form(plural + "وا", "3pm", False)
    yield form(plural + "و", "3pm", True)
    short = (
        perfect[:-2] + last
        if len(perfect) > 2 and perfect[-2] == "ا"
        else perfect + last
        if len(perfect) == 2
        else perfect
    )
    yield form(short + "ن", "3pf")
    yield form(short + "نا", "1pc")
    yield form(short + "ت", "1sc")
    yield form(short + "تم", "2pm")


def _hamza_plural(perfect: str) -> str:
    return perfect[:-1] + "ؤ" if perfect[-1] == "أ" else perfect  # بدأ، بدؤوا


def _present(present: str, voice: str) -> Iterator[Form]:
    stem, last = present[1:], present[-1]
    weak = last in "يىو"
    short = stem[:-1] if weak else stem

    def form(text: str, who: str, suffixed: bool | None = None, *, jussive: bool = False) -> Form:
        return _verb(text, "Imp", voice, who, suffixed, jussive=jussive)

    for prefix, who in (("ي", "3sm"), ("ت", "3sf"), ("ن", "1pc"), ("أ", "1sc")):
        yield form(prefix + stem, who)
        if last == "ى":
            yield form(prefix + short + "ا", who, True)
        if weak:
            yield form(prefix + short, who, jussive=True)
        elif len(stem) > 2 and stem[-2] in "اوي" and not stem.endswith(("وو", "يي")) and _hollow(stem):
            yield form(prefix + stem[:-2] + last, who, jussive=True)
    for prefix, who in (("ي", "3pm"), ("ت", "2pm")):
        yield form(prefix + short + "ون", who)
        yield form(prefix + short + "وا", who, False)
        yield form(prefix + short + "و", who, True)
    dual = short + "ي" if last == "ى" else stem
    for prefix, who in (("ي", "3dm"), ("ت", "3df")):
        yield form(prefix + dual + "ان", who)
        yield form(prefix + dual + "ا", who)
    yield form("ي" + dual + "ن", "3pf")


def _hollow(stem: str) -> bool:
    """Whether the long vowel before the last letter of an imperfect stem is a radical (يقول)."""
    return stem[-1] not in "اويىء"


def _passive_perfect(perfect: str) -> str:
    if len(perfect) > 2 and perfect[-2] == "ا" and perfect[-1] not in "ىاء":
        return perfect[:-2] + "ي" + perfect[-1]  # قال، قيل; أصاب، أصيب; اغتال، اغتيل
    if len(perfect) == 4 and perfect[1] == "ا":
        return perfect[0] + "و" + perfect[2:].replace("ى", "ي")  # هاجم، هوجم
    if len(perfect) == 5 and perfect[0] == "ت" and perfect[2] == "ا":
        return perfect[:2] + "و" + perfect[3:]  # تبادل، تبودل
    if len(perfect) > 2 and perfect[-1] in "ىا":
        return perfect[:-1] + "ي"  # ألقى، ألقي; دعا، دعي
    return ""


def _passive_present(present: str) -> str:
    if len(present) > 3 and present[-2] in "وي" and present[-1] not in "اويىء":
        return present[:-2] + "ا" + present[-1]  # يقول، يقال; يعيد، يعاد
    if present[-1] in "يو":
        return present[:-1] + "ى"  # يلقي، يلقى; يدعو، يدعى
    return ""
