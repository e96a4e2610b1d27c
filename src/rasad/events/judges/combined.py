"""The linear models of `trained` and a small neural encoder, each weighing what the other sees.

The encoder reads the whole sentence; the linear models know what stands elsewhere in the article and give the reasons.
How much each counts was fitted on held-out articles (`events.json`).
"""

from __future__ import annotations

from functools import cached_property
from pathlib import Path

import numpy as np
import pycrfsuite

from rasad import labels, models, ontology
from rasad.encoder.run import Encoded, Encoder, Numbers
from rasad.encoder.vocabulary import parts
from rasad.errors import PartError
from rasad.events import features, labelling, paths, stacking
from rasad.events.candidates import Candidate
from rasad.events.context import Context
from rasad.events.judges import trained
from rasad.events.judging import Verdict
from rasad.events.linear import sigmoid, softmax
from rasad.events.marks import marks_of

LABELS = ("O", "B-A", "I-A", "B-R", "I-R", "B-S", "I-S")  # of the encoder's roles
_PART = {label: number for number, label in enumerate(LABELS)}
PARTIES = "encoder.parties.crfsuite"  # the labelling of roles with the encoder's trees among its features
SEEN = "events.seen.bin"
NOTES = ("linear", "encoded", "tree", "paths")  # what this judge's models make of a sentence, kept with it
# The linear judge's log-odds up to which the encoder never made an event of a candidate, in 1,000 articles of the news
# (5,297 events); most sentences of the news have none above, and are not read by it.
_HOPELESS = -2.5


class Judge(trained.Judge):
    """Weighs a candidate by the linear models and the encoder together."""

    def __init__(self, folder: Path = models.FOLDER, encoder: Path = models.FOLDER) -> None:
        """Open the models of two folders.

        Raises:
            PartError: A model file or the library onnxruntime is missing.
        """
        super().__init__(folder)
        self.mixture: dict[str, list[float]] = self.settings["mixture"]
        self.threshold = self.mixture["threshold"][0]
        self.quiet_threshold = self.mixture["threshold"][1]
        self.likely = dict(zip("ARS", self.mixture["likely"], strict=True))
        self._encoder = Encoder(encoder)
        self._seen = stacking.Seen(folder / SEEN)
        self._labeller = encoder / PARTIES

    def weigh(self, context: Context, candidate: Candidate) -> Verdict:
        """Return how likely the candidate is an event: both models' log-odds, weighted (`rasad.events.stacking`)."""
        numbers = self.evidence(context, candidate) if self.is_read(context) else None
        if numbers is None:
            confidence = self._calibrated(self.linear(context, candidate))
        else:
            *weights, shift = self.mixture["event"]
            confidence = sigmoid(sum(w * x for w, x in zip(weights, numbers, strict=True)) + shift)
        told = features.of_event(context, candidate) if confidence >= self.threshold else []
        return self._verdict(context, candidate, told, confidence)

    def linear(self, context: Context, candidate: Candidate) -> float:
        """Return the linear judge's log-odds of a candidate."""
        return self._linears(context)[id(candidate)]

    def is_read(self, context: Context) -> bool:
        """Return whether the encoder reads a sentence: not where the linear judge has no hope for its candidates."""
        return max(self._linears(context).values(), default=_HOPELESS) > _HOPELESS

    def evidence(self, context: Context, candidate: Candidate) -> list[float] | None:
        """Return what both models say of a candidate.

        Returns:
            What `rasad.events.stacking` weighs; `None` for a type that the encoder was not trained on, and beyond the
            words that it reads of a sentence.
        """
        kind = self._encoder.kind(candidate.trigger.event_type)
        kinds = self.encoded(context).kinds[candidate.first : candidate.last + 1]
        if kind is None or not len(kinds):
            return None
        spoken_for = bool(context.evidence(candidate))
        return stacking.inputs(
            self.linear(context, candidate), kinds.max(0), kind, candidate, self._seen(candidate), spoken_for
        )

    def _linears(self, context: Context) -> dict[int, float]:
        """Return the log-odds of a sentence's candidates, worked out once, by their identity."""
        if "linear" not in context.notes:
            sums = {id(c): self._judge.sums(features.of_event(context, c))[0] for c in context.candidates}
            context.notes["linear"] = [sums]
        found: dict[int, float] = context.notes["linear"][0]
        return found

    def status_shares(self, context: Context, candidate: Candidate, found: list[str]) -> list[float]:
        """Return how likely each status is by both models."""
        linear, encoded = self._status.sums(found), self.encoded(context)
        if candidate.at >= len(encoded.statuses):
            return softmax(linear)
        of_linear, of_neural = self.mixture["status"]
        neural = encoded.statuses[candidate.at]
        return softmax([of_linear * linear[i] + of_neural * float(neural[i]) for i in range(len(ontology.STATUSES))])

    def role_odds(self, context: Context, candidate: Candidate) -> labels.Odds:
        """Return the mean of both models, weighted."""
        linear = labels.odds(self._parties, self.role_features(context, candidate), labelling.ROLES)
        encoded = self.encoded(context)
        kind = self._encoder.kind(candidate.trigger.event_type)
        if kind is None or candidate.at >= len(encoded.words):
            return linear
        neural = self._encoder.roles(encoded, candidate.at, kind)
        return mixed(linear, neural, self.mixture["roles"][0])

    def role_features(self, context: Context, candidate: Candidate) -> list[list[str]]:
        """Return the features of the labelling, with how each word hangs from the trigger."""
        heads, relations = self.tree(context)
        trees = paths.features(context, candidate, heads, relations)
        return [row + more for row, more in zip(labelling.features(context, candidate), trees, strict=True)]

    def tree(self, context: Context) -> tuple[list[int], list[str]]:
        """Return the head of each word of the sentence and its relation."""
        if "tree" not in context.notes:
            context.notes["tree"] = list(self._encoder.tree(self.encoded(context)))
        heads, relations = context.notes["tree"]
        return heads, relations

    @cached_property
    def _parties(self) -> pycrfsuite.Tagger:
        if not self._labeller.exists():
            raise PartError(f"the judge `combined` needs {self._labeller}: train it with scripts/mix_encoder.py")
        tagger = pycrfsuite.Tagger()
        tagger.open(str(self._labeller))
        return tagger

    def encoded(self, context: Context) -> Encoded:
        """Return the sentence as the encoder reads it; the sentences of a document are read together."""
        if "encoded" not in context.notes:
            together = [o for o in context.others if o is context or ("encoded" not in o.notes and self.is_read(o))]
            marks = marks_of(context.doc, together, self._encoder.types)
            ids = self._encoder.vocabulary.ids
            sentences = []
            for other in together:
                numbers = [ids(*parts(word)) for word in other.words]
                sentence = other.sentence
                sentences.append((np.array(numbers, np.int64).reshape(-1, 5), marks[sentence.first : sentence.last]))
            for other, encoded in zip(together, self._encoder.read(sentences), strict=True):
                other.notes["encoded"] = [encoded]
        found: Encoded = context.notes["encoded"][0]
        return found


def mixed(linear: labels.Odds, neural: Numbers, share: float) -> labels.Odds:
    """Return the weighted mean of two labellings of roles.

    Args:
        linear: How likely each word of the sentence begins, or goes on with, a phrase of each role.
        neural: The probability of each of `LABELS` for as many words as the encoder read.
        share: How much the encoder counts, 0 to 1.
    """
    found: labels.Odds = []
    for at, odds in enumerate(linear):
        if at >= len(neural):
            found.append(odds)
            continue
        row = neural[at]
        found.append(
            {
                role: (
                    (1 - share) * begins + share * float(row[_PART[f"B-{role}"]]),
                    (1 - share) * goes_on + share * float(row[_PART[f"I-{role}"]]),
                )
                for role, (begins, goes_on) in odds.items()
            }
        )
    return found
