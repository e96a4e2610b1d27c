"""Words and the pieces that a tokenizer cuts them into, and windows over sentences too long for a model.

A fast tokenizer tells for each piece the half-open range of the text that it stands for, whatever it made of the
letters. A piece may stand for part of a word or of a character (bytes), for several words (`[UNK]` for `قال،`), for a
word and the blank before it, or for nothing; a word may get no piece at all (a mark that the tokenizer drops). So words
are found by ranges alone, never by counting.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

Range = tuple[int, int]


def first_pieces(words: Sequence[Range], pieces: Sequence[Range]) -> list[int]:
    """Return for each word the index of its first piece, -1 where it has none.

    A piece is of the word in which it begins; what it covers of no word before, such as a blank, does not count. A word
    in which no piece begins has the first one that shares a character with it.

    Args:
        words: Half-open ranges of the text, in order, none overlapping another.
        pieces: Half-open ranges of the same text, in any order; empty ones stand for nothing.
    """
    begun, shared = [-1] * len(words), [-1] * len(words)
    ends = [end for _, end in words]
    for index, (start, end) in enumerate(pieces):
        if start >= end:
            continue
        first = bisect_right(ends, start)  # the first word that ends behind the piece's start
        at = first
        while at < len(words) and words[at][0] < end:
            found = begun if at == first else shared
            if found[at] < 0:
                found[at] = index
            at += 1
    return [own if own >= 0 else other for own, other in zip(begun, shared, strict=True)]


def windows(count: int, room: int, overlap: int) -> list[Range]:
    """Return half-open ranges of so many pieces that cover all of them, each as long as the room or one that holds all.

    Args:
        count: Pieces of the sentence.
        room: Pieces that the model takes at once.
        overlap: How many pieces two neighbouring windows share at least; less than the room.

    Raises:
        ValueError: The overlap leaves no way forward.
    """
    if not 0 <= overlap < room:
        raise ValueError(f"windows of {room} pieces cannot share {overlap}")
    if count <= room:
        return [(0, count)] if count else []
    found = [(first, first + room) for first in range(0, count - room, room - overlap)]
    return [*found, (count - room, count)]


def best_window(piece: int, among: Sequence[Range]) -> int:
    """Return the index of the window that shows most on the poorer side of a piece; an end of the sentence is no edge.

    Args:
        piece: Index of the piece.
        among: What `windows` returns for the sentence; one of them at least holds the piece.
    """
    start, end = among[0][0], among[-1][1]

    def shown(index: int) -> float:
        first, last = among[index]
        if not first <= piece < last:
            return -1.0
        before = float("inf") if first == start else piece - first
        after = float("inf") if last == end else last - 1 - piece
        return min(before, after)

    return max(range(len(among)), key=shown)
