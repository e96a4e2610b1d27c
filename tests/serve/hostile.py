"""Articles made to do harm in each of their fields, and records of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from rasad import ontology
from rasad.document import Article, Span
from rasad.record import check, event_id

COUNT = 500
# Each as the name of somebody; `evil` marks what must never become an element, an attribute or an address.
PAYLOADS = (
    "<script>evil()</script>",
    "<img src=evil onerror=evil()>",
    '"><xevil evil=1>',
    "'><xevil evil='1'>",
    "</title><xevil>",
    "</textarea><xevil>",
    "</script><xevil>",
    "<!--<xevil>",
    "--><xevil>",
    "<![CDATA[<xevil>]]>",
    '" onmouseover="evil()',
    "' onfocus='evil()' autofocus='",
    "` onclick=`evil()`",
    "<svg/onload=evil()>",
    "<svg><animate onbegin=evil()>",
    "<iframe srcdoc='<script>evil()</script>'>",
    "<a href='javascript:evil()'>x</a>",
    "javascript:evil()//",
    "data:text/html,<script>evil()</script>",
    "<base href=//evil.example>",
    "<meta http-equiv=refresh content=0;url=//evil.example>",
    "<style>*{background:url(//evil.example)}</style>",
    "<link rel=stylesheet href=//evil.example>",
    "<form action=//evil.example><input name=csrf>",
    "<math><xevil>",
    "{{1337*7331}}",
    "{% for x in ().__class__ %}evil{% endfor %}",
    "${1337*7331}",
    "#{1337*7331}",
    "<%= 1337*7331 %>",
    "{{ config }}",
    "{evil}",
    "%s%n%(evil)s",
    "'; DROP TABLE events; --",
    '" OR 1=1 --',
    "\\'; DELETE FROM articles; --",
    "\u202egnp.evil",
    "\u2066\u202b<xevil>\u2069",
    "\u200f\u200e\u061c\ufeff",
    "&lt;xevil&gt;",
    "&#60;xevil&#62;",
    "&amp;amp;",
    "\x01\x08\x1b[31mevil\x7f",
    "a\u0300" * 40,
    "\u0627\u0653" * 30,
    "و" * 1_500,
    "\U0001f468\u200d\U0001f469\u200d\U0001f467",
    "evil\r\nset-cookie: evil=1",
    "\\u003cxevil\\u003e",
    "]]>",
    "<xevil",
    "<",
    "&",
    "\ufffe\uffff",
    "/../../etc/passwd",
    "=HYPERLINK(evil)",
    "hx-get=/logout",
    "<div hx-post=/users hx-trigger=load>",
    "<mark data-path=evil>",
)


@dataclass(frozen=True)
class Hostile:
    """An article that means harm in each of its fields."""

    number: int

    @property
    def payload(self) -> str:
        return PAYLOADS[self.number % len(PAYLOADS)]

    @property
    def row(self) -> dict[str, Any]:
        other = PAYLOADS[(self.number * 7 + 3) % len(PAYLOADS)]
        text = (
            f"تظاهر {self.payload} رقم {self.number} في {other} أمس. وقالت {other} إن {self.payload} اعتقلت عشرة.\n"
            f"{self.payload}{other}"
        )
        return {
            "id": f"{self.number} {self.payload}",
            "text": text,
            "title": f"{other} {self.payload}",
            "url": f"javascript:evil({self.number})//{self.payload}"
            if self.number % 2
            else f"https://x.example/{self.number}?{self.payload}",
            "source": f"صحيفة {self.payload}",
            "author": other,
            "language": "ar",
            "published": (date(2016, 7, 1) + timedelta(self.number)).isoformat(),
        }


def records(of: Article, number: int) -> list[dict[str, Any]]:
    """Return a record whose every field that may is the article's harm."""
    hostile = Hostile(number)
    payload = hostile.payload

    def words(part: str) -> dict[str, Any]:
        start = of.text.index(part)
        return {"text": part, "start": start, "end": start + len(part)}

    kind = ontology.types()[number % len(ontology.types())]
    trigger, said = words("تظاهر"), words(payload)
    span = {"start": said["start"], "end": said["end"]}
    sentence = {"text": of.text[: of.text.index("وقالت")], "sequence": 0}
    entity = {
        "entity_text": payload,
        **span,
        "identifier_id": f"Q{payload}",
        "identifier_text": payload,
        "name_en": payload,
        "code": payload[:3],
        "sector": payload[:3],
        "office": payload,
        "number": 3,
    }
    place = {
        "extracted_place": payload,
        **span,
        "resolved_place": payload,
        "name_en": payload,
        "geonameid": number,
        "lat": 33.0,
        "lon": 44.0,
        "city": payload,
        "province": payload,
        "country_code": "IRQ",
        "country_alpha2": "IQ",
        "feature_code": payload,
        "resolution": 4,
        "radius_km": 3.0,
        "offset": {"distance_km": 3, "bearing": 20.0, "from": payload},
    }
    size: dict[str, list[dict[str, Any]]] = {name: [] for name in ("dead", "injured", "arrested", "people", "amount")}
    size["amount"] = [said | {"value": 1.0, "low": 1.0, "high": None, "unit": payload}]
    record = {
        "id": event_id(of.id, Span(trigger["start"], trigger["end"]), kind),
        "doc_id": of.id,
        "event_type": kind,
        "event": [kind],
        "mode": [],
        "context": [],
        "quad_code": ontology.quad_code(kind),
        "event_scale": ontology.score(kind),
        "status": "actual",
        "trigger": trigger,
        "actor": [entity],
        "recipient": [entity | {"identifier_id": None}],
        "event_loc": place,
        "date": "2016-07-01",
        "enddate": "2016-07-02",
        "date_info": words("أمس") | {"granularity": payload, "basis": payload},
        "size": size,
        "attribution": [said | {"kind": payload, "identifier_id": payload}],
        "text": sentence["text"],
        "text_info": {"sequence": 0, "start": 0, "end": len(str(sentence["text"]))},
        "confidence": 0.5,
        "reason": [payload, "{{1337*7331}}"],
        "coder": f"rasad {payload}",
        "cite_info": {
            "url": of.url,
            "title": of.title,
            "publication": of.source,
            "published": of.published.isoformat() if of.published else None,
            "language": of.language,
        },
    }
    check(record, of.text)
    return [record]
