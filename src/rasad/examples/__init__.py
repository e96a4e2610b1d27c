"""The bundled example articles: written for this project, about nobody; `rasad demo` codes them."""

from __future__ import annotations

from pathlib import Path

from rasad.document import Article

PATH = Path(__file__).parent / "articles.jsonl"


def articles() -> list[Article]:
    """Return the example articles in their order."""
    from rasad.read import read  # the command line shows its help without any stage

    return [item for item in read([str(PATH)]) if isinstance(item, Article)]
