"""Decides whether a text is Arabic that can be coded, and says what it is where it is not.

Evidence comes first from the words: Arabic is told from the other languages of its script by its function words, the
article and ta marbuta, these by theirs and by letters Arabic lacks. py3langid, which errs on short texts and knows
neither Uyghur nor Sorani well, is asked only where words decide nothing. At most `EXAMINED` characters are looked at.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from rasad.arabic.letters import LETTER_CLASS
from rasad.errors import InputError

EXAMINED = 1500
LONGEST_WORD = 2000  # characters without a blank: no writing has that, encoded files and broken pages do
_TELLING_WORDS = 8  # fewer without any sign of another language are taken for Arabic
MIN_ARABIC_SHARE = 0.4  # of all letters; English names and quotations leave more, an Arabic quotation in English less

_WORD = re.compile(f"[{LETTER_CLASS}\u064b-\u0652\u0640\u200c]+")
_DROPPED = re.compile("[\u064b-\u0652\u0640\u200c]+")
_ANY_LETTER = re.compile(r"[^\W\d_]")
_ARTICLE = re.compile("[وفبك]{0,2}ال[ء-ي]{2,}|[وف]?لل[ء-ي]{2,}")

_ARABIC = frozenset(
    "في من على إلى الى عن أن ان إن التي الذي الذين هذا هذه ذلك تلك كما قد وقد لم لن لا بعد قبل خلال بين مع كان كانت "
    "وكان وكانت قال وقال قالت أعلن أعلنت أكد أكدت يوم حيث بعض كل غير حتى عند عندما منذ ضد حول أو ثم بل لكن هو هي هم "
    "وفي ومن وعلى وأن وإن بأن لأن أنه إنه أنها إنها فيه فيها منه منها عليه عليها له لها لهم به بها إلا أي أيضا لدى نحو "
    "تم يتم ليس ليست الآن اليوم أمس قتل قُتل أصيب أصيبت".split()
)

# Words and letters of the other languages of the script; letters Arabic borrows for names (پ چ ڤ گ, keyboard ی ک)
# are left out where they alone would decide.
_OTHERS: dict[str, tuple[str, frozenset[str], re.Pattern[str]]] = {
    "fa": (
        "Persian",
        frozenset(
            "است این که را با از به در برای شد شده می های آن خود کرد کرده دارد بود یک تا هم نیز کشور گفت اعلام اين "
            "گفته شود کند رییس ديدار دیدار نمی وزیر".split()
        ),
        re.compile("[پچژگکی]"),
    ),
    "ur": (
        "Urdu",
        frozenset("کے کی ہے میں کا نے سے اور کو پر ہیں کہ یہ تھا نہیں کیا گیا بھی اس ایک لیے تھے کر ہو".split()),
        re.compile("[ٹڈڑںےۓہھۂ]"),
    ),
    "ps": (
        "Pashto",
        frozenset("د په چې له کې او ته سره شي شو دي وي یې نه هم کړي کړې دا پر ولسمشر".split()),
        re.compile("[ټډړږښځڅۍېګڼ]"),
    ),
    "ckb": (
        "Kurdish (Sorani)",
        frozenset("لە بۆ کە بە ئەم ئەو لەگەڵ دەکات کرد وە هەر بوو کوردستان سەر".split()),
        re.compile("[ۆێڵڕەڤ]"),
    ),
    "ug": (
        "Uyghur",
        frozenset("ۋە بىلەن بۇ ئۇ بىر ئۈچۈن دېدى قىلىش بولغان ئۇيغۇر رايونى".split()),
        re.compile("[ۇۈۋېەڭۆ]"),
    ),
    "sd": (
        "Sindhi",
        frozenset("جي جو ۾ ۽ آهي کي سان ته جا کان هن آهن ڪري تي".split()),
        re.compile("[ٻڀٺٽڄڃڇڏڌڊڙڦڪڳڱڻ۾۽]"),
    ),
}
_KEYBOARD = str.maketrans("یک", "يك")  # some Arabic is typed on Persian keyboards
_FOREIGN_WORDS = frozenset().union(*(known for _, known, _ in _OTHERS.values()))
_DIALECTS = frozenset({"ar", "ary", "arz", "sdh"})  # what py3langid calls Arabic among names in Latin letters
_FOREIGN_LETTER = re.compile("[ٹڈڑںےۓۂټډړږښځڅۍېګڼۆێڵڕەۇۈۋڭٻڀٺٽڄڃڇڏڌڊڙڦڳڱڻ۾۽پچژگیکہھۀ]")

# UTF-8 read as Windows-1252 or Latin-1 (Ø§Ù„), as Windows-1256 (ط§ظ„), Windows-1256 read as Latin-1 (ÇáÚÑÇÞ).
_UTF8_AS_LATIN = re.compile("[ØÙÚÛ][\u0080-\u00bf\u0152-\u0178\u2013-\u2122\u0192\u02c6\u02dc]")
_LATIN_HIGH = re.compile("[À-ÿ]")
_TAH_ZAH = re.compile("[طظ]")


def check(text: str, place: str) -> None:
    """Return if the text is Arabic.

    Raises:
        InputError: With stage `clean` and one of the codes `empty`, `broken-characters` (lone surrogates),
            `too-long-word`, `mojibake` (a wrong encoding), `not-arabic`.
    """
    if not text.strip():
        raise _refuse("empty", "the text is empty; give the body of an article", place)
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        message = f"character {error.start} is half a surrogate pair; decode the source as UTF-16 or repair its escapes"
        raise _refuse("broken-characters", message, place) from None
    longest = max(map(len, text.split()))
    if longest > LONGEST_WORD:
        message = (
            f"a word of {longest} characters (at most {LONGEST_WORD}): an embedded file or a damaged page; remove it"
        )
        raise _refuse("too-long-word", message, place)
    sample = text[:EXAMINED]
    if reason := _mojibake(sample):
        raise _refuse("mojibake", f"{reason}; read the source again with its own encoding", place)
    if (seems := seems_to_be(sample)) != "ar":
        raise _refuse("not-arabic", f"the text seems to be {name_of(seems)}; only Arabic is coded", place)


def seems_to_be(text: str) -> str:
    """Return the language of a text: `ar`, another ISO 639 code, or `und` where it holds no letters."""
    words = [_DROPPED.sub("", w) for w in _WORD.findall(text)]
    arabic = sum(map(len, words))
    letters = sum(map(len, _ANY_LETTER.findall(text)))
    if not letters:
        return "und"
    if arabic < MIN_ARABIC_SHARE * letters:
        code = str(_identifier().classify(text[:600])[0])
        if code in _DIALECTS:
            return "ar" if arabic * 2 > MIN_ARABIC_SHARE * letters else "mul"
        return code
    return _of_script([w for w in words if w])


def name_of(code: str) -> str:
    """Return the English name of a language code of `seems_to_be`, the code itself where there is none here."""
    if code in _OTHERS:
        return _OTHERS[code][0]
    common = {
        "und": "no language (it holds no letters)",
        "mul": "mostly not in Arabic script",
        "en": "English",
        "fr": "French",
        "tr": "Turkish",
    }
    return common.get(code, f"of the language {code!r}")


def _of_script(words: list[str]) -> str:
    """The language of words in Arabic script."""
    plain = [w.translate(_KEYBOARD) for w in words]
    mine = sum((w in _ARABIC) * 2 + (_ARTICLE.fullmatch(w) is not None) + w.endswith("ة") for w in plain)
    strange = [w for w in words if _FOREIGN_LETTER.search(w)]
    telling = strange + [w for w in words if w in _FOREIGN_WORDS and not _FOREIGN_LETTER.search(w)]
    foreign = len(strange)
    scores = {  # the letters of Persian are those the others borrow too
        code: sum((w in known) * 2 + (letters.search(w) is not None) * (2 - (code == "fa")) for w in telling)
        for code, (_, known, letters) in _OTHERS.items()
    }
    best = max(scores, key=lambda code: scores[code])
    if scores[best] > mine and (foreign * 6 > len(words) or scores[best] > 2 * mine + 2):
        return best
    if not scores[best] and len(words) < _TELLING_WORDS:
        return "ar"
    if mine >= max(2, scores[best]) and foreign * 2 < len(words):
        return "ar"
    return _statistics(" ".join(words), guess=best if foreign * 6 > len(words) else "ar")


def _statistics(text: str, guess: str) -> str:
    """The language by character statistics, the guess where these name none of the script's languages."""
    code = str(_identifier().classify(text[:600])[0])
    return guess if code == "ar" or code not in _OTHERS else code


@cache
def _identifier() -> Any:
    import py3langid

    return py3langid


def _mojibake(text: str) -> str:
    """What is wrong with the characters, empty if nothing is."""
    size = len(text)
    if text.count("\ufffd") * 50 > size:
        return "the text is full of replacement characters (U+FFFD)"
    if text.count("?") * 3 > size:
        return "most characters are question marks"
    if len(_UTF8_AS_LATIN.findall(text)) * 6 > size:
        return "the text is UTF-8 that was read as a Western encoding (Ø§Ù)"
    letters = len(_ANY_LETTER.findall(text))
    if letters and len(_LATIN_HIGH.findall(text)) * 2 > letters:
        return "the text is Windows-1256 that was read as a Western encoding (ÇáÚ)"
    arabic = sum(map(len, _WORD.findall(text)))
    if arabic > 12 and len(_TAH_ZAH.findall(text)) * 3 > arabic:
        return "the text is UTF-8 that was read as Windows-1256 (ط§ظ)"
    return ""


def _refuse(code: str, message: str, place: str) -> InputError:
    return InputError(message, stage="clean", code=code, place=place)
