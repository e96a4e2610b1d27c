"""The vocabulary's files: every one loads, and holds what its reader needs."""

from __future__ import annotations

from pathlib import Path

import pytest
from babel.numbers import get_currency_name

from rasad import ontology, vocabulary
from rasad.arabic.clitics import stem, stems
from rasad.arabic.letters import fold_word
from rasad.errors import VocabularyError

FILES = sorted(str(p.relative_to(vocabulary.FOLDER).with_suffix("")) for p in vocabulary.FOLDER.rglob("*.toml"))
QUANTITY_UNITS = set("dead injured arrested displaced troops person money distance percent weapon".split())
KINDS = ("say", "deny", "predict", "report")


@pytest.mark.parametrize("name", FILES)
def test_every_file_loads_and_explains_itself(name: str) -> None:
    assert vocabulary.load(name)
    file = vocabulary.FOLDER / f"{name}.toml"
    assert file.read_text(encoding="utf8").startswith("#") or (file.parent / "README.md").exists()


def test_an_unknown_name_lists_the_files() -> None:
    with pytest.raises(VocabularyError, match="'nothing'") as caught:
        vocabulary.load("nothing")
    assert all(name in str(caught.value) for name in ("months", "units", "events/assault"))


def test_a_damaged_file_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "made_damaged.toml").write_text("x = [1,\ny = 2", encoding="utf8")
    monkeypatch.setattr(vocabulary, "FOLDER", tmp_path)
    with pytest.raises(VocabularyError, match=r"made_damaged\.toml"):
        vocabulary.load("made_damaged")


def test_a_folder_is_read_file_by_file() -> None:
    assert set(vocabulary.load_all("events")) == {kind.lower() for kind in ontology.types()}
    assert vocabulary.load_all("events")["assault"] is vocabulary.load("events/assault")


def test_status_groups() -> None:
    for name, group in vocabulary.load("status").items():
        assert set(group) == {"status", "reach", "side", "to", "words"}, name
        assert group["status"] in ontology.STATUSES
        assert 1 <= group["reach"] <= 12
        assert group["side"] in ("before", "after")
        assert group["to"] in ("verb", "noun", "any")
        assert group["words"]
        assert all(word == word.strip() and word for word in group["words"])


def test_status_tells_of_every_status_but_the_plain_one() -> None:
    told = {group["status"] for group in vocabulary.load("status").values()}
    assert told == set(ontology.STATUSES) - {"actual"}


def test_reporting_verbs() -> None:
    allowed = set("present kind takes nouns participle needs outlet source reach".split())
    for lemma, row in vocabulary.load("reporting")["verbs"].items():
        assert {"present", "kind", "takes"} <= set(row) <= allowed, lemma
        assert row["kind"] in KINDS, lemma
        assert row["takes"], lemma
        assert fold_word(row["present"])[0] in "يا", lemma  # an imperfect of the third person
        assert all(isinstance(row.get(flag, False), bool) for flag in ("needs", "outlet", "reach"))


def test_nominal_reporting() -> None:
    for phrase, row in vocabulary.load("reporting")["nominal"].items():
        assert {"kind", "speaker", "reported"} <= set(row) <= {"kind", "takes", "speaker", "outlet", "reported"}, phrase
        assert row["kind"] in ("cue", *KINDS), phrase
        assert row["reported"] in ("clause", "after"), phrase


def test_reporting_tables() -> None:
    table = vocabulary.load("reporting")
    lists = {"relative": ("openers", "verbs"), "speech": ("places", "prepositions"), "outlet_words": ("words",)}
    lists |= {"not_cues": ("phrases",), "anonymous": ("words",)}
    for name, keys in lists.items():
        for key in keys:
            assert table[name][key], (name, key)
            assert all(isinstance(word, str) and word for word in table[name][key])
    performative = {"طالب", "دعا", "حذر", "أدان", "اتهم", "هدد", "رفض", "رحب", "وعد"}  # events, never cues
    assert not performative & set(table["verbs"])


def test_units() -> None:
    table = vocabulary.load("units")
    assert set(table) == {"units", "other", "armed", "measures", "blocked", "numbered", "duals", "age", "currency"}
    assert set(table["units"]) >= QUANTITY_UNITS
    assert set(table["other"]["unless"]) <= set(nouns_of(table["other"]["nouns"]))
    assert set(table["armed"]["nouns"].values()) <= {"other", *table["units"]}


def test_no_noun_is_of_two_units() -> None:
    owner: dict[str, str] = {}
    table = vocabulary.load("units")
    for unit, words in {**table["units"], "other": table["other"]["nouns"]}.items():
        for word in nouns_of(words):
            assert owner.setdefault(fold_word(word), unit) == unit, word


def test_currencies_are_of_iso_4217_and_named_by_nouns_of_money() -> None:
    money = {stem(w) for w in nouns_of(vocabulary.load("units")["units"]["money"])}
    for name, code in vocabulary.load("units")["currency"].items():
        assert get_currency_name(code, locale="en") != code, code
        assert (stems(fold_word(name.split()[0])) | {name}) & money, name


def test_befalling() -> None:
    table = vocabulary.load("befalling")
    for row in table["befell"]:
        assert row["unit"] in QUANTITY_UNITS
        assert 1 <= row["reach"] <= 8
        assert all(len(verb.split("/")) == 2 for verb in row["verbs"].split())


def test_bounds() -> None:
    table = vocabulary.load("bounds")
    for lists in ([table["about"]["before"], table["bounds"]["low"], table["bounds"]["high"]],):
        loose = [word for words in lists for word in words]
        assert len(loose) == len(set(loose))
    assert set(table["bounds"]["exceed"]).isdisjoint(table["bounds"]["fall_short"])


def nouns_of(words: str) -> list[str]:
    return words.replace("/", " ").replace("=", "").replace("+", "").split()


def test_domains() -> None:
    table = vocabulary.load("domains")
    assert {"sport", "markets", "culture"} <= set(table)
    for name, words in table.items():
        assert isinstance(words, str), name
        assert len(words.split()) >= 10, name


def test_contexts_are_plover_s() -> None:
    table = vocabulary.load("contexts")
    assert set(table) <= set(ontology.contexts())
    assert {"military", "legal", "election", "terrorism"} <= set(table)
    assert all(isinstance(words, str) and words.split() for words in table.values())
