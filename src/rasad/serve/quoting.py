"""Who is quoted in an article: read anew when a page shows it, since the store keeps events alone."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from rasad import view
from rasad.document import Article
from rasad.errors import InputError
from rasad.serve import reach

_KEPT = 64  # articles whose quotes are remembered
_LONGEST = 40_000  # characters of an article that a page reads again; a longer one is shown without its quotes


def quotes(article: Article) -> list[dict[str, Any]]:
    """Return the quotes of an article: `text, start, end, sentence, direct, speaker, cue, via`, in their order."""
    if len(article.text) > _LONGEST:
        return []
    return list(_quotes(article.id, article.text))


@lru_cache(maxsize=_KEPT)
def _quotes(doc_id: str, text: str) -> tuple[dict[str, Any], ...]:
    try:
        doc = reach.coder().document(Article(doc_id, text))
    except InputError:
        return ()
    return tuple(row for row in view.mention_rows(doc) if row["kind"] == "quote")
