"""A small share of the damaged inputs of `scripts/damaged_inputs.py`; the script itself makes and reads thousands."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

from rasad.read import ReadOptions, read

from .helpers import STORY, codes, read_one


@pytest.fixture(scope="module")
def script() -> ModuleType:
    path = Path(__file__).parents[2] / "scripts" / "damaged_inputs.py"
    spec = importlib.util.spec_from_file_location("damaged_inputs", path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_damaged_inputs_end_as_articles_or_problems(script: ModuleType, tmp_path: Path) -> None:
    script.make(tmp_path, 200, seed=5)
    assert len(list(tmp_path.iterdir())) == 200
    counts, faults = script.check(tmp_path)
    assert faults == []
    assert counts["article"] and counts["encoding"] and counts["truncated"] and counts["bad-json"]


def test_the_same_seed_makes_the_same_files(script: ModuleType, tmp_path: Path) -> None:
    for folder in ("a", "b"):
        script.make(tmp_path / folder, 24, seed=3)
    made = [[(p.name, p.read_bytes()) for p in sorted((tmp_path / folder).iterdir())] for folder in ("a", "b")]
    assert made[0] == made[1]


def test_the_check_finds_a_wrong_text(script: ModuleType, tmp_path: Path) -> None:
    (tmp_path / "00001-other-encoding.txt").write_bytes("نص آخر تماما".encode())
    assert "another text" in script.check(tmp_path)[1][0]


@pytest.mark.parametrize(
    "run", ["ا" * 2_500_000, "ab&<" * 1_250_000, "طظ" * 1_250_000, "Çá" * 1_250_000, "Ø§" * 1_250_000]
)
@pytest.mark.parametrize("name", ["x.txt", "x.html", "x.rss"])
def test_five_megabytes_without_a_blank(run: str, name: str, tmp_path: Path) -> None:
    content = f"<html><body><p>{STORY}</p><p>{run}</p></body></html>"
    if name == "x.rss":
        content = (
            f'<rss version="2.0"><channel><item><description><![CDATA[{content}]]></description></item></channel></rss>'
        )
    found = read_one(tmp_path, name, content.encode())
    assert found and "failed" not in codes(found)


def test_markup_with_more_tags_than_a_page_has_is_refused(tmp_path: Path) -> None:
    options = ReadOptions(max_page_tags=1000)
    page = "<html><body>" + f"<p>{STORY}</p>" * 900 + "</body></html>"
    assert codes(read_one(tmp_path, "x.html", page.encode(), options)) == ["article"]
    page = page.replace("</p>", "<br></p>")
    assert codes(read_one(tmp_path, "x.html", page.encode(), options)) == ["over-limit"]
    feed = '<rss version="2.0"><channel>' + "<item>" * 5000 + "</channel></rss>"
    assert codes(read_one(tmp_path, "x.rss", feed.encode(), options)) == ["over-limit"]


def test_blank_lines_without_end(tmp_path: Path) -> None:
    assert codes(read_one(tmp_path, "x.jsonl", b"\n" * 99_000 + b'{"text": "a"}')) == ["article"]
    assert codes(read_one(tmp_path, "x.jsonl", b"\r\n" * 101_000 + b'{"text": "a"}')) == ["over-limit"]
    assert "over-limit" not in codes(read_one(tmp_path, "x.csv", b"id,text\n" + b'"\n' * 101_000))


def test_a_folder_of_nothing_but_damage_does_not_stop_what_follows(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(b"\xff\xfe\x00")
    (tmp_path / "b.json").write_bytes(b"[" * 100_000)
    (tmp_path / "c.txt").write_text(STORY, encoding="utf8")
    assert codes(list(read([tmp_path])))[-1] == "article"
