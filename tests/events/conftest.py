"""A coder with the judge `llm`, and the server that it asks."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from rasad import record
from rasad.coder import Coded, Coder, Config
from rasad.document import Article
from tests.events.llm_server import GOOD, KEY, TEXT, Endpoint, serving, told

Code = Callable[..., Coded]


@pytest.fixture
def endpoint(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Endpoint]:
    """A server that answers with `GOOD`, and the environment that leads to it."""
    for name in list(os.environ):
        if name.startswith("RASAD_LLM_") or name.lower().endswith("_proxy"):
            monkeypatch.delenv(name)
    with serving(lambda asked: told(asked, GOOD)) as running:
        for name, value in {
            "RASAD_LLM_URL": running.url,
            "RASAD_LLM_MODEL": "test-model",
            "RASAD_LLM_CACHE": str(tmp_path / "llm.sqlite"),
            "RASAD_LLM_RETRIES": "1",
            "RASAD_LLM_TIMEOUT": "5",
            "OPENAI_API_KEY": KEY,
        }.items():
            monkeypatch.setenv(name, value)
        yield running


@pytest.fixture
def code(endpoint: Endpoint) -> Code:
    def run(text: str = TEXT, ident: str = "a") -> Coded:
        coded = Coder(Config("rules", "llm")).code(Article(ident, text, date(2019, 12, 2), origin=f"news:{ident}"))
        for made in coded.records:
            for path, quoted, start, end in record.spans(made):
                assert text[start:end] == quoted, path
        for problem in coded.problems:
            assert problem.doc_id == ident
            assert problem.place == f"news:{ident}"
            assert KEY not in problem.message
        return coded

    return run
