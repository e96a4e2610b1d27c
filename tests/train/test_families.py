"""Encoders of the families that users try: read as their own library reads them, words found, exported, trained."""

from __future__ import annotations

import json
import shutil
import unicodedata
from itertools import accumulate
from pathlib import Path

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from rasad.analyse import analyse
from rasad.document import Article, Document, Word
from rasad.errors import RasadError
from rasad.evaluate import GoldDocument
from tests.cli.conftest import Rasad
from tests.encoder.test_pieces import WORDS, placed
from tests.train import families, tiny

torch = pytest.importorskip("torch")
pytest.importorskip("transformers")
pytest.importorskip("onnx")

from tokenizers import Tokenizer  # noqa: E402

from rasad import record  # noqa: E402
from rasad.encoder.transformer import Cutter, Transformer  # noqa: E402
from rasad.events.judges.combined import LABELS  # noqa: E402
from rasad.train import gold, hub  # noqa: E402
from rasad.train.export import export  # noqa: E402
from rasad.train.network import Exported, Network  # noqa: E402
from rasad.train.rows import TYPES, event_rows  # noqa: E402

BYTES = ("roberta", "modernbert")
UNIGRAMS = ("xlm-roberta", "deberta-v2")
TEXT = "وقال «الوزير» إنّ القصفَ أصاب المديـــنة😀😁، ﻻ غير... (٢٠١٦م) 👩‍👩‍👧 #بغداد_الآن ثم ﷺ."
MORE = (*WORDS, "ﻻ", "ﻻِ", "ﷺ", "😁", "👩‍👩‍👧", "▁", "Ġ", "ظغض", "Ankara", "\u064f\u0651", "…", "2٠1", "_", "𐤀")
LETTERS = "ابتجحدرسصطعفقكلمنهويةأآؤىپ\u064b\u064e\u0650\u0651ـ٣7aZ.،؟😀𐤀"


class Encoders:
    """The encoders of a test run; each is made and loaded when first asked for."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._loaded: dict[str, tuple[hub.Loaded, Cutter]] = {}

    def folder(self, family: str) -> Path:
        folder = self._folder / family
        return folder if folder.exists() else families.make(family, folder)

    def loaded(self, family: str) -> hub.Loaded:
        return self._both(family)[0]

    def cutter(self, family: str) -> Cutter:
        return self._both(family)[1]

    def _both(self, family: str) -> tuple[hub.Loaded, Cutter]:
        if family not in self._loaded:
            found = hub.load(str(self.folder(family)), 256)
            self._loaded[family] = found, found.cutter()
        return self._loaded[family]


@pytest.fixture(scope="module")
def encoders(tmp_path_factory: pytest.TempPathFactory) -> Encoders:
    torch.set_num_threads(1)  # small networks, and cores that others use
    return Encoders(tmp_path_factory.mktemp("families"))


every_family = pytest.mark.parametrize("family", families.FAMILIES)
few = settings(deadline=None, max_examples=30)  # the first call makes the encoder


# what is read of a folder


@every_family
def test_it_is_read_as_its_own_library_reads_it(family: str, encoders: Encoders) -> None:
    from transformers import AutoTokenizer

    found, cutter = encoders.loaded(family), encoders.cutter(family)
    config = json.loads((encoders.folder(family) / "config.json").read_text())
    of_library = AutoTokenizer.from_pretrained(str(encoders.folder(family)))
    assert found.padding == config["pad_token_id"] == of_library.pad_token_id
    words = analysed(TEXT)
    ids = cutter.framed(cutter.cut(TEXT, words).ids)
    path = encoders.folder(family) / "tokenizer.json"
    if path.exists():
        assert ids == Tokenizer.from_file(str(path)).encode(TEXT).ids
    if family not in ("arabert", "deberta-v2"):  # whose normalisers transformers 5 does not read from the file
        assert ids == of_library(TEXT)["input_ids"]
    assert (len(cutter.before), len(cutter.after), cutter.room) == (1, 1, families.LONGEST - 2)


@every_family
def test_it_reads_as_many_pieces_as_it_has_places_for(family: str, encoders: Encoders) -> None:
    found = encoders.loaded(family)
    assert found.longest == families.LONGEST
    assert hub.load(str(encoders.folder(family)), 20).longest == 20
    ids = torch.full((1, found.longest + 1), 9)
    with torch.no_grad():
        assert found.body(input_ids=ids[:, 1:]).last_hidden_state.shape[1] == found.longest
        if "roberta" in family:
            assert found.body.config.max_position_embeddings == found.longest + 2
            with pytest.raises((IndexError, RuntimeError)):
                found.body(input_ids=ids)


def test_settings_of_a_tokenizer_go_before_those_of_its_file(encoders: Encoders, tmp_path: Path) -> None:
    shutil.copytree(encoders.folder("electra"), tmp_path / "cased")
    settings_ = tmp_path / "cased/tokenizer_config.json"
    settings_.write_text(json.dumps(json.loads(settings_.read_text()) | {"do_lower_case": False}))
    cased = hub.load(str(tmp_path / "cased"), 64).tokenizer.encode("أحمد ABC").ids
    assert cased != encoders.loaded("electra").tokenizer.encode("أحمد ABC").ids
    settings_.unlink()  # as in folders that hold a tokenizer.json alone
    assert hub.load(str(tmp_path / "cased"), 64).tokenizer.encode("أحمد").tokens[1:-1] != ["[UNK]"]


def test_what_cannot_be_read_is_named(encoders: Encoders, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hub, "_LARGEST", 50_000)
    with pytest.raises(RasadError, match="GB of weights; an exported encoder holds 2 GB at most"):
        hub.load(str(encoders.folder("roberta")), 64)
    monkeypatch.undo()
    from transformers import LxmertConfig, LxmertModel

    shutil.copytree(encoders.folder("arabert"), tmp_path / "pictures")
    config = LxmertConfig(
        vocab_size=700, hidden_size=32, num_attention_heads=4, intermediate_size=64, l_layers=1, x_layers=1, r_layers=1
    )
    LxmertModel(config).save_pretrained(str(tmp_path / "pictures"))
    with pytest.raises(RasadError, match="is a lxmert, which does not run on pieces of text alone"):
        hub.load(str(tmp_path / "pictures"), 64)


# words and their pieces


def analysed(text: str) -> list[Word]:
    """Return the words of a text as Rasad cuts them."""
    doc = Document(Article("", text))
    analyse(doc, "rules")
    return list(doc.words)


def begins(surface: str, piece: str) -> bool:
    """Return whether a piece's own letters are those that a word begins with, whatever a tokenizer made of them."""
    plain = unicodedata.normalize("NFKC", "".join(c for c in surface if unicodedata.category(c) != "Mn" and c != "ـ"))
    letters = piece.strip("▁#").replace("ـ", "")
    fold = str.maketrans("أإآ", "ااا")
    return bool(letters) and plain.translate(fold).startswith(letters.translate(fold))


@every_family
def test_a_words_first_piece_is_its_own(family: str, encoders: Encoders) -> None:
    words, tokenizer = analysed(TEXT), encoders.loaded(family).tokenizer
    assert {"😀", "،", "الوزير", "إنّ", "القصفَ", "المديـــنة", "ﻻ", "ﷺ"} <= {
        TEXT[word.start : word.end] for word in words
    }
    found = encoders.cutter(family).cut(TEXT, words)
    assert -1 not in found.first
    for word, first in zip(words, found.first, strict=True):
        (piece,), surface = told(tokenizer, [found.ids[first]]), TEXT[word.start : word.end]
        assert piece != blank_of(family), surface
        if family in BYTES:
            said = _bytes(piece).strip()
            assert said and surface.encode().startswith(said[: len(surface.encode())]), (surface, piece)
        elif piece not in ("[UNK]", "<unk>"):
            assert begins(surface, piece), (surface, piece)


def blank_of(family: str) -> str:
    """Return the piece that is only the blank before a word, where a family has one."""
    return "Ġ" if family in BYTES else "▁" if family in UNIGRAMS else ""


def told(tokenizer: Tokenizer, ids: list[int]) -> list[str]:
    """Return the pieces of these numbers."""
    return [str(tokenizer.id_to_token(number)) for number in ids]


def _bytes(piece: str) -> bytes:
    """Return what a piece of byte-level BPE stands for."""
    shown = [*range(33, 127), *range(161, 173), *range(174, 256)]
    hidden = [byte for byte in range(256) if byte not in shown]
    table = {chr(byte): byte for byte in shown} | {chr(256 + i): byte for i, byte in enumerate(hidden)}
    return bytes(table[character] for character in piece)


surfaces = st.lists(st.one_of(st.sampled_from(MORE), st.text(LETTERS, min_size=1, max_size=7)), max_size=25)


@every_family
@few
@given(surfaces=surfaces)
def test_no_word_loses_or_shifts_pieces(family: str, encoders: Encoders, surfaces: list[str]) -> None:
    """Between blanks each word is cut as it is behind a blank alone; together they are all pieces, in order."""
    if family in UNIGRAMS:  # what becomes a blank is one with the blanks around it
        surfaces = [surface for surface in surfaces if surface not in (*families.BLANKS, "▁")]
    tokenizer = encoders.loaded(family).tokenizer
    text, words = placed(surfaces)
    found = encoders.cutter(family).cut(text, words)
    ids: list[int] = []
    for number, (surface, first) in enumerate(zip(surfaces, found.first, strict=True)):
        blank = " " if number and family in BYTES else ""
        alone = tokenizer.encode(blank + surface, add_special_tokens=False)
        own = [len(ids) + i for i, piece in enumerate(alone.tokens) if piece != blank_of(family)]
        assert first == (own[0] if own else -1), surface
        ids += alone.ids
    assert found.ids == ids


def joined(surfaces: list[str], blanks: list[str]) -> tuple[str, list[Word]]:
    """Return a text of words with what stands behind each, and the words in it."""
    text, words = "", []
    for surface, blank in zip(surfaces, blanks, strict=False):
        words.append(Word(len(text), len(text) + len(surface), surface, "arabic"))
        text += surface + blank
    return text, words


@pytest.mark.parametrize("family", [*BYTES, *UNIGRAMS])
@few
@given(surfaces=surfaces, blanks=st.lists(st.booleans(), min_size=25, max_size=25))
def test_words_that_touch_have_pieces_of_their_own(
    family: str, encoders: Encoders, surfaces: list[str], blanks: list[bool]
) -> None:
    """Counted by what the pieces say, one after the other, and not by the ranges that the tokenizer tells."""
    text, words = joined(surfaces, [" " * blank for blank in blanks])
    text = text.rstrip()
    assume(not any(form in text for form in (*families.FORMS, *families.BLANKS, "▁")))  # what changes
    assume(unicodedata.normalize("NFC", text) == text)
    tokenizer, found = encoders.loaded(family).tokenizer, encoders.cutter(family).cut(text, words)
    pieces = told(tokenizer, found.ids)
    if family in BYTES:
        lengths, scale, shift = [len(_bytes(piece)) for piece in pieces], _byte_offsets(text), 0
        assert b"".join(map(_bytes, pieces)) == text.encode()
    else:
        pieces = tokenizer.encode(text, add_special_tokens=False).tokens  # with what it does not know written out
        lengths, scale, shift = [len(piece) for piece in pieces], list(range(len(text) + 1)), 1
        assert "".join(pieces) == ("▁" + text.replace(" ", "▁") if text else "")
    ends = [end - shift for end in accumulate(lengths)]
    for word, first in zip(words, found.first, strict=True):
        start, end = scale[word.start], scale[word.end]
        inside = [i for i, (to, size) in enumerate(zip(ends, lengths, strict=True)) if to > start and to - size < end]
        begun = [i for i in inside if ends[i] - lengths[i] + pieces[i].startswith(blank_of(family)) >= start]
        begun = [i for i in begun if pieces[i] != blank_of(family)]
        assert first == (begun or inside)[0], (word, pieces)


def _byte_offsets(text: str) -> list[int]:
    return [0, *accumulate(len(character.encode()) for character in text)]


@every_family
@few
@given(surfaces=surfaces, blanks=st.lists(st.sampled_from(["", " ", "  ", "\u00a0", "\n"]), min_size=25, max_size=25))
def test_every_word_has_a_piece_that_lies_over_it(
    family: str, encoders: Encoders, surfaces: list[str], blanks: list[str]
) -> None:
    text, words = joined(surfaces, blanks)
    found = encoders.cutter(family).cut(text, words)
    assert len(found.first) == len(words)
    firsts = [first for first in found.first if first >= 0]
    assert firsts == sorted(firsts) and all(first < len(found.ids) for first in firsts)
    end = words[-1].end if words else 0
    tokenizer = encoders.loaded(family).tokenizer
    offsets = tokenizer.encode(text[:end], add_special_tokens=False).offsets
    for word, first in zip(words, found.first, strict=True):
        if first >= 0:
            begin, end = offsets[first]
            assert begin < word.end and word.start < end
        else:  # nothing of it was left, or a blank alone
            over = [i for i, (begin, end) in enumerate(offsets) if begin < word.end and word.start < end]
            assert {*told(tokenizer, [found.ids[i] for i in over])} <= {blank_of(family)}


# the network


@pytest.fixture(scope="module")
def articles(tmp_path_factory: pytest.TempPathFactory) -> list[GoldDocument]:
    path = tmp_path_factory.mktemp("articles") / "gold.jsonl"
    path.write_text("\n".join(tiny.corpus_lines()[::90]) + "\n", encoding="utf8")
    return gold.articles(path)


@every_family
def test_its_export_says_the_same_at_any_length(
    family: str, encoders: Encoders, articles: list[GoldDocument], tmp_path: Path
) -> None:
    import onnxruntime

    found, cutter = encoders.loaded(family), encoders.cutter(family)
    rows = [row for article in articles for row in event_rows(article, cutter)]
    torch.manual_seed(3)
    network = Network(found.body, (len(TYPES), 4, len(LABELS)), 7).eval()
    agreement = export(network, found, rows, tmp_path)
    assert agreement.difference < 1e-5
    assert agreement.types > 0.9
    session = onnxruntime.InferenceSession(str(tmp_path / "encoder.onnx"), providers=["CPUExecutionProvider"])
    exported = Exported(network)
    for length in (1, 3, 17, found.longest):
        ids = torch.arange(5, 5 + length)[None]
        mask = torch.ones_like(ids)
        with torch.no_grad():
            wanted = [output.numpy() for output in exported(ids, mask)]
        wide = torch.full((3, found.longest), found.padding)
        wide[1, :length] = ids
        beside = {
            "ids": wide.numpy(),
            "mask": (torch.arange(found.longest) < torch.tensor([[9], [length], [40]])).long().numpy(),
        }
        alone = session.run(None, {"ids": ids.numpy(), "mask": mask.numpy()})
        for said, padded, right in zip(alone, session.run(None, beside), wanted, strict=True):
            assert np.allclose(said, right, atol=1e-5)
            assert np.allclose(padded[1:2, :length], right, atol=1e-5)  # what fills up is not read


@pytest.mark.slow
@pytest.mark.parametrize("family", ["roberta", "xlm-roberta"])
def test_it_is_trained_and_codes(
    family: str, encoders: Encoders, labels: Path, tmp_path: Path, rasad: Rasad, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "trained"
    args = ["--encoder", encoders.folder(family), "--gold", labels / "gold.jsonl", "--names", labels / "names.jsonl"]
    args += ["-o", out, "--epochs", 1, "--device", "cpu", "--beside", "trained", "--use-names"]
    run = rasad("train", *map(str, args))
    assert run.code == 0, run.err
    settings_ = json.loads((out / "encoder.json").read_text())
    assert (settings_["longest"], settings_["padding"]) == (families.LONGEST, 1)
    assert f"# {family}, fine-tuned by Rasad" in run.out
    news = tmp_path / "news.jsonl"
    text = "قصفت طائرات حربيّة مخازن سلاح في الموصل 😀. وتظاهر آلاف العمال أمام مبنى الحكومة في البصرة." * 3
    news.write_text(json.dumps({"id": "n", "text": text, "published": "2016-07-20"}) + "\n", encoding="utf8")
    coded = rasad("code", str(news), "--judge", "transformer", "--encoder", str(out))
    assert coded.code == 0, coded.err
    records = [json.loads(line) for line in coded.out.splitlines()]
    assert {r["event_type"] for r in records} >= {"ASSAULT", "PROTEST"}
    for made in records:
        record.check(made, text)
        assert "+transformer:" in made["coder"]
    encoder, cutter = Transformer(out), encoders.cutter(family)
    words = analysed(text)
    assert encoder.cutter.cut(text, words) == cutter.cut(text, words)
    ((encoded, scores),) = encoder.read(text, [words])
    assert len(encoder.cutter.windows(encoder.cutter.cut(text, words))) > 1
    assert np.allclose(np.exp(encoded.kinds).sum(1), 1, atol=1e-4) and np.allclose(np.exp(scores).sum(1), 1, atol=1e-4)
