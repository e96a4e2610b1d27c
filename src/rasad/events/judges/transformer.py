"""An encoder fine-tuned by `rasad train`, with the built-in models; needs `pip install 'rasad[encoder]'` and a folder.

Candidates, places and times are those of the judge beside which it was trained; what the encoder says of types,
statuses and roles is weighed with what that judge says, by weights that `rasad train` fitted on held-out articles.
"""

from __future__ import annotations

import math
from functools import lru_cache
from pathlib import Path

import numpy as np

from rasad import labels, models, ontology
from rasad.document import Document
from rasad.encoder import transformer
from rasad.encoder.run import Encoded, Numbers
from rasad.encoder.transformer import Transformer
from rasad.events import features
from rasad.events.candidates import Candidate
from rasad.events.context import Context
from rasad.events.judges import combined, trained
from rasad.events.judging import Verdict
from rasad.events.linear import sigmoid

EXTRA = "encoder"
_SURE = 1e-6  # probabilities nearer than this to 0 or 1 count as if they were this near
_BESIDE = {"combined": combined.Judge, "trained": trained.Judge}


class Judge(trained.Judge):
    """Weighs a candidate by another judge and the encoder together."""

    def __init__(self, folder: Path | None = None, linear: Path = models.FOLDER) -> None:
        """Open the encoder of a folder, by default the one that `RASAD_ENCODER` names, and the judge beside it.

        Raises:
            PartError: A model file of the other judge is missing.
            RasadError: There is no folder, or it is not one that `rasad train` has finished.
        """
        super().__init__(linear)
        self._encoder = _opened(folder or transformer.folder_in_use(), self.label(folder))
        self.mixture: dict[str, list[float]] = self._encoder.settings["mixture"]
        self.beside: trained.Judge = _BESIDE[self._encoder.settings["beside"]](linear)
        self.threshold, self.quiet_threshold = self.beside.threshold, self.beside.quiet_threshold
        self.likely = self.beside.likely
        self._hope: float = self._encoder.settings.get("hope", 0.0)

    @staticmethod
    def label(folder: Path | None = None) -> str:
        """Return the name with the hash of the encoder's files.

        Raises:
            RasadError: There is no folder, or it is not one that `rasad train` has finished.
        """
        return f"transformer:{transformer.fingerprint(folder or transformer.folder_in_use())}"

    @staticmethod
    def names_of(doc: Document) -> list[str] | None:
        """Return a name's label for each word of a document; `None` where the encoder's are not used."""
        folder = transformer.folder_in_use()
        encoder = _opened(folder, Judge.label(folder))
        return encoder.name_labels(doc) if encoder.settings["names_used"] else None

    def weigh(self, context: Context, candidate: Candidate) -> Verdict:
        """Return how likely the candidate is an event: a logistic regression over what both say."""
        verdict = self.verdicts(context)[id(candidate)]
        numbers = self.evidence(context, candidate) if self.is_read(context) else None
        if numbers is None:
            return verdict
        *weights, shift = self.mixture["event"]
        confidence = sigmoid(sum(w * x for w, x in zip(weights, numbers, strict=True)) + shift)
        told = features.of_event(context, candidate) if confidence >= self.threshold else []
        return self._verdict(context, candidate, told, confidence)

    def verdicts(self, context: Context) -> dict[int, Verdict]:
        """Return what the judge beside says of a sentence's candidates, worked out once, by their identity."""
        if "beside" not in context.notes:
            context.notes["beside"] = [{id(c): self.beside.weigh(context, c) for c in context.candidates}]
        found: dict[int, Verdict] = context.notes["beside"][0]
        return found

    def is_read(self, context: Context) -> bool:
        """Return whether the encoder reads a sentence: not where the judge beside has no hope for its candidates."""
        return any(verdict.confidence > self._hope for verdict in self.verdicts(context).values())

    def evidence(self, context: Context, candidate: Candidate) -> list[float] | None:
        """Return what is weighed of a candidate.

        Returns:
            Log-odds of the judge beside and of the encoder, log-probabilities of the likeliest other type and of none;
            `None` for a type that the encoder was not trained on.
        """
        kind = self.kind(candidate)
        if kind is None:
            return None
        shares = np.exp(self.encoded(context).kinds[candidate.first : candidate.last + 1].max(0))
        others = float(np.delete(shares, [0, kind]).max())
        beside = self.verdicts(context)[id(candidate)].confidence
        return [_odds(beside), _odds(float(shares[kind])), math.log(others + _SURE), math.log(float(shares[0]) + _SURE)]

    def status_shares(self, context: Context, candidate: Candidate, found: list[str]) -> list[float]:
        """Return how likely each status is by both: a product of powers, so that either may rule one out."""
        beside, share = self.beside.status_shares(context, candidate, found), self.mixture["status"][0]
        neural = self.encoded(context).statuses[candidate.at]
        sums = [(1 - share) * math.log(p + _SURE) + share * float(n) for p, n in zip(beside, neural, strict=True)]
        powers = [math.exp(s - max(sums)) for s in sums]
        assert len(powers) == len(ontology.STATUSES)
        return [p / sum(powers) for p in powers]

    def role_odds(self, context: Context, candidate: Candidate) -> labels.Odds:
        """Return the mean of both, weighted."""
        beside = self.beside.role_odds(context, candidate)
        kind = self.kind(candidate)
        if kind is None:
            return beside
        return combined.mixed(beside, self.role_rows(context, candidate, kind), self.mixture["roles"][0])

    def role_rows(self, context: Context, candidate: Candidate, kind: int) -> Numbers:
        """Return the encoder's probability of each role label for every word."""
        return self._encoder.roles(self.encoded(context), candidate.at, kind)

    def kind(self, candidate: Candidate) -> int | None:
        """Return the number of a candidate's type; `None` for one that the encoder was not trained on."""
        return self._encoder.kind(candidate.trigger.event_type)

    def encoded(self, context: Context) -> Encoded:
        """Return the sentence as the encoder reads it; the sentences of a document are read together."""
        if "transformer" not in context.notes:
            doc, encoder = context.doc, self._encoder
            if encoder.settings["names_used"]:  # then all are read, for their names
                together, all_ = context.others, encoder.read_document(doc)
                read = [all_[other.index] for other in together]
            else:
                unread = [o for o in context.others if "transformer" not in o.notes]
                together = [o for o in unread if o is context or self.is_read(o)]
                read = encoder.read(doc.text, [other.words for other in together])
            for other, (encoded, _) in zip(together, read, strict=True):
                other.notes["transformer"] = [encoded]
        found: Encoded = context.notes["transformer"][0]
        return found


@lru_cache(maxsize=2)
def _opened(folder: Path, _label: str) -> Transformer:
    """Return the encoder of a folder; one that was trained again has another label, and is opened again."""
    return Transformer(folder)


def _odds(share: float) -> float:
    share = min(1 - _SURE, max(_SURE, share))
    return math.log(share / (1 - share))
