"""What `rasad compare --review` puts into a store: articles that are new to it, and where the second engine differs.

Nothing that the store holds is lost: an article that is coded keeps its events, whoever coded it, and what people
decided stands. It is these that the second engine is compared with then.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rasad.cli import common

if TYPE_CHECKING:
    from rasad.coder import Coded
    from rasad.record import Record
    from rasad.store import Store
    from rasad.store.differing import Stored


class Filing:
    """Files the differences of two sides, article by article."""

    def __init__(self, store: Store, names: tuple[str, str], coder: str) -> None:
        """Take the store, what the two sides are called, and what the first's records name as their coder."""
        self._store, self._names, self._coder = store, names, coder
        self._filed = self._kept = self._left_out = 0

    def add(self, one: Coded, other: Coded) -> None:
        """File where the second side differs from the events that the store has of an article: the first's, if new."""
        from rasad.evaluate import comparing
        from rasad.store import CodedDocument, Differing, differing

        article = one.article
        document = CodedDocument(article, one.records, self._coder, one.problems)
        saved = self._store.save(document, recode=False)
        if saved.outcome in ("alias", "changed", "unstorable"):
            self._left_out += 1
            return
        coder, known = self._store.ask(differing.stored, article.id)
        own = saved.outcome == "stored" or _same(known, one.records)
        self._kept += not own
        names = (self._names[0] if own else coder or "store", self._names[1])
        mine = [event for event in known if event.coded or event.record["id"] not in {r["id"] for r in other.records}]
        records = [event.record for event in mine]
        settled = {event.record["id"] for event in mine if event.settled}
        coded = {event.record["id"] for event in mine if event.coded}
        found = [
            Differing(kind(d.kind, names), *names, d.one, _alone(d.other, records))
            for d in comparing.differences(article.id, records, other.records)
            if (d.one is None and d.shown["id"] not in coded) or (d.one is not None and d.one["id"] not in settled)
        ]
        self._filed += self._store.file_differences(article, names[1], found)

    def finish(self) -> None:
        """Say how many differences there are to review, and of what none were filed."""
        articles = common.plural(self._kept, "article")
        if self._kept:
            common.say(
                f"{articles} had other events in the store than {self._names[0]} finds: these stay as they are, "
                f"and {self._names[1]} was compared with them"
            )
        if self._left_out:
            articles = common.plural(self._left_out, "article")
            common.say(f"{articles} left out of the review: stored with another content, or under another id")
        common.say(f"{common.plural(self._filed, 'difference')} to review: `rasad serve`, page /differences")


def _same(known: list[Stored], records: list[Record]) -> bool:
    """Return whether the machine's events of the store are these, whatever version of a coder wrote them."""
    stored, new = ({r["id"]: _content(r) for r in some} for some in ([e.coded for e in known if e.coded], records))
    return stored == new


def _content(record: Record) -> Record:
    return {name: value for name, value in record.items() if name != "coder"}


def _alone(record: Record | None, others: list[Record]) -> Record | None:
    """Return a record of the second side without a link to an event that only that side has."""
    known = {other["id"] for other in others}
    return record | {"link": record["id"]} if record is not None and record.get("link") not in known else record


def kind(of: str, names: tuple[str, str]) -> str:
    """Return what a kind of difference is called: `only one` by the name of the one."""
    return {"only one": f"only {names[0]}", "only other": f"only {names[1]}"}.get(of, of)
