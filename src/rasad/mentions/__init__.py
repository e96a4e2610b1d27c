"""Stage 4, mentions: persons, organisations, places, times, quantities."""

from __future__ import annotations

from rasad.document import Document, Mention, Name, Place, Quantity, Time
from rasad.mentions import names, places, quantities, times


def find(doc: Document, engine: str = "crf", labels: list[str] | None = None) -> None:
    """Fill `doc.mentions`, in the order of the text.

    A place inside a longer name of a person or organisation is not a place of its own (`جامعة الموصل`), and a number
    inside a date counts nothing. A length of time (`72 ساعة`) is a time and, by its number, a quantity.

    Args:
        doc: A document with sentences and words.
        engine: The analysis engine; `rules` finds names without any trained model.
        labels: A name's label (`B-PER I-PER O` ...) for each word, where another model than the engine's tells names.
    """
    found_times = times.find(doc)
    found_names = names.find(doc, trained=engine != "rules", labels=labels)
    found_places = [p for p in places.find(doc) if not _inside_name(p, found_names)]
    counted = quantities.find(doc)
    found_times = [t for t in found_times if not any(_is_range(t, q) for q in counted)]
    dated = [t for t in found_times if t.granularity != "duration"]
    found_quantities = [q for q in counted if not any(q.overlaps(t) and _dates(doc, t, q) for t in dated)]
    mentions: list[Mention] = [
        *found_times,
        *found_places,
        *_without_places(found_names, found_places),
        *found_quantities,
    ]
    doc.mentions = sorted(mentions, key=lambda m: (m.start, m.end, m.kind))


def _is_range(time: Time, found: Quantity) -> bool:
    """Return whether what was read as years are numbers of a range, as the noun after them says: بين 1000 و1500 شخص."""
    if found.value is not None or found.item is None or found.unit == "time" or time.basis == "relative":
        return False
    return found.low is not None and found.high is not None and time.start <= found.start < time.end < found.end


def _dates(doc: Document, time: Time, found: Quantity) -> bool:
    """Return whether a number is a date's and counts nothing; of a span (الأيام الثلاثة الماضية) it is the length."""
    if time.basis != "relative" or found.unit != "time":
        return True
    return time.granularity != "interval" and not doc.text.startswith("منذ", time.start)


def _inside_name(place: Place, found: list[Name]) -> bool:
    return any(
        name.contains(place) and (name.end - name.start > place.end - place.start or name.kind == "person")
        for name in found
    )


def _without_places(found: list[Name], places_: list[Place]) -> list[Name]:
    """Return the names without organisations that are only a place's name."""
    spans = {(p.start, p.end) for p in places_}
    return [n for n in found if (n.start, n.end) not in spans]


__all__ = ["find", "names", "places", "quantities", "times"]
