"""Finding events and articles by the words they hold, in any inflection: `اجتماعاتهم` for `اجتماع`."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, cast, column, func, literal_column, select
from sqlalchemy import table as sql_table
from sqlalchemy import text as sql_text
from sqlalchemy.dialects.postgresql import ARRAY

from rasad import lexemes
from rasad.store.schema import Words, search_terms

_MOST_WORDS = 32  # of one search
_SQLITE = sql_table("search_index", column("rowid"))


def matching(dialect: str, words: str) -> Select[Any] | None:
    """Return the query of the keys (`rasad.store.standing.key`) under which every word is found.

    Args:
        dialect: The engine, `sqlite` or `postgresql`.
        words: What a user typed.

    Returns:
        `None` where nothing that can be looked up was typed.
    """
    wanted = [sorted(lexemes.terms(word)) for word, _, _ in lexemes.words(words)][:_MOST_WORDS]
    if not wanted:
        return None
    if dialect == "sqlite":
        # Terms hold letters and digits alone, so that within quotation marks nothing is an operator of FTS5.
        question = " AND ".join("(" + " OR ".join(f'"{term}"' for term in terms) + ")" for terms in wanted)
        found = sql_text("search_index MATCH :words").bindparams(bindparam("words", question, unique=True))
        return select(_SQLITE.c.rowid).where(found)
    held = func.string_to_array(search_terms.c.terms, literal_column("' '"))
    return select(search_terms.c.key).where(and_(*(_meets(held, terms) for terms in wanted)))


def highlights(text: str, words: str) -> list[tuple[int, int]]:
    """Return the half-open ranges of a text whose words a search finds."""
    wanted = set().union(*(lexemes.terms(word) for word, _, _ in lexemes.words(words)))
    return [(start, end) for word, start, end in lexemes.words(text) if lexemes.terms(word) & wanted]


def _meets(held: ColumnElement[Any], terms: list[str]) -> ColumnElement[bool]:
    return held.op("&&", is_comparison=True)(cast(terms, ARRAY(Words)))
