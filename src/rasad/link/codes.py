"""Country or non-state code, sector and number of a phrase, from the expressions in it."""

from __future__ import annotations

from collections.abc import Sequence

from rasad.arabic import numerals
from rasad.link.lexicon import Hit, lexicon
from rasad.link.personal import PersonalName
from rasad.link.phrase import Token

# After these a phrase tells where somebody is or whom something is about: السفير الروسي في سوريا is Russian.
_ELSEWHERE = frozenset("في الي لدي ضد عن علي قرب نحو تجاه داخل خارج جنوب شمال شرق غرب وسط حول بين مع".split())
LINKING = frozenset("في الي لدي ضد عن علي من باسم لشوون للشوون شوون مع بين".split())
_ARMED = frozenset(("MIL", "COP", "REB", "SPY", "PRM", "UAF"))
_STATE = frozenset(("GOV", "LEG", "SPY", "MIL", "JUD", "COP", "ELI"))
_RANK = {"state": 1, "title": 1, "weak": 2, "strong": 3}
_ABOUT = frozenset("اكثر من اقل نحو حوالي قرابه زهاء يقارب لا يقل عن ما يزيد علي كل جميع".split())


def code(hits: Sequence[Hit], words: Sequence[Token], name: PersonalName | None = None) -> str | None:
    """Return the first code that the phrase gives for itself, else one that it gives as a place, else a capital's.

    Args:
        hits: The expressions of the phrase.
        words: The words of the phrase.
        name: The person whom the phrase names, whose code, if known, goes before that of a place.
    """
    named = range(name.first, name.last) if name else range(0)
    away_from = (i for i, w in enumerate(words) if w.norm in _ELSEWHERE and i > 0 and i not in named)
    elsewhere = next(away_from, len(words))
    known = name.known if name and name.refers else None
    ranked: list[tuple[int, int, str]] = []
    for hit in hits:
        if hit.entry.code is None:
            continue
        away = 3 if hit.first > elsewhere or _dative(hit, words) else 0
        if known is not None and hit.entry.key == known:
            away = 1
        elif known is not None and hit.entry.kind in ("country", "organisation"):
            away = max(away, 2)
        ranked.append((4 if hit.entry.kind == "capital" and hit.first else away, hit.first, hit.entry.code))
    return min(ranked)[2] if ranked else None


def _dative(hit: Hit, words: Sequence[Token]) -> bool:
    """Return whether an attached ل marks a country as the goal (المبعوث الخاص لليمن), not as the owner."""
    return hit.entry.kind == "country" and hit.first > 1 and words[hit.first].norm.startswith("ل") and hit.cost > 0


def sector(hits: Sequence[Hit], name: PersonalName | None = None) -> str | None:
    """Return the sector: that of the first of the strongest words; armed bodies only give way to armed ones."""
    best: tuple[int, str, Hit] | None = None
    armed: tuple[str, Hit] | None = None
    coded = any(h.entry.code for h in hits)
    for hit in hits:
        entry = hit.entry
        if entry.sector is None or (entry.kind in ("country", "capital") and len(hits) > 1 and hit.first):
            continue
        if entry.kind == "noun" and name and name.refers and name.known:
            continue
        if entry.kind == "honorific" and not (name and name.refers):
            continue  # فريق is a rank before a name, else a team
        if armed is not None:
            if entry.sector in _ARMED and entry.strength == "strong" and armed[0] != entry.sector:
                armed = entry.sector, hit
                break
            continue
        if entry.strength == "armed":
            if best is None or best[0] < 3:
                armed = entry.sector, hit
            continue
        if entry.strength == "state" and not (coded or hit.definite):
            continue
        rank = _RANK[entry.strength]
        if entry.kind == "person" and best is not None and best[1] != "GOV":
            continue
        if best is None or rank > best[0]:
            best = rank, entry.sector, hit
    found = armed[0] if armed else best[1] if best else None
    return _turned(found, hits)


def _turned(found: str | None, hits: Sequence[Hit]) -> str | None:
    """Return the sector after words such as السابق and المعارض."""
    kinds = {h.entry.kind for h in hits}
    office = next((h for h in hits if h.entry.kind in ("title", "noun", "organisation")), None)
    if "former" in kinds and office is not None and office.entry.kind == "title" and found in _STATE:
        return "ELI"
    opposed = "opposed" in kinds or any(h.entry.sector == "OPP" for h in hits)
    if opposed and office is not None:
        if office.entry.strength == "armed":
            return "REB"
        if found in ("CVL", None):
            return "OPP"
    return found


def number(words: Sequence[Token], hits: Sequence[Hit]) -> int | None:
    """Return how many the phrase counts exactly: by a numeral, or by a dual that cannot be a plural."""
    norms = [w.norm for w in words]
    named = {i for h in hits if h.entry.kind in ("organisation", "person") for i in range(h.first, h.last)}
    for at, norm in enumerate(norms):
        if at in named or not numerals.may_start(norm):
            continue
        found = numerals.parse(norms, at)
        if found is None or found.ordinal:
            continue
        leads = all(n in _ABOUT for n in norms[:at])
        if not leads and not found.definite:
            continue
        after = norms[at + found.used] if at + found.used < len(norms) else ""
        if after == "%" or norms[at + found.used : at + found.used + 2] in (["في", "الميه"], ["في", "الماءه"]):
            return None
        return int(found.value) if found.exact and found.value is not None and found.value % 1 == 0 else None
    head = next((h for h in hits if h.entry.kind in ("noun", "nationality", "title", "light")), None)
    return 2 if head is not None and head.form.number == 2 and head.first == 0 else None


def particle(norm: str, hit: Hit) -> int:
    """Return how many letters of attached particles the first word of a title begins with."""
    return 1 if hit.cost and norm[:1] in "وفبلك" and not norm.startswith("لل") else 0


def label(role_sector: str) -> tuple[str, str]:
    """Return how a sector's institutions of a country are called, in Arabic and English."""
    return lexicon().labels.get(role_sector, (role_sector, role_sector))
