"""How events stand: what was coded, with people's verdicts applied, in small rows for lists, counts, maps and search.

These rows are derived: whatever changes an article's records or verdicts rewrites them in the same transaction.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from rasad import lexemes
from rasad import record as records_
from rasad.store import rows
from rasad.store.rows import Record, Row
from rasad.store.schema import articles, events, parties, search_terms, standing, texts, verdicts

_LONGEST = 400_000  # characters of terms kept of one article
_ADD = {table: insert(table) for table in (standing, parties, search_terms)}


def key(doc_id: str, event_id: str = "") -> int:
    """Return the number under which an event, or with an empty event's id an article, is looked up: 63 bits of a hash.

    Among ten million events two share one with a probability of five in a million.
    """
    text = f"{doc_id}\x1f{event_id}"
    digest = hashlib.sha256(text.encode("utf8", "surrogatepass")).digest()
    return int.from_bytes(digest[:8], "big") >> 1


def write_article(connection: Connection, doc_id: str, title: str | None, text: str) -> None:
    """Write the words by which an article is found, in place of those that were there."""
    connection.execute(delete(search_terms).where(search_terms.c.key == key(doc_id)))
    found = terms(f"{title or ''}\n{text}")[:_LONGEST]
    connection.execute(_ADD[search_terms], [{"key": key(doc_id), "doc_id": doc_id, "id": "", "terms": found}])


def write_coded(connection: Connection, coded: Iterable[Row]) -> None:
    """Write rows of `events` that are new, of an article on which nobody has decided."""
    _add(connection, [(rows.decode(row["record"]), False, None) for row in coded])


def remove(connection: Connection, doc_id: str, *, article: bool = False) -> None:
    """Remove what stands for an article's events; with `article` also the words by which it is found."""
    mine = select(standing.c.key).where(standing.c.doc_id == doc_id)
    connection.execute(delete(parties).where(parties.c.key.in_(mine)))
    connection.execute(delete(standing).where(standing.c.doc_id == doc_id))
    words = delete(search_terms).where(search_terms.c.doc_id == doc_id)
    connection.execute(words if article else words.where(search_terms.c.id != ""))


def refresh(connection: Connection, doc_id: str, event_id: str | None = None) -> None:
    """Rewrite the rows of an article's events, or of one of them, from `events` and `verdicts`.

    A verdict on another text than the one that is stored, or on an article that has become an alias, does not count.
    """
    here = (articles.c.doc_id == verdicts.c.doc_id) & (articles.c.text_hash == verdicts.c.text_hash)
    human = select(verdicts.c.record, verdicts.c.act).join(articles, here)
    human = human.where(verdicts.c.doc_id == doc_id, articles.c.alias_of.is_(None))
    coded = select(events.c.record).where(events.c.doc_id == doc_id)
    if event_id is None:
        remove(connection, doc_id)
    else:
        human, coded = human.where(verdicts.c.id == event_id), coded.where(events.c.id == event_id)
        for table in (parties, standing, search_terms):
            connection.execute(delete(table).where(table.c.key == key(doc_id, event_id)))
    found = {(record := rows.decode(text))["id"]: (record, True, act) for text, act in connection.execute(human).all()}
    for text in connection.execute(coded).scalars():
        record = rows.decode(text)
        found.setdefault(record["id"], (record, False, None))
    _add(connection, list(found.values()))


def find_again(connection: Connection, doc_id: str) -> None:
    """Write all that stands for an article that has just come to stand for itself."""
    query = select(articles.c.meta, texts.c.text).join(texts).where(articles.c.doc_id == doc_id)
    meta, text = connection.execute(query).one()
    write_article(connection, doc_id, rows.decode(meta)["title"], text)
    refresh(connection, doc_id)


def rebuild(connection: Connection) -> None:
    """Write the rows of all articles anew, for a store that was made before there were any."""
    query = select(articles.c.doc_id, articles.c.meta, articles.c.alias_of)
    for doc_id, meta, alias_of in connection.execute(query).all():
        source = rows.publication(rows.decode(meta)["source"])
        connection.execute(update(articles).where(articles.c.doc_id == doc_id).values(source=source))
        if alias_of is None:
            find_again(connection, doc_id)


def terms(text: str) -> str:
    """Return the terms (`rasad.lexemes`) of a text's words, each once, between blanks."""
    found: set[str] = set()
    for word, _, _ in lexemes.words(text):
        found |= lexemes.terms(word)
    return " ".join(sorted(found))


def party_id(entity: Record) -> str:
    """Return what tells one party from another: its identifier, else `=` and the folded words."""
    return rows.visible(entity.get("identifier_id") or "") or "=" + rows.name_pattern(entity["entity_text"])


def place_id(place: Record) -> str:
    """Return what tells one place from another: the gazetteer's id, else `=` and the folded words.

    An offset (`40 km south of ...`) is a place of its own.
    """
    if place.get("geonameid") and not place.get("offset"):
        return str(place["geonameid"])
    return "=" + rows.name_pattern(place["extracted_place"])


def _add(connection: Connection, found: list[tuple[Record, bool, str | None]]) -> None:
    if not found:
        return
    connection.execute(_ADD[standing], [_standing_row(*item) for item in found])
    if named := [row for record, _, _ in found for row in _party_rows(record)]:
        connection.execute(_ADD[parties], named)
    connection.execute(_ADD[search_terms], [_terms_row(record) for record, _, _ in found])


def _standing_row(record: Record, human: bool, act: str | None) -> Row:
    place: dict[str, Any] = record["event_loc"] or {}
    first, last = record.get("date"), record.get("enddate")
    name = place.get("resolved_place") or place.get("extracted_place")
    confidence = float(record["confidence"])
    return {
        "key": key(record["doc_id"], record["id"]),
        "doc_id": record["doc_id"],
        "id": record["id"],
        "human": human,
        "act": act,
        "event_type": record["event_type"],
        "status": record["status"],
        "day_first": first or last,
        "day_last": last or first,
        "oldest": first or last or "9999-99-99",
        "country_alpha2": place.get("country_alpha2"),
        "country_alpha3": place.get("country_code"),
        "source": rows.publication(record["cite_info"].get("publication")),
        "published": record["cite_info"].get("published"),
        "confidence": confidence,
        "newest": -int((record["cite_info"].get("published") or "0")[:10].replace("-", "")),
        "doubt": 0.5 - abs(confidence - 0.5),
        "start": record["trigger"]["start"],
        "link": records_.link(record),
        "place": place_id(place) if place else None,
        "place_name": _visible(name),
        "place_name_en": _visible(place.get("name_en")),
        "radius_km": place.get("radius_km"),
        "lat": place.get("lat"),
        "lon": place.get("lon"),
        "resolution": place.get("resolution"),
    }


def _party_rows(record: Record) -> Iterable[Row]:
    number = key(record["doc_id"], record["id"])
    told: set[str] = set()  # parties of the roles before this one
    for role in ("actor", "recipient"):
        here: set[str] = set()
        for place, entity in enumerate(record[role]):
            forms = [entity[k] for k in ("entity_text", "identifier_text", "name_en") if entity.get(k)]
            party = party_id(entity)
            turn = 2 if party in here else 1 if party in told else 0
            here.add(party)
            yield {
                "key": number,
                "role": role,
                "place": place,
                "party": party,
                "code": _visible(entity.get("code")),
                "sector": _visible(entity.get("sector")),
                "name": rows.visible(entity.get("identifier_text") or entity["entity_text"]),
                "name_en": _visible(entity.get("name_en")),
                "folded": "\n".join(dict.fromkeys(map(rows.name_pattern, forms))),
                "turn": turn,
            }
        told |= here


def _terms_row(record: Record) -> Row:
    number = key(record["doc_id"], record["id"])
    return {"key": number, "doc_id": record["doc_id"], "id": record["id"], "terms": terms(record["text"])}


def _visible(text: str | None) -> str | None:
    return None if text is None else rows.visible(text)
