"""Every word of a tree hangs from the root, and the parser finds subject and object of a plain sentence."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from rasad import models
from rasad.analyse import analyse
from rasad.document import Article, Document
from rasad.encoder.run import Encoder
from rasad.encoder.trees import Trees, without_circles
from rasad.encoder.vocabulary import parts
from rasad.events.marks import WIDTH

SCORES = st.integers(1, 12).flatmap(lambda n: arrays(np.float32, (n, n + 1), elements=st.floats(-9, 9, width=16)))


def itself_left_out(scores: np.ndarray) -> np.ndarray:
    """Return scores by which no word can be its own head, as the parser makes them."""
    words = np.arange(len(scores))
    scores[words, words + 1] = -np.inf
    return scores


@given(scores=SCORES)
def test_every_word_hangs_from_the_root(scores: np.ndarray) -> None:
    heads = without_circles(itself_left_out(scores.copy()))
    for word in range(len(heads)):
        at, steps = word, 0
        while heads[at]:
            at = int(heads[at]) - 1
            steps += 1
            assert steps <= len(heads)


@given(scores=SCORES)
def test_what_is_a_tree_already_stays(scores: np.ndarray) -> None:
    tree = without_circles(itself_left_out(scores.copy()))
    sure = np.full(scores.shape, -9, np.float32)
    sure[np.arange(len(tree)), tree] = 9
    assert (without_circles(itself_left_out(sure)) == tree).all()


def test_a_circle_is_cut_where_it_costs_least() -> None:
    scores = np.array([[-9, -np.inf, 5], [4, 6, -np.inf]], np.float32)  # each word would rather hang from the other
    assert without_circles(scores).tolist() == [2, 0]


@pytest.mark.parametrize(
    ("text", "word", "head", "relation"),
    [
        ("قصفت الطائرات مواقع المسلحين قرب المدينة.", "الطائرات", "قصفت", "nsubj"),
        ("اعتقلت الشرطة عشرة متظاهرين في العاصمة.", "الشرطة", "اعتقلت", "nsubj"),
        ("زار الوزير الفرنسي بيروت أمس.", "الفرنسي", "الوزير", "amod"),
        ("قال المتحدث إن الحكومة ترفض الاتفاق.", "الحكومة", "ترفض", "nsubj"),
    ],
)
def test_plain_sentences(text: str, word: str, head: str, relation: str) -> None:
    doc, encoder = Document(Article("", text)), Encoder(models.FOLDER)
    analyse(doc, "crf")
    ids = np.array([encoder.vocabulary.ids(*parts(w)) for w in doc.words], np.int64)
    [read] = encoder.read([(ids, np.zeros((len(ids), WIDTH), np.float32))])
    heads, relations = encoder.tree(read)
    written = [doc.quote(w) for w in doc.words]
    at = written.index(word)
    assert (written[heads[at]], relations[at]) == (head, relation)


def test_a_sentence_without_words_has_no_tree() -> None:
    assert Trees(models.FOLDER / "encoder.trees.npz").read(np.zeros((0, 384), np.float32)) == ([], [])
