"""Finds sentences of different papers that tell the same story, for an encoder to learn that they mean the same.

Two articles are compared when they are of one day or of neighbouring days. Each is a bag of the light stems of its
title and first words, weighed by rarity (tf-idf, scikit-learn). They tell one story when the bags are alike and share
several rare stems: names, places, numbers. Near-identical copies (half of the four-word runs of the shorter one)
teach nothing and are no pairs, but belong to the same group. Everything is counted in full (no hashing by
chance), so the same articles give the same pairs.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from texts import Story

from rasad.arabic.letters import fold

LEAD_WORDS = 150  # of title and body that say what an article is about
COMMON, RARE = 0.05, 0.004  # shares of the articles: a stem in more says nothing, one in fewer is a name or a number
ALIKE, RARE_SHARED = 0.40, 4  # cosine of two bags from which on two articles tell one story, with so many rare stems
COPIED = 0.5  # share of the word runs of the shorter text that stand in the longer: from here on it is a copy
RUN = 4  # words of a run; three for sentences, which are short
SENTENCE_ALIKE = 0.25  # cosine from which on a later sentence matches one of the other article
SENTENCE_WORDS = (4, 60)  # shorter ones say nothing by themselves, longer ones everything
SEARCHED, PER_ARTICLE_PAIR, PARTNERS = 12, 4, 3  # sentences looked at; sentence pairs; other articles of an article
LARGEST_GROUP = 40  # articles; larger ones are chains of different stories and are never held out

_WORD = re.compile(r"[^\W_]+")
_BEFORE = re.compile("^(?:وال|فال|بال|كال|لل|ال|و)(?=.{3})")


def stems(text: str) -> list[str]:
    """Return the words of a text folded, without article and conjunction (a light stem, for comparing only)."""
    return [_BEFORE.sub("", word) for word in _WORD.findall(fold(text).text)]


def runs(words: Sequence[str], length: int) -> set[tuple[str, ...]]:
    """Return the runs of so many words."""
    return {tuple(words[i : i + length]) for i in range(len(words) - length + 1)}


def copied(one: Sequence[str], two: Sequence[str], length: int = RUN) -> float:
    """Return the share (0 to 1) of the runs of the text with fewer that stand in the other; 0 where there are none."""
    first, second = runs(one, length), runs(two, length)
    least = min(len(first), len(second))
    return len(first & second) / least if least else 0.0


@dataclass(slots=True)
class Found:
    """What was found.

    Attributes:
        groups: For each article the number of its story, the lowest article number of the group.
        pairs: `(article, sentence, article, sentence, lead)`: sentences by their number in the article, 0 the title;
            lead is 1 for pairs taken by position (titles, first sentences), 0 for those matched by their words.
    """

    groups: list[int]
    pairs: list[tuple[int, int, int, int, int]] = field(default_factory=list)


class _Finder:
    def __init__(self, stories: Sequence[Story]) -> None:
        self.stories = stories
        self.words = [self._lead(story) for story in stories]
        weigher = TfidfVectorizer(
            analyzer=lambda words: words, min_df=2, max_df=max(8, int(COMMON * len(stories))), sublinear_tf=True
        )
        self.bags: Any = weigher.fit_transform(self.words).tocsr()
        seen = np.asarray((self.bags > 0).sum(0)).ravel()
        self.rare = (self.bags[:, seen <= max(8, RARE * len(stories))] > 0).astype(np.float32)
        self.weigher = weigher

    @staticmethod
    def _lead(story: Story) -> list[str]:
        found: list[str] = []
        for sentence in story.sentences:
            found += stems(sentence)
            if len(found) >= LEAD_WORDS:
                break
        return found[:LEAD_WORDS]

    def alike(self) -> Iterator[tuple[float, int, int]]:
        """Yield articles that tell one story, copies too, with their likeness; each pair once, lower number first."""
        days = np.array([story.day for story in self.stories])
        for day in np.unique(days[days > 0]):
            ours = np.flatnonzero(days == day)
            theirs = np.flatnonzero((days == day) | (days == day + 1))
            likeness = (self.bags[ours] @ self.bags[theirs].T).tocoo()
            near = likeness.data >= ALIKE
            for row, column, value in zip(likeness.row[near], likeness.col[near], likeness.data[near], strict=True):
                one, two = int(ours[row]), int(theirs[column])
                if (two in ours and one >= two) or self.rare[one].multiply(self.rare[two]).sum() < RARE_SHARED:
                    continue
                yield float(value), min(one, two), max(one, two)

    def sentence_pairs(self, one: int, two: int) -> Iterator[tuple[int, int, int]]:
        """Yield sentences of two articles that say the same in other words: titles and leads, then the best matches."""
        first, second = self._usable(one), self._usable(two)
        taken: tuple[set[int], set[int]] = (set(), set())
        left = PER_ARTICLE_PAIR
        for a, b in ((0, 1), (1, 0), (1, 1), (0, 0)):
            if left > PER_ARTICLE_PAIR - 2 and a in first and b in second and copied(first[a], second[b], 3) < COPIED:
                if a in taken[0] or b in taken[1]:
                    continue
                taken[0].add(a)
                taken[1].add(b)
                left -= 1
                yield a, b, 1
        rows, columns = [i for i in first if i > 1], [i for i in second if i > 1]
        if not rows or not columns:
            return
        bags = [self.weigher.transform([of[i] for i in at]) for of, at in ((first, rows), (second, columns))]
        likeness = (bags[0] @ bags[1].T).toarray()
        for flat in np.argsort(-likeness, axis=None, kind="stable"):
            at, beside = divmod(int(flat), len(columns))
            if left == 0 or likeness[at, beside] < SENTENCE_ALIKE:
                return
            a, b = rows[at], columns[beside]
            if a in taken[0] or b in taken[1] or copied(first[a], second[b], 3) >= COPIED:
                continue
            taken[0].add(a)
            taken[1].add(b)
            left -= 1
            yield a, b, 0

    def _usable(self, number: int) -> dict[int, list[str]]:
        least, most = SENTENCE_WORDS
        cut = {i: stems(text) for i, text in enumerate(self.stories[number].sentences[:SEARCHED])}
        return {i: words for i, words in cut.items() if least <= len(words) <= most}


def find(stories: Sequence[Story]) -> Found:
    """Return groups of articles that tell one story, and pairs of their sentences from different papers.

    An article without a day has no partners, and one without a source none but in other sources. Each article has at
    most `PARTNERS` of them, the most alike first.
    """
    groups = list(range(len(stories)))
    if len(stories) < 2:
        return Found(groups)
    try:
        finder = _Finder(stories)
    except ValueError:  # of scikit-learn: not one stem is in several articles, and in few
        return Found(groups)
    partners = [0] * len(stories)
    found = Found(groups)
    for _, one, two in sorted(finder.alike(), key=lambda row: (-row[0], row[1], row[2])):
        _join(groups, one, two)
        if stories[one].source == stories[two].source or max(partners[one], partners[two]) >= PARTNERS:
            continue
        if copied(finder.words[one], finder.words[two]) >= COPIED:
            continue
        partners[one] += 1
        partners[two] += 1
        found.pairs += [(one, a, two, b, lead) for a, b, lead in finder.sentence_pairs(one, two)]
    found.groups = [_root(groups, number) for number in range(len(stories))]
    return found


def _root(groups: list[int], number: int) -> int:
    while groups[number] != number:
        groups[number] = groups[groups[number]]
        number = groups[number]
    return number


def _join(groups: list[int], one: int, two: int) -> None:
    low, high = sorted((_root(groups, one), _root(groups, two)))
    groups[high] = low


def held_out(stories: Sequence[Story], groups: Sequence[int], share: float) -> list[bool]:
    """Return for each article whether it is kept for measuring: whole groups, by their first article's id.

    Args:
        stories: The articles.
        groups: As `find` returns them.
        share: Of the groups, 0 to 1.
    """
    sizes = np.bincount(np.array(groups, np.int64), minlength=len(stories))
    chosen = {
        group: sizes[group] <= LARGEST_GROUP and zlib.crc32(stories[group].id.encode()) % 10_000 < share * 10_000
        for group in set(groups)
    }
    return [bool(chosen[group]) for group in groups]
