"""The vocabulary's candidates weighed by models trained on annotated articles; statuses and roles likewise.

The models inherit the terms of the articles that they were trained on (see `rasad/models/events.md`: not for
commercial use); `rules` needs none of them.
"""

from __future__ import annotations

from functools import cached_property
from pathlib import Path

import orjson
import pycrfsuite

from rasad import labels, models, ontology
from rasad.document import Document, Event, Place, Time
from rasad.errors import PartError
from rasad.events import features, labelling, status
from rasad.events.candidates import Candidate
from rasad.events.context import Context
from rasad.events.judging import Party, Verdict
from rasad.events.linear import Linear, sigmoid, softmax
from rasad.events.setting import Placed, Setting

_TOLD_BY = ("-1", "-2", "before", "cue-word", "+1", "+2", "gov1", "gov", "verb")  # features whose value is a word
FILES = (
    "events.json",
    "events.judge.bin",
    "events.status.bin",
    "events.roles.crfsuite",
    "events.place.bin",
    "events.time.bin",
)


class Judge:
    """Weighs a candidate by logistic regression over its context."""

    finds_sources = True
    likely = labelling.LIKELY

    def __init__(self, folder: Path = models.FOLDER) -> None:
        """Open the models of a folder.

        Raises:
            PartError: A model file is not there.
        """
        if missing := [name for name in FILES if not (folder / name).exists()]:
            raise PartError(
                f"the judge `trained` needs {', '.join(missing)} in {folder}: train them with scripts/train_events.py, "
                "or use the judge `rules`"
            )
        self._folder = folder
        settings = self.settings = orjson.loads((folder / "events.json").read_bytes())
        self.threshold: float = settings["threshold"]
        self.quiet_threshold: float = settings["quiet_threshold"]
        self._slope, self._shift = settings["calibration"]
        self._judge = Linear(folder / "events.judge.bin", 1)
        self._place, self._time = Linear(folder / "events.place.bin", 1), Linear(folder / "events.time.bin", 1)
        self._likely_place, self._likely_time = settings["setting"]
        self._status = Linear(folder / "events.status.bin", len(ontology.STATUSES))

    def weigh(self, context: Context, candidate: Candidate) -> Verdict:
        """Return how likely the candidate is an event of its trigger's type, calibrated on held-out articles."""
        found = features.of_event(context, candidate)
        return self._verdict(context, candidate, found, self._calibrated(self._judge.sums(found)[0]))

    def _calibrated(self, linear: float) -> float:
        return sigmoid(self._slope * linear + self._shift)

    def _verdict(self, context: Context, candidate: Candidate, found: list[str], confidence: float) -> Verdict:
        if confidence < self.threshold:
            return Verdict(confidence, [])
        reason = [f"{candidate.trigger.strength} trigger {candidate.trigger.lemma}"]
        if word := context.evidence(candidate):
            reason.append(f"with {word}")
        reason += [f"seen beside it: {name}" for name in self._words(found)]
        return Verdict(confidence, reason)

    def status(self, context: Context, candidate: Candidate) -> tuple[str, str]:
        """Return the status and the words that weigh most for it."""
        if told := status.certain(context.words, candidate):
            return told
        found = features.of_status(context, candidate)
        shares = self.status_shares(context, candidate, found)
        best = max(range(len(shares)), key=lambda i: shares[i])
        because = [f for f, _ in self._status.strongest(found, 8, best) if f.partition("=")[0] in _TOLD_BY]
        words = [f.partition("=")[2] for f in because if f.partition("=")[2] not in ("^", "$")]
        reason = f"by {', '.join(dict.fromkeys(words[:2]))}" if words else "by the form of the trigger"
        return ontology.STATUSES[best], f"{reason} ({shares[best]:.2f})"

    def status_shares(self, context: Context, candidate: Candidate, found: list[str]) -> list[float]:
        """Return how likely each status is, given the candidate's features."""
        return softmax(self._status.sums(found))

    def role_odds(self, context: Context, candidate: Candidate) -> labels.Odds:
        """Return how likely each word of the sentence begins or goes on with a phrase of each role."""
        return labels.odds(self._roles, labelling.features(context, candidate), labelling.ROLES)

    def parties(self, context: Context, candidate: Candidate) -> list[Party]:
        """Return actors and recipients in the order of the text."""
        labels, shares = labelling.decode(self.role_odds(context, candidate), self.likely)
        found = []
        for span, role, first, last in labelling.spans(context, labels):
            share = max(shares[first : last + 1])
            found.append(Party(span, role, f"labelled {role} ({share:.2f})"))
        return found

    def settle(self, doc: Document) -> None:
        """Give each event the likeliest of the article's places and times, if one is likely enough."""
        if not doc.events:
            return
        setting = Setting(doc)
        for event in doc.events:
            odds = {name: sigmoid(self._place.sums(setting.of_place(event, name))[0]) for name in setting.places}
            if odds and (share := max(odds.values())) >= self._likely_place:
                placed = setting.best(event, max(odds, key=odds.__getitem__))
                assert isinstance(placed.mention, Place)
                event.place = placed.mention
                event.reason.append(f"place {doc.quote(placed.mention)}: {_where(event, placed)} ({share:.2f})")
            weighed = [
                (sigmoid(self._time.sums(setting.of_time(event, t))[0]), -n) for n, t in enumerate(setting.times)
            ]
            if weighed and max(weighed)[0] >= self._likely_time:
                placed = setting.times[-max(weighed)[1]]
                assert isinstance(placed.mention, Time)
                event.time = placed.mention
                event.reason.append(
                    f"time {doc.quote(placed.mention)}: {_where(event, placed)} ({max(weighed)[0]:.2f})"
                )

    def _words(self, found: list[str]) -> list[str]:
        """Return the neighbouring words that speak most for the event."""
        near = [f for f in found if f.startswith(("-near=", "+near="))]
        return [f.partition("=")[2] for f, weight in self._judge.strongest(near, 2) if weight > 0.1]

    @cached_property
    def _roles(self) -> pycrfsuite.Tagger:
        tagger = pycrfsuite.Tagger()
        tagger.open(str(self._folder / "events.roles.crfsuite"))
        return tagger


def _where(event: Event, placed: Placed) -> str:
    """Return in words where a mention stands to an event."""
    if placed.sentence == event.sentence:
        return "in its sentence"
    return "named before" if placed.sentence < event.sentence else "named later"
