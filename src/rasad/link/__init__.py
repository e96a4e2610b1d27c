"""Stage 7, link: from words to the world.

`resolve_places` finds the places that names of places mean, before events are coded; `resolve` finds who the names of
persons, organisations and groups stand for, after; `join_events` finds which mentions tell of one event, at last.
"""

from __future__ import annotations

from rasad.document import Document


def resolve_places(doc: Document) -> None:
    """Fill the resolved fields of the document's places."""
    from rasad.link import places  # the gazetteer loads with its first use

    places.resolve(doc)


def resolve(doc: Document) -> None:
    """Fill the linked fields of the document's names, of its events' actors and recipients, and of its sources."""
    from rasad.link import actors, chains

    actors.resolve(doc)
    chains.resolve(doc)


def join_events(doc: Document) -> None:
    """Set `first` of the events that the article mentions again; all their other fields are known by then."""
    from rasad.link import events

    events.join(doc)


__all__ = ["join_events", "resolve", "resolve_places"]
