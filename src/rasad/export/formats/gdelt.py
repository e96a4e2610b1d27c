"""GDELT 2.0 event table: its 61 columns, tab-separated, without a header; CAMEO codes by PLOVER's conversion table.

The columns and their order are those of the GDELT Event Database Data Format Codebook V2.0 (2015). What has no
counterpart is empty, above all GoldsteinScale and AvgTone, which we do not compute (`docs/exports.md`).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import BinaryIO

from rasad import ontology
from rasad.export import example, flat, tables, territories
from rasad.export.stated import has_category
from rasad.record import Record

SUFFIX = ".gdelt.tsv"
EXAMPLE = example.records()

_ACTOR = (
    "Code Name CountryCode KnownGroupCode EthnicCode Religion1Code Religion2Code Type1Code Type2Code Type3Code".split()
)
_GEO = "Type FullName CountryCode ADM1Code ADM2Code Lat Long FeatureID".split()
COLUMNS = (
    *"GlobalEventID Day MonthYear Year FractionDate".split(),
    *(f"Actor{n}{name}" for n in (1, 2) for name in _ACTOR),
    *"IsRootEvent EventCode EventBaseCode EventRootCode QuadClass GoldsteinScale".split(),
    *"NumMentions NumSources NumArticles AvgTone".split(),
    *(f"{of}Geo_{name}" for of in ("Actor1", "Actor2", "Action") for name in _GEO),
    *"DATEADDED SOURCEURL".split(),
)
# PLOVER's sectors under CAMEO's role codes; the two disagree on what MED is. Sectors that CAMEO lacks have none.
_ROLES = {code: code for code in "COP GOV JUD LEG MIL OPP PTY REB SPY UAF AGR BUS CRM CVL EDU ELI LAB REF".split()}
_ROLES |= {"JRN": "MED", "MED": "HLH"}
_GROUPS = {"UNO": "UNO", "EUR": "EEC"}  # organisations with a CAMEO code of their own
_GROUP_TYPES = {"UNO": "IGO", "EUR": "IGO", "IGO": "IGO", "NGO": "NGO", "IMG": "IMG", "MNC": "MNC"}
_ID_DIGITS = 15  # hex digits of an id that fit a signed 64-bit integer


def write(records: Iterable[Record], out: BinaryIO) -> int:
    """Write the events that CAMEO can state, one line each; return how many."""
    return tables.write_tabs(map(row, filter(has_category, records)), out)


def row(record: Record) -> list[flat.Value]:
    """Return the event in GDELT's columns."""
    values: dict[str, flat.Value] = dict.fromkeys(COLUMNS)
    code = ontology.cameo_code(record["event"][0], next(iter(record["mode"]), None))
    values |= {"GlobalEventID": _number(record["id"]), "SOURCEURL": record["cite_info"]["url"]}
    values |= {"EventCode": code, "EventBaseCode": code[:3], "EventRootCode": code[:2], "QuadClass": _quad(code)}
    values |= _when(record["date"], record["enddate"])
    sides = [*record["actor"][:1], *record["recipient"][:1]]
    if not record["recipient"]:
        sides = record["actor"][:2]  # both sides of a meeting or clash
    second_only = [None] if record["recipient"] and not record["actor"] else []
    for number, entity in enumerate([*second_only, *sides], 1):
        if entity:
            values |= {f"Actor{number}{name}": value for name, value in _who(entity).items()}
    values |= {f"ActionGeo_{name}": value for name, value in _where(record["event_loc"] or {}).items()}
    return list(values.values())


def _number(event_id: str) -> int:
    """Return the id as GDELT's whole number: its first 15 hex digits, so that `rasad show` finds `%x` of it."""
    digits = event_id[:_ID_DIGITS]
    try:
        return int(digits, 16)
    except ValueError:  # not an id of ours
        return int(hashlib.sha256(event_id.encode()).hexdigest()[:_ID_DIGITS], 16)


def _quad(code: str) -> int:
    """Return GDELT's class of a CAMEO root: 01-05, 06-08, 09-13, 14-20. It is not PLOVER's: 08 is material here."""
    root = int(code[:2])
    return 1 if root <= 5 else 2 if root <= 8 else 3 if root <= 13 else 4


def _when(first: str | None, last: str | None) -> dict[str, flat.Value]:
    """Return day, month and year as far as the text says them; nothing for an undated event."""
    if not (first and last):
        return {}
    values: dict[str, flat.Value] = {}
    if first == last:
        values["Day"] = first.replace("-", "")
    if first[:7] == last[:7]:
        values["MonthYear"] = first[:7].replace("-", "")
    if first[:4] == last[:4]:
        values["Year"] = first[:4]
    return values


def _who(entity: Record) -> dict[str, flat.Value]:
    code, role = entity["code"] or "", _ROLES.get((entity["sector"] or "")[:3])
    group, country = _GROUPS.get(code), None if code in ontology.non_state_codes() else code or None
    kinds = [kind for kind in dict.fromkeys((_GROUP_TYPES.get(code), role)) if kind]
    name = entity["name_en"] or entity["identifier_text"] or entity["entity_text"]
    # An actor's code is country, or kind and organisation, then its roles: IRQMIL, IGOUNO, NGO.
    parts = [country, kinds[0] if kinds else None, group, *kinds[1:]]
    return {
        "Code": "".join(part for part in parts if part) or None,
        "Name": name.upper(),
        "CountryCode": country,
        "KnownGroupCode": group,
        **{f"Type{n}Code": kind for n, kind in enumerate(kinds, 1)},
    }


def _where(place: Record) -> dict[str, flat.Value]:
    alpha2, resolution = place.get("country_alpha2"), place.get("resolution")
    american = alpha2 == "US"
    kinds = {1: 1, 2: 2 if american else 5, 4: 3 if american else 4, 5: 3 if american else 4}
    name = place.get("name_en") or place.get("resolved_place")
    country = territories.english(alpha2)
    parts = [name, None if resolution in (1, 2) else place.get("province"), None if resolution == 1 else country]
    return {
        "Type": kinds.get(resolution or 0),
        "FullName": ", ".join(dict.fromkeys(part for part in parts if part)) or place.get("extracted_place"),
        "Lat": place.get("lat"),
        "Long": place.get("lon"),
    }
