"""Stage 8, store: records kept, machine output and human decisions apart.

    with Store.open("sqlite:///rasad.db") as store:
        store.save(CodedDocument(article, records, coder.name, problems))
        for record in store.events(Filters(type=("PROTEST",), country="IQ")):
            ...

One transaction a document, on SQLite or PostgreSQL; what is stored does not depend on how often, in which order or
after how many interruptions documents were saved. See `saving` for repeated, changed and shared articles,
`deciding` for people's decisions, `queries` for filters, `schema` for the tables.
"""

from rasad.store.deciding import Act, Decision, Seen
from rasad.store.differing import Differing
from rasad.store.queries import Filters, Order
from rasad.store.rows import content_hash
from rasad.store.saving import CodedDocument, Saved
from rasad.store.store import Store

__all__ = [
    "Act",
    "CodedDocument",
    "Decision",
    "Differing",
    "Filters",
    "Order",
    "Saved",
    "Seen",
    "Store",
    "content_hash",
]
