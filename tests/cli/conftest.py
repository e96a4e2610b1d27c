"""A command line to type on, a store of the example events, and a coder that codes without stages."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from typer.testing import CliRunner

from rasad.cli import application
from rasad.coder import Coder
from rasad.document import Article, Document, Event, Sentence
from rasad.errors import InputError
from rasad.export import example
from rasad.store import CodedDocument, Store


@dataclass(frozen=True)
class Run:
    """What a command did."""

    code: int
    out: str
    err: str

    @property
    def lines(self) -> list[str]:
        return self.out.splitlines()


Rasad = Callable[..., Run]


@pytest.fixture
def rasad(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Rasad:
    """Type a command in an empty folder: `rasad("code", "-", stdin="...")`."""
    monkeypatch.chdir(tmp_path)

    def run(*args: str, stdin: str | bytes | None = None) -> Run:
        result = CliRunner().invoke(application(), list(args), input=stdin)
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        return Run(result.exit_code, result.stdout, result.stderr)

    return run


@pytest.fixture
def db(tmp_path: Path) -> str:
    """A store of the example events."""
    path = tmp_path / "examples.db"
    with Store.open(str(path)) as store:
        for doc_id in ("example-1", "example-2"):
            records = [record for record in example.records() if record["doc_id"] == doc_id]
            store.save(CodedDocument(example.article(doc_id), records, "rasad 0.1.0 example"))
    return str(path)


@pytest.fixture
def first_word(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the first word of every article be a protest: tests of commands need no stage."""

    def document(_: Coder, article: Article) -> Document:
        if article.text.isascii():
            raise InputError("the text is not Arabic", stage="clean", code="not-arabic", place=article.origin)
        article.language = article.language or "ar"  # stages may add to the article
        doc = Document(article, sentences=[Sentence(0, len(article.text), 0, 0)])
        doc.events = [Event(0, len(article.text.split()[0]), sentence=0, event_type="PROTEST")]
        return doc

    monkeypatch.setattr(Coder, "document", document)


@pytest.fixture
def articles(tmp_path: Path) -> str:
    """A file of three articles, one of them not Arabic, and a line that is no JSON."""
    path = tmp_path / "news.jsonl"
    rows = [
        {"id": "a", "text": "تظاهر العمال في البصرة.", "published": "2020-01-02"},
        {"id": "b", "text": "no Arabic here"},
        {"id": "c", "text": "أضرب عمال الميناء.", "source": "صحيفة"},
    ]
    lines = [json.dumps(row, ensure_ascii=False) for row in rows]
    path.write_text("\n".join([*lines[:2], "{broken", lines[2]]) + "\n", encoding="utf8")
    return str(path)
