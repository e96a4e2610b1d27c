"""Parts: found by name, described without being imported, loaded when asked for."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from rasad import parts
from rasad.errors import PartError

PACKAGES = ("rasad.read.formats", "rasad.export.formats", "rasad.analyse.engines", "rasad.events.judges")


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A folder of parts of its own: one good, one private, one that needs a library that is not there."""
    folder = tmp_path / "partsmade"
    folder.mkdir()
    (folder / "__init__.py").write_text("", encoding="utf8")
    (folder / "two_words.py").write_text('"""Does it.\n\nMore of it."""\nMADE = 1\n', encoding="utf8")
    (folder / "_private.py").write_text('"""Not a part."""\n', encoding="utf8")
    (folder / "bare.py").write_text("MADE = 2\n", encoding="utf8")
    (folder / "needy.py").write_text('"""Needs what is not there."""\nimport no_such_library_at_all\n', encoding="utf8")
    extra = '"""Comes with an extra."""\nEXTRA = "more"\nimport no_such_library_at_all\n'
    (folder / "extra.py").write_text(extra, encoding="utf8")
    monkeypatch.syspath_prepend(tmp_path)
    return "partsmade"


def test_names_are_those_of_the_modules_sorted(package: str) -> None:
    assert parts.names(package) == ("bare", "extra", "needy", "two-words")


def test_a_description_is_the_first_line_and_imports_nothing(package: str) -> None:
    assert parts.describe(package, "two-words") == "Does it."
    assert parts.describe(package, "needy") == "Needs what is not there."
    assert parts.describe(package, "bare") == ""
    assert f"{package}.needy" not in sys.modules


def test_a_part_is_imported_by_its_name(package: str) -> None:
    assert parts.load(package, "two-words").MADE == 1


@pytest.mark.parametrize("name", ["nothing", "_private", "two_words", ""])
def test_an_unknown_part_names_those_that_there_are(package: str, name: str) -> None:
    with pytest.raises(PartError, match="bare, extra, needy, two-words") as caught:
        parts.load(package, name)
    assert repr(name) in str(caught.value)


def test_a_missing_library_is_named(package: str) -> None:
    with pytest.raises(PartError, match="no_such_library_at_all"):
        parts.load(package, "needy")


def test_an_extra_is_known_without_importing_and_its_installing_is_told(package: str) -> None:
    assert parts.extra(package, "extra") == "more"
    assert parts.extra(package, "needy") is None
    assert parts.extra(package, "nothing") is None
    assert f"{package}.extra" not in sys.modules
    with pytest.raises(PartError, match=r"pip install 'rasad\[more\]'"):
        parts.load(package, "extra")


@pytest.mark.parametrize("package", ["rasad.no_such_folder", "rasad.errors"])
def test_what_is_no_folder_of_parts(package: str) -> None:
    with pytest.raises(PartError, match="not a folder of parts"):
        parts.names(package)


@pytest.mark.parametrize("package", PACKAGES)
def test_every_part_says_in_one_line_what_it_is(package: str) -> None:
    assert parts.names(package)
    for name in parts.names(package):
        description = parts.describe(package, name)
        assert 10 < len(description) <= 120, name
        assert description.endswith("."), (name, description)
        assert name == name.lower()


@pytest.mark.parametrize("package", PACKAGES)
def test_every_part_loads(package: str) -> None:
    for name in parts.names(package):
        assert parts.load(package, name).__name__ == f"{package}.{name.replace('-', '_')}"


@pytest.mark.parametrize("package", PACKAGES)
def test_an_unknown_name_lists_the_parts(package: str) -> None:
    with pytest.raises(PartError) as caught:
        parts.load(package, "nothing-of-the-kind")
    assert all(name in str(caught.value) for name in parts.names(package))
