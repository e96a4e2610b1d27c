"""How far two people agree who decided on the same events: kappa on what the events are, F1 on their fields."""

from __future__ import annotations

from typing import Any

from rasad.evaluate import compare, gold
from rasad.evaluate.kappa import kappa as kappa_of
from rasad.record import Record
from rasad.serve.annotations import annotation
from rasad.store import Decision, Store, review

_NONE = "none"  # the label of what somebody says is no event


def between(store: Store, one: str, other: str, doc_id: str | None = None) -> dict[str, Any]:
    """Return the agreement of two people on the articles that both worked on, or on one.

    Returns:
        `events` both decided on, `observed` (the share with the same label: the event type, or none), `kappa` (Cohen
        1960; `None` where no disagreement by chance is possible), `fields` (F1 of each, `one` taken as annotated and
        `other` as coded; the figures are the same the other way round), `articles`.
    """
    made = {who: _by_article(store, who, doc_id) for who in (one, other)}
    shared = sorted(made[one].keys() & made[other].keys())
    labels: list[tuple[str, str]] = []
    pairs: list[tuple[gold.GoldDocument, list[Record]]] = []
    for article_id in shared:
        mine, theirs = made[one][article_id], made[other][article_id]
        both = mine.keys() & theirs.keys()
        labels += [(_label(mine[event_id]), _label(theirs[event_id])) for event_id in sorted(both)]
        article = store.article(article_id)
        pairs.append((gold.document(annotation(article, _kept(mine, both))), _kept(theirs, both)))
    figures = compare.evaluate([g for g, _ in pairs], [record for _, records in pairs for record in records]).figures
    observed, kappa = kappa_of(labels)
    fields = {name: round(tally.f1, 3) for name, tally in figures.items() if tally.gold + tally.coded}
    numbers: dict[str, Any] = {"events": len(labels), "observed": observed, "kappa": kappa}
    return {"one": one, "other": other, "articles": shared} | numbers | {"fields": fields}


def _by_article(store: Store, who: str, doc_id: str | None) -> dict[str, dict[str, Decision]]:
    found: dict[str, dict[str, Decision]] = {}
    for decision in store.ask(review.made_by, who, doc_id):
        found.setdefault(decision.doc_id, {})[decision.event_id] = decision
    return found


def _label(decision: Decision) -> str:
    outcome = review.outcome(decision)
    return str(outcome[0]) if outcome else _NONE


def _kept(made: dict[str, Decision], both: set[str]) -> list[Record]:
    """Return the records that somebody lets stand, of the events both decided on, and those added."""
    counted = [d for d in made.values() if d.act != "reject" and (d.event_id in both or d.act == "add")]
    return [record for d in counted if (record := d.after or d.before) is not None]
