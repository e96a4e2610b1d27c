"""The documentation does what it says: commands and code run, links lead somewhere, tables are those of the code.

`RASAD_WRITE_DOCS=1 pytest tests/test_docs.py` writes the tables of docs/plover.md anew.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from typer.testing import CliRunner

import rasad
from rasad import export, ontology, parts, vocabulary
from rasad.cli import application
from rasad.document import Article
from rasad.export import example
from rasad.record import SIZES

ROOT = Path(__file__).parent.parent
PAGES = sorted([*ROOT.glob("docs/*.md"), *(ROOT / n for n in ("README.md", "CHANGELOG.md", "CONTRIBUTING.md"))])
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.M | re.S)


def page(name: str) -> str:
    return (ROOT / "docs" / name).read_text(encoding="utf8")


def blocks(text: str, *kinds: str) -> list[tuple[str, str]]:
    return [(kind, body) for kind, body in BLOCK.findall(text) if kind in kinds]


def run_console(body: str) -> None:
    """Run each `$ command` and compare what it prints, `...` standing for anything."""
    for part in re.split(r"^\$ ", body, flags=re.M)[1:]:
        command, _, wanted = part.partition("\n")
        program, *args = shlex.split(command)
        assert program == "rasad", f"only rasad is run here: {command}"
        result = CliRunner().invoke(application(), args)
        assert result.exit_code == 0, f"{command}: {result.output}"
        pattern = re.escape(wanted.rstrip()).replace(r"\.\.\.", ".*")
        assert re.fullmatch(pattern, result.output.rstrip(), re.S), f"{command}\n{result.output}"


@pytest.mark.parametrize("name", ["getting-started.md", "python-api.md", "store.md", "coding.md", "identity.md"])
def test_blocks_run(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    scope: dict[str, Any] = {"__name__": "docs"}
    for kind, body in blocks(page(name), "python", "console"):
        if kind == "python":
            exec(compile(body, name, "exec"), scope)
        else:
            run_console(body)


def test_the_example_of_the_readme(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = (ROOT / "README.md").read_text(encoding="utf8")
    monkeypatch.chdir(tmp_path)
    (article,) = blocks(text, "json")
    Path("news.jsonl").write_text(article[1], encoding="utf8")
    for _, body in blocks(text, "console"):
        run_console(body)


def test_the_readme_begins_with_its_two_commands() -> None:
    first, second = blocks((ROOT / "README.md").read_text(encoding="utf8"), "sh")[:2]
    assert first[1].count("\n") == second[1].count("\n") == 1
    assert first[1].rstrip().endswith("rasad demo")
    assert second[1].rstrip().endswith("pytest -n auto")


def named_block(text: str, path: str) -> str:
    """Return the block that follows a line that is a path in backquotes, or begins with it in a comment."""
    found = re.search(rf"^`{re.escape(path)}`\n\n```\w+\n(.*?)^```$", text, re.M | re.S)
    if found is None:
        found = re.search(rf"^```\w+\n# {re.escape(path)}\n(.*?)^```$", text, re.M | re.S)
    assert found, f"no block for {path}"
    return found[1]


@pytest.fixture
def add_part(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """Put a part of the documentation beside the others of its package."""
    cached = [f for f in (parts.names, parts.describe) if hasattr(f, "cache_clear")]
    added: list[str] = []

    def add(package: ModuleType, path: str) -> None:
        folder = tmp_path / package.__name__
        shutil.copytree(package.__path__[0], folder, ignore=shutil.ignore_patterns("__pycache__"))
        (folder / Path(path).name).write_text(named_block(page("extending.md"), path), encoding="utf8")
        monkeypatch.setattr(package, "__path__", [str(folder)])
        monkeypatch.setattr(package.__spec__, "submodule_search_locations", [str(folder)])
        added.append(f"{package.__name__}.{Path(path).stem}")
        for function in cached:
            function.cache_clear()

    yield add
    monkeypatch.undo()
    for function in cached:
        function.cache_clear()
    for name in added:
        sys.modules.pop(name, None)


def test_the_example_of_a_format(add_part: Any, tmp_path: Path) -> None:
    from rasad.read import formats, read, sniff

    add_part(formats, "src/rasad/read/formats/header.py")
    sniff._suffixes.cache_clear()
    try:
        file = tmp_path / "story.head"
        file.write_bytes(parts.load("rasad.read.formats", "header").EXAMPLE)
        (article,) = read(str(file))
        assert (article.id, str(article.published)) == ("h1", "2020-02-11")  # type: ignore[union-attr]
        assert article.text == "تظاهر العمال في تونس.\n"  # type: ignore[union-attr]
        file.write_text("تظاهر العمال", encoding="utf8")
        assert next(problem.code for problem in read(str(file))) == "no-header"  # type: ignore[union-attr]
        assert parts.describe("rasad.read.formats", "header").startswith("Text with a header")
    finally:
        sniff._suffixes.cache_clear()


def test_the_example_of_an_exporter(add_part: Any) -> None:
    import io

    from rasad.export import formats

    add_part(formats, "src/rasad/export/formats/dyads.py")
    out = io.BytesIO()
    assert export.write("dyads", example.records(), out) == 1
    assert out.getvalue().decode() == "\tالشرطة العراقية\tCOERCE\t12 متظاهرا\n"


def test_the_example_of_an_event_type(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from rasad.events.lexicon import lexicon

    text = page("extending.md")
    folder = tmp_path / "vocabulary"
    shutil.copytree(vocabulary.FOLDER, folder)
    with (folder / "plover.toml").open("a", encoding="utf8") as file:
        file.write("\n" + named_block(text, "src/rasad/vocabulary/plover.toml"))
    words = named_block(text, "src/rasad/vocabulary/events/elect.toml")
    (folder / "events" / "elect.toml").write_text(words, encoding="utf8")
    monkeypatch.setattr(vocabulary, "FOLDER", folder)
    caches = (vocabulary.load, vocabulary.load_all, lexicon)
    for function in caches:
        function.cache_clear()
    try:
        coder = rasad.load(engine="rules", judge="rules")
        table = vocabulary.load("events/elect")
        for row in table["example"]:
            (event,) = coder(row["text"])
            assert (event["event_type"], event["status"]) == ("ELECT", row["status"])
            assert event["trigger"]["text"] == row["trigger"]
            assert (event["quad_code"], event["event_scale"]) == (1, 1.0)
        for row in table["counter"]:
            assert not [e for e in coder(row["text"]) if e["event_type"] == "ELECT"]
        for row in table["example"]:  # models that do not know the type do their work all the same
            assert not rasad.load().code(Article("new", row["text"])).problems
    finally:
        monkeypatch.undo()
        for function in caches:
            function.cache_clear()


def test_every_field_of_the_record_is_described() -> None:
    text = page("event-record.md")
    record = example.records()[1]
    parts_of = [
        record,
        record["actor"][0],
        record["event_loc"],
        record["attribution"][0],
        record["size"]["arrested"][0],
    ]
    names = {name for part in parts_of for name in part} | {*SIZES, *record["cite_info"], *record["text_info"]}
    names |= {*(example.records()[0]["date_info"] or {}), "distance_km", "bearing", "from"}
    assert not {name for name in names if f"`{name}`" not in text}


def test_every_exporter_is_described_with_what_it_leaves_empty() -> None:
    text = page("exports.md")
    for name in export.names():
        assert f"\n## {name}\n" in text
    for name in ("gdelt", "acled"):
        part = parts.load(export.FORMATS, name)
        section = text.partition(f"\n## {name}\n")[2].partition("\n## ")[0]
        rows = [dict(zip(part.COLUMNS, part.row(r), strict=True)) for r in example.records()]
        for column in part.COLUMNS:
            if re.search(r"\d|Geo_", column) or any(row[column] for row in rows):
                continue  # numbered families are described by one of them
            assert f"`{column}`" in section, f"{name}: {column}"


def test_every_source_format_is_described() -> None:
    text = page("sources-and-cleaning.md")
    for name in parts.names("rasad.read.formats"):
        assert f"`{name}`" in text
        for suffix in parts.load("rasad.read.formats", name).SUFFIXES[:2]:
            assert f"`{suffix}`" in text


@pytest.mark.parametrize("path", PAGES, ids=lambda p: p.name)
def test_links_lead_somewhere(path: Path) -> None:
    text = BLOCK.sub("", path.read_text(encoding="utf8"))
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        if "://" in target:
            continue
        file, _, anchor = target.partition("#")
        found = (path.parent / file).resolve() if file else path
        assert found.exists(), f"{path.name}: {target}"
        if anchor:
            heads = re.findall(r"^#+ (.+)$", found.read_text(encoding="utf8"), re.M)
            assert anchor in {re.sub(r"[^\w -]", "", h.lower()).replace(" ", "-") for h in heads}, target


def tables() -> dict[str, str]:
    """Return the tables of docs/plover.md, by name."""
    described = {t["type"]: t["description"] for t in vocabulary.load_all("events").values()}
    types = ["| type | quad | score | modes (score) | what it is |", "|---|---|---|---|---|"]
    for name in ontology.types():
        modes = ", ".join(f"`{mode}` {score:g}" for mode, score in ontology.modes(name).items()) or "none"
        quad, score = ontology.quad_code(name), ontology.score(name)
        types.append(f"| `{name}` | {quad} | {score:g} | {modes} | {described.get(name, '')} |")
    return {
        "types": "\n".join(types),
        "sectors": _listed(ontology.sectors()),
        "codes": _listed(ontology.non_state_codes()),
        "contexts": ", ".join(f"`{name}`" for name in ontology.contexts()) + ".",
    }


def _listed(names: dict[str, str]) -> str:
    return "\n".join(["| code | what |", "|---|---|", *(f"| `{code}` | {what} |" for code, what in names.items())])


@cache
def _filled(text: str) -> str:
    for name, table in tables().items():
        pattern = rf"(<!-- {name}\b[^>]*-->\n).*?(<!-- /{name} -->)"
        text, count = re.subn(pattern, lambda m: f"{m[1]}\n{table}\n\n{m[2]}", text, flags=re.S)  # noqa: B023
        assert count == 1, name
    return text


def test_the_tables_of_plover_are_those_of_the_code() -> None:
    text = page("plover.md")
    if os.environ.get("RASAD_WRITE_DOCS"):
        (ROOT / "docs" / "plover.md").write_text(_filled(text), encoding="utf8")
        text = page("plover.md")
    assert text == _filled(text)


def test_the_changelog_has_this_version() -> None:
    assert f"## [{rasad.__version__}]" in (ROOT / "CHANGELOG.md").read_text(encoding="utf8")
