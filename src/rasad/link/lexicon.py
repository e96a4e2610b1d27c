"""The names, titles and nouns of the vocabulary of actors, found in the words of a phrase."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from rasad.arabic.letters import fold_word
from rasad.link.forms import Form, forms, nationality_forms
from rasad.link.offices import Office
from rasad.link.phrase import Token, bare, cores, following, tokens
from rasad.vocabulary import load, load_all

# Of entries that fit the same words the first of these kinds is taken.
KINDS = (
    "organisation", "person", "country", "institution", "title", "noun", "nationality", "capital", "former",
    "opposed", "kin", "honorific", "light", "qualifier",
)  # fmt: skip
# Titles that stand for those around the holder of an office: إدارة ترامب، نظام الأسد.
BODIES = frozenset(("administration", "regime"))
# عمان is Amman and Oman: only a resolved place tells.
_TWO_COUNTRIES = frozenset((fold_word("عمان"),))


@dataclass(frozen=True, slots=True)
class Entry:
    """What an expression stands for.

    Attributes:
        kind: One of `KINDS`.
        key: Id of the thing named, key of a title, or the noun in the singular.
        strength: Of a sector: `strong`, `weak`, `armed`, `title`, `state` (see `vocabulary/actors/sectors.toml`).
        office: Whether the words are a title to be given as the office.
    """

    kind: str
    key: str
    code: str | None = None
    sector: str | None = None
    strength: str = "strong"
    office: bool = False


@dataclass(frozen=True, slots=True)
class Hit:
    """An entry found at `first:last` (words of the phrase)."""

    entry: Entry
    form: Form
    first: int
    last: int
    definite: bool
    cost: int = 0


@dataclass(slots=True)
class Actor:
    """A named organisation, group, person or country of the vocabulary.

    Attributes:
        nouns: The nouns by which later mentions of an article mean it.
        parent: Id of the organisation that it belongs to or has sworn allegiance to.
    """

    id: str
    name: str
    en: str
    code: str | None = None
    sector: str | None = None
    nouns: frozenset[str] = frozenset()
    offices: tuple[Office, ...] = ()
    parent: str | None = None


@dataclass(slots=True)
class Lexicon:
    """Expressions by their first word, the actors by id, and the holders of offices by office and place."""

    actors: dict[str, Actor] = field(default_factory=dict)
    holders: dict[tuple[str, str], list[tuple[Office, Actor]]] = field(default_factory=dict)
    expressions: dict[str, list[tuple[Form, Entry, bool | None, bool]]] = field(default_factory=dict)
    given: dict[str, str] = field(default_factory=dict)
    labels: dict[str, tuple[str, str]] = field(default_factory=dict)
    details: dict[str, tuple[str, str]] = field(default_factory=dict)

    def code_of(self, place: str) -> str | None:
        """Return the code of the country or organisation in which an office is held."""
        return self.actors[f"org:{place}"].code if f"org:{place}" in self.actors else place

    def add(self, form: Form, entry: Entry, *, definite: bool | None = None, marked: bool = False) -> None:
        """Add an expression; `definite`: it must (not) carry the article; `marked`: only in quotation marks."""
        self.expressions.setdefault(form.words[0], []).append((form, entry, definite, marked))

    def add_name(self, name: str, entry: Entry, *, marked: bool = False) -> None:
        """Add a proper name; one of a single word agrees in its article."""
        words = tuple(t.norm for t in tokens(name))
        article = name.startswith("ال")
        key = (bare(name.split(maxsplit=1)[0]) if article else words[0], *(_plain(w) for w in words[1:]))
        self.add(Form(key), entry, definite=article if len(words) == 1 else None, marked=marked)

    def match(self, words: Sequence[Token], at: int, *, named: bool = False) -> Hit | None:
        """Return the longest, then least cut, then first-kind entry that begins at a word.

        `named`: the phrase is known to be an organisation's name, so that names which are words too count.
        """
        best: tuple[tuple[int, int, int], Hit] | None = None
        for core in cores(words[at].norm):
            for form, entry, definite, marked in self.expressions.get(core.text, ()):
                size = len(form.words)
                if (definite is not None and core.definite != definite) or (marked and not (named or words[at].marked)):
                    continue
                if core.cost > 1 and (size == 1 and entry.kind in ("organisation", "person", "country")):
                    continue
                if size > 1 and not _fits(form.words, words, at):
                    continue
                rank = (-size, core.cost, KINDS.index(entry.kind))
                if best is None or rank < best[0]:
                    best = rank, Hit(entry, form, at, at + size, core.definite, core.cost)
        return best[1] if best else None

    def hits(self, words: Sequence[Token], *, named: bool = False) -> list[Hit]:
        """Return the entries found, left to right, not overlapping; see `match`."""
        found: list[Hit] = []
        at = 0
        while at < len(words):
            hit = self.match(words, at, named=named)
            if hit is None:
                at += 1
            else:
                found.append(hit)
                at = hit.last
        return found


def _plain(norm: str) -> str:
    return norm[2:] if norm.startswith("ال") and len(norm) > 4 else norm


def _fits(form: Sequence[str], words: Sequence[Token], at: int) -> bool:
    if at + len(form) > len(words):
        return False
    return all(form[i] in following(words[at + i].norm) for i in range(1, len(form)))


@cache
def lexicon() -> Lexicon:
    """Return the vocabulary of actors, read once."""
    lex = Lexicon()
    for name in ("organisations", "groups"):
        _add_organisations(lex, load(f"actors/{name}")[name])
    for table in load_all("actors/persons").values():
        _add_persons(lex, table["persons"], table["open_to"])
    _add_countries(lex, load("countries")["country"])
    _add_titles(lex, load("actors/roles")["title"])
    _add_sectors(lex, load("actors/sectors"))
    lex.given = {fold_word(name): english for name, english in load("actors/given_names")["names"].items()}
    return lex


def _add_organisations(lex: Lexicon, table: dict[str, dict[str, Any]]) -> None:
    for key, row in table.items():
        ident = f"org:{key}"
        nouns = row.get("nouns", [])
        actor = lex.actors[ident] = Actor(ident, row["name"], row["en"], row.get("code"), row.get("sector"))
        actor.nouns = frozenset(bare(n) for n in nouns)
        actor.parent = f"org:{row['parent']}" if "parent" in row else None
        entry = Entry("organisation", ident, row.get("code"), row.get("sector"))
        for name in (row["name"], *row.get("names", ()), *row.get("hostile", ())):
            lex.add_name(name, entry)
        for name in row.get("marked", ()):
            lex.add_name(name, entry, marked=True)
            for noun in nouns:
                lex.add_name(f"{noun} {name}", entry)


def _add_persons(lex: Lexicon, table: dict[str, dict[str, Any]], open_to: str) -> None:
    for key, row in table.items():
        ident, sector = f"person:{key}", row.get("sector", "GOV")
        offices = tuple(Office.read(text, open_to) for text in row.get("offices", ()))
        actor = lex.actors[ident] = Actor(ident, row["name"], row["en"], row["code"], sector, frozenset(), offices)
        for office in offices:
            lex.holders.setdefault((office.key, office.place), []).append((office, actor))
        if row.get("titled"):
            continue  # others are called so too: only the title before the name tells
        moved = any(lex.code_of(office.place) != row["code"] for office in offices)
        entry = Entry("person", ident, None if moved else row["code"], sector)
        for name in (row["name"], *row.get("names", ()), *row.get("short", ())):
            lex.add_name(name, entry)


def _add_countries(lex: Lexicon, table: Iterable[dict[str, Any]]) -> None:
    for row in table:
        code = row["alpha3"]
        ident = f"country:{code}"
        lex.actors[ident] = Actor(ident, row["name"], row["name_en"], code)
        for name in (row["name"], *row.get("names", ())):
            lex.add_name(name, Entry("country", ident, code))
        for adjective in row.get("adjective", ()):
            for form in nationality_forms(adjective):
                lex.add(form, Entry("nationality", code, code))
        for people in row.get("people", ()):
            lex.add(Form((fold_word(people),), 3, None, True), Entry("nationality", code, code))
        capitals = [row["capital"], *row.get("capital_names", ())] if "capital" in row else []
        for capital in capitals:
            if fold_word(capital) not in _TWO_COUNTRIES:
                lex.add_name(capital, Entry("capital", ident, code, "GOV"))


def _add_titles(lex: Lexicon, table: Iterable[dict[str, Any]]) -> None:
    for row in table:
        office = row.get("office", True)
        entry = Entry("title", row["key"], row.get("code"), row["sector"] or None, row["strength"], office)
        for spec in row["words"]:
            for form in forms(spec):
                lex.add(form, entry)


def _add_sectors(lex: Lexicon, tables: dict[str, Any]) -> None:
    for strength in ("strong", "weak", "armed"):
        for sector, specs in tables[strength].items():
            for spec in specs:
                key = " ".join(next(forms(spec)).words)
                for form in forms(spec):
                    lex.add(form, Entry("noun", key, None, sector, strength))
    for kind in ("light", "kin", "former", "opposed", "qualifier"):
        for spec in tables[kind]:
            key = " ".join(next(forms(spec)).words)
            for form in forms(spec):
                lex.add(form, Entry(kind, key))
    for sector, specs in tables["honorific"].items():
        for spec in specs:
            for form in forms(spec):
                lex.add(form, Entry("honorific", form.words[0], None, sector or None, "title"))
    for adjective, code in tables["adjectives"].items():
        for form in nationality_forms(adjective):
            lex.add(form, Entry("nationality", code, code))
    lex.labels = {sector: (ar, en) for sector, (ar, en) in tables["labels"].items()}
    for row in tables["institution"]:
        lex.details[row["detail"]] = row["ar"], row["en"]
        for name in row["names"]:
            lex.add(
                Form(tuple(bare(w) for w in name.split())), Entry("institution", row["detail"], None, row["sector"])
            )
